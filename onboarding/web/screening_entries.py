"""What the screening page shows of each job and degree: said, decided, proven, counted, and the forms to decide."""

from fractions import Fraction
from typing import Any, NamedTuple

from wtforms.fields.choices import SelectChoice

from onboarding.queries import dossier, evidence
from onboarding.queries.precedents import Precedent, of as precedents_of
from onboarding.rules import titles
from onboarding.web.forms.screening import MIXED, PARTS, DegreeDecisionForm, FileForm, JobDecisionForm, ProofForm


class Entry(NamedTuple):
    """One job or degree. The forms are None for who may not decide, `proof` also where there is nothing to choose."""

    fact: dict[str, Any]
    job: bool
    suggestion: titles.Suggestion | None
    precedents: list[Precedent]
    decision: Any
    proofs: Any
    reference: Any
    verified: bool
    ledger: Any
    form: Any
    proof: Any
    file: Any


def ledger(found: Any) -> Any:
    """What each job would count for, as claimed, in the order of the claim."""
    return found.claimed.requirements["experience"].ledger


def entries(person: Any, whole: dossier.Dossier, found: Any, may: bool) -> list[Entry]:
    """Every job and degree of the claim, jobs first."""
    items = [each for each in evidence.of_person(person) if evidence.counts(each)] if may else []
    names = {title for fact in whole.facts.values() if (title := dossier.title_of(fact))} if may else set()
    before = precedents_of(person.organisation_id, names, person.id) if names else {}
    return [_entry(place, fact, whole, found, may, items, before) for place, fact in enumerate(whole.facts.values())]


def _entry(
    place: int, fact: dict[str, Any], whole: dossier.Dossier, found: Any, may: bool, items: Any, before: Any
) -> Entry:
    id, job, title = fact["id"], fact["id"].startswith("j"), fact.get("position")
    return Entry(
        fact=fact,
        job=job,
        suggestion=titles.suggest(title) if title else None,
        precedents=before.get(dossier.title_of(fact), []),
        decision=whole.decisions.get(id),
        proofs=whole.proofs.get(id, ()),
        reference=whole.references.get(id),
        verified=whole.verified(id),
        ledger=ledger(found)[place] if job else None,
        form=_decision_form(id, job, whole.decisions.get(id)) if may else None,
        proof=_proof_form(id, items) if items else None,
        file=FileForm(formdata=None, prefix=f"{id}-new") if may else None,
    )


def _proof_form(id: str, items: Any) -> ProofForm:
    form = ProofForm(formdata=None, prefix=id)
    form.item.choices = [SelectChoice(str(each.id), each.title) for each in items]
    return form


def _decision_form(id: str, job: bool, decision: Any) -> Any:
    form = (JobDecisionForm if job else DegreeDecisionForm)(formdata=None, prefix=id)
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
