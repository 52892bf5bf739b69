"""What the screening page shows of each job and degree: a line for all, and for the open one why, and the forms."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from wtforms.fields.choices import SelectChoice

from onboarding.formats.vague_days import goes_on, vague_day
from onboarding.packets.timeline import NARROW, WIDE, Picture, Worked, drawn
from onboarding.queries import dossier, evidence, revisions
from onboarding.queries.precedents import Precedent, of as precedents_of
from onboarding.rules import titles
from onboarding.rules.degrees import DegreeCredit
from onboarding.rules.experience import Experience
from onboarding.rules.experience_points import called, points
from onboarding.rules.experience_progress import reached, rounded
from onboarding.rules.facts import Job
from onboarding.rules.findings import LedgerLine
from onboarding.rules.wording import plainly, short_vague_day
from onboarding.web.forms.screening import MIXED, PARTS, DegreeDecisionForm, FileForm, JobDecisionForm, ProofForm


class Row(NamedTuple):
    """One job or degree in a line. `decided`: somebody said what kind it is; else `kind` is what is `stated`, or
    what its title says. `doubted`: the title alone does not settle it.
    """

    id: str
    job: bool
    title: str
    where: str | None
    dates: str
    hours: str | None
    kind: str | None
    decided: bool
    doubted: bool
    stated: bool
    counts: str
    verified: bool
    proofs: Sequence[Any]
    reference: Any


class Opened(NamedTuple):
    """What else there is of the one that is open: `points`, why it counts for what it does.

    The forms are None for who may not decide, `proof` without choice.
    """

    fact: dict[str, Any]
    points: list[str]
    suggestion: titles.Suggestion | None
    precedents: list[Precedent]
    decision: Any
    form: Any = None
    proof: Any = None
    file: Any = None


def rows(whole: dossier.Dossier, found: Any) -> list[Row]:
    """Every job and degree of the claim, jobs first."""
    judged = found.claimed.requirements["experience"].judged
    ledger = found.claimed.requirements["experience"].ledger
    places = {"j": 0, "d": 0}
    made = []
    for fact in whole.facts.values():
        kind = fact["id"][0]
        place, places[kind] = places[kind], places[kind] + 1
        made.append(_job(fact, whole, judged, ledger[place]) if kind == "j" else _degree(fact, whole, judged, place))
    return made


def opened(person: Any, whole: dossier.Dossier, found: Any, id: str, may: bool) -> Opened:
    """The rest of one job or degree. `id` is one of the claim's."""
    fact = whole.facts[id]
    title, decision = fact.get("position"), whole.decisions.get(id)
    jobs = [each for each in whole.facts if each.startswith("j")]
    place = jobs.index(id) if id in jobs else None
    experience = found.claimed.requirements["experience"]
    shown = Opened(
        fact,
        _points(experience.judged.career.works[place].job, experience.ledger[place]) if place is not None else [],
        titles.suggest(title) if title else None,
        _precedents(person, fact) if may else [],
        decision,
    )
    if not may:
        return shown
    items = [each for each in evidence.of_person(person) if evidence.counts(each)]
    seen = revisions.of_fact(whole, id)
    return shown._replace(
        form=_decision_form(id, decision, seen),
        proof=_proof_form(id, items, seen) if items else None,
        file=FileForm(formdata=None, prefix=f"{id}-new", seen=seen),
    )


def _points(job: Job, line: LedgerLine) -> list[str]:
    return points(line.because, called(job.position, job.name, job.start, job.end, line.job))


def pictures(whole: dossier.Dossier, found: Any) -> list[Picture]:
    """The time line as stated, for a desk and for a phone; none where there is no job."""
    stated = found.claimed.requirements["experience"]
    jobs = [
        Worked(_called(work.job), work.job.start, work.job.end, *map(bool, line.credited_days))
        for work, line in zip(stated.judged.career.works, stated.ledger, strict=True)
    ]
    degrees = [
        (fact.get("studyType") or "Degree", vague_day(fact["endDate"]))
        for fact in (whole.claim.facts.get("education", ()) if whole.claim else ())
        if fact.get("endDate") and not goes_on(fact["endDate"])
    ]
    made = [drawn(jobs, found.as_of, reached(stated.judged), degrees, width) for width in (WIDE, NARROW)]
    return [picture for picture in made if picture]


def _called(job: Job) -> str:
    return ", ".join(filter(None, (job.position, job.name))) or "A job without a title"


def _job(fact: dict[str, Any], whole: dossier.Dossier, judged: Experience, line: LedgerLine) -> Row:
    job = judged.career.works[line.job].job
    decided = dossier.decided_in_words(whole.decided(fact["id"]))
    hours = fact.get("hoursPerWeek")
    return Row(
        fact["id"],
        True,
        fact.get("position") or "A job without a title",
        fact.get("name"),
        f"{short_vague_day(job.start)} to {short_vague_day(job.end) if job.end else 'now'}",
        f"{hours} a week" if hours is not None else None,
        decided or (plainly(line.suggestion) if line.suggestion else None),
        decided is not None,
        decided is None and not judged.sure[line.job],
        False,
        _counts(job, line),
        *_proven(fact["id"], whole),
    )


def _degree(fact: dict[str, Any], whole: dossier.Dossier, judged: Experience, place: int) -> Row:
    decided, end = dossier.decided_in_words(whole.decided(fact["id"])), fact.get("endDate")
    credit = judged.degrees[place]
    return Row(
        fact["id"],
        False,
        fact.get("studyType") or "A degree without a name",
        fact.get("institution"),
        short_vague_day(vague_day(end)) if end is not None and not goes_on(end) else "",
        None,
        decided or (plainly(credit.level) if credit.level else None),
        decided is not None,
        False,
        bool(fact.get("level")),
        _degree_counts(credit, judged),
        *_proven(fact["id"], whole),
    )


def _proven(id: str, whole: dossier.Dossier) -> tuple[bool, Sequence[Any], Any]:
    return whole.verified(id), whole.proofs.get(id, ()), whole.references.get(id)


def _counts(job: Job, line: LedgerLine) -> str:
    """What a job counts for by itself, as stated."""
    least, most = line.credited_days
    if not most:
        return "does not count"
    assert least is not None  # a ledger has both
    if least == most:
        return rounded(job.start.earliest, most)
    return (
        f"at least {rounded(job.start.latest, least)}"
        if least
        else f"may count, up to {rounded(job.start.earliest, most)}"
    )


def _degree_counts(degree: DegreeCredit, judged: Experience) -> str:
    if degree.possible_from is None:
        return "does not count"
    return "counts" if degree.certain_from and degree.certain_from <= judged.as_of else "may count"


def _precedents(person: Any, fact: dict[str, Any]) -> list[Precedent]:
    title = dossier.title_of(fact)
    return precedents_of(person.organisation_id, {title}, person.id).get(title, []) if title else []


def _proof_form(id: str, items: Any, seen: str) -> ProofForm:
    form = ProofForm(formdata=None, prefix=f"{id}-known", seen=seen)
    form.item.choices = [SelectChoice(str(each.id), each.title) for each in items]
    return form


def _decision_form(id: str, decision: Any, seen: str) -> Any:
    form = (JobDecisionForm if id.startswith("j") else DegreeDecisionForm)(formdata=None, prefix=id, seen=seen)
    decided = decision.decided if decision else {}
    if "duties" in decided:
        form.category.data = MIXED
        for number, duty in enumerate(decided["duties"][:PARTS]):
            form[f"part{number}"].data = duty["category"]
            form[f"share{number}"].data = f"{float(Fraction(duty['share']) * 100):g}"
    elif "equivalency" in decided:
        form.level.data, form.evaluator.data = decided["equivalency"]["level"], decided["equivalency"]["evaluator"]
    else:
        for key, value in decided.items():
            form[key].data = value
    return form
