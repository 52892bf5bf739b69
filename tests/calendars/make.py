"""Makers of calendars as programs fetch them: by a link, without signing in."""

from flask import Flask
from werkzeug.test import TestResponse

from onboarding.models.account import User
from onboarding.models.calendar_link import Whose
from onboarding.models.organisation import Organisation
from onboarding.queries import calendar_links
from onboarding.services import calendar_links as changes
from onboarding.services.change import Actor
from tests.calendars.reading import Read, lines, read

OWN, TEAM = Whose.OWN, Whose.TEAM


def make_link(organisation: Organisation, user: User, whose: Whose = TEAM) -> str:
    """The address of a link that the user made just now, in the place of any that there is."""
    there = calendar_links.of_user(organisation.id, user.id).get(whose)
    actor = Actor(user.id, user.name)
    nonce = changes.make(actor, organisation, user, whose, there.id if there else None)
    return f"/calendars/{changes.token_of(nonce)}.ics"


def fetched(app: Flask, address: str, mark: str = "") -> TestResponse:
    """What a program is answered, that has the version with this mark."""
    return app.test_client().get(address, headers={"If-None-Match": mark} if mark else {})


def entries(app: Flask, address: str) -> list[Read]:
    """What stands in it, by day, as three libraries read it."""
    answer = fetched(app, address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    lines(text := answer.get_data().decode())
    return sorted(read(text).values(), key=lambda each: (str(each.starts), each.title))


def titles(app: Flask, address: str) -> list[str]:
    """What the entries are called."""
    return [each.title for each in entries(app, address)]
