"""The forms of L&I's that a COHE loaded, and what their fields are filled from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.credential import Track
from onboarding.models.form import BlankForm, FormMapping


def listed(organisation_id: int) -> Sequence[BlankForm]:
    """Every form, those in use first, then by application, the latest first."""
    return db.session.scalars(
        select(BlankForm)
        .where(BlankForm.organisation_id == organisation_id)
        .order_by(BlankForm.retired_at.is_not(None), BlankForm.track, BlankForm.id.desc())
    ).all()


def in_use(organisation_id: int) -> Sequence[BlankForm]:
    """The forms that are filled for new hires."""
    return [form for form in listed(organisation_id) if form.retired_at is None]


def edition(organisation_id: int, track: Track) -> str | None:
    """The edition of the application's form that was loaded last and is in use."""
    return next((form.edition for form in in_use(organisation_id) if form.track is track), None)


def one(organisation_id: int, id: int, _user_id: int | None = None) -> BlankForm | None:
    """The form, if it is this organisation's."""
    return db.session.scalar(select(BlankForm).where(BlankForm.organisation_id == organisation_id, BlankForm.id == id))


def mapping(form: BlankForm) -> FormMapping | None:
    """What its fields are filled from, as it holds."""
    return db.session.scalar(
        select(FormMapping)
        .where(FormMapping.organisation_id == form.organisation_id, FormMapping.form_id == form.id)
        .order_by(FormMapping.version.desc())
        .limit(1)
    )


def mapped(form: BlankForm) -> dict[str, Any]:
    """The same, field by field; empty where nobody has mapped it yet."""
    row = mapping(form)
    return row.fields if row else {}
