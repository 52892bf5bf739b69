"""A COHE's plans: as they hold, how they came to be so, and what each changes in the facts of staffing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, Self

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.what_if import WhatIf
from onboarding.queries.correctable import in_force
from onboarding.queries.staffing import Recorded
from onboarding.rules.facts import StaffRow
from onboarding.rules.fte import share
from onboarding.rules.numbers import Numbers
from onboarding.rules.what_if import Bills, Change, Claims, Hire, Leaves, Time, WhatIfKind, does_something


class Planned(NamedTuple):
    """One change of a plan, with what is said of its kind: `person` by number; `minutes` a week on claim-specific
    tasks; `on` the day from which on it holds, of a leaving the last in the role; `percent` as it was typed."""

    kind: WhatIfKind
    person: int | None = None
    on: date | None = None
    minutes: int | None = None
    role: str | None = None
    bills_on: date | None = None
    percent: str | None = None

    def stored(self) -> dict[str, Any]:
        """What is said, as it is kept."""
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """What was kept so."""
        days = {name: date.fromisoformat(stored[name]) for name in ("on", "bills_on") if name in stored}
        return cls(**{**stored, **days, "kind": WhatIfKind(stored["kind"])})


def listed(organisation: Organisation) -> Sequence[WhatIf]:
    """The plans that hold, by name."""
    rows = db.session.scalars(_rows().where(WhatIf.organisation_id == organisation.id).order_by(WhatIf.id)).all()
    return sorted(in_force(rows), key=lambda row: (row.name.casefold(), row.id))


def one(organisation_id: int, id: int, _user_id: int | None = None) -> WhatIf | None:
    """The last version of a plan, if it is this organisation's. Where that `struck` it, the plan was taken away."""
    rows = versions(organisation_id, id)
    return rows[-1] if rows else None


def versions(organisation_id: int, id: int) -> Sequence[WhatIf]:
    """Every version of a plan, as they were saved."""
    mine = WhatIf.organisation_id == organisation_id, or_(WhatIf.id == id, WhatIf.first_id == id)
    rows = db.session.scalars(_rows().where(*mine).order_by(WhatIf.id)).all()
    return rows if rows and rows[0].first_id is None else ()


def version(organisation_id: int, id: int, version_id: int) -> WhatIf | None:
    """One version of a plan; None where it has no such version."""
    return next((row for row in versions(organisation_id, id) if row.id == version_id), None)


def planned(row: WhatIf) -> list[Planned]:
    """What it changes, in the order in which it was said."""
    return [Planned.of(each) for each in row.changes]


def changes(row: WhatIf, recorded: Recorded) -> Callable[[Numbers], Sequence[Change]]:
    """The same for the rules, whose full time is of the day. Of who is no longer among the staff it changes nothing."""

    def under(numbers: Numbers) -> Sequence[Change]:
        return [change for each in planned(row) if (change := changed(each, recorded, numbers))]

    return under


def changed(each: Planned, recorded: Recorded, numbers: Numbers) -> Change | None:
    """One change for the rules; None of somebody who is not among the staff any more."""
    if each.kind is WhatIfKind.CLAIMS:
        return Claims(Fraction(each.percent or 0))
    assert each.on is not None  # of all other kinds
    if each.kind is WhatIfKind.HIRE:
        assert each.role is not None and each.bills_on is not None
        return Hire(each.role, each.on, share(each.minutes or 0, numbers), each.bills_on)
    name = recorded.names.get(each.person or 0)
    if name is None:
        return None
    if each.kind is WhatIfKind.LEAVES:
        return Leaves(name, each.on)
    return (
        Bills(name, each.on)
        if each.kind is WhatIfKind.BILLS
        else Time(name, each.on, share(each.minutes or 0, numbers))
    )


def matters(each: Planned, recorded: Recorded, staff: Sequence[StaffRow], numbers: Numbers) -> bool:
    """Whether a change makes any difference to what is recorded; not where it became so, or somebody left before."""
    change = changed(each, recorded, numbers)
    return change is not None and does_something(staff, change)


def staying(recorded: Recorded, today: date) -> list[Person]:
    """Who is in a role, or will be."""
    return [
        person
        for id, person in recorded.people.items()
        if any(spell.last is None or spell.last >= today for spell in recorded.spells[id])
    ]


def unbillable(recorded: Recorded, today: date) -> list[Person]:
    """Those of them who may not bill, as far as is recorded."""
    return [
        person
        for person in staying(recorded, today)
        if not any(last is None or last >= today for _, last in recorded.billing[person.id])
    ]


def _rows() -> Any:
    return select(WhatIf).options(joinedload(WhatIf.recorded_by))
