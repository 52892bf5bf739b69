"""Taking in a table of applicants: all of them in one transaction, or none, with every reason why not by its line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.claims import claimed
from onboarding.formats.tables.applicants import Applicant
from onboarding.formats.tables.lines import Fault
from onboarding.models.claim import Claim, ClaimSource, How, StandingStatement
from onboarding.models.imported import ImportKind
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import StaffRole
from onboarding.services.change import Actor, Change, change
from onboarding.services.undoing import note_batch

ASKED_AT_ONCE = 500  # addresses in one question to the database


class NotTakenError(OnboardingError):
    """None of the applicants is taken in; `faults` say why, each by its line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("Nobody was taken in. Correct the lines that are named, and send the table again.")


def refusals(organisation: Organisation, applicants: Sequence[Applicant]) -> tuple[Fault, ...]:
    """Why applicants cannot be taken in as things stand here: for the preview, and again when it is done."""
    today, known = clock.today(), known_addresses(organisation, [each.email for each in applicants if each.email])
    return tuple(fault for each in applicants for fault in _refused(each, known, today))


def take_in(actor: Actor, organisation: Organisation, applicants: Sequence[Applicant]) -> list[Person]:
    """Record every applicant with what they claim, all or nothing. Raises NotTakenError."""
    with change(actor) as under_way:
        if faults := refusals(organisation, applicants):
            raise NotTakenError(faults)
        people = [_person(organisation, each) for each in applicants]
        try:
            db.session.flush()
        except IntegrityError as error:  # somebody added one of them in between
            raise OnboardingError("Somebody was added meanwhile who is in the table too. Send it again.") from error
        rows = [
            (person, row)
            for person, each in zip(people, applicants, strict=True)
            for row in (_claim(under_way, person, each), *_statements(under_way, person, each))
        ]
        db.session.flush()
        _record(under_way, people, rows)
        counted = {person: Counter[str]() for person in people}
        for person, row in rows:
            counted[person][row.__tablename__] += 1
        note_batch(under_way, organisation, ImportKind.APPLICANTS, counted)
    return people


def _refused(applicant: Applicant, known: dict[str, str], today: date) -> Iterator[Fault]:
    line = applicant.lines[0]
    if applicant.email and (name := known.get(applicant.email.lower())):
        yield Fault(line, "Email", f"{name} is recorded here with this address. Delete the line, or correct it.")
    if applicant.applied_on and applicant.applied_on > today:
        yield Fault(line, "Applied on", f"{applicant.applied_on} is after today. Correct it.")


def known_addresses(organisation: Organisation, addresses: Sequence[str]) -> dict[str, str]:
    """The names of those recorded here who have one of these addresses, by it in small letters."""
    found: dict[str, str] = {}
    for start in range(0, len(addresses), ASKED_AT_ONCE):
        asked = [each.lower() for each in addresses[start : start + ASKED_AT_ONCE]]
        rows = db.session.execute(
            select(func.lower(Person.email), Person.name).where(
                Person.organisation_id == organisation.id, func.lower(Person.email).in_(asked)
            )
        )
        found.update((address, name) for address, name in rows)
    return found


def _person(organisation: Organisation, applicant: Applicant) -> Person:
    person = Person(
        organisation_id=organisation.id,
        name=applicant.name,
        email=applicant.email,
        phone=applicant.phone,
        applied_for=StaffRole(applicant.applied_for),
        applied_on=applicant.applied_on,
        created_at=clock.now(),
    )
    db.session.add(person)
    return person


def _claim(under_way: Change, person: Person, applicant: Applicant) -> Claim:
    claim = Claim(
        organisation_id=person.organisation_id,
        person_id=person.id,
        version=1,
        facts=claimed(applicant.document),
        source=ClaimSource.TABLE,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(claim)
    return claim


def _statements(under_way: Change, person: Person, applicant: Applicant) -> Iterator[StandingStatement]:
    """What the applicant says of skills and standing, as their own word on the day of the application."""
    for about, value, how in _said(applicant):
        statement = StandingStatement(
            organisation_id=person.organisation_id,
            person_id=person.id,
            about=about,
            value=value,
            how=how,
            said_by=applicant.name,
            said_on=applicant.applied_on or clock.today(),
            recorded_by_id=under_way.actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(statement)
        yield statement


def _said(applicant: Applicant) -> Iterator[tuple[str, bool, How]]:
    ours = applicant.document["hsc"]
    for about, key in (("providerId", "able"), ("lniIssues", "reported")):
        if about in ours:
            yield about, ours[about][key], How.ATTESTATION
    for area, said in ours.get("skills", {}).items():
        yield area, said["demonstrated"], How.EXPERIENCE


def _record(under_way: Change, people: Sequence[Person], rows: Sequence[tuple[Person, object]]) -> None:
    for person in people:
        under_way.record(person.organisation_id, Action.PERSON_ADDED, person)
    for person, row in rows:
        if isinstance(row, Claim):
            under_way.record(person.organisation_id, Action.CLAIM_RECORDED, row, person=person.id, version=row.version)
        elif isinstance(row, StandingStatement):
            under_way.record(
                person.organisation_id,
                Action.STATEMENT_RECORDED,
                row,
                person=person.id,
                about=row.about,
                how=row.how.value,
            )
