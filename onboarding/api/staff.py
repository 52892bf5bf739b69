"""Staff: who works and worked at a COHE, their training and what happened with their applications at L&I."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from onboarding.api.cursors import after_id, by_id, by_key, limit
from onboarding.api.operation import OF_LISTS, ROLES, Call, Listed, Operation, Raw, today
from onboarding.api.people import ID, STAFF, staff, the_worker
from onboarding.api.problems import Problem
from onboarding.api.rules import DOCUMENTS
from onboarding.api.shapes import Day, Many, Maybe, Part, Plain, Record, Text, Whole, Word, Yes, answered
from onboarding.errors import NotFoundError
from onboarding.formats import answers
from onboarding.formats.training import refuse_unreadable
from onboarding.permissions import TokenScope
from onboarding.queries import credentials as events, people, training as trainings
from onboarding.queries.correctable import in_force
from onboarding.queries.credentials import TrackName, Way
from onboarding.queries.people import Filters, Stage
from onboarding.queries.sign_offs import is_confirmed
from onboarding.queries.training import Part as TrainingPart
from onboarding.roles import StaffRole
from onboarding.rules.additional_training import HOST_ROLES, KINDS, LOCATIONS, SPONSORS, TOPICS
from onboarding.rules.credential import PROVIDER_EVENTS, SUPPLEMENTAL_EVENTS
from onboarding.rules.training import AREAS
from onboarding.services import credentials, training
from onboarding.services.credentials import EventFacts
from onboarding.services.training import TrainingFacts

READ, WRITE = TokenScope.READ_STAFF, TokenScope.WRITE_STAFF
AT = "/cohes/{cohe}/staff"
EVENTS = tuple(dict.fromkeys([*PROVIDER_EVENTS, *SUPPLEMENTAL_EVENTS]))
EVENT: dict[str, Part] = {
    "track": Word.of("Which of the two applications.", TrackName),
    "event": Word("What happened.", EVENTS),
    "on": Day("On which day."),
    "number": Text("The Provider ID, with issued.", 20),
    "reason": Text("Why, with returned and where it explains.", 500),
    "channel": Word.of("How it went.", Way),
    "contact": Text("Who at L&I."),
    "note": Text("A note.", 2000),
}
NEW_EVENT = Record("NewCredentialEvent", "Something that happened at L&I.", EVENT, ("track", "event", "on"))
SHOWN_EVENT = answered(
    "CredentialEvent",
    "Something that happened at L&I.",
    id=ID,
    **{key: part if key in ("track", "event", "on") else Maybe(part) for key, part in EVENT.items()},
)
TRAINING: dict[str, Part] = {
    "part": Word.of("To which part of the training it belongs.", TrainingPart),
    "area": Word.of("The area, of initial training.", AREAS),
    "on": Day("The day."),
    "name": Text("Its name, of what L&I requires."),
    "completed_on": Day("When it was completed, of what L&I requires."),
    "passed": Yes("Whether the test was passed, of a test that L&I requires."),
    "kind": Word.of("The kind of additional training.", KINDS),
    "topics": Many("What it covered.", Word.of("A topic.", TOPICS), 10),
    "approved_on": Day("When L&I approved the content."),
    "location": Word.of("Where an orientation was.", LOCATIONS),
    "minutes": Whole("How long a shadowing took.", 1, 24 * 60),
    "host_cohe": Text("At which COHE somebody was shadowed."),
    "host_role": Word.of("In which role.", HOST_ROLES),
    "host": Text("Who was shadowed."),
    "sponsor": Word.of("Who sponsored a conference.", SPONSORS),
    "attended": Yes("Whether a conference was attended."),
    "title": Text("What content or conference it was."),
    "trainer": Text("Who trained."),
}
NEW_TRAINING = Record(
    "NewTraining",
    "A training, as an entry of the document of the rules. Papers verify it, and no word here.",
    TRAINING,
    ("part",),
)
SHOWN_TRAINING = answered(
    "Training",
    "A training as it is recorded.",
    id=ID,
    part=TRAINING["part"],
    facts=Plain({"type": "object", "description": "The entry of that part, as the rules take it."}),
    verified=Yes("Whether somebody else confirmed it: by its paper, as the host, or by its test."),
)


def index(call: Call) -> Listed:
    """Staff and former staff, narrowed as on their page."""
    said = call.query
    stage = Stage(said["stage"]) if said["stage"] else None
    asked = Filters(said["q"] or "", stage, StaffRole(said["role"]) if said["role"] else None)
    rows = people.staff_after(call.cohe.id, asked, today(), after_id(call), limit(call) + 1)
    return by_id(call, rows, staff)


def show(call: Call) -> dict[str, Any]:
    """One member of staff."""
    return staff(the_worker(call))


def list_training(call: Call) -> Listed:
    """Every training that holds, the first recorded first."""
    rows = in_force(trainings.history(the_worker(call)))
    return by_key(call, rows, lambda row: f"{row.id:012}", shown_training)


def show_training(call: Call) -> dict[str, Any]:
    """One training."""
    return shown_training(_entry(call, trainings.one))


def add_training(call: Call) -> None:
    """Record a training."""
    person, said = the_worker(call), call.body
    part, facts = (
        said["part"],
        {key: _plain(value) for key, value in said.items() if key != "part" and value is not None},
    )
    refuse_unreadable(part, facts)
    training.record(call.actor, person, TrainingFacts(TrainingPart(part), facts))


def training_answer(call: Call) -> Raw:
    """What the rules make of the training, today and under the COHE's rulings."""
    found = trainings.trained(call.cohe, the_worker(call), call.rulings(), today())
    if found is None:
        raise NotFoundError
    return Raw(answers.line(found.answer))


def list_events(call: Call) -> Listed:
    """Every event that holds, the first recorded first."""
    rows = in_force(events.history(the_worker(call)))
    return by_key(call, rows, lambda row: f"{row.id:012}", shown_event)


def show_event(call: Call) -> dict[str, Any]:
    """One event."""
    return shown_event(_entry(call, events.one))


def add_event(call: Call) -> None:
    """Record something that happened at L&I."""
    person, said = the_worker(call), call.body
    channel = Way(said["channel"]) if said["channel"] else None
    facts = EventFacts(
        TrackName(said["track"]),
        said["event"],
        said["on"],
        said["number"],
        said["reason"],
        channel,
        said["contact"],
        None,
        said["note"],
    )
    credentials.record(call.actor, person, facts, call.rulings())


def credential_answer(call: Call) -> Raw:
    """What the rules make of the events, today and under the COHE's rulings."""
    found = events.of(call.cohe, the_worker(call), call.rulings(), today())
    if found.answer is None:
        raise Problem(409, "The rules refuse the events that are recorded. The faults say why.", found.faults)
    return Raw(answers.line(found.answer))


def shown_training(row: Any) -> dict[str, Any]:
    """A training as answered."""
    return {"id": row.id, "part": row.part.value, "facts": row.facts, "verified": is_confirmed(row)}


def shown_event(row: Any) -> dict[str, Any]:
    """An event as answered."""
    said = {key: getattr(row, key) for key in ("event", "number", "reason", "contact", "note")}
    channel = row.channel.value if row.channel else None
    return {"id": row.id, "track": row.track.value, "on": row.happened_on, "channel": channel, **said}


def _entry(call: Call, query: Any) -> Any:
    """The row of the person of the address. Raises NotFoundError."""
    person, row = the_worker(call), call.load(query, call.path["entry"])
    if row.person_id != person.id:
        raise NotFoundError
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


FILTERS: Mapping[str, Part] = {
    "q": Text("Words of the name, or digits of the phone."),
    "stage": Word("Staff of today, or former staff.", (Stage.STAFF.value, Stage.FORMER.value)),
    "role": ROLES,
    **OF_LISTS,
}
SEEN = "Of whom the token sees: it needs the scope `staff:read` too."
PERSON, ENTRY = AT + "/{id}", "/{entry}"
OPERATIONS = (
    Operation(
        "list_staff", "GET", AT, "staff", "List staff and former staff.", READ, index, STAFF, query=FILTERS,
        listed=True, personal=True,
    ),
    Operation("show_staff", "GET", PERSON, "staff", "Read one member of staff.", READ, show, STAFF),
    Operation(
        "list_training", "GET", PERSON + "/training", "training", "List somebody's training.", READ, list_training,
        SHOWN_TRAINING, query=OF_LISTS, listed=True,
    ),
    Operation(
        "add_training", "POST", PERSON + "/training", "training", "Record a training.", WRITE, add_training,
        SHOWN_TRAINING, NEW_TRAINING, makes="training_record", shows="show_training", more=SEEN,
    ),
    Operation(
        "show_training", "GET", PERSON + "/training" + ENTRY, "training", "Read one training.", READ, show_training,
        SHOWN_TRAINING,
    ),
    Operation(
        "show_training_answer", "GET", PERSON + "/training-answer", "training",
        "Read what the rules make of somebody's training.", READ, training_answer, DOCUMENTS["training"][2],
        more="The answer of `flask rules training`, from what is recorded.",
    ),
    Operation(
        "list_credential_events", "GET", PERSON + "/credential-events", "credentials",
        "List what happened with somebody's applications to L&I.", READ, list_events, SHOWN_EVENT, query=OF_LISTS,
        listed=True,
    ),
    Operation(
        "add_credential_event", "POST", PERSON + "/credential-events", "credentials",
        "Record what happened at L&I.", WRITE, add_event, SHOWN_EVENT, NEW_EVENT, makes="credential_event",
        shows="show_credential_event", more=SEEN,
    ),
    Operation(
        "show_credential_event", "GET", PERSON + "/credential-events" + ENTRY, "credentials", "Read one event.", READ,
        show_event, SHOWN_EVENT,
    ),
    Operation(
        "show_credential_answer", "GET", PERSON + "/credential-answer", "credentials",
        "Read where somebody's applications stand.", READ, credential_answer, DOCUMENTS["credential"][2],
        more="The answer of `flask rules credential`, from what is recorded.", conflicts=True,
    ),
)  # fmt: skip
