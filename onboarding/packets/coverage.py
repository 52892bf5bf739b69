"""The coverage plan on paper: who covers while somebody is away, and on which days nobody does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onboarding.packets import paper
from onboarding.packets.render import render
from onboarding.queries import coverage as found
from onboarding.queries.coverage import Plan, Run
from onboarding.roles import IN_WORDS
from onboarding.rules.wording import count, listed, short_day


@dataclass(frozen=True)
class Person:
    """Somebody in a role: in which, on which days of the period, and on how many they are away, and cover."""

    name: str
    role: str
    days: str
    away: str
    covers: str


@dataclass(frozen=True)
class Away:
    """Days of an absence, how many, and who covers."""

    days: str
    length: str
    name: str
    cover: str


@dataclass(frozen=True)
class CoveragePlan:
    """All that the paper says. `way`: the paragraphs of how cover works, since `way_since`; none where not written."""

    cohe: str
    period: str
    as_of: date
    verdict: str
    uncovered: Sequence[Away]
    absences: Sequence[Away]
    staff: Sequence[Person]
    way: Sequence[Sequence[str]]
    way_since: date | None


def of(cohe: str, plan: Plan, as_of: date) -> CoveragePlan:
    """The plan in words, as it is recorded on a day."""
    covering, away = found.who_covers(plan.runs), found.who_is_away(plan.runs)
    seen: set[int] = set()
    staff = []
    for each in plan.staff:
        days = f"{short_day(each.first)} to {short_day(each.last)}"
        whole = (each.first, each.last) == (plan.first, plan.last)
        id, again = each.person.id, each.person.id in seen
        seen.add(id)
        staff.append(
            Person(
                each.person.name,
                IN_WORDS[each.role],
                "All days" if whole else days,
                "" if again else _days(away.get(id, 0)),
                "" if again else _days(covering.get(id, 0)),
            )
        )
    text = plan.way.text if plan.way else ""
    return CoveragePlan(
        cohe=cohe,
        period=f"{short_day(plan.first)} to {short_day(plan.last)}",
        as_of=as_of,
        verdict=verdict(plan),
        uncovered=[_away(each) for each in plan.uncovered],
        absences=[_away(each) for each in plan.runs],
        staff=staff,
        way=[part.splitlines() for part in text.split("\n\n") if part.strip()],
        way_since=plan.way.since if plan.way else None,
    )


def printed(it: CoveragePlan) -> bytes:
    """The PDF. Raises RenderError."""
    return render(paper.html("coverage.html", it=it), paper.assets())


def verdict(plan: Plan) -> str:
    """What the plan comes to, in a sentence; the same on the page."""
    if not plan.runs:
        return "No absence is recorded"
    days = found.uncovered_days(plan.runs)
    return f"Nobody covers on {count(days, 'day')}" if days else "Every recorded absence is covered"


def cover(run: Run) -> str:
    """Who covers on these days, in words; the same on the page."""
    if run.uncovered:
        return " ".join(filter(None, ["Nobody.", why(run)]))
    return run.by.name if run.by else "No cover is needed"


def why(run: Run) -> str:
    """Who was asked to cover, or cannot as it is recorded; nothing of days that nobody was asked for."""
    says = [f"{run.by.name} was to cover, and is away too or in no role then."] if run.by else []
    says += [f"Asked, no answer yet: {listed(each.name for each in run.asked)}."] if run.asked else []
    return " ".join(says)


def _away(run: Run) -> Away:
    days = short_day(run.first) if run.first == run.last else f"{short_day(run.first)} to {short_day(run.last)}"
    return Away(days, count(run.days, "day"), run.person.name, cover(run))


def _days(number: int) -> str:
    return count(number, "day") if number else "None"
