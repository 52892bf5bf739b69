"""Organisations, who belongs to them in which role, who was invited, and whose contract manager is whose."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, UniqueConstraint, and_, exists
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import Base, Record, one_while
from onboarding.roles import OrganisationKind, Role

STILL_OPEN = "ended_at IS NULL"


class Organisation(Record, Base):
    """A COHE, or L&I. `slug` is its place in addresses and never changes."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("slug = lower(slug)", name="slug_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]


class Membership(Record, Base):
    """One role of one user in one organisation, from the day it was given until it ends. Kept afterwards."""

    __tablename__ = "membership"
    __table_args__ = (
        # One open membership for each role; an ended one may be followed by another.
        one_while("uq_membership_open", STILL_OPEN, "organisation_id", "user_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[Role]
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()
    grant: Mapped["Grant | None"] = relationship(viewonly=True)

    @property
    def waits(self) -> bool:
        """Whether a second person has yet to confirm the role."""
        return self.grant is not None and self.grant.confirmed_at is None

    @classmethod
    def holds(cls) -> ColumnElement[bool]:
        """Whether a membership gives its role: it has not ended, and waits for nobody."""
        waiting = exists().where(Grant.membership_id == cls.id, Grant.confirmed_at.is_(None))
        return and_(cls.ended_at.is_(None), ~waiting)


class Grant(Record, Base):
    """A role that somebody gave alone and that a second person has to confirm; until then it is not held.

    A membership without such a row was given by a command, or by one person where one is enough.
    """

    __tablename__ = "membership_grant"
    __table_args__ = (
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> granted_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), unique=True)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]

    granted_by: Mapped[User] = relationship(foreign_keys=[granted_by_id])


class Assignment(Record, Base):
    """A COHE's contract manager at L&I, from the day of the assignment until it ends."""

    __tablename__ = "assignment"
    __table_args__ = (one_while("uq_assignment_open", STILL_OPEN, "organisation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()


class Invitation(Record, Base):
    """An address invited to a role. The link's secret is kept as a hash; one acceptance, before it expires."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("organisation_id", "token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
