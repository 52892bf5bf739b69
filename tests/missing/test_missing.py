"""Asking for what is missing: filled from the screening, by the applicant's link or on paper, chased, and answered."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.determination import Decision, InformationAnswer, InformationItem
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import (
    applicant_links as known,
    applications,
    determinations as found,
    dossier,
    missing as asked,
    rulings,
    trail_compare,
)
from onboarding.queries.applications import State
from onboarding.queries.determinations import Move
from onboarding.roles import Role
from onboarding.rules.wording import long_day
from onboarding.services import applicant_links, determinations, information, links, missing, people, reminders
from onboarding.services.change import SYSTEM, Actor
from tests import papers
from tests.make import make_claim, make_cohe, make_member, make_person, sign_in
from tests.operation.test_keys import replaced
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = pytest.mark.usefixtures("by_day")
WHY = "Not all is here."
DIPLOMA, LETTER = "Your diploma", "A letter from the clinic"
APPLICANT = Actor(None, "applicant", "192.0.2.9")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, "Ana Ruiz")
    make_claim(person)
    return person


def ask(person: Person, *items: str, by_mail: bool = True) -> list[InformationItem]:
    missing.ask(SYSTEM, person, items or (DIPLOMA, LETTER), WHY, by_mail)
    return list(asked.of(person))


def token(person: Person) -> str:
    link = known.of_person(person)
    assert link is not None
    return links.token_of(links.APPLICATION, link.nonce)


def mails(person: Person) -> list[Message]:
    return db.session.query(Message).filter_by(to_address=person.email).order_by(Message.id).all()


def hand_in(person: Person, answers: dict[int, str]) -> None:
    """Say the same of work and education as before, and answer."""
    claim = dossier.of(person).claim
    assert claim is not None
    applicant_links.hand_in(APPLICANT, token(person), claim.facts, {}, answers)


def state(person: Person) -> State:
    line = applications.of(person)
    assert line is not None
    return line.state


def test_one_mail_asks_for_all_with_the_link_and_the_application_stays_open(ana: Person) -> None:
    ask(ana)
    (mail,) = mails(ana)
    assert f"- {DIPLOMA}\n- {LETTER}" in mail.body
    assert f"/apply/{token(ana)}" in mail.body
    assert mail.secret
    assert (state(ana), found.move_of(ana)) == (State.ASKED, Move.OPEN)


def test_on_paper_no_mail_goes_out_and_no_link_opens(ana: Person) -> None:
    ask(ana, by_mail=False)
    assert mails(ana) == []
    assert known.of_person(ana) is None
    assert state(ana) is State.ASKED


def test_each_answer_lands_beside_what_was_asked_once_and_the_rest_stays_open(ana: Person) -> None:
    diploma, letter = ask(ana)
    hand_in(ana, {diploma.id: " It is on its way. ", letter.id: " ", 999: "To nothing."})
    assert [(each.asks, each.answer and each.answer.says) for each in found.asked_for(ana)] == [
        (DIPLOMA, "It is on its way."),
        (LETTER, None),
    ]
    assert state(ana) is State.ASKED
    ask(ana, "The transcript")
    hand_in(ana, {diploma.id: "Another answer.", letter.id: "Here.", asked.of(ana)[-1].id: "Here too."})
    db.session.expire_all()
    assert [each.answer and each.answer.says for each in found.asked_for(ana)] == [
        "It is on its way.",
        "Here.",
        "Here too.",
    ]
    assert state(ana) is State.OPEN


def test_nobody_answers_what_another_was_asked(valley: Organisation, ana: Person) -> None:
    ben = make_person(valley, "Ben")
    make_claim(ben)
    (of_ben, _), _ = ask(ben), ask(ana)
    hand_in(ana, {of_ben.id: "Mine now."})
    assert db.session.query(InformationAnswer).count() == 0


def test_what_is_not_answered_is_reminded_of_once_by_one_mail(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    diploma, _ = ask(ana)
    hand_in(ana, {diploma.id: "Here."})
    began = clock.now()

    def remind(days: int) -> tuple[int, int]:
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(days=days, minutes=1))
        return reminders.remind(information.SOURCE), reminders.remind(applicant_links.SOURCE)

    assert [remind(days) for days in (5, 7, 12, 14, 21, 40)] == [(0, 0), (1, 0), (0, 0), (1, 0), (1, 0), (0, 0)]
    assert all(LETTER in each.body and DIPLOMA not in each.body for each in mails(ana)[1:])


def test_a_reminder_leads_by_the_link_while_it_works(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(ana)
    leads, began = f"/apply/{token(ana)}", clock.now()
    for days, there in ((7, True), (22, False)):
        monkeypatch.setattr(clock, "now", lambda days=days: began + timedelta(days=days))
        assert reminders.remind(information.SOURCE) == 2
        assert (leads in mails(ana)[-1].body) is there


def test_after_a_new_secret_a_reminder_brings_a_link_that_opens(
    app: Flask, config: Config, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(ana)
    dead, began = token(ana), clock.now()
    replaced(config, "secret")
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(days=7))
    assert reminders.remind(information.SOURCE) == 2
    assert f"/apply/{token(ana)}" in mails(ana)[-1].body
    assert [app.test_client().get(f"/apply/{each}").status_code for each in (dead, token(ana))] == [404, 200]
    assert list(trail_compare.differences()) == []


def test_asking_goes_by_what_is_recorded_now(valley: Organisation, ana: Person) -> None:
    empty = make_person(valley, "Eve")
    with pytest.raises(OnboardingError, match="no application yet"):
        ask(empty)
    for items in ((" ",), ("x" * 501,), tuple(f"thing {n}" for n in range(21))):
        with pytest.raises(OnboardingError):
            ask(ana, *items)
    people.edit_person(SYSTEM, ana, people.PersonFacts("Ana Ruiz", ana.applied_for), ana.revision)
    with pytest.raises(OnboardingError, match="No email address") as refused:
        ask(ana)
    assert refused.value.field == "how"
    assert (found.asked_for(ana), known.of_person(ana), found.latest(ana)) == ([], None, None)
    determinations.withdraw(SYSTEM, ana, "She said so.")
    with pytest.raises(OnboardingError, match="was decided"):
        ask(ana, by_mail=False)


def test_what_does_not_come_can_end_in_not_qualified(valley: Organisation, ana: Person) -> None:
    one, two = (Actor(make_member(valley, Role.MANAGER).id, name) for name in ("One", "Two"))
    answer = {"role": "hsc", "claimed": {"outcome": "qualified"}, "verified": {"outcome": "needs_review"}}
    now = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": "2026-01-05", "answer": answer}
    with pytest.raises(OnboardingError, match="First ask the applicant"):
        determinations.recommend(one, ana, lambda: now, Decision.NOT_QUALIFIED, "Nothing came.")
    ask(ana)
    row = determinations.recommend(one, ana, lambda: now, Decision.NOT_QUALIFIED, "Nothing came.")
    with pytest.raises(OnboardingError, match="waiting for a decision"):
        ask(ana)
    determinations.decide(two, ana, row.id, Decision.NOT_QUALIFIED, "So be it.", lambda: now)
    assert state(ana) is State.NOT_QUALIFIED


def test_the_page_is_filled_from_the_screening_without_what_is_asked_already(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    law = rulings.of(valley, app.extensions["rulebook"])
    facts = list(asked.facts_of(valley, ana, law, clock.today()))
    assert "Proof of your work as Registered Nurse at Foothill Clinic" in facts
    assert "Proof of Bachelor of Science (State College)" in facts
    assert not [each for each in facts if each.startswith("Which kind of work")]  # the title tells; a screener decides
    ask(ana, facts[0])
    assert list(asked.facts_of(valley, ana, law, clock.today())) == facts[1:]


@on_sqlite
def test_a_clerk_asks_the_applicant_answers_and_the_clerk_settles(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    clerk = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    page = fetch(clerk, f"/at/valley/people/{ana.id}/determination")
    page = fetch(clerk, page.links["Ask Ana Ruiz for what is missing"])
    ticked = [each for each in page.all("input") if each.get("type") == "checkbox"]
    assert len(ticked) > 3
    assert all(each.get("checked") is not None for each in ticked)
    page = page.submit(facts=["Proof of Bachelor of Science (State College)"], items="Your license\n", how="mail")
    assert [(row["What"], row["Answer"]) for row in page.rows("2 requests")] == [
        ("Proof of Bachelor of Science (State College)", "Not yet"),
        ("Your license", "Not yet"),
    ]
    applicant = app.test_client()
    page = fetch(applicant, f"/apply/{token(ana)}")
    assert "What Valley COHE still needs" in page.main
    assert "Your license" in page.main
    address = page.address
    page.submit(save="1", **{"answers-1-text": "It is"})
    page = fetch(applicant, address)
    assert "It is" in page.html
    page = page.submit(hand_in="1", **{"answers-1-text": "It is RN 60001234."})
    assert page.heading == "Thank you"
    page = fetch(clerk, f"/at/valley/people/{ana.id}/determination")
    row = page.rows("2 requests")[1]
    assert "It is RN 60001234." in row["Answer"]
    assert row["State"].startswith("Answered")
    assert page.rows("2 requests")[0]["State"].startswith("Open")
    page = fetch(clerk, page.links["Mark as settled: Your license"]).submit(how="In the answer.")
    assert any("Settled In the answer." in each["State"] for each in page.rows("2 requests"))


@on_sqlite
def test_who_has_no_address_gets_a_letter(app: Flask, valley: Organisation, ana: Person) -> None:
    people.edit_person(SYSTEM, ana, people.PersonFacts("Ana Ruiz", ana.applied_for), ana.revision)
    clerk = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    at = f"/at/valley/people/{ana.id}/missing"
    assert clerk.get(f"{at}/letter.pdf").status_code == 404
    page = fetch(clerk, at)
    assert "No email address" in page.submit(how="mail").main
    page = page.submit(how="paper")
    said = papers.read(clerk.get(page.links["Download a letter about what is missing"]).get_data()).text
    assert "Proof of Bachelor of Science (State College)" in re.sub(r"\s+", " ", said)
    assert "Answer and add files here" not in said


@on_sqlite
def test_where_nothing_is_entered_the_page_leads_to_the_link(app: Flask, valley: Organisation) -> None:
    eve = make_person(valley, "Eve")
    clerk = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    assert fetch(clerk, f"/at/valley/people/{eve.id}/missing").heading == "Link for Eve"


@on_sqlite
def test_what_was_asked_for_is_said_where_it_is_needed_and_stands_first_while_it_is_waited_for(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    screening, determination = (f"/at/valley/people/{ana.id}/{page}" for page in ("screening", "determination"))
    assert "Ask Ana" in fetch(client, screening).links
    law = rulings.of(valley, app.extensions["rulebook"])
    items = ask(ana, *asked.facts_of(valley, ana, law, clock.today()))
    page, day = fetch(client, screening), long_day(clock.today())
    assert f"Ana Ruiz was asked for {len(items)} things on {day} and has not answered." in page.main
    needed = [" ".join("".join(each.itertext()).split()) for each in page.with_class("needed")[0].iter("p")]
    assert [each for each in needed if not each.endswith(f"Ana was asked on {day}.")] == []
    assert "Ask Ana" not in page.links
    page = fetch(client, page.links["See what was asked for"])
    assert page.main.index("Asked for") < page.main.index("Record the recommendation")
    for item in items:
        information.settle(SYSTEM, valley, item.id, "It came by mail.")
    page = fetch(client, determination)
    assert page.main.index("Asked for") > page.main.index("Record the recommendation")
    assert "has not answered" not in fetch(client, screening).main
