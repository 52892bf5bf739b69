"""A training as it is recorded: a form for each kind, one for several areas at once, and what a correction adds."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FileField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from onboarding.queries.training import Part
from onboarding.rules.additional_training import TOPIC, TOPICS
from onboarding.rules.training import AREAS as ALL_AREAS
from onboarding.services.training import TrainingFacts
from onboarding.web.addresses import record_id, record_id_or_none
from onboarding.web.fields import CheckboxesField, DayField
from onboarding.web.forms.evidence import ACCEPTED
from onboarding.web.forms.people import blank_as_none
from onboarding.web.training_words import AREAS, COURSE, HOSTS, INITIAL, LOCATIONS, REQUIRED, RESULTS, SPONSORS

NO_CLAIMS = "Leave out workers' names and claim numbers."
SHORT = Length(max=200, message="Say it in 200 characters.")
# Of a training: whose it is, of which version of a course, what shows it, and why it is corrected.
BESIDE = ("csrf_token", "people", "version", "item", "file", "because", "note")
LONGEST_VISIT = 24 * 60  # minutes


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(key, says) for key, says in words.items()]


def _text(label: str, *validators: Any, hint: str = NO_CLAIMS) -> StringField:
    return StringField(label, [*validators, SHORT], filters=[blank_as_none], description=hint)


def _topics(*validators: Any) -> CheckboxesField:
    says = {topic: TOPIC[topic][:1].upper() + TOPIC[topic][1:] for topic in TOPICS}
    return CheckboxesField("What it was about", [*validators], choices=_choices(says))


class TrainingForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What every training has: the file that shows it."""

    item = SelectField("Evidence", coerce=record_id_or_none, validate_choice=False)
    file = FileField(
        "Or add a file",
        description="Certificate or sign-in sheet, without workers' names. Somebody else checks it.",
        render_kw={"accept": ACCEPTED},
    )

    def said(self) -> dict[str, Any]:
        """The entry of a training document that this is, without what was left out."""
        found = {field.name: self.kept(field) for field in self if field.name not in BESIDE}
        return {key: value for key, value in found.items() if value not in (None, [], "")}

    def kept(self, field: Any) -> Any:
        """The field as the document has it."""
        if isinstance(field, DayField):
            return field.data.isoformat() if field.data else None
        return sorted(field.data) if isinstance(field, CheckboxesField) else field.data


class DatedForm(TrainingForm):
    """What took place on a day."""

    on = DayField("Day", [DataRequired("Enter the day.")])


class AreasForm(DatedForm):
    """Initial training in several areas on one day."""

    areas = CheckboxesField("Areas", [InputRequired("Choose one area or more.")], choices=_choices(AREAS))
    trainer = _text("Trainer")

    def each(self) -> list[dict[str, Any]]:
        """An entry for each area."""
        said = self.said()
        areas = said.pop("areas")
        return [{"area": area, **said} for area in ALL_AREAS if area in areas]


class AreaForm(DatedForm):
    """Initial training in one area, to be corrected."""

    area = SelectField("Area", choices=_choices(AREAS))
    trainer = _text("Trainer")


class RequiredForm(TrainingForm):
    """Something that L&I requires by name. Any name with a result is a test."""

    name = _text("Name", DataRequired("Enter its name."), hint="As L&I calls it, the same each time.")
    completed_on = DayField("Day completed", [Optional()], description="Leave blank while it is still to be done.")
    passed = RadioField("Result", [InputRequired("Choose one.")], choices=_choices(RESULTS), default="none")
    trainer = _text("Trainer")

    def kept(self, field: Any) -> Any:
        """A result is yes or no; without one there is none."""
        if field.name == "passed":
            return {"passed": True, "failed": False}.get(field.data)
        return super().kept(field)


class CompletionForm(DatedForm):
    """The completion of a version of a course, which says the rest."""

    version = SelectField("Course", [InputRequired("Choose a course.")], coerce=record_id)
    version.creation_counter = 0  # so that it stands first
    trainer = _text("Trainer")


class ContentForm(DatedForm):
    """Training with content that L&I's contract manager approved."""

    title = _text("Content", hint="What it is called.")
    topics = _topics(InputRequired("Choose a topic."))
    approved_on = DayField(
        "Approved by L&I on", [Optional()], description="It counts if this is not after the training."
    )
    trainer = _text("Trainer")


class OrientationForm(DatedForm):
    """An L&I orientation."""

    location = RadioField("Where", [InputRequired("Choose where it was.")], choices=_choices(LOCATIONS))
    trainer = _text("Trainer")


class ShadowingForm(DatedForm):
    """A visit to an HSC of another COHE."""

    minutes = IntegerField(
        "Minutes",
        [InputRequired("Enter the minutes."), NumberRange(1, LONGEST_VISIT, "Enter the minutes of one day.")],
        description="An hour is 60.",
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
    )
    host_cohe = _text("Host COHE", DataRequired("Enter the other COHE."), hint="The other COHE's name.")
    host = _text("Who was shadowed", hint="The host's name. Leave out workers' names and claim numbers.")
    host_role = RadioField("The host was", [InputRequired("Choose one.")], choices=_choices(HOSTS), default="hsc")


class ConferenceForm(DatedForm):
    """An HSC conference."""

    title = _text("Conference", hint="What it is called.")
    sponsor = RadioField("Sponsor", [InputRequired("Choose one.")], choices=_choices(SPONSORS), default="lni")
    attended = RadioField(
        "Attended",
        [InputRequired("Choose one.")],
        choices=_choices({"yes": "Yes", "no": "No, only registered"}),
        default="yes",
    )
    topics = _topics()

    def kept(self, field: Any) -> Any:
        """Attending is yes or no."""
        return field.data == "yes" if field.name == "attended" else super().kept(field)


FORMS: dict[str, type[TrainingForm]] = {
    INITIAL: AreaForm,
    REQUIRED: RequiredForm,
    COURSE: CompletionForm,
    "approved_content": ContentForm,
    "orientation": OrientationForm,
    "shadowing": ShadowingForm,
    "conference": ConferenceForm,
}


def facts_of(sort: str, form: TrainingForm) -> list[TrainingFacts]:
    """What the form of that kind says was done."""
    part = {INITIAL: Part.INITIAL, REQUIRED: Part.LNI_REQUIRED}.get(sort, Part.ACTIVITIES)
    entries = form.each() if isinstance(form, AreasForm) else [form.said()]
    kind = {"kind": "approved_content" if sort == COURSE else sort} if part is Part.ACTIVITIES else {}
    version_id = form.version.data if isinstance(form, CompletionForm) else None
    return [TrainingFacts(part, {**kind, **each}, version_id) for each in entries]


def as_typed(said: dict[str, Any]) -> dict[str, Any]:
    """An entry as the fields of its form hold it."""
    days = {key: date.fromisoformat(said[key]) for key in ("on", "completed_on", "approved_on") if said.get(key)}
    passed = {"passed": "passed" if said["passed"] else "failed"} if said.get("passed") is not None else {}
    attended = {"attended": "yes" if said["attended"] else "no"} if "attended" in said else {}
    return {**said, **days, **passed, **attended}


class StrikeForm(FlaskForm):  # type: ignore[misc]
    """Why a training never was."""

    because = StringField(
        "Why this is taken away",
        [DataRequired("Say why. The entry stays readable with it."), Length(max=500)],
        filters=[blank_as_none],
        description=NO_CLAIMS,
    )


def correction_of(kind: str) -> type[TrainingForm]:
    """The form of a kind, which asks why as well."""
    because = StringField(
        "Why this is corrected",
        [DataRequired("Say why. The earlier entry stays readable with it."), Length(max=500)],
        filters=[blank_as_none],
        description=NO_CLAIMS,
    )
    return type(f"{FORMS[kind].__name__}Correction", (FORMS[kind],), {"because": because})
