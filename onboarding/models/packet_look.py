"""How a COHE's packets look: the name on their covers, and its logo. Kept as a harmless copy, sealed."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import OfOrganisation, Record, RecordedBy, within


class PacketLogo(Record, OfOrganisation):
    """A logo. `original` is the hash of what came, `sha256` of the picture that is kept, in pixels."""

    __tablename__ = "packet_logo"
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    original: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]


class PacketLogoCopy(OfOrganisation):
    """The picture, sealed with a key of its own, which the master key seals."""

    __tablename__ = "packet_logo_copy"
    __table_args__ = (
        UniqueConstraint("organisation_id", "logo_id"),
        within("logo_id", "packet_logo"),
    )

    logo_id: Mapped[int]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary(200))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PacketLook(RecordedBy, OfOrganisation):
    """The look from a moment on, until the next of the COHE. `name`: instead of the COHE's own, or none."""

    __tablename__ = "packet_look"
    __table_args__ = (UniqueConstraint("organisation_id", "id"), within("logo_id", "packet_logo"))

    name: Mapped[str | None] = mapped_column(String(120))
    logo_id: Mapped[int | None]

    logo: Mapped[PacketLogo | None] = relationship(
        primaryjoin="PacketLook.logo_id == PacketLogo.id", foreign_keys="PacketLook.logo_id", viewonly=True
    )
