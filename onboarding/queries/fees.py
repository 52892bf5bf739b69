"""A COHE's own table of fees for training: what holds, since when, and how it was corrected."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.payment import Fee, TrainingPayment
from onboarding.queries.correctable import in_force
from onboarding.rules import payment
from onboarding.rules.payment import Span


class Table(NamedTuple):
    """The fees that hold, each with when it is in force, the latest first; and every row, as they were recorded."""

    spans: Sequence[Span]
    all: Sequence[Fee]


def table(organisation: Organisation) -> Table:
    """The whole table of a COHE."""
    chosen = select(Fee).options(joinedload(Fee.recorded_by)).where(Fee.organisation_id == organisation.id)
    rows = db.session.scalars(chosen.order_by(Fee.id)).all()
    found = payment.spans(in_force(rows))
    return Table(sorted(found, key=lambda span: (payment.KINDS.index(span.fee.kind), -span.first.toordinal())), rows)


def spans(organisation_id: int) -> list[Span]:
    """When each fee of the COHE is in force, as the rule looks it up."""
    rows = db.session.scalars(select(Fee).where(Fee.organisation_id == organisation_id).order_by(Fee.id))
    return payment.spans(in_force(rows))


def one(organisation_id: int, id: int, _user_id: int | None = None) -> Fee | None:
    """The fee, if it is this organisation's."""
    return db.session.scalar(select(Fee).where(Fee.organisation_id == organisation_id, Fee.id == id))


def billed_under(fee: Fee) -> int:
    """How often something was billed under this very entry."""
    mine = TrainingPayment.organisation_id == fee.organisation_id, TrainingPayment.fee_id == fee.id
    return db.session.scalar(select(func.count(TrainingPayment.id)).where(*mine)) or 0
