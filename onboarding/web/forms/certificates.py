"""A certificate that somebody adds of their own training: the file, and what it is of."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from onboarding.web.forms.people import blank_as_none
from onboarding.web.forms.training import FORMS, NO_CLAIMS, AreasForm
from onboarding.web.training_words import INITIAL

# Without `capture`: with it a phone opens its camera and nothing else, so that neither a PDF nor a picture taken before
# could be sent. With pictures named so, it offers the camera beside them, and turns its own format into JPEG.
PHOTO_OR_PDF = "image/jpeg,image/png,application/pdf,.pdf"


def _file() -> FileField:
    return FileField(
        "Certificate",
        [FileRequired("Take a photo, or choose a file.")],
        description="A photo or a PDF, 25 MB at most. Leave out workers' names.",
        render_kw={"accept": PHOTO_OR_PDF},
    )


def _note() -> StringField:
    return StringField(
        "Note",
        [Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        description=f"What your manager should know. {NO_CLAIMS}",
    )


class CertificateForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A file of a training that is recorded."""

    file = _file()
    note = _note()


def form_of(kind: str) -> Any:
    """The form of a kind of training, with a file that is required instead of one that may be chosen."""
    form = AreasForm if kind == INITIAL else FORMS[kind]
    return type(f"Certified{form.__name__}", (form,), {"item": None, "file": _file(), "note": _note()})()


class SendBackForm(FlaskForm):  # type: ignore[misc]
    """Why a certificate is sent back."""

    because = StringField(
        "What is wrong with it",
        [DataRequired("Say what is wrong, so that they can add another."), Length(max=500)],
        filters=[blank_as_none],
        description=f"They read this. {NO_CLAIMS}",
    )
