"""What owners of accounts are told of how they sign in: of their second factor, and of a sign-in provider."""

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


def sign_on_tied(user: User, name: str) -> Words:
    """To a person whose account a sign-in provider signs in to from now on."""
    body = render_template("emails/sign_on_tied.txt", user=user, name=name)
    return Words(f"You can sign in with {name} now", body)


def sign_on_untied(user: User, name: str) -> Words:
    """To a person whose account no sign-in provider signs in to any more."""
    said = {"user": user, "name": name, "link": None if user.password else address("security.forgot_password")}
    return Words(f"Your account is not tied to {name} any more", render_template("emails/sign_on_untied.txt", **said))


def _said(subject: str, template: str, user: User, name: str) -> Words:
    link = address("account.show")
    return Words(subject, render_template(f"emails/{template}.txt", user=user, name=name, link=link))
