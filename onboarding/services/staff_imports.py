"""Taking in a COHE's present staff from a table: all in one transaction, or none, with every reason by its line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db
from onboarding.formats.tables.lines import Fault
from onboarding.formats.tables.staff import BY_KEY, EVENTS, Member
from onboarding.models.credential import AccountDetails, CredentialEvent, Track
from onboarding.models.hiring import Supervision
from onboarding.models.imported import ImportBatch, ImportKind
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import credentials, hiring
from onboarding.queries.facts import PLACES
from onboarding.roles import StaffRole
from onboarding.rules.alike import same_name
from onboarding.rules.credential import credential
from onboarding.rules.facts import Contradiction, Event, Tracks
from onboarding.rules.rulings import Rulings
from onboarding.services.change import Actor, Change, change
from onboarding.services.imports import NotTakenError, known_addresses
from onboarding.services.undoing import note_batch


def refusals(
    organisation: Organisation, members: Sequence[Member], rulings: Rulings, others: Sequence[str] = ()
) -> tuple[Fault, ...]:
    """Why they cannot be taken in as things stand here: for the preview, and again when it is done.

    `others`: the names of those in the table whose lines have a fault already.
    """
    return tuple(
        sorted(
            (
                *_of_people(organisation, members),
                *_of_numbers(organisation, members),
                *_of_supervisors(organisation, members, others),
                *(fault for each in members for fault in _of_events(each, organisation, rulings)),
            ),
            key=lambda fault: fault.line,
        )
    )


def take_in(actor: Actor, organisation: Organisation, members: Sequence[Member], rulings: Rulings) -> ImportBatch:
    """Record everybody with all that the table says of them, all or nothing. Raises NotTakenError."""
    with change(actor) as under_way:
        db.session.scalar(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
        if faults := refusals(organisation, members, rulings):
            raise NotTakenError(faults)
        people = [_person(organisation, each) for each in members]
        _flush(people)
        rows = {person.id: list(_rows(under_way, person, each)) for person, each in zip(people, members, strict=True)}
        for person, supervision in _supervisions(under_way, organisation, people, members):
            rows[person.id].append(supervision)
        db.session.add_all(row for each in rows.values() for row in each)
        db.session.flush()
        for person in people:
            person.posting_id = next(row.id for row in rows[person.id] if isinstance(row, Posting))
        db.session.flush()
        for person in people:
            under_way.record(organisation.id, Action.PERSON_ADDED, person)
            for row in rows[person.id]:
                under_way.record(organisation.id, ACTIONS[type(row)], row, person=person.id)
        counted = {person: Counter(row.__tablename__ for row in rows[person.id]) for person in people}
        return note_batch(under_way, organisation, ImportKind.STAFF, counted)


ACTIONS: dict[type[Base], Action] = {
    Posting: Action.POSTING_RECORDED,
    CredentialEvent: Action.CREDENTIAL_EVENT_RECORDED,
    AccountDetails: Action.CREDENTIAL_DETAILS_RECORDED,
    TrainingRecord: Action.TRAINING_RECORDED,
    Supervision: Action.SUPERVISION_RECORDED,
}


def _flush(people: Sequence[Person]) -> None:
    db.session.add_all(people)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody added one of them in between
        raise OnboardingError("Somebody was added meanwhile who is in the table too. Send it again.") from error


def _of_people(organisation: Organisation, members: Sequence[Member]) -> Iterator[Fault]:
    known = known_addresses(organisation, [each.email for each in members if each.email])
    seen: dict[str, int] = {}
    for each in members:
        if not each.email:
            continue
        if name := known.get(each.email.lower()):
            yield Fault(
                each.line, BY_KEY["email"].heading, f"{name} is recorded here with this address. Delete the line."
            )
        if line := seen.get(each.email.lower()):
            yield Fault(each.line, BY_KEY["email"].heading, f"Line {line} has the same address. Correct one of them.")
        seen.setdefault(each.email.lower(), each.line)


def _of_numbers(organisation: Organisation, members: Sequence[Member]) -> Iterator[Fault]:
    """A Provider ID is one person's, and no group's."""
    heading, seen, groups = BY_KEY["number"].heading, dict[str, int](), {each.payee_number for each in members}
    for each in members:
        number = next((event.number for event in each.events if event.number), None)
        if number is None:
            continue
        if line := seen.get(number):
            yield Fault(each.line, heading, f"Line {line} has the same Provider ID, which is one person's only.")
        elif other := credentials.holder(organisation.id, number, 0):
            yield Fault(each.line, heading, f"It is recorded as the Provider ID of {other.name}, who has it alone.")
        elif number in groups or credentials.payee_of(organisation.id, number):
            yield Fault(each.line, heading, "It is a group's payee number too. A person's own Provider ID is another.")
        seen.setdefault(number, each.line)


def _of_supervisors(organisation: Organisation, members: Sequence[Member], others: Sequence[str]) -> Iterator[Fault]:
    names, faulty = _hscs(organisation, members), set(map(same_name, others))
    for each in members:
        if (
            each.supervisor
            and same_name(each.supervisor) not in faulty
            and len(found := names.get(same_name(each.supervisor), [])) != 1
        ):
            what = "Several HSCs here have this name" if found else "No HSC in the table, or here, has this name"
            yield Fault(
                each.line, BY_KEY["supervisor"].heading, f"{what}. Correct it, or clear it and name one afterwards."
            )


def _hscs(organisation: Organisation, members: Sequence[Member]) -> dict[str | None, list[Person | int]]:
    """Who can supervise, by name: those in the table by their place, those who are here as records."""
    found: dict[str | None, list[Person | int]] = {}
    for place, each in enumerate(members):
        if each.role != StaffRole.ASSISTANT.value:
            found.setdefault(same_name(each.name), []).append(place)
    for person in hiring.hscs(organisation.id, clock.today()):
        found.setdefault(person.same_name, []).append(person)
    return found


def _of_events(member: Member, organisation: Organisation, rulings: Rulings) -> Iterator[Fault]:
    """Days that lie ahead, and events that do not follow from each other."""
    today = clock.today()
    heading = {(track, event): BY_KEY[key].heading for track, event, key in EVENTS}
    for each in member.events:
        if each.on > today and each.event != "effective":
            yield Fault(member.line, heading[each.track, each.event], f"{each.on} is after today. Correct it.")
    tracks = Tracks(
        str(member.line), organisation.slug, _track(member, Track.PROVIDER), _track(member, Track.SUPPLEMENTAL)
    )
    try:
        credential(tracks, rulings, max([today, *(each.on for each in member.events)]))
    except Contradiction as contradiction:
        for fault in contradiction.faults:
            yield Fault(member.line, "", f"{fault}. Correct the days, or fill in the one that is missing.")


def _track(member: Member, track: Track) -> tuple[Event, ...]:
    chosen = (each for each in member.events if each.track == track.value)
    return tuple(Event(each.on, each.event, each.number, None, PLACES[track]) for each in chosen)


def _person(organisation: Organisation, member: Member) -> Person:
    return Person(
        organisation_id=organisation.id,
        name=member.name,
        email=member.email,
        phone=member.phone,
        applied_for=StaffRole(member.role),
        created_at=clock.now(),
    )


def _rows(under_way: Change, person: Person, member: Member) -> Iterator[Base]:
    of = {"organisation_id": person.organisation_id, "person_id": person.id}
    by = {"recorded_by_id": under_way.actor.user_id, "recorded_at": clock.now()}
    days: dict[str, date | None] = {"hired_on": member.hired_on, "left_on": member.left_on}
    yield Posting(version=1, role=StaffRole(member.role), reason=None, **days, **of, **by)
    for each in member.events:
        yield CredentialEvent(
            track=Track(each.track), event=each.event, happened_on=each.on, number=each.number, **of, **by
        )
    if member.npi or member.payee_number:
        yield AccountDetails(version=1, npi=member.npi, payee_number=member.payee_number, **of, **by)
    for part, entry in member.trainings:
        yield TrainingRecord(part=TrainingPart(part), facts=entry, **of, **by)


def _supervisions(
    under_way: Change, organisation: Organisation, people: Sequence[Person], members: Sequence[Member]
) -> Iterator[tuple[Person, Supervision]]:
    names = _hscs(organisation, members)
    for person, member in zip(people, members, strict=True):
        if member.supervisor:
            (found,) = names[same_name(member.supervisor)]
            supervisor = people[found] if isinstance(found, int) else found
            yield (
                person,
                Supervision(
                    organisation_id=organisation.id,
                    person_id=person.id,
                    supervisor_id=supervisor.id,
                    since=member.hired_on,
                    recorded_by_id=under_way.actor.user_id,
                    recorded_at=clock.now(),
                ),
            )
