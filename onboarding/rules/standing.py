"""The requirements beside experience: Provider ID and standing with L&I, the four skill areas, L&I's own training."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from onboarding.rules.facts import Statement
from onboarding.rules.findings import Finding, Need, Outcome
from onboarding.rules.rulebook import Provision, Rulebook
from onboarding.rules.wording import listed, plainly

SKILL_AREAS = ("communication", "data_management", "care_documentation", "data_analysis")

Skills = tuple[tuple[str, Statement], ...]


@lru_cache(maxsize=4096)  # they depend on a handful of yes-or-no facts, so that few different ones are ever made
def findings(
    book: Rulebook, role: str, able: Statement | None, issues: Statement | None, skills: Skills
) -> tuple[dict[str, Finding], dict[str, Finding]]:
    """The three findings by requirement, as claimed and as verified."""
    claimed, verified = (
        {
            "provider_id": _provider_id(book, role, able, issues, proof),
            "skills": _skills(book, role, skills, proof),
            "training": _training(book, role),
        }
        for proof in (False, True)
    )
    return claimed, verified


class _Point(NamedTuple):
    """One thing asked in item 2: where it is stated, what is wanted, and how each answer is said."""

    path: str
    key: str
    wanted: bool
    good: str
    bad: str
    unknown: str
    ask: str


ABLE = _Point(
    "hsc.providerId",
    "able",
    True,
    "The applicant is able to obtain and keep an L&I Provider ID and to bill for HSC services.",
    "The applicant is not able to obtain and keep an L&I Provider ID and to bill for HSC services.",
    "Nothing is on record about obtaining and keeping an L&I Provider ID.",
    "a statement on obtaining and keeping an L&I Provider ID and billing for HSC services",
)
ISSUES = _Point(
    "hsc.lniIssues",
    "reported",
    False,
    "There are no reported issues with L&I.",
    "There are reported issues with L&I.",
    "Nothing is on record about reported issues with L&I.",
    "a dated statement on reported issues with L&I",
)


def _provider_id(
    book: Rulebook, role: str, able: Statement | None, issues: Statement | None, as_verified: bool
) -> Finding:
    """Item 2: able to obtain and keep an L&I Provider ID and bill; no reported issues with L&I. Unknown is not none."""
    source = _source(book, Provision.PROVIDER_ID_HSC if role == "hsc" else Provision.PROVIDER_ID_ASSISTANT)
    stated = ((ABLE, able), (ISSUES, issues))
    outcome = _worst([_stated(statement, point.wanted, as_verified) for point, statement in stated])
    said, needs = [], []
    for point, statement in stated:
        if statement is None:
            said.append(point.unknown)
            needs.append(Need(f"{point.path}.{point.key}", point.ask))
            continue
        said.append(point.good if statement.value is point.wanted else point.bad)
        if as_verified and not statement.verified:
            said.append("That is stated, not verified.")
            needs.append(Need(f"{point.path}.verified", f"proof of {point.ask}"))
    return Finding(outcome, " ".join(said), source, needs=tuple(needs) if outcome is Outcome.UNDETERMINED else ())


def _skills(book: Rulebook, role: str, skills: Skills, as_verified: bool) -> Finding:
    """Item 3: experience or demonstrated skill in all four areas."""
    source = _source(book, Provision.SKILLS_HSC if role == "hsc" else Provision.SKILLS_ASSISTANT)
    stated = dict(skills)
    outcome = _worst([_stated(stated.get(area), True, as_verified) for area in SKILL_AREAS])
    groups: dict[str, list[str]] = {}
    needs = []
    for area in SKILL_AREAS:
        statement, name = stated.get(area), plainly(area)
        if statement is None:
            groups.setdefault("Nothing is on record for", []).append(name)
            needs.append(Need(f"hsc.skills.{area}", f"experience or demonstrated skill in {name}"))
            continue
        label = "Shown" if statement.value else "Not shown"
        if as_verified and not statement.verified:
            label = f"Stated as {label.lower()}, not verified"
            needs.append(Need(f"hsc.skills.{area}.verified", f"proof of skill in {name}"))
        groups.setdefault(f"{label}:", []).append(name)
    said = " ".join(f"{label} {listed(names)}." for label, names in groups.items())
    return Finding(outcome, said, source, needs=tuple(needs) if outcome is Outcome.UNDETERMINED else ())


def _training(book: Rulebook, role: str) -> Finding:
    """Item 4: L&I's training and testing come after the hire; until then nobody can have failed them."""
    source = _source(book, Provision.LNI_TRAINING_HSC if role == "hsc" else Provision.LNI_TRAINING_ASSISTANT)
    return Finding(
        Outcome.PENDING,
        "L&I's required training and testing follow the hire; until then this counts against nobody.",
        source,
    )


def _source(book: Rulebook, provision: Provision) -> tuple[str, ...]:
    return (str(book.provisions[provision].citation),)


def _stated(statement: Statement | None, wanted: bool, as_verified: bool) -> Outcome:
    if statement is None or (as_verified and not statement.verified):
        return Outcome.UNDETERMINED
    return Outcome.MET if statement.value is wanted else Outcome.NOT_MET


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    found = set(outcomes)
    return next(outcome for outcome in (Outcome.NOT_MET, Outcome.UNDETERMINED, Outcome.MET) if outcome in found)
