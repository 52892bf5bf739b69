"""Links by which calendar programs fetch what somebody may see, without signing in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, Record, one_while
from onboarding.models.organisation import Organisation

STILL_OPEN = "withdrawn_at IS NULL"


class Whose(StrEnum):
    """Of whom a calendar is: of oneself and of those whom one looks after, or of everybody whom one sees."""

    OWN = "own"
    TEAM = "team"


class CalendarLink(Record, OfOrganisation):
    """A link of one user to one calendar, until it is withdrawn. Its secret is kept as a hash and shown once.

    What it gives follows from what the user may see when it is fetched.
    """

    __tablename__ = "calendar_link"
    __table_args__ = (one_while("uq_calendar_link_open", STILL_OPEN, "organisation_id", "user_id", "whose"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    whose: Mapped[Whose]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()
