"""Training sessions that a COHE sees, and its own people's seats at them."""

from typing import Any

from onboarding import clock
from onboarding.api.cursors import by_key
from onboarding.api.operation import OF_LISTS, Call, Listed, Operation, today
from onboarding.api.people import ID
from onboarding.api.shapes import Day, Instant, Maybe, Record, Text, Whole, Word, answered
from onboarding.errors import NotFoundError
from onboarding.permissions import May, TokenScope
from onboarding.queries import bookings as rolls, people, training_sessions as found
from onboarding.queries.bookings import Stands
from onboarding.queries.training_sessions import Kind, State
from onboarding.services import bookings

READ, BOOK = TokenScope.READ_SESSIONS, TokenScope.BOOK_SESSIONS
AT = "/cohes/{cohe}/sessions"
SESSION = answered(
    "Session",
    "A training that takes place on a day, with so many seats.",
    id=ID,
    kind=Word.of("The kind of additional training.", Kind),
    name=Text("What it is called.", 300),
    place=Text("Where."),
    starts_at=Instant("When it begins."),
    ends_at=Instant("When it ends."),
    closes_on=Day("The last day to register."),
    state=Word("Where it stands.", ("open", "closed", "held", "canceled")),
    seats=Whole("How many seats there are."),
    free=Whole("How many of them nobody has."),
    waiting=Whole("How many wait for a seat."),
)
BOOKING = answered(
    "Booking",
    "A seat of somebody of the COHE, or a place on the waiting list.",
    id=ID,
    session=Whole("The session."),
    person=Whole("Who."),
    seat=Word.of("Where they stand. A seat, or a place on the list, ends with its session.", Stands),
    because=Maybe(Text("Why it was given back.", 500)),
)
NEW_BOOKING = Record("NewBooking", "Whom to book.", {"person": Whole("The number of the person.", 1)}, ("person",))
WITHDRAWAL = Record("Withdrawal", "Why a seat is given back.", {"because": Text("Why.", 500)})
STATES = {State.OPEN: "open", State.CLOSED: "closed", State.HELD: "held", State.CANCELED: "canceled"}


def index(call: Call) -> Listed:
    """The sessions to come, and those that were open for registration on a day or later; the next first."""
    rows = found.open_since(call.cohe, call.query["since"] or today(), clock.now())
    seats = rolls.rolls(rows)
    return by_key(
        call,
        rows,
        lambda row: f"{clock.in_utc(row.starts_at)}{row.id:012}",
        lambda row: shown(row, seats[row.id]),
    )


def show(call: Call) -> dict[str, Any]:
    """One session."""
    row = call.load(found.one)
    return shown(row, rolls.roll(row))


def list_bookings(call: Call) -> Listed:
    """Where those of the COHE stand whom the token sees."""
    roll = rolls.roll(call.load(found.one))
    ours = [row for row in roll.rows if row.organisation_id == call.cohe.id]
    visible = _visible(call, [row.person_id for row in ours])
    rows = [row for row in ours if row.person_id in visible]
    return by_key(call, sorted(rows, key=lambda row: row.id), lambda row: f"{row.id:012}", shown_booking)


def show_booking(call: Call) -> dict[str, Any]:
    """One booking."""
    return shown_booking(_booking(call))


def book(call: Call) -> None:
    """Book somebody whom the token sees."""
    person = call.body["person"]
    call.load(found.one)
    if not _visible(call, [person]):
        raise NotFoundError
    bookings.book(call.actor, call.cohe, call.id, [person], call.rulings())


def withdraw(call: Call) -> dict[str, Any]:
    """Give a seat back."""
    row = _booking(call)
    return shown_booking(bookings.withdraw(call.actor, call.cohe, call.id, row.id, call.body["because"]))


def shown(row: Any, roll: Any) -> dict[str, Any]:
    """A session as answered."""
    return {
        "id": row.id,
        "kind": row.kind.value,
        "name": found.name(row),
        "place": row.place,
        "starts_at": clock.in_utc(row.starts_at),
        "ends_at": clock.in_utc(row.ends_at),
        "closes_on": row.closes_on,
        "state": STATES[found.state(row, clock.now())],
        "seats": row.seats,
        "free": roll.free,
        "waiting": len(roll.waiting),
    }


def shown_booking(row: Any) -> dict[str, Any]:
    """A booking as answered."""
    seat = {"seat": rolls.stands(row).value, "because": row.because}
    return {"id": row.id, "session": row.session_id, "person": row.person_id, **seat}


def _booking(call: Call) -> Any:
    session = call.load(found.one)
    row = rolls.row(session, call.cohe, call.path["entry"])
    if row is None or not _visible(call, [row.person_id]):
        raise NotFoundError
    return row


def _visible(call: Call, ids: list[int]) -> set[int]:
    return rolls.seen(ids, people.seen(May.READ_STAFF in call.may, today()))


ONE, SEATS = AT + "/{id}", AT + "/{id}/bookings"
OPERATIONS = (
    Operation(
        "list_sessions", "GET", AT, "sessions", "List training sessions.", READ, index, SESSION, listed=True,
        query={"since": Day("Also those that were open for registration on that day; today if left out."), **OF_LISTS},
    ),
    Operation("show_session", "GET", ONE, "sessions", "Read one session.", READ, show, SESSION),
    Operation(
        "list_bookings", "GET", SEATS, "sessions", "List the COHE's bookings.", READ, list_bookings, BOOKING,
        query=OF_LISTS, listed=True,
    ),
    Operation(
        "add_booking", "POST", SEATS, "sessions", "Book somebody.", BOOK, book, BOOKING, NEW_BOOKING,
        makes="booking", shows="show_booking",
        more="Of whom the token sees: staff with the scope `staff:read`. Where no seat is free, it is a place on the "
        "waiting list.",
    ),
    Operation("show_booking", "GET", SEATS + "/{entry}", "sessions", "Read one booking.", READ, show_booking, BOOKING),
    Operation(
        "withdraw_booking", "PUT", SEATS + "/{entry}/withdrawal", "sessions", "Give a seat back.", BOOK, withdraw,
        BOOKING, WITHDRAWAL, more="The first on the waiting list gets the seat.",
    ),
)  # fmt: skip
