"""Which account is signed in to by which account of a sign-in provider."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import Base


class SignOnTie(Base):
    """That whom an issuer knows as `subject` signs in to the account. No mail address: nobody is matched by one.

    With one issuer an account is tied once, and a subject is. Untying deletes the row.
    """

    __tablename__ = "sign_on_tie"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("issuer", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    since_at: Mapped[datetime]

    user: Mapped[User] = relationship()
