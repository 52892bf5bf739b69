"""What a determination rests on: facts, evidence with its hashes, findings, rulebook and rulings, as of one day."""

import json
from datetime import date
from typing import Any

from onboarding.formats import answers
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier, evidence, facts
from onboarding.rules.qualification import screen
from onboarding.rules.rulebook import Question, Rulebook
from onboarding.rules.rulings import Ruling, Rulings


def on(organisation: Organisation, person: Person, rulings: Rulings, day: date) -> dict[str, Any]:
    """Everything that a recommendation freezes, in plain JSON."""
    whole = dossier.of(person)
    applicant = facts.applicant(organisation, person, whole)
    law = rulings.in_force(day, applicant.cohe, applicant.role)
    return {
        "facts": applicant_document(organisation, person, whole),
        "evidence": _evidence(whole),
        "rulings": [_ruling(law.rulings[id], rulings.book) for id in sorted(law.rulings)],
        "rulebook": rulings.book.version,
        "as_of": day.isoformat(),
        "answer": json.loads(answers.line(screen(applicant, rulings, day))),
    }


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
    unconfirmed = {"recorded_by": ruling.recorded_by} if ruling.recorded_by else {}
    return {
        "says": _says(ruling, book),
        "settles": ruling.settles,
        "holds": holds,
        "since": ruling.since.isoformat(),
        "by": ruling.by,
        "reference": ruling.reference,
        **unconfirmed,
    }


def _says(ruling: Ruling, book: Rulebook) -> str:
    """What a ruling settles and how, in the words of the rulebook."""
    if ruling.reading is None:
        number = book.numbers[ruling.settles]
        return f"{number.says}: {ruling.value} {number.unit}."
    question = book.questions[Question(ruling.settles)]
    return next(f"{question.asks} {each.says}" for each in question.readings if each.id == ruling.reading)


def _evidence(whole: dossier.Dossier) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for fact, items in whole.proofs.items():
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
