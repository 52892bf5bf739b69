"""What COHEs are compared by. Computed, and never a source."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfOrganisation


class CoheLine(OfOrganisation):
    """One line for each COHE of which something is recorded that it follows from (queries/cohe_lines.py).

    On the day `as_of` (null: to be computed again): `quarters`: the latest against their lines, exact figures as
    fractions. `vacancies`: each that stands or will, and by when it is to be filled. `uncovered_days`: of absences,
    from that day on. It names people by number alone.
    """

    __tablename__ = "cohe_line"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        Index("ix_cohe_line_as_of", "as_of"),
    )

    quarters: Mapped[list[Any]] = mapped_column(JSON)
    vacancies: Mapped[list[Any]] = mapped_column(JSON)
    uncovered_days: Mapped[int]
    as_of: Mapped[date | None]
    rulebook: Mapped[str | None] = mapped_column(String(40))
