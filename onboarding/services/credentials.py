"""Credentials: recording, correcting and striking the dated events of the two applications that follow a hire."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.credential import Channel, CredentialEvent, Track
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import credentials, facts
from onboarding.queries.correctable import in_force
from onboarding.queries.organisations import by_id
from onboarding.rules import npi, provider_number
from onboarding.rules.credential import PROVIDER_EVENTS, SUPPLEMENTAL_EVENTS, credential
from onboarding.rules.facts import Contradiction
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import long_day
from onboarding.services import correcting, several
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.several import Several, SharedFile

KNOWN = {Track.PROVIDER: PROVIDER_EVENTS, Track.SUPPLEMENTAL: SUPPLEMENTAL_EVENTS}
FORESEEN = ("effective", "inactivated", "terminated")  # L&I names the day of these beforehand
EXPLAINED = ("returned", "withdrawn", "inactivated", "reactivated", "terminated", "changed")  # may have a reason


class EventFacts(NamedTuple):
    """One dated event as somebody records it. `event` is a word of the rules for that track."""

    track: Track
    event: str
    happened_on: date
    number: str | None = None
    reason: str | None = None
    channel: Channel | None = None
    contact: str | None = None
    form_edition: str | None = None
    note: str | None = None


def record(
    actor: Actor, person: Person, said: EventFacts, rulings: Rulings, item: EvidenceItem | None = None
) -> CredentialEvent:
    """Record an event, in any order of days. Raises OnboardingError for what cannot be; then nothing is changed."""
    with change(actor) as under_way:
        begin(person)
        _refuse_twice(person, [said])
        row = add_event(under_way, person, said, item)
        refuse_impossible(person, rulings)
    return row


def record_several(actor: Actor, person: Person, said: Sequence[EventFacts], rulings: Rulings) -> list[CredentialEvent]:
    """Record several events as one: they are judged together, so none has to wait for the one before it.

    Raises OnboardingError for what cannot be; then none of them is recorded.
    """
    if not said:
        raise OnboardingError("Enter at least one day.")
    with change(actor) as under_way:
        begin(person)
        _refuse_twice(person, said)
        rows = [add_event(under_way, person, each) for each in said]
        refuse_impossible(person, rulings)
    return rows


def record_for(
    actor: Actor,
    organisation: Organisation,
    ids: Sequence[int],
    said: EventFacts,
    rulings: Rulings,
    file: SharedFile | None = None,
) -> Several:
    """Record the same event for several people: those of whom none of that kind and day is in force on the track.

    Raises what `several.record` raises, and OnboardingError for an event that has a number: that is one person's only.
    """
    _refuse_shape(said)
    if said.number:
        raise OnboardingError("A Provider ID is one person's only. Record it on their page.", "number")

    def has(people: Sequence[Person]) -> set[int]:
        known = credentials.events_of(people)
        return {id for id, events in known.items() if any(map(is_said, events))}

    def is_said(row: CredentialEvent) -> bool:
        return (row.track, row.event, row.happened_on) == (said.track, said.event, said.happened_on)

    def add(under_way: Change, person: Person, item: EvidenceItem | None) -> None:
        add_event(under_way, person, said, item)
        refuse_impossible(person, rulings)

    return several.record(actor, organisation, ids, has, add, file)


def correct(
    actor: Actor,
    person: Person,
    event: CredentialEvent,
    said: EventFacts,
    because: str,
    rulings: Rulings,
    item: EvidenceItem | None = None,
) -> CredentialEvent:
    """Put another event in the place of one that was recorded wrongly; both stay readable."""
    with change(actor) as under_way:
        begin(person)
        row = correct_event(under_way, person, event, said, because, item)
        refuse_impossible(person, rulings)
    return row


def correct_event(
    under_way: Change,
    person: Person,
    event: CredentialEvent,
    said: EventFacts,
    because: str,
    item: EvidenceItem | None = None,
) -> CredentialEvent:
    """The same within a change whose caller sees that it fits the others."""
    _refuse_shape(said)
    row = CredentialEvent(**said._asdict())
    told = _told(row)
    return correcting.correct(under_way, Action.CREDENTIAL_EVENT_CORRECTED, row, person, event, because, item, **told)


def strike(actor: Actor, person: Person, event: CredentialEvent, because: str, rulings: Rulings) -> CredentialEvent:
    """Take away an event that never was; it stays readable, with the reason."""
    with change(actor) as under_way:
        begin(person)
        row = correcting.strike(under_way, Action.CREDENTIAL_EVENT_STRUCK, person, event, because, **_told(event))
        refuse_impossible(person, rulings)
    return row


def begin(person: Person) -> None:
    """Takes turns with others of the COHE, for a number is one person's only; refuses who was never hired."""
    db.session.scalar(select(Organisation.id).where(Organisation.id == person.organisation_id).with_for_update())
    lock(person)
    if person.posting is None:
        raise OnboardingError("Record the hire first.")


def add_event(under_way: Change, person: Person, said: EventFacts, item: EvidenceItem | None = None) -> CredentialEvent:
    """Write an event down, within a change whose caller sees that it fits the others."""
    _refuse_shape(said)
    row = CredentialEvent(**said._asdict())
    return correcting.add(under_way, Action.CREDENTIAL_EVENT_RECORDED, row, person, item, **_told(row))


def _refuse_twice(person: Person, said: Sequence[EventFacts]) -> None:
    """An event that is in force just as it is said again was sent twice."""
    known = in_force(credentials.history(person))
    for each in said:
        if any(all(getattr(row, key) == value for key, value in each._asdict().items()) for row in known):
            day = long_day(each.happened_on)
            raise OnboardingError(f"This is recorded already, with {day} as its day. Nothing was recorded.", "event")


def _refuse_shape(said: EventFacts) -> None:
    """What no event can be, whatever else is recorded."""
    if said.event not in KNOWN[said.track]:
        raise OnboardingError("Choose what happened.", "event")
    if said.happened_on > clock.today() and said.event not in FORESEEN:
        raise OnboardingError("The day is after today. Record it once it has happened.", "happened_on")
    if said.event == "issued" and not said.number:
        raise OnboardingError("Enter the Provider ID that L&I issued.", "number")
    if said.event != "issued" and said.number:
        raise OnboardingError("Enter a Provider ID only with “Provider ID issued”.", "number")
    if said.event == "returned" and not said.reason:
        raise OnboardingError("Say why L&I returned it.", "reason")
    if said.reason and said.event not in EXPLAINED:
        raise OnboardingError("Leave the reason blank here. Write it as a note.", "reason")


def refuse_impossible(person: Person, rulings: Rulings) -> None:
    """Raises OnboardingError for what the person's events, taken together, cannot be; also what lies ahead of today."""
    events = in_force(credentials.history(person))
    for row in events:
        if row.number:
            _refuse_number(person, row.number, rulings)
    tracks = facts.tracks(str(person.id), by_id(person.organisation_id), events)
    last = max([clock.today(), *(row.happened_on for row in events)])
    try:
        credential(tracks, rulings, last)
    except Contradiction as contradiction:
        raise OnboardingError(
            f"That does not fit what is recorded. {contradiction}. Correct the day, or first record what came before.",
            "happened_on",
        ) from contradiction
    except OverflowError as error:
        raise OnboardingError("The day lies too far ahead.", "happened_on") from error


def _refuse_number(person: Person, number: str, rulings: Rulings) -> None:
    law = rulings.in_force(clock.today(), by_id(person.organisation_id).slug, None)
    if fault := provider_number.fault(number, law.numbers):
        is_npi = npi.fault(number, law.numbers) is None
        more = " Its last digit fits an NPI: record it under the details of the account." if is_npi else ""
        raise OnboardingError(f"{fault}.{more}", "number")
    if other := credentials.holder(person.organisation_id, number, person.id):
        raise OnboardingError(
            f"{number} is recorded as the Provider ID of {other.name}. Only one person has it. Check both.",
            "number",
        )
    if credentials.payee_of(person.organisation_id, number):
        raise OnboardingError(
            f"{number} is recorded as the payee number of a group. Enter the person's own Provider ID.",
            "number",
        )


def _told(row: CredentialEvent) -> dict[str, str]:
    return {"track": row.track.value, "event": row.event}
