"""The forms of one person's pages, for several: who, and a file that shows it for all of them."""

from datetime import date
from typing import Any

from wtforms import FileField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from onboarding.queries.credentials import TrackName as Track
from onboarding.queries.evidence import Proves
from onboarding.services.several import SharedFile
from onboarding.web.addresses import record_id
from onboarding.web.credential_words import EVENTS
from onboarding.web.fields import CheckboxesField
from onboarding.web.forms.checklist import MarkForm
from onboarding.web.forms.credentials import KNOWN, EventForm
from onboarding.web.forms.evidence import ACCEPTED
from onboarding.web.forms.training import FORMS, AreasForm
from onboarding.web.training_words import INITIAL

ONE_PERSONS = ("issued",)  # what happens with a number, which is one person's only


def training_form(sort: str) -> Any:
    """The form of a kind of training."""
    return _of_several(AreasForm if sort == INITIAL else FORMS[sort], item=None, file=_file("Sign-in sheet or agenda."))


def event_form(track: Track, happened_on: date, form_edition: str | None) -> Any:
    """The form of an event of a track that can be the same for several people."""
    without = {"item": None, "number": None, "file": _file("For example the fax or mail to L&I.")}
    form = _of_several(EventForm, {"happened_on": happened_on, "form_edition": form_edition}, **without)
    offered = [each for each in KNOWN[track] if each not in ONE_PERSONS]
    form.event.choices = [SelectChoice("", "Choose"), *(SelectChoice(each, EVENTS[each]) for each in offered)]
    return form


def step_form(done_on: date) -> Any:
    """The form of a step that is done."""
    return _of_several(MarkForm, {"done_on": done_on})


def shared(form: Any, proves: Proves) -> SharedFile | None:
    """The file that was sent along."""
    file = form.file.data
    return SharedFile(file.read(), file.filename, proves) if file and file.filename else None


def _of_several(form: type[Any], data: dict[str, Any] | None = None, **otherwise: Any) -> Any:
    """The form with whom it is about, and without what is one person's."""
    people = CheckboxesField("People", [InputRequired("Choose somebody.")], coerce=record_id)
    people.creation_counter = 0  # so that it stands first, and what is wrong with it too
    return type(f"Several{form.__name__}", (form,), {"people": people, **otherwise})(data=data)


def _file(example: str) -> FileField:
    says = f"{example} Leave out workers' names. Each person gets a copy, which somebody else checks."
    return FileField("File that shows it for all", description=says, render_kw={"accept": ACCEPTED})
