"""Days by which something is due: the same of one thing to do and of those that are listed."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, true

from onboarding.models.duty import ListedDuty


class Span(NamedTuple):
    """Days by which something is due, both included; None is open at that end. `dayless`: what has no day instead."""

    since: date | None = None
    until: date | None = None
    dayless: bool = False

    def has(self, due_on: date | None) -> bool:
        """Whether what is due on that day is among them."""
        if due_on is None or self.dayless:
            return due_on is None and (self.dayless or self == ALWAYS)
        return (self.since is None or self.since <= due_on) and (self.until is None or due_on <= self.until)

    def holds(self) -> ColumnElement[bool]:
        """The same of a listed duty."""
        due = ListedDuty.due_on
        if self.dayless:
            return due.is_(None)
        ends = ([due >= self.since] if self.since else []) + ([due <= self.until] if self.until else [])
        return and_(true(), *ends)


ALWAYS = Span()
