"""The plan for everybody of a COHE who owes additional training: from what is stored, by onboarding/planning."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.staffing import AbsenceRecord
from onboarding.models.training import TrainingPart
from onboarding.models.training_session import Booking, Seat, SessionKind, TrainingSession
from onboarding.planning.needs import Away, Gone, Held, Offer, Owing
from onboarding.planning.plan import Best, Plan, plan
from onboarding.planning.planner import best
from onboarding.queries import absences, bookings, facts, people, training, training_sessions
from onboarding.queries.bookings import MOST, Roll
from onboarding.queries.people import Stage
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train
from onboarding.rules.training_options import SETTLED, options

A_DAY = timedelta(days=1)
OF_LNI = (SessionKind.ORIENTATION, SessionKind.CONFERENCE)  # nobody's load
TAKEN = (Seat.BOOKED, Seat.ATTENDED, Seat.NO_SHOW)


class Planned(NamedTuple):
    """A plan, with the people and sessions it is about by number. `more`: who owe training and are past the most."""

    plan: Plan
    people: Mapping[int, Person]
    sessions: Mapping[int, TrainingSession]
    more: int


def planned(cohe: Organisation, rulings: Rulings, now: datetime, best: Best = best) -> Planned:
    """The plan at that moment. Raises ConfinedError, and BusyError without a turn."""
    today = clock.day_of(now)
    chosen = (
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .where(Person.organisation_id == cohe.id, people.in_stage(Stage.STAFF, today), people.goes_on(Person))
    )
    staff, total = people.first_by_name(chosen, MOST)
    owe = list(_owing(cohe, staff, rulings, today))
    by_id = {person.id: person for person in staff}
    since = min((options(one.judged).of("approved_content").start_by for one in owe), default=today)
    sessions = training_sessions.open_since(cohe, since, now) if owe else []
    rolls = bookings.rolls(sessions)
    full = _full_since([each for each in sessions if rolls[each.id].free == 0 or rolls[each.id].waiting])
    offers = {
        each.id: _offer(each, rolls[each.id], full.get(each.id), now)
        for each in sessions
        if each.kind in OF_LNI or each.organisation_id != cohe.id
    }
    held = _held(owe, now)
    away = absences.of_people([one.id for one in owe], today)
    owe = [one._replace(held=tuple(held.get(one.id, ())), away=_away(away.get(one.id, ()))) for one in owe]
    known = {each.id: each for each in sessions}
    known |= {row.session.id: row.session for row in bookings.held_by([one.id for one in owe])} if held else {}
    found = plan(owe, offers.values(), _loads(sessions, rolls, now), today, best)
    return Planned(found, by_id, known, max(0, total - MOST))


def _owing(cohe: Organisation, staff: Sequence[Person], rulings: Rulings, today: date) -> Iterator[Owing]:
    had = training.of_all(staff)
    for person in staff:
        assert person.posting is not None
        judged = train(facts.trainee(cohe, person.posting, had[person.id]), rulings, today).claimed.additional
        if judged.outcome not in SETTLED:
            yield Owing(person.id, judged, (), person.posting.left_on)


def _held(owe: Iterable[Owing], now: datetime) -> dict[int, list[Held]]:
    """What each has or waits for a seat at, also where nobody has said yet who came."""
    found: dict[int, list[Held]] = {}
    for row in bookings.held_by([one.id for one in owe]):
        is_seat = row.seat is Seat.BOOKED
        if is_seat or row.session.starts_at > now:
            offer = _offer(row.session, None, None, now)
            found.setdefault(row.person_id, []).append(Held(offer, clock.day_of(row.recorded_at), is_seat))
    return found


def _away(rows: Iterable[AbsenceRecord]) -> tuple[Away, ...]:
    return tuple(Away(row.first_on, row.last_on, clock.day_of(row.recorded_at)) for row in rows)


def _offer(session: TrainingSession, roll: Roll | None, full_since: datetime | None, now: datetime) -> Offer:
    """A session as the plan knows it; what became of it first, where nobody can be booked any more."""
    gone: list[tuple[date, Gone]] = []
    today = clock.day_of(now)
    if session.canceled_at:
        gone.append((clock.day_of(session.canceled_at), Gone.CANCELED))
    if full_since:
        gone.append((clock.day_of(full_since), Gone.FULL))
    if session.closes_on < today or session.starts_at <= now:
        gone.append((min(session.closes_on + A_DAY, today), Gone.CLOSED))
    on, why = min(gone, default=(None, None))
    free = roll.free if roll and not roll.waiting else 0
    activity = facts.TRAINED[TrainingPart.ACTIVITIES](training_sessions.facts_of(session), False)
    host = None if session.kind in OF_LNI else session.organisation.name
    first_on = clock.day_of(session.starts_at)
    return Offer(session.id, activity, session.starts_at, session.ends_at, free, host, on, why, first_on)


def _full_since(sessions: Sequence[TrainingSession]) -> dict[int, datetime]:
    """Since when there is no seat for a newcomer: none is free, or somebody waits for it."""
    seats = {each.id: each.seats for each in sessions}
    stands: dict[int, dict[int, Seat]] = {id: {} for id in seats}
    since: dict[int, datetime] = {}
    columns = Booking.session_id, Booking.person_id, Booking.seat, Booking.recorded_at
    rows = db.session.execute(select(*columns).where(Booking.session_id.in_(list(seats))).order_by(Booking.id))
    for session_id, person_id, seat, recorded_at in rows:
        stands[session_id][person_id] = seat
        taken = Counter(stands[session_id].values())
        if sum(taken[each] for each in TAKEN) < seats[session_id] and not taken[Seat.WAITING]:
            since.pop(session_id, None)
        else:
            since.setdefault(session_id, recorded_at)
    return since


def _loads(sessions: Iterable[TrainingSession], rolls: Mapping[int, Roll], now: datetime) -> Counter[str]:
    """How many each host expects already."""
    loads: Counter[str] = Counter()
    for each in sessions:
        if each.kind not in OF_LNI and not each.canceled_at and each.ends_at > now:
            loads[each.organisation.name] += len(rolls[each.id].standing(Seat.BOOKED))
    return loads
