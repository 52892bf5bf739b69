"""Reminders of training in a COHE's own words: what they have to say, what they would say, and that they go out so."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries.wordings import Worded
from onboarding.roles import Role
from onboarding.services import reminders, training_reminders, wordings
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
TODAY = clock.today()
HERE = "/at/valley/letters"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe("valley")


@pytest.fixture
def bea(valley: Organisation) -> Person:
    return make_person(
        valley, "Bea {says} Lind", hired_on=TODAY - timedelta(days=170), user=make_member(valley, Role.HSC, name="Bea")
    )


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER, name="Max"))


def written(page: Page) -> str:
    """The text of the mail that a page shows."""
    (shown,) = page.with_class("as-written")
    return "".join(shown.itertext())


def remind() -> list[Message]:
    for source in (training_reminders.SOURCE, training_reminders.OF_STAFF):
        reminders.remind(source, clock.start_of(TODAY) + timedelta(hours=12))
    return db.session.query(Message).order_by(Message.id).all()


def test_they_go_out_in_the_words_of_the_cohe(app: Flask, valley: Organisation, bea: Person) -> None:
    make_member(valley, Role.MANAGER, name="Max")
    wordings.word(SYSTEM, valley, Worded.TRAINING, "{cohe}: {says}", "Hello {name}!\n\n{reminder}\n\nYours, {cohe}", 0)
    wordings.word(SYSTEM, valley, Worded.TRAINING_OF_STAFF, "To do", "{name}: {says}.\n\n{reminders}", 0)
    own, staff = remind()
    assert own.subject.startswith(f"{valley.name}: Your training is due ")
    assert own.body.startswith("Hello Bea {says} Lind!\n\nYou have training to do for ")
    assert own.body.endswith(f"\n\nYours, {valley.name}")
    assert staff.subject == "To do"
    assert staff.body.startswith(f"Max: Training of 1 person at {valley.name}.\n\n- Bea {{says}} Lind: ")


@pytest.mark.parametrize(
    ("subject", "text", "why"),
    [
        ("{says}", "Do it, {name}.", r"Put \{reminder\} where"),
        ("{says}", "{reminder} {salary}", r"\{salary\} is no blank"),
        ("{when}", "{reminder}", r"\{when\} is no blank"),
        ("{says}", "{reminders}", r"\{reminders\} is no blank"),
        ("{says}", "{reminder} Bea Lind", "Bea Lind"),
    ],
)
def test_what_has_to_be_said_is_not_left_out_and_nobody_is_named(
    app: Flask, valley: Organisation, subject: str, text: str, why: str
) -> None:
    make_person(valley, "Bea Lind")
    with pytest.raises(OnboardingError, match=why):
        wordings.word(SYSTEM, valley, Worded.TRAINING, subject, text, 0)


def test_the_page_shows_the_mail_to_somebody_real_before_it_is_saved(
    app: Flask, valley: Organisation, bea: Person, manager: FlaskClient
) -> None:
    make_person(valley, "Abe Moor", hired_on=TODAY - timedelta(days=30))
    page = fetch(manager, f"{HERE}/training")
    assert "Abe Moor,\n\nYou have training to do" in written(page)
    shown = page.submit(preview="yes", person=str(bea.id), text="Dear {name}\n\n{reminder}")
    assert "Dear Bea {says} Lind\n\nYou have training to do" in written(shown)
    assert "The product's wording" in fetch(manager, HERE).main
    refused = page.submit(preview="yes", text="Dear {name}")
    assert list(refused.faults) == ["text"]
    saved = page.submit(text="Dear {name}\n\n{reminder}")
    assert "The new wording was saved." in saved.messages
    assert "Version 1 of this COHE" in saved.main
    assert "Dear Abe Moor" in written(fetch(manager, f"{HERE}/training"))


def test_that_of_managers_is_shown_to_the_manager(app: Flask, bea: Person, manager: FlaskClient) -> None:
    page = fetch(manager, f"{HERE}/training_of_staff")
    assert written(page).startswith("Max,")
    assert "- Bea {says} Lind" in written(page)
    assert not page.all("select")


def test_where_nobody_owes_training_the_page_says_so(app: Flask, valley: Organisation, manager: FlaskClient) -> None:
    for about in ("training", "training_of_staff"):
        assert "Nobody owes training" in fetch(manager, f"{HERE}/{about}").main
    assert fetch(manager, "/at/valley/reminders").links["Change what they say"] == HERE
