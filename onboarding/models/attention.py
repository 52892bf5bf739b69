"""Who looks after whose record, and what is put off until a day: what the queue of a home page is ordered by."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson, RecordedBy


class Owner(RecordedBy, OfPerson):
    """Who looks after a person's record; null: nobody, since somebody gave it up. Who did before is in the trail."""

    __tablename__ = "owner"
    in_words = "name of who looks after the record", "names of who looks after the record"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)

    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class PutOff(RecordedBy, OfPerson):
    """That one thing to do about a person waits until a day, and why. It is listed again on that day.

    The thing is a duty (`about`, `kind` and `place` as in rules/duties.py), or a step of an application.
    """

    __tablename__ = "put_off"
    in_words = "thing that is put off", "things that are put off"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id", "about", "kind", "place"),)

    about: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(40))
    until: Mapped[date]
    because: Mapped[str] = mapped_column(String(500))
