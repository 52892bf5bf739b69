"""What the host of a visit says of who shadowed them: asked for by a link, and signed once.

Both are of the trainee's COHE and about the trainee, as the booking is.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import OfPerson, Record, one_while, within
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import TrainingSession

STILL_OPEN = "answered_at IS NULL AND withdrawn_at IS NULL"


class SignOffLink(Record, OfPerson):
    """A link sent to the host after the visit of one trainee, for one answer, until it expires or is withdrawn.

    Its secret is kept as a hash, and where it went not at all: that is of the host's COHE.
    """

    __tablename__ = "sign_off_link"
    in_words = "link to the host of a visit", "links to the hosts of visits"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        one_while("uq_sign_off_link_open", STILL_OPEN, "organisation_id", "person_id", "session_id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None] = mapped_column(String(500))

    organisation: Mapped[Organisation] = relationship()
    session: Mapped[TrainingSession] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin="SignOffLink.person_id == Person.id", foreign_keys="SignOffLink.person_id", viewonly=True
    )
    answer: Mapped["SignOff | None"] = relationship(
        primaryjoin="SignOffLink.id == SignOff.link_id", foreign_keys="SignOff.link_id", viewonly=True, uselist=False
    )


class SignOff(Record, OfPerson):
    """What was signed, never changed once written. `training_id`: the training that it shows, of who came."""

    __tablename__ = "sign_off"
    in_words = "sign-off of a host", "sign-offs of hosts"
    __table_args__ = (
        UniqueConstraint("organisation_id", "link_id"),
        UniqueConstraint("organisation_id", "training_id"),
        within("link_id", "sign_off_link"),
        within("training_id", "training_record"),
        CheckConstraint("came = (minutes IS NOT NULL)", name="minutes_of_who_came"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("came OR training_id IS NULL", name="training_of_who_came"),
    )

    link_id: Mapped[int]
    came: Mapped[bool]
    minutes: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(200))
    origin: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    training_id: Mapped[int | None]
