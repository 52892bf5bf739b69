"""Deadlines and staffing figures of a COHE."""

from typing import Any

from onboarding.api.cursors import by_key
from onboarding.api.operation import OF_LISTS, Call, Listed, Operation, today
from onboarding.api.people import ID
from onboarding.api.problems import Problem
from onboarding.api.shapes import Day, Maybe, Part, Record, Text, Whole, Word, Yes, answered
from onboarding.permissions import May, TokenScope
from onboarding.queries import (
    deadlines,
    initiated_claims as counted,
    staffing as known,
    staffing_overview,
)
from onboarding.queries.deadline_span import ALWAYS, Span
from onboarding.queries.deadlines import Deadlines, Filters, Waits
from onboarding.rules.days import Quarter
from onboarding.rules.duties import About, Kind, Who
from onboarding.rules.faults import Fault
from onboarding.rules.findings import Outcome
from onboarding.services import initiated_claims

BOUND = Text("An exact amount: a whole number, or a fraction such as 5900/9.", 60)
BOUNDS = Maybe(
    answered(
        "Bounds",
        "What is certain, and all that may be; null where it cannot be computed.",
        at_least=Maybe(BOUND),
        at_most=Maybe(BOUND),
    )
)
OUTCOME = Word.of("What the rules say.", Outcome)
DEADLINE = answered(
    "Deadline",
    "Something to be done about somebody.",
    person=Whole("About whom."),
    name=Text("Their name."),
    about=Word.of("What it is about.", About),
    kind=Word.of("What is to be done.", Kind),
    which=Text("Which track, training or request.", 60),
    who=Word.of("Who has to act.", Who),
    due_on=Maybe(Day("By which day.")),
    overdue=Yes("Whether that day has passed."),
    says=Text("The same in words.", 2000),
    put_off_until=Maybe(Day("Until when somebody put it off.")),
)
FIGURES = answered(
    "StaffingQuarter",
    "A quarter against its lines.",
    quarter=Text("The calendar quarter.", 7, "2026-Q1"),
    complete=Yes("Whether it is over."),
    claims=Maybe(Whole("Initiated claims.")),
    surgical_claims=Maybe(Whole("Initiated surgical claims.")),
    hsc_fte=BOUNDS,
    claims_per_fte=BOUNDS,
    discussion=OUTCOME,
    required_fte=BOUNDS,
    year=OUTCOME,
    recommendation=OUTCOME,
)
CLAIMS = answered(
    "Claims",
    "The claims that the COHE initiated in a quarter.",
    id=ID,
    quarter=Text("The calendar quarter.", 7, "2026-Q1"),
    claims=Whole("How many.", 0, 1_000_000),
    surgical_claims=Maybe(Whole("How many surgical ones, which are not among the others.", 0, 1_000_000)),
)
NEW_CLAIMS = Record(
    "NewClaims",
    "The claims of a quarter, in the place of what is recorded of it.",
    {
        "quarter": Text("The calendar quarter.", 7, "2026-Q1"),
        "claims": Whole("How many.", 0, 1_000_000),
        "surgical_claims": Whole("How many surgical ones.", 0, 1_000_000),
        "replaces": Whole("The number of the record that this replaces; 0 for none."),
        "because": Text("Why a number of a quarter that is over is corrected.", 500),
    },
    ("quarter", "claims", "replaces"),
)


def list_deadlines(call: Call) -> Listed:
    """What is to be done about whom the token sees, what is overdue first."""
    said, day = call.query, today()
    who = deadlines.seen(May.READ_STAFF in call.may, day, None)
    asked = Filters(
        said["q"] or "",
        About(said["about"]) if said["about"] else None,
        Who(said["who"]) if said["who"] else None,
        Span(said["since"], said["until"]) if said["since"] or said["until"] else ALWAYS,
        Waits(said["waits"]) if said["waits"] else None,
    )
    rows = Deadlines(call.cohe, call.rulings(), day, who, asked).every()
    return by_key(call, rows, _place, deadline)


def deadline(each: Any) -> dict[str, Any]:
    """A deadline as answered."""
    duty = each.duty
    return {
        "person": each.person.id,
        "name": each.person.name,
        "about": str(duty.about),
        "kind": str(duty.kind),
        "which": duty.place,
        "who": str(duty.who),
        "due_on": duty.due_on,
        "overdue": duty.is_overdue(today()),
        "says": duty.says,
        "put_off_until": each.put_off.until if each.put_off else None,
    }


def _place(each: Any) -> str:
    """Where it stands in the list: by its day, what has none last."""
    duty = each.duty
    return f"{duty.due_on or '9999-99-99'} {each.person.id:012} {duty.about} {duty.kind} {duty.place}"


def list_staffing(call: Call) -> Listed:
    """Every quarter from the first of which claims are recorded, the latest first."""
    rows = staffing_overview.by_quarter(call.cohe, known.recorded(call.cohe), call.rulings(), today())
    return by_key(call, rows[::-1], lambda row: str(row.quarter), figures)


def figures(row: Any) -> dict[str, Any]:
    """A quarter as answered."""
    return {
        "quarter": str(row.quarter),
        "complete": row.complete,
        "claims": row.row.claims if row.row else None,
        "surgical_claims": row.row.surgical_claims if row.row else None,
        "hsc_fte": _bounds(row.fte),
        "claims_per_fte": _bounds(row.ratio),
        "discussion": str(row.discussion),
        "required_fte": _bounds(row.required),
        "year": str(row.year),
        "recommendation": str(row.recommendation),
    }


def _bounds(bounds: Any) -> dict[str, str | None] | None:
    if bounds is None or (bounds.at_least is None and bounds.at_most is None):
        return None
    return {key: None if value is None else str(value) for key, value in bounds._asdict().items()}


def list_claims(call: Call) -> Listed:
    """The claims of each quarter, as they hold."""
    rows = sorted(counted.of(call.cohe).values(), key=lambda row: row.quarter)
    return by_key(call, rows, lambda row: str(row.quarter), claims)


def record_claims(call: Call) -> dict[str, Any]:
    """Record the claims of a quarter."""
    said = call.body
    of = _quarter(said["quarter"])
    number = initiated_claims.Counted(of, said["claims"], said["surgical_claims"])
    initiated_claims.record(call.actor, call.cohe, [number], said["because"], {of: said["replaces"]})
    return claims(counted.of(call.cohe)[of])


def claims(row: Any) -> dict[str, Any]:
    """The claims of a quarter as answered."""
    said = {"claims": row.claims, "surgical_claims": row.surgical_claims}
    return {"id": row.id, "quarter": row.quarter, **said}


def _quarter(text: str) -> Quarter:
    found = Quarter.parse(text)
    if found is None:
        raise Problem(422, faults=[Fault("quarter", "is no quarter. Write it like 2026-Q1")])
    return found


AT = "/cohes/{cohe}"
OF_DEADLINES: dict[str, Part] = {
    "q": Text("Words of the name, or digits of the phone."),
    "about": Word.of("What it is about.", About),
    "who": Word.of("Who has to act.", Who),
    "since": Day("Due on that day or later."),
    "until": Day("Due on that day or earlier."),
    "waits": Word.of("Whether what is put off is listed.", Waits),
    **OF_LISTS,
}
STAFFING = TokenScope.READ_STAFFING
OPERATIONS = (
    Operation(
        "list_deadlines", "GET", AT + "/deadlines", "deadlines", "List deadlines.", TokenScope.READ_APPLICANTS,
        list_deadlines, DEADLINE, query=OF_DEADLINES, listed=True, personal=True,
        more="Of staff too with the scope `staff:read`.",
    ),
    Operation(
        "list_staffing", "GET", AT + "/staffing", "staffing", "List staffing figures by quarter.", STAFFING,
        list_staffing, FIGURES, query=OF_LISTS, listed=True,
    ),
    Operation(
        "list_claims", "GET", AT + "/claims", "staffing", "List initiated claims by quarter.", STAFFING, list_claims,
        CLAIMS, query=OF_LISTS, listed=True,
    ),
    Operation(
        "record_claims", "PUT", AT + "/claims", "staffing", "Record the claims of a quarter.",
        TokenScope.WRITE_STAFFING, record_claims, CLAIMS, NEW_CLAIMS,
        more="What `replaces` names has to be what is recorded: a number of somebody else is never overwritten.",
    ),
)  # fmt: skip
