"""Degrees: from which day each counts for certain, or may count. What its name says is in `study_types`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from onboarding.rules.facts import Degree
from onboarding.rules.findings import Need
from onboarding.rules.study_types import COUNTING, said_by
from onboarding.rules.wording import listed

A_LEVEL = {
    "high_school": "high school",
    "certificate": "a certificate",
    "diploma": "a diploma",
    "associate": "an associate degree",
    "other": "another course of study",
}
UNITED_STATES = frozenset({"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"})


class DegreeCredit(NamedTuple):
    """From which day a counting degree is certain, and from which it may be held (None: never).

    `said` tells what it is, `doubt` why it is not certain or does not count, as a clause; empty where there is none.
    """

    path: str
    said: str
    certain_from: date | None
    possible_from: date | None
    doubt: str
    needs: tuple[Need, ...]


def judge_all(degrees: Sequence[Degree]) -> tuple[list[DegreeCredit], list[DegreeCredit]]:
    """Each degree as claimed, and each as verified, in the order given."""
    claimed = [_judge(degree, f"education[{place}]", False) for place, degree in enumerate(degrees)]
    verified = [
        credit if _is_proven(degree) else _judge(degree, credit.path, True)
        for degree, credit in zip(degrees, claimed, strict=True)
    ]
    return claimed, verified


def _is_proven(degree: Degree) -> bool:
    return degree.verified and (degree.equivalency is None or degree.equivalency.verified)


def _judge(degree: Degree, path: str, as_verified: bool) -> DegreeCredit:
    """One degree. A degree from abroad without an evaluation is never certain.

    `needs` is what keeps it from being certain on any day; a conferral known to the year only is not among them.
    """
    level, name = _level(degree), _name(degree)
    if level is not None and level not in COUNTING:
        below = (
            f"{'was evaluated as' if degree.equivalency else 'is'} {A_LEVEL[level]}, not a bachelor's or higher degree"
        )
        return DegreeCredit(path, name, None, None, below, ())
    doubts = _doubts(degree, level, path, name, as_verified)
    conferred = degree.conferred
    return DegreeCredit(
        path,
        name,
        conferred.latest if conferred and not doubts else None,
        conferred.earliest if conferred else date.min,
        listed([doubt for doubt, _ in doubts]) if doubts else "",
        tuple([need for _, need in doubts]),
    )


def _level(degree: Degree) -> str | None:
    """The level it counts as: the evaluation's, else the stated one, else what the study type says.

    From abroad and not evaluated, a level that would count is unknown here.
    """
    if degree.equivalency:
        return degree.equivalency.level
    level = degree.level or _said(degree)
    return None if level in COUNTING and _is_foreign(degree) else level


def _said(degree: Degree) -> str | None:
    """What the study type says; nothing where its own date is after the conferral, for then one of them is not so."""
    said = said_by(degree.study_type) if degree.study_type else None
    if said is None or (said.year and degree.conferred and said.year > degree.conferred.latest.year):
        return None
    return said.level


def _is_foreign(degree: Degree) -> bool:
    return degree.country is not None and " ".join(degree.country.split()).casefold() not in UNITED_STATES


def _name(degree: Degree) -> str:
    what = degree.study_type or (degree.level.replace("_", " ") if degree.level else "course of study")
    return f"{what} ({degree.institution})" if degree.institution else what


def _doubts(degree: Degree, level: str | None, path: str, name: str, as_verified: bool) -> list[tuple[str, Need]]:
    """What keeps the degree from being certain on any day, each with what would settle it."""
    found = []
    if level is None and _is_foreign(degree):
        need = Need(f"{path}.equivalency", f"an evaluation of {name} ({degree.country}) as a United States degree")
        found.append((f"it is from {degree.country} and was not evaluated", need))
    elif level is None:
        found.append(("its level is not plain", Need(f"{path}.level", f"the level of {name}")))
    if degree.conferred is None:
        found.append(("no day of conferral is stated", Need(f"{path}.endDate", f"the day {name} was conferred")))
    if as_verified and not degree.verified:
        found.append(("it is not verified", Need(f"{path}.verified", f"proof of {name}")))
    if as_verified and degree.equivalency and not degree.equivalency.verified:
        need = Need(f"{path}.equivalency.verified", f"proof of the evaluation of {name}")
        found.append(("its evaluation is not verified", need))
    return found
