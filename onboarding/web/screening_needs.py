"""What is still needed of an applicant, as lines to act on: the shortest list that settles it, and where to do it.

Which facts settle it is chosen by `rules/settling.py`. Every address that a line leads to is here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for

from onboarding import clock
from onboarding.queries import dossier, evidence, missing, references
from onboarding.queries.determinations import Move
from onboarding.queries.evidence import State
from onboarding.queries.references import ReferenceState
from onboarding.rules.findings import Need
from onboarding.rules.qualification import Screening
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.settling import WORK, Lacking, Settled, shortest
from onboarding.rules.wording import listed, long_day, plainly

Asked = Mapping[str, datetime]
INTERVIEW = "interview"  # the row of the interview sheet
# What is lacking of a job or degree, by how the path of the fact ends.
LACKS = {
    "category": "the kind of work",
    "equivalency.verified": "proof of the evaluation",
    "equivalency": "an evaluation as a United States degree",
    "level": "its level",
    "verified": "proof",
    "hoursPerWeek": "hours a week",
    "startDate": "the exact first day",
    "endDate": "the exact last day",
}
STANDING = {"providerId": "the Provider ID", "lniIssues": "reported issues"}
CONFERRED = "the day it was conferred"
COULD_COUNT = (State.UNVERIFIED, State.CONFIRMED)  # a paper that somebody else may yet find right


class Action(NamedTuple):
    """A link to where something is done."""

    label: str
    address: str


class Line(NamedTuple):
    """One thing that is needed: what of, what is lacking, what is under way already, and what can be done about it."""

    what: str
    lacks: str
    waits: str | None = None
    actions: tuple[Action, ...] = ()


def row(person: Any, id: str) -> str:
    """The address of the page with this row open."""
    return url_for("screening.show", id=person.id, open=id, _anchor=id)


def lines(
    person: Any, whole: dossier.Dossier, found: Screening, book: Rulebook, may: bool, user_id: int, asked: Asked
) -> list[Line]:
    """What settles everything that is open, in the order of the requirements; with actions for who `may` do them.

    `asked`: when the applicant was asked for what they neither answered nor sent, by the words they were asked in.
    """
    requirements = found.verified.requirements
    settled: Settled = shortest(requirements["experience"].judged)  # type: ignore[union-attr]  # the one that has it
    facts = [_of_fact(person, whole, each, may, user_id, asked) for each in settled.facts]
    rulings = [_of_question(book.questions[each].asks, may) for each in settled.questions]
    return [
        *facts,
        *rulings,
        *_of_skills(person, requirements["skills"].needs, may, asked),
        *_of_standing(person, whole, found, may, user_id, asked),
    ]


def next_step(person: Any, whole: dossier.Dossier, standing: Move) -> Action:
    """What to do where nothing is needed: enter something, recommend, or see what became of it."""
    if whole.claim is None:
        return Action("Enter what the applicant says", url_for("claims.edit", id=person.id))
    label = "Recommend a decision" if standing is Move.OPEN else "See the determination"
    return Action(label, url_for("determinations.show", id=person.id))


def others(person: Any, whole: dossier.Dossier, may: bool) -> list[Action]:
    """Where else one may want to go from here."""
    claim, about = whole.claim, person.id
    return [
        *([Action("Correct what the applicant says", url_for("claims.edit", id=about))] if may and claim else []),
        *([Action(f"Ask {_first_name(person)} to fill in the form", _applicant(person))] if may else []),
        *([Action("See the application as it was entered", url_for("claims.versions", id=about))] if claim else []),
        Action("See who was asked", url_for("asking.index", id=about)),
        Action("See the determination", url_for("determinations.show", id=about)),
    ]


def _of_fact(person: Any, whole: dossier.Dossier, lacking: Lacking, may: bool, user_id: int, asked: Asked) -> Line:
    kind = "work" if lacking.kind == WORK else "education"
    assert whole.claim  # something lacks of what is claimed
    fact = whole.claim.facts[kind][lacking.place]
    job = lacking.kind == WORK
    title = fact.get("position" if job else "studyType") or ("A job" if job else "A degree")
    where = fact.get("name" if job else "institution")
    what = f"{title}, {where}" if where else title
    lacks = listed(_words(need, job) for need in lacking.needs)
    unchecked = [item for item in whole.proofs.get(fact["id"], ()) if evidence.state(item) is State.UNVERIFIED]
    checks = [
        Action(f"Check {item.title}", checking(item, fact["id"])) for item in unchecked if _may_check(item, user_id)
    ]
    waits = _waits(whole, fact["id"], [item for item in unchecked if not _may_check(item, user_id)])
    actions = _actions(person, fact["id"], lacking, checks, waits is not None) if may else []
    if says := _asked(person, asked, lacking.needs):
        actions = [each for each in actions if each != _asking(person)]
    return Line(what, lacks, _both(waits, says), tuple(actions))


def _asked(person: Any, asked: Asked, needs: Iterable[Need]) -> str | None:
    """When the applicant was asked for all of it that is for them to say or send; None where they were not."""
    days = [asked.get(missing.asks(need)) for need in needs if not need.fact.endswith(missing.KIND_OF_WORK)]
    if not days or not all(days):
        return None
    return f"{_first_name(person)} was asked on {long_day(clock.day_of(max(day for day in days if day)))}."


def _both(*says: str | None) -> str | None:
    return " ".join(filter(None, says)) or None


def _words(need: Need, job: bool) -> str:
    ending = need.fact.partition("].")[2]
    return CONFERRED if ending == "endDate" and not job else LACKS[ending]


def _may_check(item: Any, user_id: int) -> bool:
    """Whoever brought a file does not check it."""
    return bool(user_id != item.submitted_by_id)


def _waits(whole: dossier.Dossier, id: str, own: list[Any]) -> str | None:
    """What is under way about it: a file that this user brought, an employer who was asked and has not answered."""
    if own:
        return f"{own[0].title} has to be checked by somebody else than who added it."
    asked = whole.references.get(id)
    if asked and references.state(asked, clock.now()) is ReferenceState.WAITING:
        return f"{asked.to_name} was asked and has not answered yet."
    return None


def _actions(person: Any, id: str, lacking: Lacking, checks: list[Action], waits: bool) -> list[Action]:
    """To be done about a job or degree, the nearest first."""
    lacks = {need.fact.partition("].")[2] for need in lacking.needs}
    found, job = [], lacking.kind == WORK
    if "category" in lacks:
        found.append(Action("Decide the kind of work", row(person, id)))
    if lacks & {"level", "equivalency"}:
        found.append(Action("Decide the level", row(person, id)))
    if lacks & {"verified", "equivalency.verified"}:
        found += checks
        if not checks and not waits:
            asks = "Ask the employer" if job else "Ask the school"
            found.append(Action(asks, url_for("asking.ask", id=person.id, fact=id)))
        if not checks:
            found.append(Action("Add a file", row(person, id)))
    if not found or lacks - {"category", "level"}:
        found.append(_asking(person))
    return found


def _asking(person: Any) -> Action:
    return Action(f"Ask {_first_name(person)}", url_for("missing.ask", id=person.id))


def checking(item: Any, id: str) -> str:
    """The address where a file is checked that is to prove this row: a job, a degree, or the interview's standing."""
    return url_for("evidence.verify", id=item.id, fact=id)


def _of_question(asks: str, may: bool) -> Line:
    actions = (Action("See the rulings", url_for("rulings.index")),) if may else ()
    return Line("A ruling by L&I's contract manager", asks, None, actions)


def _of_skills(person: Any, needs: tuple[Need, ...], may: bool, asked: Asked) -> list[Line]:
    if not needs:
        return []
    areas = dict.fromkeys(need.fact.removeprefix("hsc.skills.").removesuffix(".verified") for need in needs)
    actions = (Action("Record an interview", row(person, INTERVIEW)),) if may else ()
    return [Line("Interview", listed(map(plainly, areas)), _asked(person, asked, needs), actions)]


def _of_standing(
    person: Any, whole: dossier.Dossier, found: Screening, may: bool, user_id: int, asked: Asked
) -> list[Line]:
    """What is needed on standing with L&I: that what the applicant signed is checked, by their link or on paper; else a
    paper."""
    needs = found.verified.requirements["provider_id"].needs
    abouts = list(dict.fromkeys(need.fact.split(".")[1] for need in needs))
    if not abouts:
        return []
    each = [_of_statement(person, whole, about, user_id) for about in abouts]
    actions = dict.fromkeys(action for action, _ in each if action and may)
    waits = _both(next((says for _, says in each if says), None), _asked(person, asked, needs))
    return [Line("Standing with L&I", listed(STANDING[about] for about in abouts), waits, tuple(actions))]


def _of_statement(person: Any, whole: dossier.Dossier, about: str, user_id: int) -> tuple[Action | None, str | None]:
    """What is to be done about one word on standing, or what it waits for."""
    row = whole.statements.get(about)
    if row in whole.to_check:
        return Action("Check what the applicant signed", url_for("standing.check", id=person.id)), None
    proof = whole.shown.get(row.id) if row else None
    if row is None or proof is None or proof.item is None or evidence.state(proof.item) not in COULD_COUNT:
        record = url_for("standing.record", id=person.id, about=about)
        return Action(f"Record a paper on {STANDING[about]}", record), None
    if user_id in (proof.item.submitted_by_id, row.recorded_by_id):
        return None, f"{proof.item.title} has to be checked by somebody else."
    return Action(f"Check {proof.item.title}", checking(proof.item, INTERVIEW)), None


def _first_name(person: Any) -> str:
    return str(person.name.split()[0])


def _applicant(person: Any) -> str:
    return url_for("applicant_links.link", id=person.id)
