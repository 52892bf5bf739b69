"""What a COHE thinks through: what if somebody left, came, or worked other hours. Plans, of which nothing is so."""

from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Corrected, within


class WhatIf(Corrected):
    """A plan with a name, as it stands after each change to it: a row of its own, in the place of the one before.

    `first_id`: the row with which the plan began, whose id is in its address; null of that row itself. `changes`: what
    it changes (queries/what_ifs.py). Of people these hold their numbers alone.
    """

    __tablename__ = "what_if"
    __table_args__ = (within("first_id", "what_if"), Index("ix_what_if_first", "organisation_id", "first_id", "id"))

    first_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    @property
    def key(self) -> int:
        """The number of the plan, which stays the same."""
        return self.first_id or self.id
