"""Rows into facts: the one bridge from what is stored to what the rules know."""

from collections.abc import Iterable
from typing import Any

from onboarding import clock
from onboarding.formats import resume, training
from onboarding.formats.claims import exact
from onboarding.formats.shape import Shape
from onboarding.models.credential import CredentialEvent, Track
from onboarding.models.determination import Decision, Determination
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.training import TrainingRecord
from onboarding.queries import evidence
from onboarding.queries.dossier import OWN_WORD, Dossier
from onboarding.roles import StaffRole
from onboarding.rules.facts import Applicant, Event, Tracks, Trainee
from onboarding.rules.retention import Retained


def applicant_document(organisation: Organisation, person: Person, dossier: Dossier) -> dict[str, Any]:
    """The application as `flask rules screen` reads it: what is claimed, with what was decided and checked.

    Its figures are texts, as they are kept.
    """
    claim = dossier.claim.facts if dossier.claim else {}
    document: dict[str, Any] = {"id": str(person.id), "cohe": organisation.slug, "basics": {"name": person.name}}
    for kind in ("work", "education"):
        document[kind] = [_fact(entry, dossier) for entry in claim.get(kind, ())]
    document["hsc"] = {"role": role_of(person, dossier), **_standing(dossier)}
    return document


def role_of(person: Person, dossier: Dossier) -> str:
    """The role that the person is screened for, in the words of the rules: a surgical HSC is screened as an HSC."""
    sought = dossier.promotion.role if dossier.promotion else person.applied_for
    return "assistant" if sought is StaffRole.ASSISTANT else "hsc"


def applicant(organisation: Organisation, person: Person, dossier: Dossier) -> Applicant:
    """The same as facts, by the reader of files. Raises Refused for a claim that does not fit, which is our fault."""
    return resume.applicant(Shape.of(exact(applicant_document(organisation, person, dossier))), str(person.id))


def _fact(entry: dict[str, Any], dossier: Dossier) -> dict[str, Any]:
    decision = dossier.decisions.get(entry["id"])
    decided = dict(decision.decided) if decision else {}
    verified = dossier.verified(entry["id"])
    if "equivalency" in decided:
        decided["equivalency"] = {**decided["equivalency"], "verified": verified}
    known = {key: value for key, value in entry.items() if key != "summary"}
    return {**known, **decided, "verified": verified}


def _standing(dossier: Dossier) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for about, row in dossier.statements.items():
        verified = row.how not in OWN_WORD
        if about == "providerId":
            found[about] = {"able": row.value, "verified": verified}
        elif about == "lniIssues":
            found[about] = {"reported": row.value, "verified": verified}
        else:
            found.setdefault("skills", {})[about] = {"demonstrated": row.value, "verified": verified}
    return found


PLACES = {Track.PROVIDER: "Provider account", Track.SUPPLEMENTAL: "HSC Supplemental Application"}


def tracks(id: str, organisation: Organisation, events: Iterable[CredentialEvent]) -> Tracks:
    """What the rules of credentials know of a person: the events that hold."""
    by_track: dict[Track, list[Event]] = {track: [] for track in Track}
    for row in events:
        by_track[row.track].append(Event(row.happened_on, row.event, row.number, row.reason, PLACES[row.track]))
    provider, supplemental = (tuple(by_track[track]) for track in (Track.PROVIDER, Track.SUPPLEMENTAL))
    return Tracks(id, organisation.slug, provider, supplemental)


CLOSED = (Decision.NOT_QUALIFIED, Decision.WITHDRAWN)


def trainee(organisation: Organisation, posting: Posting, trainings: Iterable[TrainingRecord]) -> Trainee:
    """What the training rules know of somebody in a role: the day they entered it, and what training they had."""
    document: dict[str, Any] = {
        "role": posting.role.value,
        "cohe": organisation.slug,
        "hired_on": posting.hired_on.isoformat(),
    }
    for row in trainings:
        entry = {**row.facts, "verified": evidence.confirms(row.paper)}
        document.setdefault(row.part.value, []).append(entry)
    return training.trainee(Shape.of(exact(document)), str(posting.person_id))


def retained(person: Person, decided: Determination | None) -> Retained:
    """What the rules of keeping know of a person, and of what was last decided of the application.

    The contract's end, and of which day the last service was that was billed, are not recorded here: when a bill went
    out is not when the service was.
    """
    posting = person.posting
    closed = decided is not None and decided.decision in CLOSED and decided.reopening is None
    closed_on = clock.day_of(decided.decided_at) if decided and closed else None
    return Retained(posting is not None, posting.left_on if posting else None, closed_on)
