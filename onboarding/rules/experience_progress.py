"""How far somebody is on the way to the years of experience asked for: in years and months, and by days reached.

For a page that shows it at a glance; why, to the day, is said in `experience_wording`.
"""

from collections.abc import Mapping
from datetime import date

from onboarding.rules.career import Career
from onboarding.rules.credit import NEVER, Credit
from onboarding.rules.days import years_months_days
from onboarding.rules.experience import Experience
from onboarding.rules.findings import Exact, Outcome
from onboarding.rules.wording import count

NEAREST = (Outcome.MET, Outcome.UNDETERMINED, Outcome.NOT_MET)


def progress(judged: Experience) -> str:
    """ "2 years 11 months of the 3 years needed": of the path that is met, else of the one that lacks the least.

    Where it is met, what is certain; else also what may be. Whether the degree is there that the path may ask for is
    not told.
    """
    nearest = min(judged.ways, key=lambda way: (NEAREST.index(way.outcome), way.short))
    lower, upper = judged.lower, judged.upper
    needed = f"of the {count(nearest.path.years, 'year')} needed"
    if lower.total == upper.total or nearest.outcome is Outcome.MET:
        return f"{_rounded(lower, judged.career)} {needed}"
    certain = f"{_rounded(lower, judged.career)} certain, " if lower.total else ""
    return f"{certain}up to {_rounded(upper, judged.career)} {needed}"


def rounded(first: date, days: Exact) -> str:
    """So many credited days laid end to end from a day, in years and months rounded down: "9 years 3 months"."""
    years, months, _ = years_months_days(first, date.fromordinal(min(first.toordinal() + int(days), NEVER - 1)))
    parts = [count(number, what) for number, what in ((years, "year"), (months, "month")) if number]
    return " ".join(parts) or (count(int(days), "day") if days else "none")


def reached(judged: Experience) -> Mapping[int, date]:
    """The day on which the years of each path are reached with what is certain; without those not reached by then."""
    days = {path.years: judged.lower.reached_on(path.years) for path in judged.paths}
    return {years: date.fromordinal(day) for years, day in sorted(days.items()) if day <= judged.career.through}


def _rounded(credit: Credit, career: Career) -> str:
    first = date.fromordinal(credit.first if credit.first is not None else career.through)
    return rounded(first, career.exactly(credit.total))
