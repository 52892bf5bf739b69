"""The link of a reference: one answer by whoever was asked, about what was asked, while it lasts."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reference import Answered, ReferenceAnswer, ReferenceRequest
from onboarding.queries import applications, dossier, references as found
from onboarding.services import links, references, reminders
from onboarding.services.change import SYSTEM, Actor
from tests.accounts.race import at_once
from tests.accounts.steps import letter, link_in
from tests.make import make_cohe, make_complete, make_person, make_reference
from tests.page import Page, fetch

pytestmark = pytest.mark.usefixtures("by_day")
OPEN = timedelta(days=21)  # as the rulebook says
ASKED = {
    "kind": "job",
    "name": "Harbor Clinic",
    "position": "Registered nurse",
    "start": "2019-03",
    "end": "2023-08",
    "hours_a_week": "40",
}
SIGNED = {"name": "Rita Records", "position": "Records officer"}
FACTS = references.AnswerFacts(Answered.CONFIRMED, {}, None, "Rita Records", "Records officer")
VISITOR = Actor(None, "visitor", "192.0.2.7")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


def token(request: ReferenceRequest) -> str:
    return links.token_of(references.PURPOSE, request.nonce)


def asked(app: Flask, person: Person) -> Page:
    """The page that the link in the letter leads to."""
    request = make_reference(person, asked=ASKED)
    return fetch(app.test_client(), link_in(letter(request.to_address)))


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> datetime:
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)
    return then


def test_the_page_shows_what_was_asked_and_nothing_else_of_the_applicant(app: Flask, ana: Person) -> None:
    page = asked(app, ana)
    assert page.facts == {
        "Employer": "Harbor Clinic",
        "Position": "Registered nurse",
        "From": "Mar 2019",
        "Until": "Aug 2023",
        "Hours a week": "40",
    }
    assert ana.email not in page.html


def test_a_confirmation_is_kept_as_it_was_signed(app: Flask, ana: Person) -> None:
    page = asked(app, ana).submit(answered="confirmed", **SIGNED)
    assert page.heading == "Thank you"
    (request,) = found.of_person(ana)
    assert request.answer is not None
    answer = request.answer
    assert (answer.answered, answer.corrections, answer.name) == (Answered.CONFIRMED, {}, "Rita Records")
    assert found.state(request, clock.now()) is found.ReferenceState.ANSWERED


def test_a_confirmation_holds_until_somebody_who_was_asked_later_answers_otherwise(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    make_complete(ana)
    asked_for = dossier.asked_of(dossier.of(ana).facts["j1"])

    def asked_again() -> ReferenceRequest:
        return make_reference(ana, "j1", asked_for)

    def verified() -> str | None:
        line = applications.of(ana)
        return line and line.verified

    assert verified() == "needs_review"
    references.answer(VISITOR, token(asked_again()), FACTS)
    assert verified() == "qualified"
    withdrawn = asked_again()
    assert verified() == "qualified"
    references.withdraw(SYSTEM, valley, withdrawn.id, "Sent to the wrong office.")
    assert verified() == "qualified"
    otherwise = FACTS._replace(answered=Answered.CORRECTED, note="Never worked here.")
    references.answer(VISITOR, token(asked_again()), otherwise)
    assert verified() == "needs_review"


def test_a_correction_stands_beside_the_claim_and_does_not_change_it(app: Flask, ana: Person) -> None:
    page = asked(app, ana).submit(
        answered="corrected", **{"corrections-end": "2021-08", "corrections-name": " "}, **SIGNED
    )
    assert page.heading == "Thank you"
    (request,) = found.of_person(ana)
    assert request.answer is not None
    assert request.answer.corrections == {"end": "2021-08"}
    assert request.asked == ASKED


def test_an_answer_without_a_choice_a_name_or_a_difference_is_sent_back_with_what_was_typed(
    app: Flask, ana: Person
) -> None:
    page = asked(app, ana).submit(name="Rita Records", note="As far as I know.")
    assert page.faults.keys() == {"answered", "position"}
    assert "As far as I know." in page.html
    page = page.submit(answered="corrected", note="", **SIGNED)
    assert "Say what is different" in page.faults["note"]
    assert db.session.query(ReferenceAnswer).count() == 0


def test_a_link_is_used_once_and_then_shows_nothing(app: Flask, ana: Person) -> None:
    page = asked(app, ana)
    page.submit(answered="confirmed", **SIGNED)
    again = fetch(app.test_client(), page.address)
    assert again.heading == "Thank you"
    assert "Ana" not in again.html
    assert "Harbor" not in again.html
    assert page.submit(answered="not_confirmed", **SIGNED).heading == "Thank you"
    assert db.session.query(ReferenceAnswer).one().answered is Answered.CONFIRMED


def test_two_answers_at_once_are_one(app: Flask, ana: Person) -> None:
    key = token(make_reference(ana))

    def send() -> bool:
        try:
            references.answer(VISITOR, key, FACTS)
        except NotFoundError:
            return False
        return True

    assert sorted(at_once(app, [send] * 6)) == [False] * 5 + [True]


@pytest.mark.parametrize(("after", "works"), [(OPEN - timedelta(seconds=1), True), (OPEN, False)])
def test_a_link_works_until_its_last_moment(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch, after: timedelta, works: bool
) -> None:
    key = token(make_reference(ana))
    later(monkeypatch, after)
    assert (references.by_token(key) is not None) is works
    if not works:
        fetch(app.test_client(), f"/references/{key}", 404)
        with pytest.raises(NotFoundError):
            references.answer(VISITOR, key, FACTS)


@pytest.mark.parametrize("made_up", ["x", "..", "null", "A" * 43, "%00", "0" * 3000])
def test_a_guessed_link_leads_nowhere(app: Flask, ana: Person, made_up: str) -> None:
    make_reference(ana)
    assert app.test_client().get(f"/references/{made_up}").status_code == 404


def test_a_link_of_another_purpose_or_the_nonce_itself_leads_nowhere(app: Flask, ana: Person) -> None:
    request = make_reference(ana)
    for key in (request.nonce, request.token_hash, links.token_of("applicant", request.nonce)):
        assert references.by_token(key) is None


def test_another_id_in_the_form_changes_nothing(app: Flask, valley: Organisation, ana: Person) -> None:
    other = make_reference(make_person(valley, "Bo Berg"), asked=ASKED)
    page = asked(app, ana)
    page.submit(answered="confirmed", id=other.id, request_id=other.id, token=token(other), person_id=1, **SIGNED)
    answered = db.session.query(ReferenceAnswer).one()
    assert answered.request_id != other.id


def test_a_withdrawn_link_is_like_none(app: Flask, valley: Organisation, ana: Person) -> None:
    page = asked(app, ana)
    references.withdraw(SYSTEM, valley, found.of_person(ana)[0].id, "Sent to the wrong office.")
    fetch(app.test_client(), page.address, 404)
    with pytest.raises(NotFoundError):
        references.withdraw(SYSTEM, make_cohe("harbor"), found.of_person(ana)[0].id, "Not theirs.")


def test_the_secret_is_kept_nowhere_but_in_the_letter_until_it_is_sent(app: Flask, ana: Person) -> None:
    request = make_reference(ana)
    key = token(request)
    kept = {column: str(getattr(request, column)) for column in ReferenceRequest.__table__.columns.keys()}  # noqa: SIM118
    assert not [column for column, value in kept.items() if key in value]
    assert db.session.query(Message).one().secret


def test_nobody_is_asked_twice_about_the_same_nor_the_applicant_about_themselves(app: Flask, ana: Person) -> None:
    make_reference(ana)
    with pytest.raises(OnboardingError, match="asked about this already"):
        make_reference(ana)
    make_reference(ana, fact="j2")
    with pytest.raises(OnboardingError, match="own address"):
        references.ask(SYSTEM, ana, "j3", ASKED, "Ana", (ana.email or "").upper())


def test_who_does_not_answer_is_reminded_with_the_same_link_and_then_no_more(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make_reference(ana)
    links_sent = [link_in(letter(request.to_address))]
    began, times = clock.now(), []
    for day in range(1, 30):
        monkeypatch.setattr(clock, "now", lambda day=day: began + timedelta(days=day, minutes=1))
        if reminders.remind(references.SOURCE):
            times.append(day)
            links_sent.append(link_in(letter(request.to_address)))
    assert times == [5, 10, 16]
    assert len(set(links_sent)) == 1
    assert db.session.query(Message).count() == 4
    assert found.state(request, clock.now()) is found.ReferenceState.UNANSWERED


def test_a_clock_that_stood_still_reminds_once_and_not_three_times(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_reference(ana)
    later(monkeypatch, timedelta(days=17))
    assert reminders.remind(references.SOURCE) == 1
    assert reminders.remind(references.SOURCE) == 0


def test_who_has_answered_is_not_reminded(app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    references.answer(VISITOR, token(make_reference(ana)), FACTS)
    later(monkeypatch, timedelta(days=6))
    assert reminders.remind(references.SOURCE) == 0


def test_two_clocks_at_once_remind_once(app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    make_reference(ana)
    then = later(monkeypatch, timedelta(days=6))
    assert sum(at_once(app, [lambda: reminders.remind(references.SOURCE, then)] * 4)) == 1
