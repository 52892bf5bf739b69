"""Degrees: what a course of study plainly says it is, and from which day a degree counts for certain, or may count."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from onboarding.rules.facts import Degree
from onboarding.rules.findings import Need
from onboarding.rules.wording import listed

LEVELS = (
    "high_school",
    "certificate",
    "diploma",
    "associate",
    "bachelor",
    "master",
    "professional",
    "doctorate",
    "other",
)
A_LEVEL = {
    "high_school": "high school",
    "certificate": "a certificate",
    "diploma": "a diploma",
    "associate": "an associate degree",
    "other": "another course of study",
}
COUNTING = frozenset({"bachelor", "master", "professional", "doctorate"})
LONGEST_STUDY_TYPE = 200
UNITED_STATES = frozenset({"us", "usa", "united states"})

# Words that say the level by themselves. "MA" is left out on purpose: beside a Master of Arts it is what a medical
# assistant's certificate is called. So are "M.Ed." ("Med Assistant"), "A.S." (a word) and "Diplom" or "Licence", which
# differ by country.
_SAYS = {
    "high_school": ("high school", "secondary school", "ged", "hsed"),
    "certificate": ("certificate", "certification"),
    "diploma": ("diploma",),
    "associate": ("associate", "associates", "aas", "adn", "asn"),
    "bachelor": ("bachelor", "bachelors", "ba", "bs", "bsc", "bsn", "bsw", "bba", "bas", "bfa", "beng"),
    "master": ("master", "masters", "ms", "msc", "msn", "msw", "mph", "mba", "mha", "mhs", "mfa", "mpa"),
    "professional": ("md", "jd", "dds", "dmd", "dvm", "pharmd", "juris doctor", "doctor of medicine"),
    "doctorate": ("phd", "dnp", "edd", "scd", "dsc", "doctor", "doctorate", "doctoral"),
}
_LEVEL_OF = {words: level for level, said in _SAYS.items() for words in said}
_PATTERN = re.compile(r"\b(?:" + "|".join(sorted(_LEVEL_OF, key=len, reverse=True)) + r")\b")
# Words that take back what the level says: studied towards it, not conferred, or something beside a degree.
_TAKES_BACK = re.compile(
    r"\b(?:not|no|non|some|partial|partly|progress|pursuing|candidate|candidacy|toward|towards|incomplete|unfinished"
    r"|uncompleted|coursework|courses?|credits?|hours|units|ongoing|expected|anticipated|current|currently|enrolled"
    r"|student|studying|left|withdrew|withdrawn|dropped|abandoned|pre|post|abd|all but|minor|equivalent|equivalency"
    r"|exchange|honorary|prep|preparatory|transfer|assistant|years?)\b"
)


def study_level(study_type: str) -> str | None:
    """The level that a JSON Resume `studyType` plainly says; None where it says none, several, or takes it back.

    "Bachelor of Science" is a bachelor's; "Bachelor's coursework" and "Post-baccalaureate" are not known, nor is what
    is longer than any study type.
    """
    return _study_level(study_type) if len(study_type) <= LONGEST_STUDY_TYPE else None


@lru_cache(maxsize=4096)
def _study_level(study_type: str) -> str | None:
    text = study_type.casefold().replace("’", "'").replace(".", "").replace("'s", "s")
    text = re.sub(r"[^a-z]+", " ", text)
    said = {_LEVEL_OF[words] for words in _PATTERN.findall(text)}
    if _TAKES_BACK.search(text):
        return None
    if said == {"high_school", "diploma"}:
        return "high_school"
    if said and said <= COUNTING:  # "BS, MS" or "Juris Doctor": whichever it is, it counts
        return min(said, key=LEVELS.index)
    return said.pop() if len(said) == 1 else None


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
    level = degree.level or (study_level(degree.study_type) if degree.study_type else None)
    return None if level in COUNTING and _is_foreign(degree) else level


def _is_foreign(degree: Degree) -> bool:
    return degree.country is not None and degree.country.strip().casefold() not in UNITED_STATES


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
