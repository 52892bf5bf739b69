"""Letters say what was determined in the COHE's own words, go out once, and stay as they went out."""

from typing import Any

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.determination import Decision, Determination
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier, letters as found, rests, rulings, wordings as worded
from onboarding.queries.wordings import Worded
from onboarding.roles import Role
from onboarding.services import determinations, letters, wordings
from onboarding.services.change import SYSTEM, Actor
from tests import papers
from tests.make import make_claim, make_cohe, make_member, make_person, sign_in
from tests.page import answered

TODAY = clock.today()
Q, N = Decision.QUALIFIED, Decision.NOT_QUALIFIED


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Núñez")


def decided(app: Flask, valley: Organisation, person: Person, what: Decision) -> Determination:
    """Have it determined so, whatever the findings are, on one job and a degree."""
    if dossier.of(person).is_empty:
        make_claim(person)
    one, two = (Actor(make_member(valley, Role.MANAGER).id, name) for name in ("One", "Two"))
    now: dict[str, Any] = rests.on(valley, person, rulings.of(valley, app.extensions["rulebook"]), TODAY)
    now["answer"]["verified"]["outcome"] = what.value
    row = determinations.recommend(one, person, lambda: now, what, "So it is.")
    return determinations.decide(two, person, row.id, what, "The diploma was never shown.", lambda: now)


def test_the_draft_says_who_what_when_why_and_how_to_ask_again(app: Flask, valley: Organisation, ana: Person) -> None:
    make_claim(ana)
    said = found.draft(valley, ana, decided(app, valley, ana, N))
    assert "{" not in said.subject + said.text
    for part in (
        "Dear Ana Núñez",
        valley.name,
        "(HSC)",
        "The diploma was never shown.",
        "Experience: ",
        "look again",
    ):
        assert part in said.text
    assert "not a decision of the Washington State Department of Labor & Industries" in " ".join(said.text.split())


def test_a_cohe_words_its_letters_and_earlier_ones_stay(app: Flask, valley: Organisation, ana: Person) -> None:
    determination = decided(app, valley, ana, N)
    first = letters.write(SYSTEM, ana, determination.id, "Old", "Old words", by_mail=False)
    wordings.word(SYSTEM, valley, Worded.NOT_QUALIFIED, "News for {name}", "{because}\n\n{name}, write to us.", 0)
    assert found.draft(valley, ana, determination)[:2] == (
        "News for Ana Núñez",
        "The diploma was never shown.\n\nAna Núñez, write to us.",
    )
    assert worded.wording(valley.id, Worded.QUALIFIED).version == 0
    with pytest.raises(OnboardingError, match="Somebody else changed"):
        wordings.word(SYSTEM, valley, Worded.NOT_QUALIFIED, "Mine", "Mine", 0)
    with pytest.raises(OnboardingError, match=r"\{salary\} is no blank we know"):
        wordings.word(SYSTEM, valley, Worded.NOT_QUALIFIED, "Mine", "We pay {salary}", 1)
    assert found.about(determination)[0].text == first.text == "Old words"


def test_what_an_applicant_wrote_into_their_name_is_no_blank(app: Flask, valley: Organisation) -> None:
    eve = make_person(valley, "Eve {because}")
    assert "Dear Eve {because}" in found.draft(valley, eve, decided(app, valley, eve, N)).text


def test_a_letter_goes_out_by_mail_once_and_only_about_what_stands(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    determination = decided(app, valley, ana, N)
    letter = letters.write(SYSTEM, ana, determination.id, "Your application", "Dear Ana", by_mail=True)
    (message,) = db.session.query(Message).filter_by(kind="letter").all()
    assert (message.to_address, message.subject, message.body) == (ana.email, "Your application", "Dear Ana")
    assert letter.sent_to == ana.email
    determinations.reopen(SYSTEM, ana, "She asked.")
    with pytest.raises(OnboardingError, match="You can no longer write a letter about"):
        letters.write(SYSTEM, ana, determination.id, "Again", "Again", by_mail=True)
    assert db.session.query(Message).filter_by(kind="letter").count() == 1


def test_the_page_fills_the_letter_in_sends_what_was_changed_and_prints_it(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    decided(app, valley, ana, N)
    client = sign_in(app.test_client(), make_member(valley, Role.HR))
    at = f"/at/valley/people/{ana.id}/determination/letter"
    page = client.get(at).get_data(as_text=True)
    assert "Dear Ana Núñez" in page
    token, number = (
        page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0] for name in ("csrf_token", "determination")
    )
    text = "Dear Ana\n\nWe looked, and looked again.\n\n<b>Kindly</b>"
    sent = {"csrf_token": token, "determination": number, "subject": "News", "text": text, "how": "paper"}
    assert client.post(at, data=sent).headers["Location"].endswith("/determination")
    shown = answered(client, "GET", f"/at/valley/people/{ana.id}/determination").html
    assert "To be printed" in shown
    link = shown.split("/determination/letters/")[1].split('"')[0]
    pdf = client.get(f"/at/valley/people/{ana.id}/determination/letters/{link}").get_data()
    said = papers.read(pdf)
    assert "We looked, and looked again." in said.text
    assert "<b>Kindly</b>" in said.text
    assert said.tagged


def test_nothing_is_written_before_anything_was_determined(app: Flask, valley: Organisation, ana: Person) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.HR))
    assert client.get(f"/at/valley/people/{ana.id}/determination/letter").headers["Location"].endswith("/determination")


def test_a_manager_words_letters_on_the_page(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = client.get("/at/valley/letters/qualified").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "version": "0", "subject": "Yes", "text": "Dear {nobody}"}
    assert "{nobody} is no blank we know" in client.post("/at/valley/letters/qualified", data=sent).get_data(
        as_text=True
    )
    sent["text"] = "Dear {name}"
    assert client.post("/at/valley/letters/qualified", data=sent).headers["Location"].endswith("/letters")
    assert "Version 1 of this COHE" in answered(client, "GET", "/at/valley/letters").html
