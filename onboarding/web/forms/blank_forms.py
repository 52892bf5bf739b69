"""Loading a form of L&I's, and saying what each of its fields is filled from."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import FileField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from onboarding.documents.form import BlankPdf, FormField
from onboarding.queries.form_values import Source
from onboarding.roles import StaffRole
from onboarding.web.credential_words import TRACKS
from onboarding.web.filters import role
from onboarding.web.forms.people import blank_as_none

SOURCES = {
    Source.NAME: "Name",
    Source.FIRST_WORD: "Name: first word",
    Source.MIDDLE_WORDS: "Name: middle words",
    Source.LAST_WORD: "Name: last word",
    Source.EMAIL: "Email address",
    Source.PHONE: "Phone",
    Source.PHONE_AREA: "Phone: area code",
    Source.PHONE_MIDDLE: "Phone: next three digits",
    Source.PHONE_LAST: "Phone: last four digits",
    Source.ROLE: "Role",
    Source.COHE: "COHE",
    Source.SUPERVISOR: "Supervising HSC",
    Source.HIRED_ON: "First day in the role",
    Source.HIRED_MONTH: "First day in the role: month",
    Source.HIRED_DAY: "First day in the role: day",
    Source.HIRED_YEAR: "First day in the role: year",
    Source.PROVIDER_NUMBER: "L&I Provider ID",
    Source.NPI: "NPI",
    Source.LICENCE: "License or certification",
    Source.MALPRACTICE: "Malpractice coverage",
    Source.PAYEE_NUMBER: "Payee number of the group",
    Source.TODAY: "The day it is printed",
    Source.TODAY_MONTH: "The day it is printed: month",
    Source.TODAY_DAY: "The day it is printed: day",
    Source.TODAY_YEAR: "The day it is printed: year",
    Source.TEXT: "Always this text",
}
BLANK = SelectChoice("", "Leave blank")
# Words of a field's name or label that say what it is for; offered when nobody has mapped the form yet.
SIGNS = (
    (("first name", "firstname", "given name"), Source.FIRST_WORD),
    (("last name", "lastname", "surname", "family name"), Source.LAST_WORD),
    (("npi", "national provider"), Source.NPI),
    (("payee",), Source.PAYEE_NUMBER),
    (("provider id", "provider number", "provider no", "providerid"), Source.PROVIDER_NUMBER),
    (("e-mail", "email"), Source.EMAIL),
    (("licence", "license", "certification"), Source.LICENCE),
    (("malpractice", "liability"), Source.MALPRACTICE),
    (("supervis",), Source.SUPERVISOR),
    (("start date", "date of hire", "hire date", "hired"), Source.HIRED_ON),
    (("cohe", "center of occupational"), Source.COHE),
)
MARKS = {
    "": SelectChoice("", "Leave blank"),
    "always": SelectChoice("always", "Mark always"),
    "hsc": SelectChoice("hsc", "Mark for an HSC or surgical HSC"),
    "assistant": SelectChoice("assistant", "Mark for an assistant"),
    "surgical_hsc": SelectChoice("surgical_hsc", "Mark for a surgical HSC"),
}
MARKED = {
    "always": tuple(StaffRole),
    "hsc": (StaffRole.HSC, StaffRole.SURGICAL_HSC),
    "assistant": (StaffRole.ASSISTANT,),
    "surgical_hsc": (StaffRole.SURGICAL_HSC,),
}


class LoadForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A form as it came from L&I."""

    track = SelectField(
        "For which application",
        [InputRequired()],
        choices=[SelectChoice(each.value, word) for each, word in TRACKS.items()],
    )
    title = StringField("Title of the form", [DataRequired("Enter the form's title."), Length(max=200)])
    edition = StringField(
        "Edition",
        [DataRequired("Enter the edition that is printed on the form."), Length(max=40)],
        filters=[blank_as_none],
        description="As it is printed on the form, for example F248-011-000, 08-2025. Recorded with what is sent.",
    )
    file = FileField(
        "The form",
        [FileRequired("Choose a file.")],
        description="The PDF as it came from L&I, blank.",
        render_kw={"accept": ".pdf"},
    )


def mapping_form(blank: BlankPdf, mapped: Mapping[str, Mapping[str, str]], version: int) -> Any:
    """A form with the choices of each field, filled with what was mapped, or with what their names suggest."""
    fields: dict[str, Any] = {"version": IntegerField(widget=HiddenInput(), default=version)}
    for number, each in enumerate(blank.fields):
        fields |= _of_field(number, each, mapped.get(each.name, {}), suggest=not version)
    return type("MappingForm", (FlaskForm,), fields)()


def chosen(blank: BlankPdf, form: Any) -> dict[str, dict[str, str]]:
    """What was chosen for each field, in the words of queries/form_values.py."""
    found: dict[str, dict[str, str]] = {}
    for number, each in enumerate(blank.fields):
        if each.kind == "text":
            source, text = form[f"f{number}"].data, (form[f"f{number}_text"].data or "").strip()
            if source:
                found[each.name] = {"source": source, **({"text": text} if source == Source.TEXT else {})}
        elif each.kind == "check":
            if marked := MARKED.get(form[f"f{number}"].data):
                found[each.name] = dict.fromkeys(map(str, marked), each.widgets[0].on)
        else:
            by_role = {staff.value: form[f"f{number}_{staff.value}"].data for staff in StaffRole}
            if any(by_role.values()):
                found[each.name] = {key: option for key, option in by_role.items() if option}
    return found


def label(field: FormField) -> str:
    """How the form names the field: what it tells those who hear it, else its own name."""
    return field.label or field.name.rpartition(".")[2]


def _of_field(number: int, field: FormField, mapped: Mapping[str, str], suggest: bool) -> dict[str, Any]:
    if field.kind == "text":
        source = mapped.get("source", _suggested(field) if suggest else "")
        return {
            f"f{number}": SelectField(
                label(field),
                choices=[BLANK, *(SelectChoice(each.value, word) for each, word in SOURCES.items())],
                default=source,
                description=f"At most {field.most} characters." if field.most else "",
            ),
            f"f{number}_text": StringField("Text", [Length(max=500)], default=mapped.get("text", "")),
        }
    if field.kind == "check":
        return {f"f{number}": SelectField(label(field), choices=list(MARKS.values()), default=_mark(mapped))}
    options = [BLANK, *(SelectChoice(each, word) for each, word in field.called.items() if each.strip())]
    return {
        f"f{number}_{staff.value}": SelectField(
            f"{label(field)}: for {'an' if staff is not StaffRole.SURGICAL_HSC else 'a'} {role(staff.value)}",
            choices=options,
            default=mapped.get(staff.value, ""),
        )
        for staff in StaffRole
    }


def _mark(mapped: Mapping[str, str]) -> str:
    roles = {StaffRole(each) for each in mapped}
    return next((key for key, marked in MARKED.items() if set(marked) == roles), "")


def _suggested(field: FormField) -> str:
    said = f"{field.label} {field.name.rpartition('.')[2]}".casefold().replace("_", " ")
    return next((source.value for signs, source in SIGNS if any(sign in said for sign in signs)), "")
