"""What a calendar holds when it is fetched: what its owner may see just then, in few questions, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import SessionKind
from onboarding.queries import calendars, members as found
from onboarding.roles import Role
from onboarding.rules.duties import About, Kind, Who
from onboarding.services import accounts, following, members, organisations, owners, training_sessions
from onboarding.services.change import SYSTEM
from tests.calendars.make import OWN, TEAM, entries, fetched, make_link, titles
from tests.make import make_claim, make_cohe, make_lni, make_member, make_person, make_reference
from tests.stored import on_sqlite
from tests.training_sessions.make import book, give_back, make_past_session, make_session

TODAY = clock.today()
HIRED = TODAY - timedelta(days=100)
MORE = "There are more deadlines than a calendar holds"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


@pytest.fixture
def mona(valley: Organisation) -> User:
    return make_member(valley, Role.MANAGER, name="Mona Manager")


def test_a_deadline_is_a_whole_day_with_whom_what_why_and_the_page(
    app: Flask, valley: Organisation, ana: Person, mona: User
) -> None:
    what = "Ana Ruiz: Complete the additional training"
    due = [each for each in entries(app, make_link(valley, mona)) if each.title == what]
    (found,) = due
    row = db.session.scalars(select(ListedDuty).where(ListedDuty.place == "additional")).one()
    assert (found.starts, found.ends) == (row.due_on, row.due_on and row.due_on + timedelta(days=1))
    assert found.says.startswith("Ana Ruiz\nDue on ")
    assert str(row.due_on) not in found.says
    assert found.says.endswith("Who must act: The COHE")
    assert found.link == f"http://127.0.0.1:8000/at/valley/people/{ana.id}/training"


def test_the_entry_of_the_same_deadline_goes_by_the_same_name_and_moves_with_its_day(
    app: Flask, valley: Organisation, ana: Person, mona: User
) -> None:
    def uid() -> str:
        (found,) = [line for line in text().split("\r\n") if line.startswith("UID:deadline-training-train-additional-")]
        return found

    def text() -> str:
        return fetched(app, at).get_data().decode()

    at = make_link(valley, mona)
    before = uid(), text()
    db.session.execute(update(ListedDuty).where(ListedDuty.place == "additional").values(due_on=TODAY))
    db.session.commit()
    assert (uid(), text()) == (before[0], text())
    assert text() != before[1]
    assert ana.name not in before[0]
    db.session.execute(update(StaffLine).values(as_of=TODAY - timedelta(days=1)))
    db.session.commit()
    assert text() == before[1]  # a line of another day is not trusted
    following.recompute_due()
    assert text() == before[1]


def test_an_hsc_has_what_is_their_own_and_of_nobody_else(app: Flask, valley: Organisation, ana: Person) -> None:
    user = make_member(valley, Role.HSC, name="Hana Hsc")
    hana = make_person(valley, "Hana Hsc", hired_on=HIRED, user=user)
    session = make_session(valley)
    book(valley, session, hana, ana)
    found = entries(app, make_link(valley, user, OWN))
    (booked,) = [each for each in found if each.title == "L&I orientation"]
    assert (booked.starts, booked.ends, booked.place) == (session.starts_at, session.ends_at, "Tumwater")
    assert booked.says == "Has a seat. If you cannot come, tell your manager at Valley COHE."
    assert booked.link.endswith(f"/people/{hana.id}/training")
    assert "Complete the additional training" in [each.title for each in found]
    assert "Ana" not in fetched(app, make_link(valley, user, OWN)).get_data(as_text=True)


@on_sqlite
def test_one_s_own_calendar_says_that_own_deadlines_are_left_out(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_member(valley, Role.HSC, name="Hana Hsc")
    hana = make_person(valley, "Hana Hsc", hired_on=HIRED, user=user)
    monkeypatch.setattr(calendars, "BACK", timedelta(days=200))  # both applications to L&I are overdue since
    monkeypatch.setattr(calendars, "MOST_OVERDUE", 1)
    (more,) = [each for each in entries(app, make_link(valley, user, OWN)) if each.title == MORE]
    assert more.link.endswith(f"/at/valley/people/{hana.id}")
    assert more.says.startswith("This calendar shows 2 deadlines of your own.")


def test_one_s_own_calendar_has_whom_one_looks_after(app: Flask, valley: Organisation, ana: Person, mona: User) -> None:
    ben = make_person(valley, "Ben Stone", hired_on=HIRED)
    book(valley, make_session(valley), ana, ben)
    at = make_link(valley, mona, OWN)
    assert titles(app, at) == []
    owners.name_owner(SYSTEM, ben, mona.id, None)
    assert {each.partition(":")[0] for each in titles(app, at)} == {"Ben Stone"}
    assert "Ben Stone: L&I orientation" in titles(app, at)


def test_who_may_not_read_of_staff_has_what_waits_of_applications(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    cleo = make_person(valley, "Cleo Park")
    make_claim(cleo)
    make_reference(cleo)
    book(valley, make_session(valley), ana)
    screener = make_member(valley, Role.SCREENER, name="Selma Screener")
    found = titles(app, make_link(valley, screener))
    assert {each.partition(":")[0] for each in found} == {"Cleo Park"}


def test_sessions_say_who_comes_and_waits_and_what_is_over_or_given_back_goes(
    app: Flask, valley: Organisation, ana: Person, mona: User
) -> None:
    lni, at = make_lni(), make_link(valley, mona)
    ben, cyd = (make_person(valley, name, hired_on=HIRED) for name in ("Ben", "Cyd"))
    hal = make_person(harbor := make_cohe("harbor"), "Hal Foreign", hired_on=HIRED)
    session = make_session(lni, seats=2)
    book(valley, session, ana)
    book(harbor, session, hal)
    book(valley, session, ben)
    make_past_session(valley, cyd, ago=40)

    def timed() -> list[tuple[str, str, str]]:
        return [(each.title, each.says, each.status) for each in entries(app, at) if each.place]

    assert timed() == [("2 people: L&I orientation", "Ana Ruiz: has a seat\nBen: on the waiting list", "CONFIRMED")]
    give_back(valley, session, ana)
    assert timed() == [("Ben: L&I orientation", "Ben: has a seat", "CONFIRMED")]
    training_sessions.cancel(SYSTEM, lni, session.id, "The trainer is ill.")
    why = "Why it was canceled: The trainer is ill.\nBen: session canceled"
    assert timed() == [("Canceled: Ben: L&I orientation", why, "CANCELLED")]


def test_a_place_on_the_waiting_list_is_no_appointment_yet(app: Flask, valley: Organisation, ana: Person) -> None:
    user = make_member(valley, Role.HSC)
    hana = make_person(valley, "Hana", hired_on=HIRED, user=user)
    session = make_session(valley, SessionKind.CONFERENCE, seats=1)
    book(valley, session, ana, hana)
    (waits,) = [each for each in entries(app, make_link(valley, user, OWN)) if each.place]
    assert (waits.title, waits.status) == ("Waiting list: HSC Days", "TENTATIVE")


def end_roles(organisation: Organisation, user: User) -> None:
    for each in found.members(organisation.id).rows:
        if each.user_id == user.id:
            members.end_membership(SYSTEM, organisation, each.id)


ENDS: dict[str, Callable[[Organisation, User], object]] = {
    "the role ends": end_roles,
    "the account is disabled": lambda _, user: accounts.disable(SYSTEM, user),
    "another link is made": lambda valley, user: make_link(valley, user),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_link_opens_nothing_once(app: Flask, valley: Organisation, ana: Person, mona: User, how: str) -> None:
    at = make_link(valley, mona)
    assert fetched(app, at).status_code == 200
    mark = fetched(app, at).headers["ETag"]
    ENDS[how](valley, mona)
    assert fetched(app, at).status_code == 404
    answer = fetched(app, at, mark)
    assert (answer.status_code, "Ana" in answer.get_data(as_text=True)) == (404, False)


def test_who_comes_back_has_no_link_that_lay_about_meanwhile(
    app: Flask, valley: Organisation, ana: Person, mona: User
) -> None:
    at = make_link(valley, mona)
    end_roles(valley, mona)
    members.give_role(SYSTEM, valley, mona, Role.MANAGER)
    assert fetched(app, at).status_code == 404
    assert fetched(app, make_link(valley, mona)).status_code == 200


def test_who_loses_one_role_sees_what_the_other_does(app: Flask, valley: Organisation, ana: Person) -> None:
    both = make_member(valley, Role.MANAGER, Role.SCREENER)
    at = make_link(valley, both)
    assert "Ana Ruiz: Complete the additional training" in titles(app, at)
    manager = next(
        each for each in found.members(valley.id).rows if (each.user_id, each.role) == (both.id, Role.MANAGER)
    )
    members.end_membership(SYSTEM, valley, manager.id)
    assert titles(app, at) == []


def test_a_contract_manager_has_a_cohe_s_calendar_while_it_is_assigned(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, valley)
    at = make_link(valley, cora)
    assert "Ana Ruiz: Complete the additional training" in titles(app, at)
    organisations.end_assignment(SYSTEM, cora, valley)
    assert fetched(app, at).status_code == 404


def test_of_another_organisation_there_is_nothing_in_it(app: Flask, valley: Organisation, mona: User) -> None:
    harbor = make_cohe("harbor")
    make_person(harbor, "Hal Foreign", hired_on=HIRED)
    members.give_role(SYSTEM, harbor, mona, Role.HSC)
    assert titles(app, make_link(valley, mona)) == []
    assert fetched(app, make_link(harbor, mona)).status_code == 404  # a team is for who sees it


@pytest.mark.parametrize("token", ["x" * 43, "x", "'; DROP TABLE visit; --", "%00", "x" * 5000])
def test_a_made_up_link_is_like_none(app: Flask, valley: Organisation, token: str) -> None:
    assert fetched(app, f"/calendars/{token}.ics").status_code == 404


def test_a_program_that_has_this_version_is_told_so_until_something_changes(
    app: Flask, valley: Organisation, ana: Person, mona: User
) -> None:
    at = make_link(valley, mona)
    first = fetched(app, at)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = fetched(app, at, first.headers["ETag"])
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert fetched(app, at, f"W/{first.headers['ETag']}").status_code == 304
    assert "Set-Cookie" not in first.headers
    book(valley, make_session(valley), ana)
    assert fetched(app, at, first.headers["ETag"]).status_code == 200


def test_of_ten_thousand_deadlines_a_calendar_holds_the_next_in_as_many_questions_as_of_one(
    app: Flask, valley: Organisation, ana: Person, mona: User, statements: list[str]
) -> None:
    at = make_link(valley, mona)
    fetched(app, at)
    statements.clear()
    entries(app, at)
    few = len(statements)
    same = {"organisation_id": valley.id, "person_id": ana.id, "about": About.CREDENTIALS, "kind": Kind.BILL}
    many = [
        {
            **same,
            "place": str(each),
            "who": Who.COHE,
            "says": "Bill.",
            "due_on": TODAY + timedelta(days=each % 400 - 31),
        }
        for each in range(10_000)
    ]
    db.session.execute(insert(ListedDuty), many)
    db.session.commit()
    statements.clear()
    shown = entries(app, at)
    assert len(statements) <= few < 15
    assert len(shown) <= calendars.MOST_OVERDUE + calendars.MOST_COMING + 1
    (more,) = [each for each in shown if each.title == MORE]
    assert (more.starts, more.link) == (TODAY, "http://127.0.0.1:8000/at/valley/deadlines")
    assert more.says == "This calendar shows 500 deadlines. The product lists all of them."
    db.session.execute(delete(ListedDuty).where(ListedDuty.says == "Bill."))
    db.session.commit()


def test_it_asks_as_often_of_many_people_as_of_one(
    app: Flask, valley: Organisation, ana: Person, mona: User, statements: list[str]
) -> None:
    def asked() -> int:
        statements.clear()
        assert fetched(app, at).status_code == 200
        return len(statements)

    at = make_link(valley, mona, TEAM)
    book(valley, make_session(valley, seats=9), ana)
    asked()
    few = asked()
    people = [make_person(valley, f"More {number}", hired_on=HIRED) for number in range(5)]
    book(valley, make_session(valley, on=TODAY + timedelta(days=20), seats=9), *people)
    assert asked() == few
