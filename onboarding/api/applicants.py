"""Applicants in, and verdicts out. What two people decide together no program decides: it reads what was decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from onboarding.api.cursors import after_id, by_id, limit
from onboarding.api.operation import OF_LISTS, ROLES, Call, Listed, Operation, today
from onboarding.api.people import APPLICANT, EMAIL, NAME, OUTCOMES, PHONE, applicant, the_applicant
from onboarding.api.shapes import Day, Part, Plain, Record, Text, Whole, Word, answered
from onboarding.formats import resume, schemas, topics
from onboarding.formats.claims import exact
from onboarding.formats.faults import Refused
from onboarding.formats.shape import Shape
from onboarding.permissions import TokenScope
from onboarding.queries import applications as found, dossier
from onboarding.queries.applications import Filters, State
from onboarding.roles import StaffRole
from onboarding.rules.faults import Fault
from onboarding.services import applications, claims
from onboarding.services.people import PersonFacts

READ, WRITE = TokenScope.READ_APPLICANTS, TokenScope.WRITE_APPLICANTS
AT = "/cohes/{cohe}/applicants"
RESUME = Plain(
    {
        **schemas.SCREEN,
        "description": "What the applicant says: a document as for the rules. What only a screener may say (category, "
        "duties, verified) is left out.",
    }
)
NEW = Record(
    "NewApplicant",
    "An applicant to add.",
    {
        "name": NAME,
        "applied_for": ROLES,
        "email": EMAIL,
        "phone": PHONE,
        "applied_on": Day("The day of the application."),
        "resume": RESUME,
    },
    ("name", "applied_for"),
)
APPLICATION = answered(
    "Application",
    "What an applicant says, in its latest version.",
    version=Whole("Which version it is; 0 for none."),
    work=Plain({"type": "array", "items": {"type": "object"}}),
    education=Plain({"type": "array", "items": {"type": "object"}}),
)
CORRECTED = Record(
    "CorrectedApplication",
    "What an applicant says, in the place of what is recorded.",
    {
        "resume": RESUME,
        "version": Whole("The version that this corrects; 0 for none."),
        "because": Text("Why it is corrected. The earlier version stays visible.", 500),
    },
    ("resume", "version"),
)


def index(call: Call) -> Listed:
    """The applicants, narrowed as on their page."""
    said = call.query
    asked = Filters(
        name=said["q"] or "",
        state=State(said["state"]) if said["state"] else None,
        role=StaffRole(said["role"]) if said["role"] else None,
        claimed=said["claimed"],
        verified=said["verified"],
        waits=said["waits"],
    )
    rows = found.after(call.cohe.id, asked, today(), after_id(call), limit(call) + 1)
    return by_id(call, rows, lambda each: applicant(each.person, each.application, each.role))


def show(call: Call) -> dict[str, Any]:
    """One applicant."""
    return applicant(*the_applicant(call))


def new(call: Call) -> None:
    """Add an applicant, with what they say where that is sent too."""
    body = call.body
    said = PersonFacts(
        " ".join(body["name"].split()),
        StaffRole(body["applied_for"]),
        body["email"],
        body["phone"],
        body["applied_on"],
    )
    with _of_resume():
        document = None if body["resume"] is None else _readable(body["resume"])
        applications.take_in(call.actor, call.cohe, said, document)


def application(call: Call) -> dict[str, Any]:
    """What the applicant says."""
    person, _ = the_applicant(call)
    claim = dossier.of(person).claim
    said = claim.facts if claim else {}
    return {
        "version": claim.version if claim else 0,
        "work": said.get("work", []),
        "education": said.get("education", []),
    }


def correct(call: Call) -> dict[str, Any]:
    """Put what the applicant says now in the place of what is recorded."""
    person, _ = the_applicant(call)
    said = call.body
    claims.record(call.actor, person, _readable(said["resume"]), dossier.Source.API, said["because"], said["version"])
    return application(call)


def _readable(document: Any) -> dict[str, Any]:
    """The document, once its whole shape was read. Raises Refused with every fault by its path.

    Also for one whose jobs stand where nothing is read: recorded, it would say that there are none.
    """
    whole = exact(document)
    if fault := topics.SCREEN.note(resume.applicant(Shape.of(whole), "resume")):
        raise Refused([fault])
    return whole


@contextmanager
def _of_resume() -> Iterator[None]:
    """What is wrong with the document, by its path in what was sent."""
    try:
        yield
    except Refused as refused:
        raise Refused([Fault(f"resume.{each.path}", each.says) for each in refused.faults]) from refused


FILTERS: dict[str, Part] = {
    "q": Text("Words of the name, or digits of the phone."),
    "state": Word.of("Where the application stands.", State),
    "role": ROLES,
    "claimed": Word("The result as stated.", OUTCOMES),
    "verified": Word("The result as verified.", OUTCOMES),
    "waits": Whole("For how many days in its state, at least.", 1, 99_999),
    **OF_LISTS,
}
OPERATIONS = (
    Operation(
        "list_applicants",
        "GET",
        AT,
        "applicants",
        "List applicants.",
        READ,
        index,
        APPLICANT,
        query=FILTERS,
        listed=True,
        personal=True,
    ),
    Operation(
        "add_applicant",
        "POST",
        AT,
        "applicants",
        "Add an applicant.",
        WRITE,
        new,
        APPLICANT,
        NEW,
        makes="person",
        shows="show_applicant",
    ),
    Operation("show_applicant", "GET", AT + "/{id}", "applicants", "Read one applicant.", READ, show, APPLICANT),
    Operation(
        "show_application",
        "GET",
        AT + "/{id}/application",
        "applicants",
        "Read what an applicant says.",
        READ,
        application,
        APPLICATION,
    ),
    Operation(
        "correct_application",
        "PUT",
        AT + "/{id}/application",
        "applicants",
        "Correct what an applicant says.",
        WRITE,
        correct,
        APPLICATION,
        CORRECTED,
        more="The version that is sent has to be the one that is recorded: what somebody else said meanwhile is never "
        "overwritten.",
    ),
)
