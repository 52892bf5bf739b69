"""How many claims a COHE initiated in each quarter, as it is recorded."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.staffing import InitiatedClaims
from onboarding.queries.correctable import in_force
from onboarding.rules.days import Quarter


def history(organisation: Organisation) -> Sequence[InitiatedClaims]:
    """Every row, corrected ones and corrections included, as they were recorded."""
    chosen = select(InitiatedClaims).where(InitiatedClaims.organisation_id == organisation.id)
    return db.session.scalars(
        chosen.options(joinedload(InitiatedClaims.recorded_by)).order_by(InitiatedClaims.id)
    ).all()


def of(organisation: Organisation) -> dict[Quarter, InitiatedClaims]:
    """What holds, by quarter; the earliest first."""
    return by_quarter(history(organisation))


def by_quarter(rows: Sequence[InitiatedClaims]) -> dict[Quarter, InitiatedClaims]:
    """The rows of those that hold, by quarter; the earliest first."""
    return dict(sorted((quarter_of(row), row) for row in in_force(rows)))


def of_batch(batch_id: int) -> Sequence[InitiatedClaims]:
    """What a table recorded."""
    chosen = select(InitiatedClaims).where(InitiatedClaims.batch_id == batch_id, InitiatedClaims.corrects_id.is_(None))
    return db.session.scalars(chosen.order_by(InitiatedClaims.id)).all()


def counted(batch_ids: Collection[int]) -> dict[int, int]:
    """How many quarters each of these tables recorded."""
    of = InitiatedClaims.batch_id
    chosen = select(of, func.count()).where(of.in_(batch_ids), InitiatedClaims.struck.is_(False)).group_by(of)
    return {batch_id: number for batch_id, number in db.session.execute(chosen) if batch_id is not None}


def quarter_of(row: InitiatedClaims) -> Quarter:
    """The quarter that a row is about."""
    found = Quarter.parse(row.quarter)
    assert found, row.quarter
    return found


def is_final(row: InitiatedClaims) -> bool:
    """Whether the quarter was over when its claims were counted."""
    return clock.day_of(row.recorded_at) > quarter_of(row).last
