"""Rulings of a COHE, and what is in force with them: the one bridge from recorded rulings to the rules."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from flask import current_app
from sqlalchemy import case, func, select

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RecordedRuling, RulingPaper, RulingState
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulings import Ruling, Rulings, inadmissible

FIRST = case({state: place for place, state in enumerate(RulingState)}, value=RecordedRuling.state)


def listed(organisation_id: int) -> Sequence[RecordedRuling]:
    """Every ruling of the COHE: those that wait first, then those in force, then the withdrawn; the latest day first.

    A COHE has a handful of them.
    """
    return db.session.scalars(
        select(RecordedRuling)
        .where(RecordedRuling.organisation_id == organisation_id)
        .order_by(FIRST, RecordedRuling.since.desc(), RecordedRuling.id.desc())
    ).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> RecordedRuling | None:
    """The ruling, if it is this organisation's."""
    return db.session.scalar(
        select(RecordedRuling).where(RecordedRuling.organisation_id == organisation_id, RecordedRuling.id == id)
    )


def papers(ruling: RecordedRuling) -> Sequence[RulingPaper]:
    """The papers in which the ruling is written, the first that was added first."""
    return db.session.scalars(
        select(RulingPaper)
        .where(RulingPaper.organisation_id == ruling.organisation_id, RulingPaper.ruling_id == ruling.id)
        .order_by(RulingPaper.id)
    ).all()


def paper(organisation_id: int, id: int, _user_id: int | None = None) -> RulingPaper | None:
    """The paper, if it is this organisation's."""
    return db.session.scalar(
        select(RulingPaper).where(RulingPaper.organisation_id == organisation_id, RulingPaper.id == id)
    )


def proposed(organisation_id: int) -> Sequence[RecordedRuling]:
    """The rulings that somebody has yet to put in force or withdraw, the oldest first."""
    return db.session.scalars(
        select(RecordedRuling)
        .where(RecordedRuling.organisation_id == organisation_id, RecordedRuling.state == RulingState.PROPOSED)
        .order_by(RecordedRuling.id)
    ).all()


def how_many_wait(organisation_ids: Sequence[int]) -> dict[int, int]:
    """How many rulings of each of these COHEs are not in force yet; a COHE that has none is left out."""
    chosen = select(RecordedRuling.organisation_id, func.count()).group_by(RecordedRuling.organisation_id)
    ours = RecordedRuling.organisation_id.in_(organisation_ids), RecordedRuling.state == RulingState.PROPOSED
    return {row[0]: row[1] for row in db.session.execute(chosen.where(*ours))}


def of(organisation: Organisation, book: Rulebook) -> Rulings:
    """The rulebook with the COHE's rulings in force, as the rules take them.

    A ruling that this rulebook no longer admits (its question is settled, its number gone) is passed by.
    """
    return Rulings(book, _admitted(_in_force(organisation), organisation, book))


def numbers(organisation_id: int, on: date) -> Numbers:
    """The numbers that hold for a COHE on a day."""
    organisation = db.session.get_one(Organisation, organisation_id)
    return of(organisation, current_app.extensions["rulebook"]).in_force(on, organisation.slug, None).numbers


def with_change(organisation: Organisation, book: Rulebook, ruling: RecordedRuling) -> Rulings:
    """The same, as it would be after this one ruling is put in force, or after it is withdrawn."""
    rows = [each for each in _in_force(organisation) if each.id != ruling.id]
    if ruling.state is RulingState.PROPOSED:
        rows.append(ruling)
    return Rulings(book, _admitted(rows, organisation, book))


def effective_day(ruling: RecordedRuling, today: date) -> date:
    """The first day on which the ruling can make a difference: the day it holds from, or today if that is past."""
    return max(ruling.since, today)


def as_rule(row: RecordedRuling, organisation: Organisation) -> Ruling:
    """A recorded ruling as the rules take it. `value` was checked when it was recorded."""
    value = Fraction(row.value) if row.value is not None else None
    role = row.role.value if row.role else None
    return Ruling(row.settles, row.reading, value, row.since, organisation.slug, role, row.by, row.reference)


def _in_force(organisation: Organisation) -> Sequence[RecordedRuling]:
    return db.session.scalars(
        select(RecordedRuling)
        .where(
            RecordedRuling.organisation_id == organisation.id,
            RecordedRuling.state == RulingState.IN_FORCE,
        )
        .order_by(RecordedRuling.confirmed_at, RecordedRuling.id)  # of two alike, the one put in force last wins
    ).all()


def _admitted(rows: Sequence[RecordedRuling], organisation: Organisation, book: Rulebook) -> list[Ruling]:
    found = [as_rule(row, organisation) for row in rows]
    return [ruling for ruling in found if inadmissible(book, ruling) is None]
