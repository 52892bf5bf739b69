"""A session at another time or place: who is told, what calendars are asked to do, and what is refused."""

from datetime import date, time, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.training_session import SessionKind, TrainingSession
from onboarding.queries import trail_compare
from onboarding.roles import Role
from onboarding.services import training_sessions
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.training_sessions import When
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite
from tests.training_sessions.make import (
    IN_A_MONTH,
    ORIENTATION,
    book,
    give_back,
    make_past_session,
    make_session,
    make_visit,
    once_over,
)

HIRED = clock.today() - timedelta(days=30)
LATER = IN_A_MONTH + timedelta(days=7)


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def to(on: date = LATER, place: str = "Yakima", starts: time = time(13), ends: time = time(16), **said: Any) -> When:
    return When(
        place, clock.at(on, starts), clock.at(on, ends), said.get("closes_on", on), said.get("facts", ORIENTATION)
    )


def move(host: Organisation, session: TrainingSession, when: When, actor: Actor = SYSTEM) -> TrainingSession:
    return training_sessions.move(actor, host, session.id, when, session.moves)


def written(to: str | None) -> list[tuple[str, tuple[Any, ...] | None]]:
    """What was written to an address, and what its calendar was asked to do."""
    rows = db.session.query(Message).filter_by(to_address=to).order_by(Message.id)
    return [(each.subject.partition(":")[0], asked(each.calendar)) for each in rows]


def asked(text: str | None) -> tuple[Any, ...] | None:
    if text is None:
        return None
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), int(event["SEQUENCE"]), event["DTSTART"].dt, str(event["LOCATION"])


def test_who_has_a_seat_or_waits_is_told_and_their_calendars_follow(lni: Organisation, valley: Organisation) -> None:
    cora = make_member(lni, Role.CONTRACT_MANAGER, name="Cora Contract")
    mia = make_member(valley, Role.MANAGER)
    ana, ben, cyd = (make_person(valley, name, hired_on=HIRED) for name in ("Ana", "Ben", "Cyd"))
    session = make_session(lni, seats=1)
    first, there = session.starts_at, session.place
    book(valley, session, ana, ben, cyd)
    give_back(valley, session, cyd)
    move(lni, session, to(), Actor(cora.id, cora.name))
    said = "Session moved to another time or place"
    at = session.starts_at
    assert written(ana.email) == [
        ("Seat booked", ("REQUEST", 1, first, there)),
        (said, ("REQUEST", 2, at, "Yakima")),
    ]
    assert written(ben.email) == [("On the waiting list", None), (said, None)]
    assert [subject for subject, _ in written(cyd.email)] == ["On the waiting list", "Seat given back"]
    assert written(mia.email)[-1] == (said, None)
    assert written(cora.email) == []
    (told,) = db.session.query(Message).filter(Message.to_address == mia.email, Message.subject.startswith(said))
    assert "- Ana\n- Ben\n" in told.body
    assert "1:00 PM" in told.body
    assert list(trail_compare.differences()) == []


def test_each_move_is_told_and_versions_go_on_rising(lni: Organisation, valley: Organisation) -> None:
    ana, ben = (make_person(valley, name, hired_on=HIRED) for name in ("Ana", "Ben"))
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben)
    move(lni, session, to())
    move(lni, session, to(starts=time(14)))
    give_back(valley, session, ana)
    book(valley, session, ana)
    training_sessions.cancel(SYSTEM, lni, session.id, "The trainer is ill.")
    versions = [what and what[:2] for _, what in written(ana.email)]
    assert versions == [("REQUEST", 1), ("REQUEST", 2), ("REQUEST", 3), ("CANCEL", 4), None, None]
    assert [what and what[:2] for _, what in written(ben.email)][-2:] == [("REQUEST", 4), ("CANCEL", 5)]


def test_another_last_day_to_register_alone_is_told_to_nobody(lni: Organisation, valley: Organisation) -> None:
    ana = make_person(valley, "Ana", hired_on=HIRED)
    session = make_session(lni)
    book(valley, session, ana)
    before = len(written(ana.email))
    closes_on = session.closes_on - timedelta(days=1)
    move(lni, session, When(session.place, session.starts_at, session.ends_at, closes_on, session.facts))
    assert (session.closes_on, session.moves, len(written(ana.email))) == (closes_on, 0, before)


def test_where_it_counts_as_moves_with_it_and_has_to_be_a_place_that_the_rules_know(lni: Organisation) -> None:
    session = make_session(lni)
    other = When(session.place, session.starts_at, session.ends_at, session.closes_on, {"location": "regional_office"})
    with pytest.raises(OnboardingError, match="cannot be read"):
        move(lni, session, other._replace(facts={"location": "the moon"}))
    move(lni, session, other)
    assert (session.facts, session.moves) == ({"location": "regional_office"}, 1)


def test_an_old_tab_moves_nothing(lni: Organisation) -> None:
    session = make_session(lni)
    seen = session.moves
    move(lni, session, to())
    with pytest.raises(OnboardingError, match="moved meanwhile"):
        training_sessions.move(SYSTEM, lni, session.id, to(place="Spokane"), seen)
    with pytest.raises(OnboardingError, match="at this time and place already"):
        move(lni, session, to())
    assert (session.place, session.moves) == ("Yakima", 1)


REFUSED: dict[str, tuple[When, str]] = {
    "day": (to(clock.today() - timedelta(days=1)), "has begun already"),
    "ends": (to(ends=time(12)), "after the start"),
    "closes_on": (to(closes_on=LATER + timedelta(days=1)), "cannot close after"),
    "place": (to(place="With Ana Ruiz"), "Ana Ruiz"),
}


@pytest.mark.parametrize("field", REFUSED)
def test_what_cannot_be_is_refused_beside_its_field(valley: Organisation, field: str) -> None:
    make_person(valley, "Ana Ruiz")
    when, why = REFUSED[field]
    with pytest.raises(OnboardingError, match=why) as refused:
        move(valley, make_session(valley), when)
    assert refused.value.field == field


def test_no_session_is_moved_onto_another_and_each_can_stay(lni: Organisation) -> None:
    one, other = make_session(lni), make_session(lni, on=LATER)
    with pytest.raises(OnboardingError, match="offered already"):
        move(lni, one, When(other.place, other.starts_at, other.ends_at, one.closes_on, one.facts))
    move(lni, one, When(one.place, one.starts_at, one.ends_at + timedelta(hours=1), one.closes_on, one.facts))


def test_what_is_canceled_over_or_of_others_is_not_moved(lni: Organisation, valley: Organisation) -> None:
    canceled, begun, own = make_session(lni), make_past_session(lni), make_session(valley)
    training_sessions.cancel(SYSTEM, lni, canceled.id, "No.")
    for session in (canceled, begun):
        with pytest.raises(OnboardingError, match=r"canceled already|has begun"):
            move(lni, session, to())
    for host in (lni, make_cohe("harbor")):
        with pytest.raises(NotFoundError):
            move(host, own, to())
    with once_over(own), pytest.raises(OnboardingError, match="has begun"):
        move(valley, own, to(LATER + timedelta(days=60)))


@on_sqlite
def test_the_page_shows_what_is_and_says_who_hears_of_it(app: Flask, lni: Organisation, valley: Organisation) -> None:
    book(valley, make_session(lni, SessionKind.CONFERENCE), make_person(valley, "Ana", hired_on=HIRED))
    cora = sign_in(app.test_client(), make_member(lni, Role.CONTRACT_MANAGER))
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(cora, "/at/lni/sessions/1")
    page = fetch(cora, page.links["Move this session"])
    assert "1 person has a seat or waits." in page.main
    again = page.submit()
    assert "It is at this time and place already. Nothing was changed." in " ".join(again.messages)
    saved = page.submit(place="Yakima", last_day=f"{IN_A_MONTH + timedelta(days=1):%m/%d/%Y}")
    assert "Saved. Everybody who was booked is told by mail." in saved.messages
    assert saved.facts["Place"] == "Yakima"
    assert "moved meanwhile" in " ".join(page.submit(place="Spokane").messages)
    assert manager.get("/at/valley/sessions/1/move").status_code == 404
    orientation = make_session(lni, on=LATER)
    assert "Last day to register" in fetch(cora, f"/at/lni/sessions/{orientation.id}/move").main
    assert [
        each for each in fetch(cora, f"/at/lni/sessions/{orientation.id}/move").all("label") if each.text == "Last day"
    ] == []


def test_a_visit_moves_with_its_host_and_its_minutes(valley: Organisation) -> None:
    harbor = make_cohe("harbor")
    dana, ana = make_person(harbor, "Dana Holm", hired_on=HIRED), make_person(valley, "Ana Ruiz", hired_on=HIRED)
    session, busy = make_visit(dana), make_visit(dana, LATER)
    book(valley, session, ana)
    with pytest.raises(OnboardingError, match="Dana Holm is booked for something else at that time"):
        move(harbor, session, to(starts=time(10), ends=time(11), facts={"minutes": 60}))
    with pytest.raises(OnboardingError, match="The visit takes 60 minutes"):
        move(harbor, session, to(starts=time(13), ends=time(14), facts={"minutes": 180}))
    db.session.rollback()
    move(harbor, session, to(starts=time(13), ends=time(14), facts={"minutes": 60}))
    assert (session.facts, session.place, busy.place) == ({"minutes": 60}, "Yakima", "Room 4")
    told = [each.subject for each in db.session.query(Message).filter_by(to_address=dana.email).order_by(Message.id)]
    assert told[-1].startswith("Session moved to another time or place")
    assert len([each for each in written(ana.email) if "moved" in each[0]]) == 1
    assert list(trail_compare.differences()) == []


def test_the_form_asks_of_a_visit_how_long_it_is(app: Flask, valley: Organisation) -> None:
    dana = make_person(valley, "Dana Holm", hired_on=HIRED)
    session = make_visit(dana)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(client, f"/at/valley/sessions/{session.id}/move")
    moved = page.submit(starts="9:00 AM", ends="10:30 AM", minutes="")
    assert "Saved." in moved.messages[0]
    db.session.expire_all()
    assert session.facts == {"minutes": 90}
