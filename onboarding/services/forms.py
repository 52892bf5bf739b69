"""L&I's forms: loading one that came from L&I, mapping its fields, retiring it, noting for whom it was filled."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.documents import form as pdf_form
from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import FileKind
from onboarding.documents.names import clean_name
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.credential import Track
from onboarding.models.form import BlankForm, FormMapping
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import forms
from onboarding.services import names, sealed_copies, tampering
from onboarding.services.change import Actor, change
from onboarding.services.files import sha256


def load(
    actor: Actor, organisation: Organisation, track: Track, title: str, edition: str, data: bytes, file_name: str
) -> BlankForm:
    """Keep the harmless copy of a form with its fields. Raises OnboardingError for no PDF, or one that is there."""
    db.session.rollback()  # reading a file takes its time, and holds nobody up
    inspected = inspect(data)
    if inspected.kind is not FileKind.PDF or inspected.copy is None:
        raise OnboardingError("L&I's forms are PDF files. Add the form as it came from L&I.", "file")
    fields = pdf_form.as_json(pdf_form.read(inspected.copy))
    with change(actor) as under_way:
        db.session.scalar(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
        if any(each.original == inspected.sha256 for each in forms.listed(organisation.id)):
            raise OnboardingError("This file was added already.", "file")
        names.refuse(organisation.id, title=title, edition=edition, file=file_name)
        row = BlankForm(
            organisation_id=organisation.id,
            track=track,
            title=title,
            edition=edition,
            file_name=clean_name(file_name),
            original=inspected.sha256,
            sha256=sha256(inspected.copy),
            fields=fields,
            loaded_by_id=actor.user_id,
            loaded_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        sealed_copies.keep(row, inspected.copy)
        under_way.record(organisation.id, Action.FORM_LOADED, row, track=track.value, edition=edition)
    return row


def blank(form: BlankForm) -> bytes:
    """The copy of the form, blank. Raises TamperedError, also where what its fields are filled from was changed."""
    if last := forms.mapping(form):
        tampering.refuse(last)
    return sealed_copies.hand_out(form)


def map_fields(actor: Actor, form: BlankForm, fields: Mapping[str, Mapping[str, str]], version: int) -> FormMapping:
    """Say what the fields are filled from, as the next version. `version` is that of the page (0: none yet)."""
    with change(actor) as under_way:
        chosen = select(BlankForm.id).where(BlankForm.id == form.id)
        db.session.scalar(chosen.with_for_update())
        last = forms.mapping(form)
        kept: dict[str, Any] = {name: dict(each) for name, each in fields.items() if each}
        if last and last.fields == kept:
            return last
        if (last.version if last else 0) != version:
            raise OnboardingError(
                "Somebody else matched the fields of this form while you had it open. Reload the page and try again."
            )
        for each in kept.values():
            names.refuse(form.organisation_id, text=each.get("text"))
        row = FormMapping(
            organisation_id=form.organisation_id,
            form_id=form.id,
            version=version + 1,
            fields=kept,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(form.organisation_id, Action.FORM_MAPPED, row, form=form.id, version=row.version)
    return row


def retire(actor: Actor, form: BlankForm, retired: bool) -> None:
    """Take a form out of use, or into use again. What was filled and recorded with its edition stays.

    One that is so already stays as it is.
    """
    with change(actor) as under_way:
        db.session.refresh(form, with_for_update=True)
        if (form.retired_at is not None) is retired:
            return
        form.retired_at = clock.now() if retired else None
        under_way.record(form.organisation_id, Action.FORM_RETIRED, form, retired=retired)


def note_filled(actor: Actor, person: Person, form: BlankForm | None) -> None:
    """Write to the trail that a form (None: the answer sheet) was filled for somebody and left the product."""
    subject, of, about = f"blank_form:{form.id}" if form else "answer_sheet", person.organisation_id, person.id
    with change(actor) as under_way:
        under_way.record(of, Action.FORM_FILLED, subject, person=about)
