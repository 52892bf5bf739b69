"""The link by which a host signs a visit off: sent once the visit is over, sent again, withdrawn, reminded of.

It goes to who was shadowed, and is of no use to anybody of the trainee's COHE. What is signed is services/sign_offs.py.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.sign_off import SignOffLink
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import bookings as rolls, rulings, training_sessions
from onboarding.queries.messages import SIGN_OFF
from onboarding.queries.sign_offs import still_open, to_ask
from onboarding.rules.ladder import Ladder, sign_off_until
from onboarding.services import bookings, links, names, outbox, own, reminders
from onboarding.services.change import SYSTEM, Actor, Change, change
from onboarding.services.locks import lock_everybody, lock_free, lock_session
from onboarding.services.reminders import Asked

PURPOSE = "sign_off"
TWICE = timedelta(minutes=1)  # within which the same person meant to send one link
ANEW = "Sent again."


def ask_due() -> None:
    """Send a link for every visit that is over and was not asked about. For the clock."""
    for id in to_ask():
        with change(SYSTEM) as under_way:
            session = lock_session(id)
            if session is None or session.canceled_at:
                continue
            lock_everybody(session)
            for row in rolls.roll(session).standing(Seat.BOOKED):
                host = None
                with suppress(OnboardingError):  # nobody could sign: the page says that no link went out
                    host = _host(session, row.person)
                if host and _last(session, row.person_id) is None:
                    _send(under_way, session, row, host)


def ask(actor: Actor, organisation: Organisation, id: int, booking_id: int) -> SignOffLink:
    """Send the link again, or for the first time; an earlier one is dead. For who offers the visit.

    Raises NotFoundError for another's, OnboardingError before the visit is over, and once it was signed off.
    """
    with change(actor) as under_way:
        session, row = _asked_of(organisation, id, booking_id)
        if session.canceled_at or session.ends_at > clock.now() or row.seat is not Seat.BOOKED:
            raise OnboardingError("The visit is not over, was canceled, or was signed off. Nothing was sent.")
        host, last = _host(session, row.person), _last(session, row.person_id)
        if last and actor.user_id and last.sent_by_id == actor.user_id and clock.now() - last.sent_at < TWICE:
            raise OnboardingError("The link was sent a moment ago, and is on its way.")
        if last and not last.withdrawn_at:
            _end(under_way, last, ANEW)
            db.session.flush()
        return _send(under_way, session, row, host)


def withdraw(actor: Actor, organisation: Organisation, id: int, booking_id: int, because: str) -> None:
    """Make the link useless. For who offers the visit. Raises OnboardingError where none is open."""
    with change(actor) as under_way:
        session, row = _asked_of(organisation, id, booking_id)
        last = _last(session, row.person_id)
        if last is None or last.answered_at or last.withdrawn_at:
            raise OnboardingError("No link is open: it was used or withdrawn, or none was sent. Nothing was changed.")
        names.refuse(organisation.id, because=because)  # it goes with the trainee, and stays when the host goes
        _end(under_way, last, because)


def _asked_of(organisation: Organisation, id: int, booking_id: int) -> tuple[TrainingSession, Booking]:
    """A visit of the organisation's, locked, and the row where somebody stands with it."""
    session, roll = bookings.begin(organisation, id)
    if not training_sessions.hosts(session, organisation) or not training_sessions.is_visit(session):
        raise NotFoundError
    return session, bookings.standing(roll, booking_id)


def _last(session: TrainingSession, person_id: int) -> SignOffLink | None:
    of = SignOffLink.session_id == session.id, SignOffLink.person_id == person_id
    return db.session.scalar(select(SignOffLink).where(*of).order_by(SignOffLink.id.desc()).limit(1))


def _host(session: TrainingSession, trainee: Person) -> Person:
    """Who is to sign. Raises OnboardingError where nobody is, or somebody of the trainee's COHE could answer."""
    host = session.hosting.person if session.hosting else None
    if host is None or host.email is None:
        raise OnboardingError("The host has no record or no email address here any more. Record the address first.")
    own.refuse_host(trainee, host, session.recorded_by_id)
    return host


def _send(under_way: Change, session: TrainingSession, row: Booking, host: Person) -> SignOffLink:
    nonce, now = links.new_nonce(), clock.now()
    numbers = rulings.numbers(row.organisation_id, clock.day_of(now))
    link = SignOffLink(
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        session_id=session.id,
        nonce=nonce,
        token_hash=links.hash_of(links.token_of(PURPOSE, nonce)),
        sent_by_id=under_way.actor.user_id,
        sent_at=now,
        expires_at=sign_off_until(now, numbers),
    )
    db.session.add(link)
    db.session.flush()
    SOURCE.promise_first(link, numbers)
    _write(link, host, 0)
    under_way.record(link.organisation_id, Action.SIGN_OFF_ASKED, link, person=link.person_id, session=session.id)
    return link


def _end(under_way: Change, link: SignOffLink, because: str) -> None:
    link.withdrawn_at, link.withdrawn_because = clock.now(), because
    reminders.take_back(Ladder.SIGN_OFF, link)
    under_way.record(link.organisation_id, Action.SIGN_OFF_WITHDRAWN, link, person=link.person_id)


def _remind(asked: Sequence[tuple[SignOffLink, int]]) -> None:
    """Remind the host, unless there is none any more, or the address became that of somebody who may not answer."""
    for link, times in asked:
        host = None
        with suppress(OnboardingError):
            host = _host(link.session, link.person)
        if host and lock_free([host.id]):
            _write(link, host, times)


def _write(link: SignOffLink, host: Person, times: int) -> None:
    said = words.sign_off(link, host, links.token_again(PURPOSE, link), times)
    key, about = f"sign-off:{link.id}:{times}", [link.person_id]
    to = host.email or ""
    outbox.write(link.organisation_id, key, SIGN_OFF, to, *said, secret=True, about=about, elsewhere=[host])


SOURCE = Asked(
    model=SignOffLink,
    asked_at="sent_at",
    ladder=Ladder.SIGN_OFF,
    action=Action.SIGN_OFF_CHASED,
    open=lambda now: still_open().where(SignOffLink.expires_at > now),
    write=_remind,
)
