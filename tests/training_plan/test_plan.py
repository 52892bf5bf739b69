"""The plan from what is stored, and booking it: for each person wholly or not at all, and nobody past the seats."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.models.training_session import Booking, Seat, SessionKind, TrainingSession
from onboarding.planning.needs import Gone
from onboarding.planning.plan import Comes, Proposal
from onboarding.planning.problem import Problem, Solution
from onboarding.planning.reasons import Why
from onboarding.planning.solver import solve
from onboarding.queries import trail_compare, training_plan as found
from onboarding.roles import Role
from onboarding.services import absences, training_plan, training_sessions
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.training import TrainingFacts, record
from tests.make import make_cohe, make_lni, make_member, make_person
from tests.training_sessions.make import book, give_back, law, make_session, seats, visit

HIRED = clock.today() - timedelta(days=30)
SOON, LATER = (clock.today() + timedelta(days=days) for days in (20, 40))
CONFERENCE = SessionKind.CONFERENCE


def best(problem: Problem) -> Solution:
    return solve(problem, 60)


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def staff(cohe: Organisation, *names: str, hired_on: date = HIRED) -> list[Person]:
    return [make_person(cohe, name, hired_on=hired_on) for name in names]


def proposals(cohe: Organisation) -> dict[str, Proposal]:
    planned = found.planned(cohe, law(cohe), clock.now(), best)
    return {planned.people[each.lacking.owing.id].name: each for each in planned.plan.proposals}


def accept(cohe: Organisation, *chosen: tuple[Person, Sequence[TrainingSession]], actor: Actor = SYSTEM) -> list[str]:
    ids = {person.id: [each.id for each in sessions] for person, sessions in chosen}
    return [*training_plan.accept(actor, cohe, ids, law(cohe)).refused]


def bookings_of(session: TrainingSession) -> int:
    return db.session.query(Booking).filter_by(session_id=session.id).count()


def test_each_is_sent_to_what_they_lack_and_accepting_books_it(lni: Organisation, valley: Organisation) -> None:
    ana, ben = staff(valley, "Ana", "Ben")
    had = {"kind": "orientation", "on": str(HIRED), "location": "headquarters"}
    record(SYSTEM, ben, TrainingFacts(TrainingPart.ACTIVITIES, had))
    orientation, conference = make_session(lni, on=SOON), make_session(lni, CONFERENCE, LATER)
    plan = proposals(valley)
    assert {name: [each.id for each in said.offers] for name, said in plan.items()} == {
        "Ana": [orientation.id, conference.id],
        "Ben": [conference.id],
    }
    assert {said.comes for said in plan.values()} == {Comes.IN_TIME}
    assert accept(valley, (ana, [orientation, conference]), (ben, [conference])) == []
    assert seats(conference) == {"Ana": Seat.BOOKED, "Ben": Seat.BOOKED}
    assert {said.comes for said in proposals(valley).values()} == {Comes.BOOKED}
    assert list(trail_compare.differences()) == []


def test_whoever_has_it_or_owes_none_is_not_in_it(lni: Organisation, valley: Organisation) -> None:
    make_session(lni, CONFERENCE, LATER)
    (ana,) = staff(valley, "Ana")
    make_person(valley, "Zoe Applicant")
    make_person(valley, "Abe Left", hired_on=HIRED, left_on=HIRED + timedelta(days=5))
    content = {"kind": "approved_content", "on": str(HIRED), "approved_on": "2020-01-01"}
    done = {**content, "topics": ["lni_processes", "other_cohe_practice"]}
    record(SYSTEM, ana, TrainingFacts(TrainingPart.ACTIVITIES, done))
    assert proposals(valley) == {}


def test_a_seat_that_others_wait_for_is_not_proposed(lni: Organisation, valley: Organisation) -> None:
    harbor = make_cohe("harbor")
    ana, ben, cyd = staff(harbor, "Ana", "Ben", "Cyd")
    session = make_session(lni, on=SOON, seats=1)
    book(harbor, session, ana, ben, cyd)
    staff(valley, "Dov")
    (why,) = proposals(valley)["Dov"].sooner
    assert (why.why, why.offer.gone_on) == (Why.FULL, clock.today())
    give_back(harbor, session, ana)
    assert proposals(valley)["Dov"].comes is Comes.NOTHING  # Ben moved up


def test_since_when_a_session_is_full_is_when_its_last_seat_was_taken(
    lni: Organisation, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben, cyd = staff(make_cohe("harbor"), "Ana", "Ben", "Cyd")
    staff(valley, "Dov")
    now, harbor = clock.now(), ana.organisation_id
    there = db.session.get_one(Organisation, harbor)
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=9))
    session = make_session(lni, on=SOON, seats=1)
    book(there, session, ana)
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=6))
    give_back(there, session, ana)
    book(there, session, ben)
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=3))
    book(there, session, cyd)
    monkeypatch.setattr(clock, "now", lambda: now)
    (why,) = proposals(valley)["Dov"].sooner
    assert why.offer.gone_on == clock.day_of(now - timedelta(days=6))


def test_canceled_and_closed_sessions_are_no_way_and_say_since_when(
    lni: Organisation, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff(valley, "Dov")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=9))
    closes_on = clock.day_of(now) - timedelta(days=2)
    make_session(lni, on=SOON, closes_on=closes_on)
    canceled = make_session(lni, on=LATER)
    monkeypatch.setattr(clock, "now", lambda: now)
    training_sessions.cancel(SYSTEM, lni, canceled.id, "Illness.")
    said = {each.offer.gone: each.offer.gone_on for each in proposals(valley)["Dov"].sooner}
    assert said == {Gone.CLOSED: closes_on + timedelta(days=1), Gone.CANCELED: clock.today()}


def test_nobody_goes_to_a_session_after_their_last_day(lni: Organisation, valley: Organisation) -> None:
    make_session(lni, CONFERENCE, LATER)
    make_person(valley, "Ana", hired_on=HIRED, left_on=SOON)
    assert [each.why for each in proposals(valley)["Ana"].sooner] == [Why.LEFT]


def test_nobody_is_planned_or_booked_by_the_plan_on_a_day_they_are_away(
    lni: Organisation, valley: Organisation
) -> None:
    (ana,) = staff(valley, "Ana")
    had = {"kind": "orientation", "on": str(HIRED), "location": "headquarters"}
    record(SYSTEM, ana, TrainingFacts(TrainingPart.ACTIVITIES, had))
    session = make_session(lni, CONFERENCE, LATER)
    assert proposals(valley)["Ana"].comes is Comes.IN_TIME
    absences.record(SYSTEM, ana, (LATER, LATER))
    plan = proposals(valley)["Ana"]
    assert (plan.offers, [each.why for each in plan.sooner]) == ((), [Why.AWAY])
    with pytest.raises(OnboardingError, match="Ana is recorded as away from"):
        accept(valley, (ana, [session]))  # from a tab that was open before
    assert bookings_of(session) == 0


def test_what_another_cohe_was_told_of_is_not_in_the_plan(valley: Organisation) -> None:
    make_session(make_cohe("harbor"), CONFERENCE, LATER)
    staff(valley, "Ana")
    assert (proposals(valley)["Ana"].offers, proposals(valley)["Ana"].sooner) == ((), ())


def test_a_visit_at_another_cohe_is_proposed_and_booked_and_one_at_ones_own_is_not(
    lni: Organisation, valley: Organisation
) -> None:
    harbor = make_cohe("harbor")
    (host,), (colleague, ana) = staff(harbor, "Hope Host"), staff(valley, "Col League", "Ana")
    orientation = make_session(lni, on=SOON)
    four_hours = training_sessions.offer(SYSTEM, harbor, visit(host, LATER, ends=time(13), minutes=240))
    training_sessions.offer(SYSTEM, valley, visit(colleague, SOON, starts=time(13), ends=time(17), minutes=240))
    plan = proposals(valley)
    assert {each.id for said in plan.values() for each in said.offers} == {orientation.id, four_hours.id}
    assert accept(valley, (ana, [orientation, four_hours])) == []
    assert (proposals(valley)["Ana"].comes, seats(four_hours)) == (Comes.BOOKED, {"Ana": Seat.BOOKED})


# Accepting


def test_of_whom_one_seat_is_gone_none_is_taken_and_the_others_are_booked(
    lni: Organisation, valley: Organisation
) -> None:
    ana, ben, cyd = staff(valley, "Ana", "Ben", "Cyd")
    orientation, conference = make_session(lni, on=SOON, seats=1), make_session(lni, CONFERENCE, LATER)
    book(valley, orientation, cyd)
    (refused,) = accept(valley, (ana, [conference, orientation]), (ben, [conference]))
    assert refused.startswith("Ana: no seat is free any more at L&I orientation")
    assert seats(conference) == {"Ben": Seat.BOOKED}
    assert seats(orientation) == {"Cyd": Seat.BOOKED}


def test_the_last_seat_goes_to_the_first_of_those_who_are_accepted(lni: Organisation, valley: Organisation) -> None:
    ana, ben = staff(valley, "Ana", "Ben")
    session = make_session(lni, on=SOON, seats=1)
    (refused,) = accept(valley, (ben, [session]), (ana, [session]))
    assert refused.startswith("Ana: no seat is free")
    assert seats(session) == {"Ben": Seat.BOOKED}


def test_nothing_is_booked_twice_or_past_what_changed_meanwhile(lni: Organisation, valley: Organisation) -> None:
    (ana,) = staff(valley, "Ana")
    session, same_time = make_session(lni, on=SOON), make_session(lni, CONFERENCE, SOON)
    with pytest.raises(OnboardingError, match="two sessions at the same time"):
        accept(valley, (ana, [session, same_time]))
    accept(valley, (ana, [session]))
    with pytest.raises(OnboardingError, match="Ana is booked already: has a seat"):
        accept(valley, (ana, [session]))
    with pytest.raises(OnboardingError, match="booked for something else at that time"):
        accept(valley, (ana, [same_time]))
    training_sessions.cancel(SYSTEM, lni, same_time.id, "Illness.")
    (ben,) = staff(valley, "Ben")
    with pytest.raises(OnboardingError, match="has closed, or it was canceled"):
        accept(valley, (ben, [same_time]))
    assert bookings_of(session) == 1
    assert bookings_of(same_time) == 0


def test_others_people_and_sessions_do_not_exist(lni: Organisation, valley: Organisation) -> None:
    harbor = make_cohe("harbor")
    (ana,), (eve,) = staff(valley, "Ana"), staff(harbor, "Eve")
    session, theirs = make_session(lni, on=SOON), make_session(harbor, CONFERENCE, LATER)
    for chosen in ((eve, [session]), (ana, [theirs])):
        with pytest.raises(NotFoundError):
            accept(valley, chosen)
    assert bookings_of(session) == bookings_of(theirs) == 0


def test_nobody_books_for_themselves_by_a_plan(lni: Organisation, valley: Organisation) -> None:
    mia = make_member(valley, Role.MANAGER, Role.HSC)
    (ana,), own = staff(valley, "Ana"), make_person(valley, "Own", hired_on=HIRED, user=mia)
    session = make_session(lni, on=SOON)
    (refused,) = accept(valley, (own, [session]), (ana, [session]), actor=Actor(mia.id, mia.name))
    assert "this record is your own" in refused
    assert seats(session) == {"Ana": Seat.BOOKED}


def test_each_trainee_is_told_of_each_seat(lni: Organisation, valley: Organisation) -> None:
    (ana,) = staff(valley, "Ana")
    accept(valley, (ana, [make_session(lni, on=SOON), make_session(lni, CONFERENCE, LATER)]))
    subjects = [each.subject for each in db.session.query(Message).filter_by(to_address=ana.email)]
    assert len([each for each in subjects if each.startswith("Seat booked")]) == 2
