"""The person that a request is about: who sees them is as on their page; and how each is answered."""

from typing import Any

from onboarding import clock
from onboarding.api.operation import ROLES, Call, today
from onboarding.api.shapes import Day, Email, Instant, Maybe, Text, Whole, Word, answered
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import applications, duplicates, hiring, people
from onboarding.queries.applications import State
from onboarding.queries.people import Stage

OUTCOMES = ("qualified", "needs_review", "not_qualified")
ID = Whole("The number of the record.", 1)
NAME, EMAIL, PHONE = Text("The full name."), Email("The email address."), Text("The phone number.", 40)
APPLICANT = answered(
    "Applicant",
    "Somebody who applies, with where the application stands.",
    id=ID,
    name=NAME,
    email=Maybe(EMAIL),
    phone=Maybe(PHONE),
    applied_for=ROLES,
    applied_on=Maybe(Day("The day of the application.")),
    state=Maybe(Word.of("Where the application stands; null for a record that was erased.", State)),
    since=Maybe(Instant("When that began.")),
    claimed=Maybe(Word("The result as stated, as listed.", OUTCOMES)),
    verified=Maybe(Word("The result as verified, as listed.", OUTCOMES)),
    experience_met_from=Maybe(Day("From which day the experience of an HSC is met, as stated.")),
)
STAFF = answered(
    "StaffMember",
    "Somebody who works or worked at the COHE, or will from a later day on.",
    id=ID,
    name=NAME,
    email=Maybe(EMAIL),
    phone=Maybe(PHONE),
    role=ROLES,
    hired_on=Day("The first day in the role."),
    left_on=Maybe(Day("The last day in the role.")),
    stage=Word.of("Where they stand today.", Stage),
)


def applicant(person: Any, application: Any, role: Any = None) -> dict[str, Any]:
    """An applicant as answered."""
    found = {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "applied_for": (role or person.applied_for).value,
        "applied_on": person.applied_on,
    }
    line = application
    return found | {
        "state": line.state.value if line else None,
        "since": clock.in_utc(line.since) if line else None,
        "claimed": line.claimed if line else None,
        "verified": line.verified if line else None,
        "experience_met_from": line.met_from if line else None,
    }


def staff(person: Any) -> dict[str, Any]:
    """A member of staff as answered."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "role": person.posting.role.value,
        "hired_on": person.posting.hired_on,
        "left_on": person.posting.left_on,
        "stage": people.stage_on(person, today()).value,
    }


def the_person(call: Call) -> Any:
    """The person of the address: applicants and who is being promoted are seen by all who see applicants, others by
    those who see staff. Raises NotFoundError."""
    person = call.load(people.one)
    if May.READ_STAFF in call.may:
        return person
    goes_on = duplicates.merged_into(person) or person
    if people.stage_on(goes_on, today()) is Stage.APPLICANT or hiring.promotion(goes_on):
        return person
    raise NotFoundError


def the_applicant(call: Call) -> tuple[Any, Any]:
    """The person and their line among the applicants. Raises NotFoundError for who has none."""
    person = the_person(call)
    line = applications.of(person)
    if line is None:
        raise NotFoundError
    return person, line


def the_worker(call: Call) -> Any:
    """The same of somebody who is or was in a role. Raises NotFoundError."""
    person = the_person(call)
    if person.posting is None or May.READ_STAFF not in call.may:
        raise NotFoundError
    return person
