"""What a COHE thinks through: plans saved by name, changed, and taken away. They change no record of anybody."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import current_app

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.what_if import WhatIf
from onboarding.queries import rulings, staffing, what_ifs as found
from onboarding.queries.what_ifs import Planned
from onboarding.rules.days import add_years
from onboarding.rules.staffing import ROLES
from onboarding.rules.time_split import full_time, hours
from onboarding.rules.what_if import WhatIfKind
from onboarding.rules.wording import long_day
from onboarding.services import correcting, names
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation

MOST, MOST_CHANGES = 50, 20  # plans of a COHE, and changes of one
YEARS_AHEAD = 3  # further off, a year was typed wrong
PERCENT = (Decimal(-100), Decimal(1000))
ADDED, REPLACED, TAKEN_OUT, RENAMED = (
    "A change was added.", "A change was corrected.", "A change was taken out.", "It was given another name.",
)  # fmt: skip


def save(actor: Actor, organisation: Organisation, name: str) -> WhatIf:
    """Begin a plan. Raises OnboardingError for a name that another has, or that names somebody."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        _refuse_name(organisation, name)
        if len(found.listed(organisation)) >= MOST:
            raise OnboardingError(f"{MOST} what-ifs are the most at once. Remove one that is not needed.")
        return correcting.put(under_way, Action.WHAT_IF_SAVED, WhatIf(name=name, changes=[]), organisation.id)


def rename(actor: Actor, organisation: Organisation, id: int, name: str, seen: int | None = None) -> WhatIf:
    """Give a plan another name. `seen`: the version that the page showed. Raises what `save` raises, and
    ChangedMeanwhileError where somebody changed it since."""
    with change(actor) as under_way:
        row = _current(organisation, id, seen)
        if row.name == name:
            raise OnboardingError("That is its name already. Nothing was changed.", "name")
        _refuse_name(organisation, name)
        return _next(under_way, row, name, row.changes, RENAMED)


def put(
    actor: Actor, organisation: Organisation, id: int, said: Planned, place: int | None = None, seen: int | None = None
) -> WhatIf:
    """Add a change to a plan, or put it in the place of another. Raises OnboardingError for what cannot be, or is there
    already, NotFoundError for a place that is none, and ChangedMeanwhileError."""
    with change(actor) as under_way:
        row = _current(organisation, id, seen)
        _refuse(organisation, said)
        rows = list(row.changes)
        if said.stored() in rows:
            raise OnboardingError("This change is there already. It was not added twice.")
        if place is None:
            if len(rows) >= MOST_CHANGES:
                raise OnboardingError(f"{MOST_CHANGES} changes are the most of one what-if.")
            return _next(under_way, row, row.name, [*rows, said.stored()], ADDED)
        _refuse_place(rows, place)
        rows[place] = said.stored()
        return _next(under_way, row, row.name, rows, REPLACED)


def take_out(actor: Actor, organisation: Organisation, id: int, place: int, seen: int | None = None) -> WhatIf:
    """Take a change out of a plan. Raises NotFoundError and ChangedMeanwhileError."""
    with change(actor) as under_way:
        row = _current(organisation, id, seen)
        _refuse_place(row.changes, place)
        return _next(under_way, row, row.name, [*row.changes[:place], *row.changes[place + 1 :]], TAKEN_OUT)


def strike(actor: Actor, organisation: Organisation, id: int, because: str) -> WhatIf:
    """Take a plan away; its link leads nowhere then. Its versions stay in the trail."""
    with change(actor) as under_way:
        row = _current(organisation, id, None)
        names.refuse_any(organisation.id, because=because)
        gone = WhatIf(first_id=row.key, name=row.name, changes=row.changes, struck=True)
        return correcting.replace(under_way, Action.WHAT_IF_REMOVED, gone, row, because, what_if=row.key)


def _current(organisation: Organisation, id: int, seen: int | None) -> WhatIf:
    """The plan as it holds, locked with its COHE."""
    lock_organisation(organisation.id)
    row = found.one(organisation.id, id)
    if row is None:
        raise NotFoundError
    if row.struck:
        raise OnboardingError("This what-if was removed. Nothing was changed.")
    if seen is not None and seen != row.id:
        who = row.recorded_by.name if row.recorded_by else "somebody"
        raise ChangedMeanwhileError(f"{who} changed this what-if")
    return row


def _next(under_way: Change, row: WhatIf, name: str, changes: list[dict[str, Any]], because: str) -> WhatIf:
    later = WhatIf(first_id=row.key, name=name, changes=changes)
    return correcting.replace(under_way, Action.WHAT_IF_CHANGED, later, row, because, what_if=row.key)


def _refuse_name(organisation: Organisation, name: str) -> None:
    names.refuse_any(organisation.id, name=name)
    if any(each.name.casefold() == name.casefold() for each in found.listed(organisation)):
        raise OnboardingError(f"A what-if named “{name}” is there already. Choose another name.", "name")


def _refuse_place(rows: Sequence[Any], place: int) -> None:
    if place >= len(rows):
        raise NotFoundError


def _refuse(organisation: Organisation, said: Planned) -> None:
    if said.kind is WhatIfKind.CLAIMS:
        _refuse_percent(said)
        return
    for field, day in (("on", said.on), ("bills_on", said.bills_on)):
        if day:
            _refuse_day(field, day)
    _refuse_hours(organisation, said)
    if said.kind is WhatIfKind.HIRE:
        if said.role not in ROLES:
            raise OnboardingError("Choose from the list.", "role")
        if said.on and said.bills_on and said.bills_on < said.on:
            raise OnboardingError(f"The first day is {long_day(said.on)}. Nobody bills before it.", "bills_on")
        return
    _refuse_person(organisation, said)


def _refuse_day(field: str, day: date) -> None:
    today = clock.today()
    if not today <= day <= add_years(today, YEARS_AHEAD):
        latest = long_day(add_years(today, YEARS_AHEAD))
        raise OnboardingError(f"{long_day(day)} is not ahead. Enter a day from today to {latest}.", field)


def _refuse_hours(organisation: Organisation, said: Planned) -> None:
    law = rulings.of(organisation, current_app.extensions["rulebook"])
    most = full_time(law.in_force(said.on or clock.today(), organisation.slug, None).numbers)
    if said.minutes and said.minutes > most:
        raise OnboardingError(
            f"Full time is {hours(most)} a week, and nobody counts for more than one HSC. Enter less.", "minutes"
        )


def _refuse_percent(said: Planned) -> None:
    least, most = PERCENT
    percent = Decimal(said.percent or 0)
    if not percent or not least <= percent <= most:
        raise OnboardingError(f"Enter a number from {least} to {most:,} that is not 0.", "percent")


def _refuse_person(organisation: Organisation, said: Planned) -> None:
    recorded, today = staffing.recorded(organisation), clock.today()
    may = found.unbillable if said.kind is WhatIfKind.BILLS else found.staying
    if said.person not in [person.id for person in may(recorded, today)]:
        raise OnboardingError("Choose from the list.", "person")
