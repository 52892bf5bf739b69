"""Rulings of a COHE, and what is in force with them: the one bridge from recorded rulings to the rules."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RecordedRuling, RulingAnswer, RulingPaper, RulingState
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import Number, OpenQuestion, Rulebook
from onboarding.rules.rulings import Ruling, Rulings, inadmissible


class Said(NamedTuple):
    """A ruling in the rulebook's words: what it settles, and how."""

    settles: str
    how: str


# What `waits_for_lni` and a page that says who recorded it ask for.
WITH_ANSWER = (joinedload(RecordedRuling.answer), joinedload(RecordedRuling.proposed_by))
FIRST = case({state: place for place, state in enumerate(RulingState)}, value=RecordedRuling.state)


def listed(organisation_id: int) -> Sequence[RecordedRuling]:
    """Every ruling of the COHE: those that wait first, then those in force, then the withdrawn; the latest day first.

    A COHE has a handful of them.
    """
    return db.session.scalars(
        select(RecordedRuling)
        .where(RecordedRuling.organisation_id == organisation_id)
        .options(*WITH_ANSWER)
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


def unanswered(organisation_id: int) -> Sequence[RecordedRuling]:
    """The rulings that are applied and of which no contract manager has said that they are L&I's, the oldest first."""
    return db.session.scalars(
        select(RecordedRuling)
        .outerjoin(RecordedRuling.answer)
        .where(RecordedRuling.organisation_id == organisation_id, _unanswered())
        .order_by(RecordedRuling.id)
    ).all()


def how_many_wait(organisation_ids: Sequence[int]) -> dict[int, int]:
    """How many rulings of each of these COHEs are not in force yet, or wait for L&I's word; none: left out."""
    chosen = select(RecordedRuling.organisation_id, func.count()).group_by(RecordedRuling.organisation_id)
    waits = or_(RecordedRuling.state == RulingState.PROPOSED, _unanswered())
    ours = chosen.outerjoin(RecordedRuling.answer).where(RecordedRuling.organisation_id.in_(organisation_ids), waits)
    return {row[0]: row[1] for row in db.session.execute(ours)}


def _unanswered() -> ColumnElement[bool]:
    return and_(RecordedRuling.state == RulingState.IN_FORCE, RulingAnswer.id.is_(None))


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


def subject(book: Rulebook, id: str) -> OpenQuestion | Number | None:
    """The question or number with that id; None where the rulebook has none."""
    questions = {str(each.id): each for each in book.questions.values()}
    return questions.get(id) or book.numbers.get(id)


def says(book: Rulebook, ruling: RecordedRuling | Ruling) -> Said:
    """What the ruling says; the ids themselves where the rulebook lost them."""
    about = subject(book.on(ruling.since), ruling.settles)
    if isinstance(about, OpenQuestion):
        held = next((each.says for each in about.readings if each.id == ruling.reading), ruling.reading)
        return Said(about.asks, held or "")
    holds = ruling.reading or str(ruling.value or "")
    return Said(ruling.settles, holds) if about is None else Said(about.says, f"{holds} {about.unit}")


def as_rule(row: RecordedRuling, organisation: Organisation) -> Ruling:
    """A recorded ruling as the rules take it. `value` was checked when it was recorded."""
    value = Fraction(row.value) if row.value is not None else None
    return Ruling(
        row.settles,
        row.reading,
        value,
        row.since,
        organisation.slug,
        row.role.value if row.role else None,
        row.by,
        row.reference,
        (row.proposed_by.name if row.proposed_by else "a command") if row.waits_for_lni else None,
        row.hires_only,
    )


def _in_force(organisation: Organisation) -> Sequence[RecordedRuling]:
    return db.session.scalars(
        select(RecordedRuling)
        .where(
            RecordedRuling.organisation_id == organisation.id,
            RecordedRuling.state == RulingState.IN_FORCE,
        )
        .options(*WITH_ANSWER)
        .order_by(RecordedRuling.confirmed_at, RecordedRuling.id)  # of two alike, the one put in force last wins
    ).all()


def _admitted(rows: Sequence[RecordedRuling], organisation: Organisation, book: Rulebook) -> list[Ruling]:
    found = [as_rule(row, organisation) for row in rows]
    return [ruling for ruling in found if inadmissible(book, ruling) is None]
