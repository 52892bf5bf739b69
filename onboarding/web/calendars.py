"""What somebody's calendar says: what they may see at the moment at which it is fetched, and in which words."""

from collections.abc import Iterator

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.formats.calendar import Entry, Status
from onboarding.messages.invites import seat_uid, tells_whom, uid
from onboarding.messages.words import address
from onboarding.permissions import May
from onboarding.queries import calendars as found, deadlines, training_sessions
from onboarding.queries.bookings import IN_WORDS, Stands, stands
from onboarding.queries.calendar_links import Whose
from onboarding.queries.calendars import Attending, Due
from onboarding.queries.deadlines import Deadline
from onboarding.roles import Role
from onboarding.rules.wording import count, first_up, spoken
from onboarding.web import duty_words, packet_duties, queue_item
from onboarding.web.access import Scope
from onboarding.web.law import rulings_of
from onboarding.web.training_session import is_cohe, those_seen

LONGEST_TITLE = 120
MORE = "There are more deadlines than a calendar holds"


def offered(scope: Scope) -> list[Whose]:
    """The calendars that a member can have there: none but at COHEs."""
    if not is_cohe(scope):
        return []
    own = [Whose.OWN] if scope.may(May.SCREEN) or Role.HSC in scope.roles else []
    return own + ([Whose.TEAM] if scope.may(May.READ_APPLICANTS) else [])


def name(scope: Scope, whose: Whose) -> str:
    """What the calendar is called in a list of calendars."""
    return f"{'Team' if whose is Whose.TEAM else 'My'} calendar at {scope.organisation.name}"


def entries(scope: Scope, whose: Whose) -> list[Entry]:
    """Everything that stands in a calendar. Raises NotFoundError for one that the member cannot have any more."""
    if whose not in offered(scope):
        raise NotFoundError
    known = [*_of_others(scope, whose), *(_own(scope) if whose is Whose.OWN else ())]
    return list({each.uid: each for each in known}.values())


def _own(scope: Scope) -> Iterator[Entry]:
    """Of the member's own record, as an HSC."""
    if Role.HSC not in scope.roles:
        return
    due = found.own_deadlines(scope.organisation, rulings_of(scope), clock.today(), scope.user.id)
    yield from _more(scope, due, own=True)
    for each in due.rows:
        yield _deadline(scope, each, own=True)
    for attending in found.own_sessions(scope.organisation, clock.now(), scope.user.id):
        yield _own_session(scope, attending)


def _of_others(scope: Scope, whose: Whose) -> Iterator[Entry]:
    """Of whom the member looks after, or of everybody whom they see."""
    if not scope.may(May.READ_APPLICANTS):
        return
    owner_id, today = scope.user.id if whose is Whose.OWN else None, clock.today()
    seen = deadlines.seen(scope.may(May.READ_STAFF), today, scope.user.id if scope.may(May.HIRE) else None)
    due = found.deadlines(scope.organisation, rulings_of(scope), today, seen, owner_id)
    yield from _more(scope, due, own=False)
    for each in due.rows:
        yield _deadline(scope, each, own=False)
    if whose is Whose.TEAM:
        for asked in packet_duties.owed(scope, found.span(today))[: found.MOST_QUESTIONS]:
            yield packet_duties.entry(scope, asked)
    if scope.may(May.READ_SESSIONS):
        for attending in found.sessions(scope.organisation, clock.now(), those_seen(scope), owner_id):
            yield _session(scope, attending)


def _more(scope: Scope, due: Due, own: bool) -> Iterator[Entry]:
    """That some are left out, on the day on which it is read: nobody takes a part for the whole."""
    if due.cut:
        at, of = {"organisation": scope.organisation.slug}, " of your own" if own else ""
        says = f"This calendar shows {count(len(due.rows), 'deadline')}{of}. The product lists all of them."
        link = address("people.show", **at, id=due.rows[0].person.id) if own else address("deadlines.index", **at)
        yield Entry(uid("more", "own") if own else uid("more"), MORE, clock.today(), says=says, link=link)


def _deadline(scope: Scope, each: Deadline, own: bool) -> Entry:
    duty, what = each.duty, duty_words.what(each.duty).removesuffix(".")
    title = what if own else f"{each.person.name}: {what}"
    says = [*([] if own else [each.person.name]), spoken(duty.says), f"Who must act: {duty_words.WHO[duty.who]}"]
    there = duty_words.page(duty) if own or scope.may(queue_item.may(each.thing)) else "people.show"
    assert duty.due_on
    return Entry(
        uid("deadline", duty.about, duty.kind, duty.place, each.person.id),
        title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        duty.due_on,
        says="\n".join(says),
        link=address(there, organisation=scope.organisation.slug, id=each.person.id),
    )


def _own_session(scope: Scope, attending: Attending) -> Entry:
    """The same thing as the invitation that came by mail."""
    row = attending.rows[-1]
    says = f"{first_up(IN_WORDS[stands(row)])}. {tells_whom(row)}"
    link = address("training.show", organisation=scope.organisation.slug, id=row.person_id)
    waits = stands(row) is Stands.WAITING
    return _timed(attending, "Waiting list: " if waits else "", says, link, seat_uid(row))


def _session(scope: Scope, attending: Attending) -> Entry:
    """A session with everybody of the COHE who comes, or waits for a seat."""
    people = "\n".join(f"{row.person.name}: {IN_WORDS[stands(row)]}" for row in attending.rows)
    who = attending.rows[0].person.name if len(attending.rows) == 1 else count(len(attending.rows), "person", "people")
    link = address("training_sessions.show", organisation=scope.organisation.slug, id=attending.session.id)
    return _timed(attending, f"{who}: ", people, link, uid("session", attending.session.id))


def _timed(attending: Attending, before: str, says: str, link: str, known_as: str) -> Entry:
    session, waits = attending.session, all(stands(row) is Stands.WAITING for row in attending.rows)
    why = f"Why it was canceled: {session.canceled_because}\n" if session.canceled_because else ""
    status = Status.TENTATIVE if waits else Status.CONFIRMED
    return Entry(
        known_as,
        f"{'Canceled: ' if session.canceled_at else ''}{before}{training_sessions.name(session)}",
        session.starts_at,
        session.ends_at,
        f"{why}{says}",
        session.place,
        link,
        Status.CANCELED if session.canceled_at else status,
    )
