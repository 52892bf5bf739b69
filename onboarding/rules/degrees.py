"""Degrees: from which day each counts for certain, or may count. What its name says is in `study_types`."""

from collections.abc import Sequence
from datetime import date

from onboarding.rules.facts import Degree
from onboarding.rules.findings import Need
from onboarding.rules.once import once
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


class DegreeCredit:
    """From which day a counting degree is certain, and from which it may be held (None: never); `level`: as what.

    A degree from abroad without an evaluation is never certain. What is said of it is written when it is read.
    """

    def __init__(self, degree: Degree, place: int, level: str | None, as_verified: bool) -> None:
        self._degree, self._place, self.level, self._as_verified = degree, place, level, as_verified
        conferred = degree.conferred
        self.certain_from: date | None = None
        self.possible_from: date | None = None
        if level is None or level in COUNTING:
            self.possible_from = conferred.earliest if conferred else date.min
            if level is not None and conferred and (_is_proven(degree) or not as_verified):
                self.certain_from = conferred.latest

    @once
    def path(self) -> str:
        return f"education[{self._place}]"

    @once
    def said(self) -> str:
        """What it is."""
        return _name(self._degree)

    @once
    def doubt(self) -> str:
        """Why it is not certain or does not count, as a clause; empty where there is no doubt."""
        if self.possible_from is None and self.level is not None:
            evaluated = "was evaluated as" if self._degree.equivalency else "is"
            return f"{evaluated} {A_LEVEL[self.level]}, not a bachelor's or higher degree"
        return listed([doubt for doubt, _ in self._doubts]) if self._doubts else ""

    @once
    def needs(self) -> tuple[Need, ...]:
        """What keeps it from being certain on any day; a conferral known to the year only is not among them."""
        return tuple([need for _, need in self._doubts])

    @once
    def _doubts(self) -> list[tuple[str, Need]]:
        if self.possible_from is None:
            return []
        return _doubts(self._degree, self.level, self.path, self.said, self._as_verified)


def judge_all(degrees: Sequence[Degree]) -> tuple[list[DegreeCredit], list[DegreeCredit]]:
    """Each degree as claimed, and each as verified, in the order given."""
    levels = [_level(degree) for degree in degrees]
    claimed = [DegreeCredit(degree, place, levels[place], False) for place, degree in enumerate(degrees)]
    verified = [
        claimed[place] if _is_proven(degree) else DegreeCredit(degree, place, levels[place], True)
        for place, degree in enumerate(degrees)
    ]
    return claimed, verified


def _is_proven(degree: Degree) -> bool:
    return degree.verified and (degree.equivalency is None or degree.equivalency.verified)


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
