"""Screening an applicant: the four requirements for an HSC or an Assistant HSC, as claimed and as verified."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from onboarding.rules import experience, experience_wording
from onboarding.rules.career import Career
from onboarding.rules.degrees import judge_all
from onboarding.rules.facts import Applicant, Statement
from onboarding.rules.findings import ExperienceFinding, Finding, Judgement, Need, Outcome, Screening
from onboarding.rules.rulebook import Provision, Rulebook
from onboarding.rules.rulings import Law, Rulings

ROLES = ("hsc", "assistant")
SKILL_AREAS = ("communication", "data_management", "care_documentation", "data_analysis")

Skills = tuple[tuple[str, Statement], ...]


def screen(applicant: Applicant, rulings: Rulings, as_of: date) -> Screening:
    """Whether the applicant qualifies for the role, judged as claimed and as verified, on the as-of date.

    An applicant for HSC who is not qualified as claimed is judged as an assistant too.
    """
    law = rulings.in_force(as_of, applicant.cohe, applicant.role)
    career = Career(applicant, law.numbers.full_time_hours)
    weighings = [
        experience.weigh(career, judge_all(applicant.degrees, proof), applicant.role, law, as_of, proof)
        for proof in (False, True)
    ]
    as_claimed = experience_wording.finding(weighings[0])
    as_verified = experience_wording.finding(weighings[1], as_claimed)
    claimed = _judgement(applicant, law, as_claimed, as_verified=False)
    verified = _judgement(applicant, law, as_verified, as_verified=True)
    also = None
    if applicant.role == "hsc" and claimed.outcome is not Outcome.QUALIFIED:
        also = _as_assistant(applicant, career, law, rulings.in_force(as_of, applicant.cohe, "assistant"), as_of)
    return Screening(applicant.id, applicant.role, as_of, claimed, verified, also)


def _judgement(applicant: Applicant, law: Law, experienced: ExperienceFinding, as_verified: bool) -> Judgement:
    role, book = applicant.role, law.book
    requirements = {
        "experience": experienced,
        "provider_id": _provider_id(book, role, applicant.able, applicant.issues_reported, as_verified),
        "skills": _skills(book, role, applicant.skills, as_verified),
        "training": _training(book, role),
    }
    return Judgement(overall(finding.outcome for finding in requirements.values()), requirements)


def _as_assistant(applicant: Applicant, career: Career, as_hsc: Law, law: Law, as_of: date) -> str | None:
    """`assistant` where the applicant qualifies as one, as claimed, under the rulings for assistants."""
    if law.numbers.full_time_hours != as_hsc.numbers.full_time_hours:
        career = Career(applicant, law.numbers.full_time_hours)
    outcomes = [
        experience.weigh(career, (), "assistant", law, as_of, as_verified=False).agreement.outcome,
        _provider_id(law.book, "assistant", applicant.able, applicant.issues_reported, False).outcome,
        _skills(law.book, "assistant", applicant.skills, False).outcome,
    ]
    return "assistant" if overall(outcomes) is Outcome.QUALIFIED else None


def overall(outcomes: Iterable[Outcome]) -> Outcome:
    """The screening's outcome: one requirement not met decides, then one undetermined; pending counts against nobody."""
    found = set(outcomes)
    if Outcome.NOT_MET in found:
        return Outcome.NOT_QUALIFIED
    return Outcome.NEEDS_REVIEW if Outcome.UNDETERMINED in found else Outcome.QUALIFIED


# The three findings below depend on a handful of yes-or-no facts, so that few different ones are ever made.


@lru_cache(maxsize=1024)
def _provider_id(
    book: Rulebook, role: str, able: Statement | None, issues: Statement | None, as_verified: bool
) -> Finding:
    """Item 2: able to obtain and keep an L&I Provider ID and bill; no reported issues with L&I. Unknown is not none."""
    source = _source(book, Provision.PROVIDER_ID_HSC if role == "hsc" else Provision.PROVIDER_ID_ASSISTANT)
    stated = (
        ("hsc.providerId.able", able, True, "to obtain and keep an L&I Provider ID and bill for HSC services",
         "Able {}.", "Not able {}."),
        ("hsc.lniIssues.reported", issues, False, "issues with L&I", "No reported {}.", "There are reported {}."),
    )  # fmt: skip
    said, needs, outcomes = [], [], set()
    for path, statement, wanted, what, good, bad in stated:
        outcomes.add(_stated(statement, wanted, as_verified))
        if statement is None:
            said.append(
                f"Nothing is on record about being able {what}."
                if wanted
                else f"Nothing is on record about reported {what}."
            )
            needs.append(
                Need(
                    path, f"whether the applicant is able {what}" if wanted else f"a dated statement on reported {what}"
                )
            )
            continue
        sentence = (good if statement.value is wanted else bad).format(what)
        if as_verified and not statement.verified:
            sentence += " That is stated, not verified."
            needs.append(
                Need(
                    path.rpartition(".")[0] + ".verified",
                    f"proof: {(good if statement.value is wanted else bad).format(what)}",
                )
            )
        said.append(sentence)
    outcome = _worst(outcomes)
    return Finding(outcome, " ".join(said), source, needs=tuple(needs) if outcome is Outcome.UNDETERMINED else ())


@lru_cache(maxsize=4096)
def _skills(book: Rulebook, role: str, skills: Skills, as_verified: bool) -> Finding:
    """Item 3: experience or demonstrated skill in all four areas."""
    source = _source(book, Provision.SKILLS_HSC if role == "hsc" else Provision.SKILLS_ASSISTANT)
    stated = dict(skills)
    groups: dict[str, list[str]] = {}
    needs, outcomes = [], set()
    for area in SKILL_AREAS:
        statement, name = stated.get(area), area.replace("_", " ")
        outcomes.add(_stated(statement, True, as_verified))
        if statement is None:
            groups.setdefault("Nothing is on record for", []).append(name)
            needs.append(Need(f"hsc.skills.{area}", f"experience or demonstrated skill in {name}"))
            continue
        label = "Shown" if statement.value else "Not shown"
        if as_verified and not statement.verified:
            label += ", by statement only"
            needs.append(Need(f"hsc.skills.{area}.verified", f"proof of skill in {name}"))
        groups.setdefault(f"{label}:", []).append(name)
    said = " ".join(f"{label} {', '.join(names)}." for label, names in groups.items())
    outcome = _worst(outcomes)
    return Finding(outcome, said, source, needs=tuple(needs) if outcome is Outcome.UNDETERMINED else ())


@lru_cache(maxsize=8)
def _training(book: Rulebook, role: str) -> Finding:
    """Item 4: L&I's training and testing come after the hire; until then nobody can have failed them."""
    source = _source(book, Provision.LNI_TRAINING_HSC if role == "hsc" else Provision.LNI_TRAINING_ASSISTANT)
    return Finding(
        Outcome.PENDING, "L&I's required training and testing follow the hire; this counts against nobody.", source
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
