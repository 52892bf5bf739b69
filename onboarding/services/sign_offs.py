"""The host's sign-off of a visit: one answer by the link, and the training that it shows."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.models.sign_off import SignOff, SignOffLink
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import bookings as rolls, evidence, training as trainings, training_sessions
from onboarding.queries.sign_offs import still_open
from onboarding.rules.ladder import Ladder
from onboarding.services import booking_mail, correcting, links, own, reminders, sign_off_links, training
from onboarding.services.booking_mail import Told
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_everybody, lock_session
from onboarding.services.training import TrainingFacts

LONGEST = 24 * 60  # minutes of one visit
AS_SIGNED = "As the host signed it off."


class Signed(NamedTuple):
    """What the host says: whether the trainee came, for how many minutes, and who says so."""

    came: bool
    minutes: int | None
    name: str


def by_token(token: str) -> SignOffLink | None:
    """The link, while it can be answered."""
    chosen = still_open().where(SignOffLink.token_hash == links.hash_of(token))
    link = db.session.scalar(chosen.where(SignOffLink.expires_at > clock.now()))
    return link if link and links.is_ours(sign_off_links.PURPOSE, link.nonce, token) else None


def visited(actor: Actor, token: str) -> SignOffLink | None:
    """The link, for who comes by it. Raises OnboardingError for a member of the trainee's COHE."""
    if link := by_token(token):
        own.refuse_inside(actor.user_id, link.organisation)
    return link


def was_answered(token: str) -> bool:
    """Whether the link was used: who comes back by it is told so, and nothing else."""
    chosen = select(SignOffLink.id).where(SignOffLink.token_hash == links.hash_of(token))
    return db.session.scalar(chosen.where(SignOffLink.answered_at.is_not(None))) is not None


def sign(actor: Actor, token: str, said: Signed) -> SignOff:
    """Take the answer, and record the training of who came.

    Raises NotFoundError for a link that no longer works: of two at once, the first has it.
    """
    if said.came and not 0 < (said.minutes or 0) <= LONGEST:
        raise OnboardingError("Enter the minutes of the visit, as a whole number.", "minutes")
    with change(actor) as under_way:
        link, session, row = _to_sign(actor, token)
        seat = Seat.ATTENDED if said.came else Seat.NO_SHOW
        booking = Booking(session_id=session.id, seat=seat)
        shown = None
        if said.minutes and said.came:
            shown, booking.training_id = _trained(under_way, session, row.person, said.minutes)
        told = {"session": session.id, "seat": seat.value}
        correcting.add(under_way, Action.ATTENDANCE_RECORDED, booking, row.person, None, **told)
        signed = SignOff(
            organisation_id=link.organisation_id,
            person_id=link.person_id,
            link_id=link.id,
            came=said.came,
            minutes=said.minutes if said.came else None,
            name=" ".join(said.name.split()),
            origin=actor.origin,
            at=clock.now(),
            training_id=shown,
        )
        db.session.add(signed)
        link.answered_at = signed.at
        reminders.take_back(Ladder.SIGN_OFF, link)
        db.session.flush()
        for each in (link, signed):
            under_way.record(link.organisation_id, Action.VISIT_SIGNED_OFF, each, person=link.person_id)
        booking_mail.tell(actor, session, [booking], Told.SIGNED_OFF if said.came else Told.NO_SHOW)
    return signed


def _to_sign(actor: Actor, token: str) -> tuple[SignOffLink, TrainingSession, Booking]:
    """The link, for this change alone, with the seat that it asks about."""
    link = visited(actor, token)
    session = lock_session(link.session_id) if link else None
    if link is None or session is None:
        raise NotFoundError
    lock_everybody(session)
    db.session.refresh(link, with_for_update={"of": SignOffLink})  # its answer may have been read with it
    row = rolls.roll(session).of(link.person_id)
    if link.answered_at or link.withdrawn_at or row is None or row.seat is not Seat.BOOKED:
        raise NotFoundError
    return link, session, row


def _trained(
    under_way: Change, session: TrainingSession, person: Person, minutes: int
) -> tuple[int | None, int | None]:
    """The training that the sign-off shows, and the one that was added for it: none where it was recorded before.

    What the COHE recorded of the visit is corrected where the host says otherwise, unless a checked paper shows it.
    """
    said = {**training_sessions.facts_of(session), "minutes": minutes}
    before = next((had for had in trainings.of(person) if _is_this(had, said)), None)
    if before is None:
        added = training.add_training(under_way, person, TrainingFacts(TrainingPart.ACTIVITIES, said))
        db.session.flush()
        return added.id, added.id
    if all(before.facts.get(key) == said[key] for key in ("minutes", "host_role")):
        return before.id, None
    if evidence.confirms(before.paper):
        return None, None
    facts = TrainingFacts(TrainingPart.ACTIVITIES, {**before.facts, **said})
    right = training.correct_training(under_way, person, before, facts, AS_SIGNED, before.paper)
    db.session.flush()
    return right.id, None


def _is_this(row: TrainingRecord, said: Mapping[str, object]) -> bool:
    """Whether a training is of this visit: that day, at that COHE, and not signed off as another one."""
    had = row.facts
    if row.sign_off or any(had.get(key) != said[key] for key in ("kind", "on")):
        return False
    return training.bare(had["host_cohe"]) == training.bare(str(said["host_cohe"]))
