"""What else a provider account is about, in versions, and what was said of reported issues with L&I."""

from datetime import date
from typing import NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.credential import AccountDetails, Attestation
from onboarding.models.person import Person
from onboarding.queries import credentials
from onboarding.queries.correctable import in_force
from onboarding.queries.organisations import by_id
from onboarding.rules import npi, provider_number
from onboarding.rules.rulings import Rulings
from onboarding.services import twice
from onboarding.services.change import Actor, Change, change
from onboarding.services.credentials import begin


class DetailFacts(NamedTuple):
    """What else the account is about; of each pair at most one is given."""

    npi: str | None = None
    no_npi_because: str | None = None
    licence: str | None = None
    no_licence_because: str | None = None
    malpractice: str | None = None
    no_malpractice_because: str | None = None
    payee_number: str | None = None


def record_details(actor: Actor, person: Person, said: DetailFacts, rulings: Rulings, version: int) -> AccountDetails:
    """Record what else the account is about, as the next version. `version` is that of the page (0: none yet).

    Raises OnboardingError for a number that is none, and where somebody else changed it since.
    """
    with change(actor) as under_way:
        begin(person)
        last = credentials.details(person)
        if last and all(getattr(last, key) == value for key, value in said._asdict().items()):
            return last
        if (last.version if last else 0) != version:
            raise OnboardingError("Somebody else changed this while you had it open. Reload the page and try again.")
        refuse_details(person, said, rulings)
        return add_details(under_way, person, said, version + 1)


def add_details(under_way: Change, person: Person, said: DetailFacts, version: int) -> AccountDetails:
    """Write this version down, within a change whose caller sees that the numbers can be."""
    row = AccountDetails(
        organisation_id=person.organisation_id,
        person_id=person.id,
        version=version,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
        **said._asdict(),
    )
    db.session.add(row)
    under_way.record(person.organisation_id, Action.CREDENTIAL_DETAILS_RECORDED, row, person=person.id)
    return row


def attest(actor: Actor, person: Person, reported: bool, said_by: str, said_on: date, note: str | None) -> Attestation:
    """Record what was said of reported issues with L&I. Raises OnboardingError for a day to come, or no explanation."""
    if said_on > clock.today():
        raise OnboardingError("The day cannot be after today.", "said_on")
    if reported and not note:
        raise OnboardingError("Say what was reported, and when.", "note")
    with change(actor) as under_way:
        begin(person)
        row = Attestation(
            organisation_id=person.organisation_id,
            person_id=person.id,
            reported=reported,
            said_by=said_by,
            said_on=said_on,
            note=note,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        twice.refuse(actor, row, "organisation_id", "person_id")
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.CREDENTIAL_ATTESTED, row, person=person.id, reported=reported)
    return row


def refuse_details(person: Person, said: DetailFacts, rulings: Rulings) -> None:
    """Raises OnboardingError for a number that is none, or is somebody's own, and for both of a pair."""
    law = rulings.in_force(clock.today(), by_id(person.organisation_id).slug, None)
    for key in ("npi", "licence", "malpractice"):
        if getattr(said, key) and getattr(said, f"no_{key}_because"):
            raise OnboardingError("Enter one of the two: what there is, or why there is none.", key)
    if said.npi and (fault := npi.fault(said.npi, law.numbers)):
        raise OnboardingError(f"{fault}.", "npi")
    if said.payee_number is None:
        return
    if fault := provider_number.fault(said.payee_number, law.numbers):
        raise OnboardingError(f"{fault}.", "payee_number")
    own = {row.number for row in in_force(credentials.history(person))}
    if said.payee_number in own or credentials.holder(person.organisation_id, said.payee_number, person.id):
        raise OnboardingError(
            f"{said.payee_number} is recorded as a person's own Provider ID. The payee number is the group's.",
            "payee_number",
        )
