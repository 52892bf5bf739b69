"""Cover is asked for, and accepted, declined or withdrawn; nothing is covered before it is accepted."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.staffing import CoverRequest
from onboarding.queries import absences as away, cover_requests as found
from onboarding.queries.cover_requests import State
from onboarding.roles import Role
from onboarding.services import absences, cover_requests, reminders
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_member, make_person

HIRED, TODAY = date(2024, 1, 2), clock.today()
FIRST, LAST = TODAY + timedelta(10), TODAY + timedelta(14)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def hsc(cohe: Organisation, name: str) -> tuple[Person, Actor]:
    """An HSC with an account."""
    user = make_member(cohe, Role.HSC, name=name)
    return make_person(cohe, name, hired_on=HIRED, user=user), Actor(user.id, user.name)


@pytest.fixture
def ana(valley: Organisation) -> Person:
    """Who is away from the tenth to the fourteenth day from today."""
    person = make_person(valley, hired_on=HIRED)
    absences.record(SYSTEM, person, (FIRST, LAST))
    return person


@pytest.fixture
def mia(valley: Organisation) -> Actor:
    user = make_member(valley, Role.MANAGER)
    return Actor(user.id, user.name)


def told() -> list[tuple[str, str]]:
    """Everybody who was mailed, and the subject."""
    return [(each.to_address, each.subject) for each in db.session.scalars(select(Message).order_by(Message.id))]


def covers(person: Person) -> list[tuple[str, date, date]]:
    (one,) = away.of(person)
    return [(each.covered_by.name, each.first_on, each.last_on) for each in one.covers]


def state(person: Person, on: date = TODAY) -> list[State]:
    return [each.state for each in found.of_person(person, on)]


def test_an_asked_cover_covers_once_it_is_accepted(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    assert (covers(ana), state(ana)) == ([], [State.OPEN])
    cover_requests.accept(himself, ben, row.id)
    assert (covers(ana), state(ana)) == ([("Ben Stone", FIRST, LAST)], [State.ACCEPTED])
    (to_ben, asks), (to_mia, says) = told()
    assert asks.startswith("Please cover for Ana Ruiz from ")
    assert says.startswith("Ben Stone covers for Ana Ruiz from ")
    assert to_ben != to_mia


def test_a_declined_one_covers_nothing_and_says_why(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    cover_requests.decline(himself, ben, row.id, "At a conference.")
    assert (covers(ana), state(ana), row.because) == ([], [State.DECLINED], "At a conference.")
    assert told()[-1][1].startswith("Ben Stone cannot cover for Ana Ruiz")
    assert "At a conference." in db.session.scalars(select(Message.body).order_by(Message.id.desc())).first()  # type: ignore[operator]
    cover_requests.ask(mia, ana, ben, (FIRST, FIRST))  # who declined can be asked for less
    assert state(ana) == [State.OPEN, State.DECLINED]


@pytest.mark.parametrize("why", ["Claim AB12345 is open", "Ask Ana Ruiz"])
def test_a_reason_names_nobody(valley: Organisation, ana: Person, mia: Actor, why: str) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    with pytest.raises(OnboardingError):
        cover_requests.decline(himself, ben, row.id, why)
    assert state(ana) == [State.OPEN]


def test_withdrawn_it_is_answered_by_nobody_any_more(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    cover_requests.withdraw(mia, ana, row.id)
    assert told()[-1][1] == "You are no longer asked to cover for Ana Ruiz"
    with pytest.raises(OnboardingError, match="withdrawn already"):
        cover_requests.accept(himself, ben, row.id)
    assert (covers(ana), state(ana)) == ([], [State.WITHDRAWN])


def test_nobody_answers_for_another(valley: Organisation, ana: Person, mia: Actor) -> None:
    (ben, _), (chi, herself) = hsc(valley, "Ben Stone"), hsc(valley, "Chi Tran")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    for who in (mia, herself, SYSTEM):
        with pytest.raises(OnboardingError, match="Only Ben Stone can answer"):
            cover_requests.accept(who, ben, row.id)
    with pytest.raises(NotFoundError):
        cover_requests.decline(herself, chi, row.id, "Busy.")
    with pytest.raises(NotFoundError):
        cover_requests.withdraw(mia, ben, row.id)
    assert state(ana) == [State.OPEN]


def test_who_is_away_too_has_to_say_that_they_know(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    absences.record(SYSTEM, ben, (LAST, LAST + timedelta(3)))
    (asked,) = found.asked_of(ben, TODAY)
    assert asked.away == [(LAST, LAST)]
    with pytest.raises(OnboardingError, match="You are recorded as away") as refused:
        cover_requests.accept(himself, ben, row.id)
    assert refused.value.field == "though_away"
    cover_requests.accept(himself, ben, row.id, though_away=True)
    assert covers(ana) == [("Ben Stone", FIRST, LAST)]


def test_who_accepts_first_covers(valley: Organisation, ana: Person, mia: Actor) -> None:
    (ben, himself), (chi, herself) = hsc(valley, "Ben Stone"), hsc(valley, "Chi Tran")
    rows = [cover_requests.ask(mia, ana, each, (FIRST, LAST)) for each in (ben, chi)]
    cover_requests.accept(himself, ben, rows[0].id)
    assert state(ana) == [State.MOOT, State.ACCEPTED]
    with pytest.raises(OnboardingError, match="Ben Stone covers from"):
        cover_requests.accept(herself, chi, rows[1].id)
    assert covers(ana) == [("Ben Stone", FIRST, LAST)]


def test_other_days_of_the_absence_leave_nothing_to_accept(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    (one,) = away.of(ana)
    absences.correct(SYSTEM, ana, one.absence, (FIRST, LAST - timedelta(1)), "Back sooner.")
    assert state(ana) == [State.MOOT]
    with pytest.raises(OnboardingError, match="not away on each of these days"):
        cover_requests.accept(himself, ben, row.id)


def test_it_expires_with_its_last_day(
    valley: Organisation, ana: Person, mia: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    assert [state(ana, each) for each in (LAST, LAST + timedelta(1))] == [[State.OPEN], [State.EXPIRED]]
    absences.record(SYSTEM, ana, (TODAY - timedelta(9), TODAY - timedelta(5)))
    with pytest.raises(OnboardingError, match="These days have passed"):
        cover_requests.ask(mia, ana, ben, (TODAY - timedelta(9), TODAY - timedelta(5)))
    monkeypatch.setattr(clock, "today", lambda: LAST + timedelta(1))
    with pytest.raises(OnboardingError, match="The last of these days was"):
        cover_requests.accept(himself, ben, row.id)
    monkeypatch.setattr(clock, "today", lambda: LAST)
    assert cover_requests.accept(himself, ben, row.id)


def test_who_cannot_be_asked(valley: Organisation, ana: Person, mia: Actor) -> None:
    silent = make_person(valley, "No Account", hired_on=HIRED)
    ben, _ = hsc(valley, "Ben Stone")
    foreign, _ = hsc(make_cohe("harbor"), "Fo Reign")
    for by, says in (
        (silent, "has no account here"),
        (ana, "Choose an HSC who works here"),
        (foreign, "Choose an HSC who works here"),
    ):
        with pytest.raises(OnboardingError, match=says):
            cover_requests.ask(mia, ana, by, (FIRST, LAST))
    with pytest.raises(OnboardingError, match="not away on each of these days"):
        cover_requests.ask(mia, ana, ben, (FIRST, LAST + timedelta(1)))
    cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    with pytest.raises(OnboardingError, match="Ben Stone was asked on"):
        cover_requests.ask(mia, ana, ben, (LAST, LAST))
    assert db.session.scalar(select(func.count()).select_from(CoverRequest)) == 1


def test_an_answer_is_given_once(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    cover_requests.accept(himself, ben, row.id)
    for again in (
        lambda: cover_requests.accept(himself, ben, row.id),
        lambda: cover_requests.decline(himself, ben, row.id, "Busy."),
        lambda: cover_requests.withdraw(mia, ana, row.id),
    ):
        with pytest.raises(OnboardingError, match="accepted already"):
            again()
    assert len(told()) == 2


def test_who_accepted_is_told_when_their_cover_is_taken_back(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    cover = cover_requests.accept(himself, ben, row.id)
    absences.end_cover(mia, ana, cover, "Not needed.")
    assert told()[-1][1].startswith("You no longer cover for Ana Ruiz")


def test_managers_are_told_where_who_asked_is_none_any_more(valley: Organisation, ana: Person) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    other = make_member(valley, Role.MANAGER, name="Max Manager")
    row = cover_requests.ask(SYSTEM, ana, ben, (FIRST, LAST))
    cover_requests.accept(himself, ben, row.id)
    assert told()[-1][0] == other.email


def reminded(days: int) -> list[str]:
    """Whom the clock reminds at noon, so many days after today: the subjects."""
    before = len(told())
    noon = datetime.combine(TODAY + timedelta(days=days), time(12), clock.WASHINGTON)
    reminders.remind(cover_requests.SOURCE, noon)
    return [subject for _, subject in told()[before:]]


def test_who_does_not_answer_is_reminded_until_they_do(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, himself = hsc(valley, "Ben Stone")
    row = cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    assert reminded(4) == []
    (subject,) = reminded(6)
    assert subject.startswith("Reminder: please cover for Ana Ruiz from ")
    assert reminded(6) == [], "once on each rung"
    assert len(reminded(11)) == 1
    cover_requests.decline(himself, ben, row.id, "Busy.")
    assert reminded(17) == []


def test_nobody_is_reminded_of_what_is_no_longer_to_be_covered(valley: Organisation, ana: Person, mia: Actor) -> None:
    (ben, himself), (chi, _) = hsc(valley, "Ben Stone"), hsc(valley, "Chi Tran")
    rows = [cover_requests.ask(mia, ana, each, (FIRST, LAST)) for each in (ben, chi)]
    cover_requests.accept(himself, ben, rows[0].id)
    assert reminded(6) == [], "Chi is no longer needed"


def test_nobody_is_reminded_once_the_days_have_passed(valley: Organisation, ana: Person, mia: Actor) -> None:
    ben, _ = hsc(valley, "Ben Stone")
    cover_requests.ask(mia, ana, ben, (FIRST, LAST))
    assert reminded(15) == []
