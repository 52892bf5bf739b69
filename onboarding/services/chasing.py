"""Reminding those who were asked for something and have not answered: one loop, and a source for each such thing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.queries import rulings
from onboarding.queries.organisations import by_id
from onboarding.rules.ladder import Ladder, next_rung
from onboarding.rules.numbers import Numbers
from onboarding.services.change import SYSTEM, change
from onboarding.services.locks import lock_free

AT_ONCE = 50  # in one change


class Source(NamedTuple):
    """What somebody was asked for: rows of `model`, which have `chase_at`, `chased`, and in `asked_at` when it was.

    `open`: those without an answer. `waits`: whether one is still waited for, so that a reminder makes sense. `write`:
    the message, or messages, to one person about their rows.
    """

    model: type[Any]
    asked_at: str
    ladder: Ladder
    action: Action
    open: Callable[[], Select[Any]]
    waits: Callable[[Any, datetime], bool]
    write: Callable[[Sequence[Any]], None]


def numbers_of(organisation_id: int) -> Numbers:
    """The numbers that hold for a COHE today."""
    cohe = by_id(organisation_id)
    law = rulings.of(cohe, current_app.extensions["rulebook"])
    return law.in_force(clock.today(), cohe.slug, None).numbers


def chase(source: Source, now: datetime | None = None) -> int:
    """Remind whoever is due, of each thing once however many clocks tick; how many things were due."""
    now, chased = now or clock.now(), 0
    while some := _chase_some(source, now):
        chased += some
    return chased


def _chase_some(source: Source, now: datetime) -> int:
    model = source.model
    with change(SYSTEM) as under_way:
        due = source.open().where(model.chase_at <= now).order_by(model.organisation_id, model.person_id, model.id)
        due = due.limit(AT_ONCE)
        free = lock_free(db.session.scalars(due.with_only_columns(model.person_id)))
        due = due.where(model.person_id.in_(free))
        rows = db.session.scalars(due.with_for_update(skip_locked=True)).all()
        waiting = [row for row in rows if source.waits(row, now)]
        numbers = {id: numbers_of(id) for id in {row.organisation_id for row in rows}}
        for row in rows:
            asked_at = getattr(row, source.asked_at)
            row.chase_at = next_rung(source.ladder, asked_at, now, numbers[row.organisation_id])
            row.chased += row in waiting
            under_way.record(row.organisation_id, source.action, row, times=row.chased)
        for _, of_one in groupby(waiting, key=lambda row: (row.organisation_id, row.person_id)):
            source.write(list(of_one))
    return len(rows)
