"""Trainings that take place on a day with so many seats, and who is booked for one.

A session belongs to the side that offers it: L&I, a COHE that was told of one, or a COHE whose HSC is shadowed. A
booking is of the trainee's COHE.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import Correctable, OfOrganisation, OfPerson, RecordedBy, within
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person


class SessionKind(StrEnum):
    """Which kind of additional training a session is; the rules' own words."""

    ORIENTATION = "orientation"
    CONFERENCE = "conference"
    SHADOWING = "shadowing"


class Seat(StrEnum):
    """Where somebody stands with a session."""

    BOOKED = "booked"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


class TrainingSession(RecordedBy, OfOrganisation):
    """One session. `facts`: what an entry of its kind says besides its day, as `flask rules training` takes it.

    `moves`: how often its time or place was changed.
    """

    __tablename__ = "training_session"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("ends_at > starts_at", name="ends_after"),
        CheckConstraint("(canceled_at IS NULL) = (canceled_because IS NULL)", name="canceling_explained"),
        Index("ix_training_session_list", "organisation_id", "starts_at", "id"),
    )

    kind: Mapped[SessionKind]
    title: Mapped[str | None] = mapped_column(String(200))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seats: Mapped[int]
    closes_on: Mapped[date]  # the last day to register
    canceled_at: Mapped[datetime | None]
    canceled_because: Mapped[str | None] = mapped_column(String(500))
    moves: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship()
    hosting: Mapped["Hosting | None"] = relationship(
        primaryjoin="TrainingSession.id == Hosting.session_id",
        foreign_keys="Hosting.session_id",
        viewonly=True,
        uselist=False,
    )


class Hosting(RecordedBy, OfPerson):
    """Who is shadowed at a session: somebody of the COHE that offers it. It goes with them; the session stays."""

    __tablename__ = "hosting"
    in_words = "visit at which the person is shadowed", "visits at which the person is shadowed"
    __table_args__ = (
        UniqueConstraint("session_id"),
        Index("ix_hosting_person", "organisation_id", "person_id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))

    session: Mapped[TrainingSession] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin="Hosting.person_id == Person.id", foreign_keys="Hosting.person_id", viewonly=True
    )


class Booking(Correctable):
    """What became of somebody's seat at a session: the last row of a person that holds is where they stand.

    `training_id`: the training that their attendance was recorded as, where it was not recorded before.
    """

    __tablename__ = "booking"
    in_words = "booking of a training session", "bookings of training sessions"
    __table_args__ = (
        within("training_id", "training_record"),
        Index("ix_booking_session", "session_id", "id"),
        Index("ix_booking_person", "organisation_id", "person_id", "id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    seat: Mapped[Seat]
    training_id: Mapped[int | None]

    session: Mapped[TrainingSession] = relationship()
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin="Booking.person_id == Person.id", foreign_keys="Booking.person_id", viewonly=True
    )
