"""New hires, account histories and staffing for the property tests, around their deadlines, levels and questions."""

from datetime import date, timedelta

from hypothesis import strategies as st

from onboarding.rules.additional_training import HOST_ROLES, LOCATIONS, SPONSORS, TOPICS
from onboarding.rules.credential import PROVIDER_EVENTS
from onboarding.rules.days import add_months
from onboarding.rules.facts import Activity, QuarterClaims, Staffing, StaffRow, Trainee
from tests.rules.make import (
    make_areas,
    make_conference,
    make_content,
    make_orientation,
    make_quarters,
    make_required,
    make_row,
    make_shadowing,
    make_staffing,
    make_trainee,
)
from tests.rules.strategies import among

# Due on a Saturday, on a Sunday before Memorial Day, on Thanksgiving, and on plain days.
HIRES = ["2025-08-31", "2025-11-30", "2025-05-27", "2026-01-15", "2025-08-29"]
topics = st.sets(st.sampled_from(TOPICS))
is_verified = st.sampled_from([True, True, False])


@st.composite
def activities(draw: st.DrawFn, hired_on: date) -> Activity:
    """One of any kind, from before hire to after the deadline, and mostly such as counts."""
    due = add_months(hired_on, 6)
    on = draw(among(hired_on - timedelta(1), hired_on, due - timedelta(40), due, due + timedelta(1)))
    on = draw(among(on, due + timedelta(2), due + timedelta(9), due - timedelta(60)))
    kind, verified = draw(st.integers(0, 4)), draw(is_verified)
    if kind == 0:
        approved = draw(among(None, "2025-01-01", "2025-01-01", f"{on + timedelta(1)}"))
        return make_content(str(on), approved, draw(topics), verified=verified)
    if kind == 1:
        return make_orientation(str(on), draw(among("headquarters", *LOCATIONS)), verified=verified)
    if kind == 2:
        sponsor, attended = draw(among("lni", *SPONSORS)), draw(among(True, True, False))
        return make_conference(str(on), draw(topics), sponsor, attended, verified=verified)
    minutes, host = draw(among(120, 240, 239, 100)), draw(among(*["alliance"] * 4, "valley"))
    return make_shadowing(str(on), minutes, host, draw(among("hsc", "hsc", *HOST_ROLES)), verified)


some_required = st.lists(
    st.builds(
        make_required,
        among("A", "B"),
        among(None, "2025-10-01", "2025-11-01", "2027-01-01"),
        among(None, True, False),
        is_verified,
    ),
    max_size=4,
)


@st.composite
def trainees(draw: st.DrawFn) -> tuple[Trainee, date]:
    """A new hire, and a day around the deadline to judge on."""
    hired_on = date.fromisoformat(draw(among(*HIRES)))
    trainee = make_trainee(
        *draw(st.lists(activities(hired_on), max_size=5)),
        hired_on=str(hired_on),
        role=draw(among("hsc", "assistant", "assistant", "surgical_hsc")),
        initial=make_areas(str(hired_on), draw(st.booleans()), draw(among(None, None, "surgical"))),
        required=draw(some_required),
    )
    return trainee, add_months(hired_on, 6) + timedelta(draw(among(30, 30, 3, 2, 1, 0, -100)))


@st.composite
def events(draw: st.DrawFn) -> list[str]:
    """A provider account's events in order, allowed or, now and then, not; several may be of one day."""
    state, on = "not_started", date(2025, 1, 1)
    road, found = draw(among((), ("sent", "issued"), ("sent", "issued", "effective"))), []
    for place in range(draw(st.integers(len(road), 10))):
        allowed = [event for event, (states, _) in PROVIDER_EVENTS.items() if state in states]
        event = draw(among(*(allowed if draw(st.integers(0, 59)) else PROVIDER_EVENTS)))
        event = road[place] if place < len(road) else event
        on += timedelta(draw(among(1, 1, 30, 0)))
        found.append(f"{on} {event}")
        state = PROVIDER_EVENTS[event][1] or state
    return found


@st.composite
def rows(draw: st.DrawFn, person: str) -> list[StaffRow]:
    """One person: in one row, or in two that follow each other the next day or later."""
    role = among("hsc", "hsc", "hsc", "assistant", "surgical_hsc")
    fte = among("1", "1", "0.5", "0.8", "1/3")
    first = draw(
        among(date(2024, 1, 1), date(2024, 1, 1), date(2026, 2, 1)) | st.dates(date(2024, 1, 1), date(2026, 9, 30))
    )
    last = draw(st.none() | st.dates(max(first, date(2026, 1, 1)), date(2026, 12, 31)))
    billable = draw(among("always", "always", None, f"{first + timedelta(60)}"))
    found = [make_row(person, draw(fte), str(first), last and str(last), draw(role), billable)]
    if last and draw(st.booleans()):
        begins = last + timedelta(draw(among(1, 1, 2, 50)))
        found.append(make_row(person, draw(fte), str(begins), None, draw(role)))
    return found


@st.composite
def quarters(draw: st.DrawFn) -> tuple[QuarterClaims, ...]:
    """Quarters from the end of 2024 on, now and then with a gap or with surgical claims not stated."""
    number = draw(among(7, 7, 8, 4))
    claims = draw(st.lists(among(0, 100, 294, 295, 588, 589, 1176), min_size=number, max_size=number))
    surgical = draw(st.lists(among(0, 150, 151, None), min_size=number, max_size=number))
    found = make_quarters(*claims, first="2024-Q4", surgical=tuple(surgical))
    return found if draw(st.integers(0, 9)) else found[:2] + found[3:]


@st.composite
def staffings(draw: st.DrawFn) -> Staffing:
    people = [draw(rows(person)) for person in ("ana", "ben", "chi", "dan")[: draw(among(3, 4, 2, 1, 0))]]
    return make_staffing(draw(quarters()), [row for each in people for row in each])
