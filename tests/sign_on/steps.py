"""What somebody does to sign in by the provider, step by step, as a browser would."""

from urllib.parse import urlencode

from flask.testing import FlaskClient

from onboarding.actions import Action
from onboarding.extensions import db, writing
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.sign_on import SignOnTie
from onboarding.queries import trail
from onboarding.services import sign_on
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member
from tests.page import Page, answered, fetch, filled
from tests.sign_on.provider import Idp

BUTTON = "Sign in with Skagit Health"


def go(page: Page, words: str = BUTTON) -> str:
    """Press the button, and give the address at the provider that the page leads on to."""
    for number, form in enumerate(page.forms()):
        if any(words == "".join(button.itertext()).strip() for button in form.iter("button")):
            on = page.submit(number)
            assert on.heading == "On to Skagit Health", on.main
            return on.links["Go to Skagit Health"]
    raise AssertionError(f"{page.address} has no button {words!r}: {page.main}")


def pressed(client: FlaskClient, path: str, words: str) -> Page:
    """Press a button of the page's frame, outside of <main>."""
    page = fetch(client, path)
    for form in page.all("form"):
        if any(words == "".join(button.itertext()).strip() for button in form.iter("button")):
            return answered(client, "POST", form.get("action", ""), data=dict(filled(form)))
    raise AssertionError(f"{path} has no button {words!r}")


def come_back(client: FlaskClient, idp: Idp, address: str, **other: str | None) -> Page:
    """Sign in there, and come back with what it answers, some of it otherwise; None leaves it out."""
    answer = {**idp.authorize(address), **other}
    given = urlencode({name: value for name, value in answer.items() if value is not None})
    return answered(client, "GET", f"/sign-on/back?{given}")


def by_provider(client: FlaskClient, idp: Idp, **other: str | None) -> Page:
    """Sign in from the page to sign in on."""
    return come_back(client, idp, go(fetch(client, "/login")), **other)


def tied(member: Member, idp: Idp, subject: str = "subject-1") -> Member:
    """A member whose account is tied, without the pages on the way."""
    sign_on.tie(SYSTEM, member.user(), member.app.extensions["config"].sign_on, subject)
    return member


def ties() -> list[tuple[int, str]]:
    db.session.rollback()
    return [(each.user_id, each.subject) for each in db.session.query(SignOnTie).order_by(SignOnTie.id)]


def happened(valley: Organisation, action: Action) -> list[str]:
    """Of whom the trail says so, the latest first."""
    db.session.rollback()
    return [each.subject for each in trail.listed(valley.id, trail.Filters(action=action)).rows]


def told(member: Member) -> list[str]:
    """The subjects of what was written to somebody."""
    db.session.rollback()
    return [each.subject for each in db.session.query(Message).filter_by(to_address=member.email).order_by(Message.id)]


def without_a_password(member: Member) -> None:
    """Have somebody be as if they had always signed in by the provider."""
    member.user().password = None
    with writing():
        db.session.commit()
