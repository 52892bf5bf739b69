"""Which of the rows of a correctable record hold."""

from collections.abc import Iterable
from typing import TypeVar

from onboarding.models.base import Corrected

Row = TypeVar("Row", bound=Corrected)


def in_force(rows: Iterable[Row]) -> list[Row]:
    """Those of these rows that no other corrects, and that strike nothing; in the order given."""
    rows = list(rows)
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.id not in corrected and not row.struck]
