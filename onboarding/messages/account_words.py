"""What owners of accounts are told of their second factor. The endpoints are of pages for whoever is signed in."""

from flask import render_template

from onboarding.messages.words import Words, address
from onboarding.models.account import User


def passkey_added(user: User, name: str) -> Words:
    """A passkey was added to the account."""
    return _said("A passkey was added to your account", "passkey_added", user, name)


def passkey_removed(user: User, name: str) -> Words:
    """A passkey was removed from the account."""
    return _said("A passkey was removed from your account", "passkey_removed", user, name)


def passkey_copied(user: User, name: str) -> Words:
    """A sign-in was refused, since the passkey's counter went back."""
    return _said("A sign-in with your passkey was refused", "passkey_copied", user, name)


def app_set_up(user: User) -> Words:
    """An authenticator app was set up by somebody who is signed in."""
    return _said("An authenticator app was set up for your account", "app_set_up", user, "")


def _said(subject: str, template: str, user: User, name: str) -> Words:
    link = address("account.show")
    return Words(subject, render_template(f"emails/{template}.txt", user=user, name=name, link=link))
