"""L&I's forms as a COHE loaded them, blank; which field is filled from what; the product ships none itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfOrganisation, Record, RecordedBy, within
from onboarding.models.credential import Track


class BlankForm(Record, OfOrganisation):
    """One edition of a form. `edition` is what is printed on it; `fields` as onboarding/documents/form.py reads them.

    `original` is the hash of what came, `sha256` of the harmless copy that is kept. Retired: it is not filled any more.
    """

    __tablename__ = "blank_form"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "original"),
    )

    track: Mapped[Track]
    title: Mapped[str] = mapped_column(String(200))
    edition: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(200))
    original: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    loaded_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class BlankFormCopy(OfOrganisation):
    """The harmless copy of a form, sealed with a key of its own, which the master key seals."""

    __tablename__ = "blank_form_copy"
    __table_args__ = (
        UniqueConstraint("organisation_id", "form_id"),
        within("form_id", "blank_form"),
    )

    form_id: Mapped[int]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary(200))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class FormMapping(RecordedBy, OfOrganisation):
    """What each field of a form is filled from: one version, the latest of which holds.

    `fields`: for each field by name what the COHE chose, in the words of onboarding/queries/form_values.py.
    """

    __tablename__ = "form_mapping"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "form_id", "version"),
        within("form_id", "blank_form"),
    )

    form_id: Mapped[int]
    version: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
