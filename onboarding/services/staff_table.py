"""A table of a COHE's present staff: what it declares, what cannot be, and what each line of it becomes."""

from collections.abc import Iterator, Sequence

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.formats.tables import staff
from onboarding.formats.tables.lines import Fault
from onboarding.formats.tables.staff import Member
from onboarding.formats.tables.staff_columns import BY_KEY, COLUMNS, EVENTS
from onboarding.models.credential import Track
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.permissions import May
from onboarding.queries import credentials as numbered, hiring as working, recorded_staff
from onboarding.queries.facts import PLACES
from onboarding.roles import StaffRole
from onboarding.rules.alike import same_name
from onboarding.rules.credential import credential
from onboarding.rules.facts import Contradiction, Event, Tracks
from onboarding.rules.rulings import Rulings
from onboarding.services import account_details, credentials, hiring, people, sensible_days, training
from onboarding.services.change import Change
from onboarding.services.credentials import EventFacts
from onboarding.services.importable import ByLine, Importable, Kept, of_addresses
from onboarding.services.line_choices import Line
from onboarding.services.people import PersonFacts, PostingFacts
from onboarding.services.staff_differences import LABELS, in_words
from onboarding.services.staff_matches import lines
from onboarding.services.staff_updates import HERE_BEFORE, update
from onboarding.services.training import TrainingFacts


def _refused(
    organisation: Organisation, entries: Sequence[Member], rulings: Rulings, others: Sequence[str]
) -> Iterator[Fault]:
    yield from of_addresses(organisation, entries, BY_KEY["email"].heading)
    yield from _of_numbers(organisation, entries)
    yield from _of_supervisors(organisation, entries, others)
    for each in entries:
        yield from _of_days(each)
        yield from _of_issue(each)
        yield from _of_events(each, organisation, rulings)
        yield from _of_trainings(each, organisation)


def _of_days(member: Member) -> Iterator[Fault]:
    """First and last days that nobody can mean."""
    today = clock.today()
    if what := sensible_days.first_day(member.hired_on, today):
        yield Fault(member.line, BY_KEY["hired_on"].heading, what)
    if member.left_on and (what := sensible_days.last_day(member.left_on, member.hired_on, today)):
        yield Fault(member.line, BY_KEY["left_on"].heading, what)


def _of_issue(member: Member) -> Iterator[Fault]:
    """A Provider ID and its day, of which one is missing. Of who is here already, the other may be recorded."""
    if member.number and "provider_issued" not in member.values:
        what = "A Provider ID needs the day on which it was issued. Fill it in."
        yield Fault(member.line, BY_KEY["provider_issued"].heading, what)
    if "provider_issued" in member.values and not member.number:
        yield Fault(member.line, BY_KEY["number"].heading, "It was issued, so it is needed here. Fill it in.")


def _of_numbers(organisation: Organisation, members: Sequence[Member]) -> Iterator[Fault]:
    """A Provider ID is one person's, and no group's."""
    heading, seen, groups = BY_KEY["number"].heading, dict[str, int](), {each.payee_number for each in members}
    for each in members:
        number = each.number
        if number is None:
            continue
        if (line := seen.setdefault(number, each.line)) != each.line:
            yield Fault(each.line, heading, f"Line {line} has the same Provider ID, which is one person's only.")
        elif other := numbered.holder(organisation.id, number, 0):
            yield Fault(each.line, heading, f"It is recorded as the Provider ID of {other.name}, who has it alone.")
        elif number in groups or numbered.payee_of(organisation.id, number):
            yield Fault(each.line, heading, "It is a group's payee number too. A person's own Provider ID is another.")


def _of_supervisors(organisation: Organisation, members: Sequence[Member], others: Sequence[str]) -> Iterator[Fault]:
    names, faulty = _hscs(organisation, members), set(map(same_name, others))
    for each in members:
        wanted = same_name(each.supervisor or "")
        found = names.get(wanted, [])
        if each.supervisor and wanted not in faulty and len(found) != 1:
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
    for person in working.hscs(organisation.id, clock.today()):
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


def _of_trainings(member: Member, organisation: Organisation) -> Iterator[Fault]:
    for part, entry in member.trainings:
        try:
            training.refuse(organisation, TrainingFacts(TrainingPart(part), entry), clock.today())
        except OnboardingError as error:
            yield Fault(member.line, "", str(error))


def _track(member: Member, track: Track) -> tuple[Event, ...]:
    chosen = (each for each in member.events if each.track == track.value)
    return tuple(Event(each.on, each.event, each.number, None, PLACES[track]) for each in chosen)


def _add(under_way: Change, organisation: Organisation, entries: Sequence[Member]) -> list[Person]:
    names = _hscs(organisation, entries)
    added = [_one(under_way, organisation, each) for each in entries]
    for person, member in zip(added, entries, strict=True):
        if member.supervisor:
            (found,) = names[same_name(member.supervisor)]
            supervisor = added[found] if isinstance(found, int) else found
            hiring.add_supervision(under_way, person, supervisor, member.hired_on)
    return added


def _one(under_way: Change, organisation: Organisation, member: Member) -> Person:
    role = StaffRole(member.role)
    person = people.start_person(under_way, organisation, PersonFacts(member.name, role, member.email, member.phone))
    posting = PostingFacts(role, member.hired_on, member.left_on, HERE_BEFORE)
    people.add_posting(under_way, person, posting, person.revision)
    for each in member.events:
        credentials.add_event(under_way, person, EventFacts(Track(each.track), each.event, each.on, each.number))
    if member.npi or member.payee_number:
        details = account_details.DetailFacts(npi=member.npi, payee_number=member.payee_number)
        account_details.add_details(under_way, person, details, 1)
    for part, entry in member.trainings:
        training.add_training(under_way, person, TrainingFacts(TrainingPart(part), entry))
    return person


def _kept(member: Member) -> list[Kept]:
    found = []
    for column in COLUMNS:
        if (value := member.values.get(column.key)) is not None:
            words, said = in_words(column.key, value), " ".join(member.said[column.key].split())
            if column.key != "name" or said != words:  # the line is called by it already
                found.append(Kept(column.heading, words, None if said == words else said))
    return found


def _update(under_way: Change, organisation: Organisation, lines: Sequence[Line], rulings: Rulings) -> None:
    chosen = {line.number: line.chosen for line in lines if line.chosen}
    recorded = recorded_staff.of(organisation.id, [each.person for each in chosen.values() if each.person])
    for line in lines:
        choice = chosen[line.number]
        try:
            update(under_way, organisation, line.entry, recorded[choice.person or 0], choice.seen.keys(), rulings)
        except OnboardingError as error:
            raise OnboardingError(f"Line {line.number}, {line.entry.name}: {error}") from error


STAFF = Importable(
    key="staff",
    title="Import a table of your staff",
    says="Upload your own spreadsheet, with one line for each HSC and Assistant HSC.",
    each=("person", "people"),
    may=May.KEEP_STAFF,
    columns=COLUMNS,
    how=("One line holds one person.",),
    shown={},
    read=staff.read,
    refused=_refused,
    add=_add,
    by_line=ByLine(lines, _kept, _update, LABELS),
)
