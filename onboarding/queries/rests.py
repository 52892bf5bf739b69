"""What a determination rests on: facts, evidence with its hashes, findings, rulebook and rulings, as of one day."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from onboarding.formats import answers
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier, evidence, facts, rulings as rulings_of
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.experience_progress import reached
from onboarding.rules.qualification import Screening, screen
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulings import Law, Ruling, Rulings


def on(organisation: Organisation, person: Person, rulings: Rulings, day: date) -> dict[str, Any]:
    """Everything that a recommendation freezes, in plain JSON."""
    whole = dossier.of(person)
    applicant = facts.applicant(organisation, person, whole)
    law = rulings.in_force(day, applicant.cohe, applicant.role)
    found = screen(applicant, rulings, day)
    return {
        "facts": applicant_document(organisation, person, whole),
        "evidence": _evidence(whole),
        "rulings": [_ruling(each, law.book) for each in _cited(law, found)],
        "rulebook": law.book.version,
        "as_of": day.isoformat(),
        "answer": json.loads(answers.line(found)),
        "reached": _reached(found),
        "levels": [degree.level for degree in _experience(found).judged.degrees],  # as what each degree was judged
    }


def _cited(law: Law, found: Screening) -> list[Ruling]:
    """The rulings on which a finding leans; what else is in force makes no difference to this applicant."""
    judged = [each for side in (found.claimed, found.verified) for each in side.requirements.values()]
    sources = {source for finding in judged for source in finding.source}
    return [law.rulings[id] for id in sorted(law.rulings) if str(law.rulings[id]) in sources]


def _reached(found: Screening) -> dict[str, str]:
    """The day on which so many years of experience were reached, as verified; for the time line on paper."""
    return {str(years): day.isoformat() for years, day in reached(_experience(found).judged).items()}


def _experience(found: Screening) -> ExperienceFinding:
    experience = found.verified.requirements["experience"]
    assert isinstance(experience, ExperienceFinding)
    return experience


def applicant_document(organisation: Organisation, person: Person, whole: dossier.Dossier) -> dict[str, Any]:
    """The application as `flask rules screen` reads it: what is claimed, with what was decided and checked.

    Its figures are texts, as they are kept. Judged are the facts themselves (queries/facts.py): this is what is shown.
    """
    claim = whole.claim.facts if whole.claim else {}
    document: dict[str, Any] = {"id": str(person.id), "cohe": organisation.slug, "basics": {"name": person.name}}
    for kind in ("work", "education"):
        document[kind] = [_fact(entry, whole) for entry in claim.get(kind, ())]
    document["hsc"] = {"role": facts.role_of(person, whole), **_standing(whole)}
    return document


def _fact(entry: dict[str, Any], whole: dossier.Dossier) -> dict[str, Any]:
    decided, verified = dict(whole.decided(entry["id"])), whole.verified(entry["id"])
    if "equivalency" in decided:
        decided["equivalency"] = {**decided["equivalency"], "verified": verified}
    known = {key: value for key, value in entry.items() if key != "summary"}
    return {**known, **decided, "verified": verified}


def _standing(whole: dossier.Dossier) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for about, row in whole.statements.items():
        verified = whole.statement_verified(about)
        if about == "providerId":
            found[about] = {"able": row.value, "verified": verified}
        elif about == "lniIssues":
            found[about] = {"reported": row.value, "verified": verified}
        else:
            found.setdefault("skills", {})[about] = {"demonstrated": row.value, "verified": verified}
    return found


def _ruling(ruling: Ruling, book: Rulebook) -> dict[str, str]:
    holds = ruling.reading if ruling.reading else str(ruling.value)
    said, unconfirmed = rulings_of.says(book, ruling), {"recorded_by": ruling.recorded_by} if ruling.recorded_by else {}
    return {
        "says": f"{said.settles}{' ' if said.settles.endswith('?') else ': '}{said.how}",
        "settles": ruling.settles,
        "holds": holds,
        "since": ruling.since.isoformat(),
        "by": ruling.by,
        "reference": ruling.reference,
        **unconfirmed,
    }


def _evidence(whole: dossier.Dossier) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for fact, items in (*whole.proofs.items(), *_papers_on_standing(whole)):
        for item in items:
            entry = found.setdefault(
                item.id,
                {
                    "item": item.id,
                    "title": item.title,
                    "sha256": item.original,
                    "state": evidence.state(item).value,
                    "proves": [],
                },
            )
            entry["proves"].append(fact)
    return [found[id] for id in sorted(found)]


def _papers_on_standing(whole: dossier.Dossier) -> Iterator[tuple[str, list[Any]]]:
    """The paper that shows each word on standing, by what it is about, as long as it counts."""
    for about, row in whole.statements.items():
        proof = whole.shown.get(row.id)
        if proof and proof.item and evidence.counts(proof.item):
            yield about, [proof.item]
