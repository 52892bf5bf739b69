"""What plans of staffing change, as pages say it."""

from typing import NamedTuple

from onboarding.queries.staffing import Recorded
from onboarding.queries.what_ifs import Planned
from onboarding.rules.lines_met import Held
from onboarding.rules.look_ahead import LineAhead, LookAhead
from onboarding.rules.what_if import WhatIfKind
from onboarding.rules.wording import short_day
from onboarding.web.filters import role
from onboarding.web.forms.time_splits import typed_hours
from onboarding.web.staffing_words import NATURES

KINDS = {
    WhatIfKind.LEAVES: "Somebody leaves",
    WhatIfKind.TIME: "Somebody’s hours change",
    WhatIfKind.BILLS: "Somebody may bill from a day on",
    WhatIfKind.HIRE: "Somebody is hired",
    WhatIfKind.CLAIMS: "More or fewer claims",
}
BUTTONS = {
    WhatIfKind.LEAVES: "Add a leaving",
    WhatIfKind.TIME: "Add other hours",
    WhatIfKind.BILLS: "Add a first day of billing",
    WhatIfKind.HIRE: "Add a hire",
    WhatIfKind.CLAIMS: "Add more or fewer claims",
}


class Shown(NamedTuple):
    """One change of a plan: its place, in words, and whether it makes a difference to what is recorded."""

    place: int
    says: str
    matters: bool


class Side(NamedTuple):
    """One line, today and with the plan; None where it is none on that side."""

    says: str
    nature: str
    now: LineAhead | None
    then: LineAhead | None


def sides(now: LookAhead, then: LookAhead) -> list[Side]:
    """Each line of either side."""
    first, second = ({line.held: line for line in each.lines} for each in (now, then))
    return [_side(first.get(held), second.get(held)) for held in Held if held in first or held in second]


def _side(now: LineAhead | None, then: LineAhead | None) -> Side:
    line = next(each.line for line in (then, now) if line for each in line.likely if each)
    return Side(line.says, NATURES[line.nature], now, then)


def says(each: Planned, recorded: Recorded) -> str:
    """One change, in a sentence."""
    if each.kind is WhatIfKind.CLAIMS:
        percent = each.percent or ""
        return f"{percent.removeprefix('-')} % {'fewer' if percent.startswith('-') else 'more'} claims in each quarter."
    assert each.on is not None  # of all other kinds
    on, hours = short_day(each.on), typed_hours(each.minutes or 0)
    if each.kind is WhatIfKind.HIRE:
        assert each.role is not None and each.bills_on is not None
        bills = short_day(each.bills_on)
        return f"A new {role(each.role)} from {on}: {hours} hours a week on claims, may bill from {bills}."
    name = recorded.names.get(each.person or 0, "Somebody who is no longer here")
    return {
        WhatIfKind.LEAVES: f"{name} leaves. The last day is {on}.",
        WhatIfKind.TIME: f"{name}: {hours} hours a week on claims from {on}.",
        WhatIfKind.BILLS: f"{name} may bill from {on}.",
    }[each.kind]
