"""What COHEs are compared by stands in a line that every change reaches, and that no page trusts on another day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select, update

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.cohe_line import CoheLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import absences as away, cohe_lines, last_computed, time_splits as splits
from onboarding.queries.cohe_lines import NOTHING, Compared
from onboarding.queries.organisations import by_slug
from onboarding.roles import Role, StaffRole
from onboarding.rules.days import Quarter
from onboarding.services import (
    absences,
    credentials,
    duplicates,
    erasures,
    following,
    initiated_claims,
    people,
    rulings,
    time_splits,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.credentials import EventFacts, Track
from onboarding.services.initiated_claims import Counted
from onboarding.services.people import PostingFacts
from tests.hiring.test_hiring import hire, qualified
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling
from tests.staffing.make import count, law, split

TODAY = clock.today()
LAST = Quarter.of(TODAY).earlier(1)
HIRED, LEFT = date(2024, 1, 2), TODAY - timedelta(10)


def make_world() -> None:
    """Ana, Ben and Dee work, Cleo can be hired, and Dan applied as Ana did; claims, an absence with a day of cover."""
    valley = make_cohe()
    ana, ben = make_person(valley, "Ana Ruiz", hired_on=HIRED), make_person(valley, "Ben Stone", hired_on=HIRED)
    make_person(valley, "Dan Ruiz")
    split(make_person(valley, "Dee Wolf", hired_on=HIRED), HIRED)
    split(ana, HIRED)
    split(ben, HIRED)
    count(valley, str(LAST.earlier(7)), *[1175] * 8)
    days = TODAY + timedelta(5), TODAY + timedelta(9)
    absences.record(SYSTEM, ana, days)
    absences.cover(SYSTEM, ana, ben, (days[0], days[0]))
    qualified(make_person(valley, "Cleo Moss"), StaffRole.HSC)


@pytest.fixture
def valley(app: Flask, made_once: Callable[[Callable[[], None]], None]) -> Organisation:
    made_once(make_world)
    cohe = by_slug("valley")
    assert cohe
    return cohe


def line(valley: Organisation) -> CoheLine:
    db.session.expire_all()
    return db.session.scalars(select(CoheLine).where(CoheLine.organisation_id == valley.id)).one()


def shown(valley: Organisation) -> Compared:
    return last_computed.compared([valley], current_app.extensions["rulebook"], TODAY)[valley.id][0]


def one(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def leave(valley: Organisation) -> None:
    ben = one("Ben Stone")
    people.record_posting(SYSTEM, ben, PostingFacts(StaffRole.HSC, HIRED, LEFT, "Left."), ben.revision)


def bill(valley: Organisation) -> None:
    said = [EventFacts(Track.PROVIDER, "sent", HIRED), EventFacts(Track.PROVIDER, "issued", HIRED, "1234567")]
    said.append(EventFacts(Track.PROVIDER, "effective", HIRED))
    credentials.record_several(SYSTEM, one("Ana Ruiz"), said, law(valley))


def merge(valley: Organisation) -> None:
    dan, ana = one("Dan Ruiz"), one("Ana Ruiz")
    duplicates.merge(SYSTEM, dan, ana, ana, with_claim=False)


def erase(valley: Organisation) -> None:
    first, second = (make_member(valley, Role.MANAGER, name=name) for name in ("One", "Two"))
    ana = one("Ana Ruiz")
    erasures.ask(Actor(first.id, first.name), ana, "She asked.")
    erasures.confirm(Actor(second.id, second.name), valley, ana.id)


def rule(valley: Organisation) -> None:
    make_ruling(valley, "unbillable-time-counts", "included", in_force=True)


def withdraw(valley: Organisation) -> None:
    ruling = make_ruling(valley, "unbillable-time-counts", "included", in_force=True)
    following.recompute_due()
    rulings.withdraw(SYSTEM, valley, ruling.id, "A mistake.")


CHANGES: dict[str, Callable[[Organisation], object]] = {
    "claims recorded": lambda valley: count(valley, str(Quarter.of(TODAY)), 12),
    "claims corrected": lambda valley: initiated_claims.record(
        SYSTEM, valley, [Counted(LAST, 1, 0)], because="Counted anew."
    ),
    "claims taken back": lambda valley: initiated_claims.record(
        SYSTEM, valley, [Counted(LAST, None, None)], because="The wrong quarter."
    ),
    "a split": lambda _: split(one("Ana Ruiz"), date(2025, 1, 6), 20 * 60),
    "a split taken away": lambda _: splits_taken(),
    "an absence": lambda _: absences.record(SYSTEM, one("Ben Stone"), (TODAY, TODAY + timedelta(3))),
    "cover ended": lambda _: cover_ended(),
    "a leaving": leave,
    "who may bill": bill,
    "a hire": lambda _: hire(one("Cleo Moss"), StaffRole.HSC, TODAY - timedelta(3)),
    "records merged": merge,
    "an erasure": erase,
    "a ruling": rule,
    "a ruling withdrawn": withdraw,
}


# What changes no figure: who applied is no staff; nobody may bill, so that HSC time is anything from 0 already; and a
# ruling that is withdrawn was not there before.
SAME = ("records merged", "a split taken away", "a ruling withdrawn")


def splits_taken() -> None:
    ana = one("Ana Ruiz")
    (row,) = splits.history(ana)
    time_splits.strike(SYSTEM, ana, row, "Never was.")


def cover_ended() -> None:
    ana = one("Ana Ruiz")
    _, (row,) = away.history(ana)
    absences.end_cover(SYSTEM, ana, row, "They changed their mind.")


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_marks_the_line_and_the_page_says_what_the_records_say(valley: Organisation, what: str) -> None:
    following.recompute_due()
    assert line(valley).as_of == TODAY
    before = shown(valley)
    CHANGES[what](valley)
    assert line(valley).as_of is None, "what the line was computed from changed, and it still counts as of today"
    now = shown(valley)
    assert now == cohe_lines.found_of(valley, law(valley), TODAY)
    assert now != before or what in SAME
    following.recompute_due()
    assert line(valley).as_of == TODAY
    assert shown(valley) == now


def test_a_line_of_another_day_or_rulebook_is_computed_anew(valley: Organisation) -> None:
    following.recompute_due()
    right = shown(valley)
    assert right.vacancies == []
    assert right.uncovered_days == 4  # five days away, of which one is covered
    for columns in ({"as_of": TODAY - timedelta(1)}, {"rulebook": "another"}, {"as_of": None}):
        db.session.execute(update(CoheLine).values(quarters=[], uncovered_days=99, **columns))
        db.session.commit()
        assert shown(valley) == right, columns
        following.recompute_due()
        assert (line(valley).as_of, line(valley).uncovered_days) == (TODAY, 4)


def test_what_changes_elsewhere_marks_no_other_cohe_and_none_without_records_has_a_line(valley: Organisation) -> None:
    harbor = make_cohe("harbor")
    assert shown(harbor) == NOTHING
    assert cohe_lines.found_of(harbor, law(harbor), TODAY) == Compared([], [], 0)
    following.recompute_due()
    count(harbor, str(LAST), 12)
    assert line(valley).as_of == TODAY
    assert line(harbor).as_of is None
    make_lni()
    assert following.recompute_due() == 1


def test_a_vacancy_is_kept_with_what_is_to_be_done_and_with_nobodys_name(valley: Organisation) -> None:
    rule(valley)
    make_ruling(valley, "required-fte-rounding", "proportional", in_force=True)
    dee = one("Dee Wolf")  # so that one of two is left: 4,700 claims a year require two
    people.record_posting(SYSTEM, dee, PostingFacts(StaffRole.HSC, HIRED, date(2024, 6, 30), "Left."), dee.revision)
    leave(valley)
    following.recompute_due()
    (vacancy,) = shown(valley).vacancies
    assert vacancy.person_id == one("Ben Stone").id
    assert vacancy.duty
    assert vacancy.duty.since == LEFT
    assert "Ben" not in str(line(valley).vacancies)
