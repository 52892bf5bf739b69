"""What hosts were asked to sign of who shadowed them, and what they signed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.sign_off import SignOffLink
from onboarding.models.training import TrainingRecord
from onboarding.models.training_session import Booking, Seat, SessionKind, TrainingSession
from onboarding.queries import evidence


class SignOffState(StrEnum):
    """Where a host's sign-off stands; the words of pages."""

    WAITING = "waiting for the host"
    SIGNED = "signed off"
    UNANSWERED = "the link expired"
    WITHDRAWN = "the link was withdrawn"


def is_confirmed(row: TrainingRecord) -> bool:
    """Whether somebody else than who recorded a training confirmed it: by its paper, as the host, or by its test."""
    return row.sign_off is not None or row.check is not None or evidence.confirms(row.paper)


def state(link: SignOffLink, now: datetime) -> SignOffState:
    """Where it stands at that moment."""
    if link.answered_at:
        return SignOffState.SIGNED
    if link.withdrawn_at:
        return SignOffState.WITHDRAWN
    return SignOffState.WAITING if link.expires_at > now else SignOffState.UNANSWERED


def latest(session: TrainingSession, people: Collection[int]) -> dict[int, SignOffLink]:
    """The last link about each of these people's visit, by person."""
    chosen = select(SignOffLink).options(joinedload(SignOffLink.answer))
    of = SignOffLink.session_id == session.id, SignOffLink.person_id.in_(people)
    return {link.person_id: link for link in db.session.scalars(chosen.where(*of).order_by(SignOffLink.id))}


def still_open() -> Select[SignOffLink]:
    """All links that were neither answered nor withdrawn; they may have expired."""
    return select(SignOffLink).where(SignOffLink.answered_at.is_(None), SignOffLink.withdrawn_at.is_(None))


def to_ask() -> Sequence[int]:
    """The visits that are over, on which somebody had a seat of whom no host was asked."""
    later = aliased(Booking)
    moved = exists().where(
        later.session_id == Booking.session_id, later.person_id == Booking.person_id, later.id > Booking.id
    )
    asked = exists().where(SignOffLink.session_id == Booking.session_id, SignOffLink.person_id == Booking.person_id)
    over = (
        TrainingSession.kind == SessionKind.SHADOWING,
        TrainingSession.canceled_at.is_(None),
        TrainingSession.ends_at <= clock.now(),
    )
    chosen = select(Booking.session_id).join(TrainingSession, TrainingSession.id == Booking.session_id)
    return db.session.scalars(chosen.where(*over, Booking.seat == Seat.BOOKED, ~moved, ~asked).distinct()).all()
