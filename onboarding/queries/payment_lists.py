"""The trainings of a COHE by where their payment stands: payable and not billed, billed, billed and changed since.

Which fee is in force when is found by the rule (rules/payment.py); the database is asked for the trainings of its days.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, String, and_, cast, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, selectinload

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.payment import TrainingPayment
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import fees
from onboarding.queries.evidence import WITH_CHECKS
from onboarding.queries.paging import turned
from onboarding.queries.payments import COMPARED, Line, line_of
from onboarding.queries.people import PAGE, is_called
from onboarding.rules.payment import Span

Rows = Any  # a Select of any columns
Now, Later = aliased(TrainingRecord), aliased(TrainingRecord)  # as a training that was billed stands now; what corrects
LaterPayment = aliased(TrainingPayment)


class State(StrEnum):
    """Where the payment of a training stands; also the words of addresses."""

    PAYABLE = "payable"
    BILLED = "billed"
    CHANGED = "changed"
    NO_FEE = "no_fee"


class Filters(NamedTuple):
    """What a list was asked for. `since` and `until`: the days on which the trainings took place, both included."""

    state: State = State.PAYABLE
    name: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


class Lines(NamedTuple):
    """One page of a list, and how many there are in all."""

    rows: Sequence[Line]
    total: int
    page: int
    pages: int


def listed(organisation: Organisation, asked: Filters) -> Lines:
    """A page of the trainings that stand so: the oldest first, of what was billed what was billed last."""
    found = fees.spans(organisation.id)
    chosen = _chosen(organisation, asked, found)
    total = db.session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    page, pages = turned(total, asked.page, PAGE)
    return Lines(_lines(chosen.limit(PAGE).offset((page - 1) * PAGE), found), total, page, pages)


def every(organisation: Organisation, asked: Filters) -> list[Line]:
    """All of them."""
    found = fees.spans(organisation.id)
    return _lines(_chosen(organisation, asked, found), found)


def _lines(chosen: Rows, found: Sequence[Span]) -> list[Line]:
    lines = []
    for person, now, *billed in map(tuple, db.session.execute(chosen)):
        payment, was = billed or (None, None)
        lines.append(line_of(person, now, found, payment, was, struck=now.struck))
    return lines


def _chosen(organisation: Organisation, asked: Filters, found: Sequence[Span]) -> Rows:
    billed = asked.state in (State.BILLED, State.CHANGED)
    row = Now if billed else TrainingRecord
    chosen = _billed(organisation, asked) if billed else _unbilled(organisation, asked, found)
    papers = selectinload(row.paper).options(*WITH_CHECKS), selectinload(row.sign_off)
    chosen = chosen.options(*papers)
    if asked.name:
        chosen = chosen.where(is_called(asked.name))
    if asked.kind:
        chosen = chosen.where(_kind(row) == asked.kind)
    if asked.since:
        chosen = chosen.where(_day(row) >= asked.since.isoformat())
    return chosen.where(_day(row) <= asked.until.isoformat()) if asked.until else chosen


def _unbilled(organisation: Organisation, asked: Filters, found: Sequence[Span]) -> Rows:
    """Trainings that hold and took place, under none of which anything is billed."""
    row = TrainingRecord
    payable = or_(false(), *(_within(span) for span in found))
    corrected = exists().where(Later.organisation_id == row.organisation_id, Later.corrects_id == row.id)
    return (
        select(Person, row)
        .join(Person, Person.id == row.person_id)
        .where(
            row.organisation_id == organisation.id, ~row.struck, ~corrected, row.id.not_in(_billed_ids(organisation))
        )
        .where(_day(row).is_not(None), row.facts["attended"].as_boolean().is_not(False))
        .where(payable if asked.state is State.PAYABLE else ~payable)
        .order_by(_day(row), Person.sorted_as, row.id)
    )


def _billed(organisation: Organisation, asked: Filters) -> Rows:
    """What was billed and not taken back, with the training as it stands now and as it was billed."""
    since = _since_billed(organisation)
    last = ~exists().where(Later.organisation_id == Now.organisation_id, Later.corrects_id == Now.id)
    was = TrainingRecord
    differ = [Now.facts[key].as_string().is_distinct_from(was.facts[key].as_string()) for key in COMPARED]
    return (
        select(Person, Now, TrainingPayment, was)
        .join(since, since.c.payment_id == TrainingPayment.id)
        .join(Now, Now.id == since.c.id)
        .join(was, was.id == TrainingPayment.training_id)
        .join(Person, Person.id == TrainingPayment.person_id)
        .where(last, or_(Now.struck, Now.part != was.part, *differ) if asked.state is State.CHANGED else true())
        .order_by(TrainingPayment.billed_on.desc(), Person.sorted_as, TrainingPayment.id)
    )


def _since_billed(organisation: Organisation) -> CTE:
    """Every training that was billed, and everything that was put in its place since, by what was billed."""
    mine = TrainingPayment.organisation_id == organisation.id, ~TrainingPayment.struck
    corrected = exists().where(
        LaterPayment.organisation_id == TrainingPayment.organisation_id, LaterPayment.corrects_id == TrainingPayment.id
    )
    billed = select(TrainingPayment.id.label("payment_id"), TrainingPayment.training_id.label("id"))
    since = billed.where(*mine, ~corrected).cte("since_billed", recursive=True)
    onward = select(since.c.payment_id, Later.id).where(
        Later.organisation_id == organisation.id, Later.corrects_id == since.c.id
    )
    return since.union(onward)


def _billed_ids(organisation: Organisation) -> Select[Any]:
    since = _since_billed(organisation)
    return select(since.c.id)


def _within(span: Span) -> ColumnElement[bool]:
    """Whether a training is of the days and the kind that a fee pays."""
    day = _day(TrainingRecord)
    last = day <= span.last.isoformat() if span.last else true()
    return and_(_kind(TrainingRecord) == span.fee.kind, day >= span.first.isoformat(), last)


def _day(row: Any) -> ColumnElement[str]:
    return func.coalesce(row.facts["on"].as_string(), row.facts["completed_on"].as_string())


def _kind(row: Any) -> ColumnElement[str]:
    return func.coalesce(row.facts["kind"].as_string(), cast(row.part, String))
