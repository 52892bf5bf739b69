"""Fields and forms as pages show them: a day in two spellings, faults with the field to go to, hints tied to inputs."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)

from onboarding.web.access import anyone
from onboarding.web.fields import DayField, HourField, VagueDayField, faults, own_errors
from onboarding.web.forms.claim_rows import JobForm
from onboarding.web.forms.claims import ClaimForm, KeepForm
from onboarding.web.forms.determinations import DecideForm
from onboarding.web.forms.rulings import PaperForm, RulingAnswerForm
from onboarding.web.forms.screening import DegreeDecisionForm, FileForm, JobDecisionForm
from onboarding.web.forms.standing import StatementForm
from tests import word_rules
from tests.page import Page, fetch
from tests.plain import plain_app

PAGE = """
{% extends "layout.html" %}{% from "components/form.html" import form, fields %}
{% block title %}Hire{% endblock %}
{% block main %}<h1>Hire</h1>{% call form(it, "Record the hire", back="/") %}{{ fields(it) }}{% endcall %}{% endblock %}
"""
NEEDED = [validators.InputRequired("Say who.")]


class Job(Form):
    title = StringField("Job title", NEEDED)


class Hire(FlaskForm):
    ref = HiddenField("Reference")
    name = StringField(
        "Name", NEEDED, description="As on the license", render_kw={"autocomplete": "name", "class": "own"}
    )
    email = EmailField("Email")
    hired_on = DayField("Date of hire", [validators.Optional()])
    role = RadioField("Role", choices=[SelectChoice("hsc", "HSC"), SelectChoice("assistant", "Assistant")])
    cohe = SelectField("COHE", choices=[SelectChoice("a", "Rainier"), SelectChoice("b", "Olympic")], default="b")
    active = BooleanField("Works now", description="Counts as staff")
    note = TextAreaField("Note")
    file = FileField("License")
    job = FormField(Job, "Job")
    past = FieldList(StringField("Title", NEEDED), "Earlier titles", min_entries=1)


@pytest.fixture
def app() -> Flask:
    app = plain_app()
    app.testing = True
    app.extensions["sent"] = []

    @app.route("/hire", methods=["GET", "POST"])
    @anyone
    def hire() -> str:
        form = Hire()
        if form.is_submitted():
            form.validate()
            app.extensions["sent"].append(form.data)
        return render_template_string(PAGE, it=form)

    return app


def shown(app: Flask) -> Page:
    return fetch(app.test_client(), "/hire")


@pytest.mark.parametrize("typed", ["2026-01-05", "1/5/2026", "01/05/2026"])
def test_a_day_is_taken_in_both_spellings(typed: str) -> None:
    assert day_of(typed).data == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["2026-02-29", "5 January", "13/1/2026", "2026-1"])
def test_what_is_no_day_is_refused_and_shown_again_as_typed(typed: str) -> None:
    field = day_of(typed)
    assert field.errors == [f"“{typed}” is not a date we can read. Use month/day/year, like 1/15/2026."]
    assert field._value() == typed


def test_a_day_that_is_known_is_shown_as_people_type_it() -> None:
    form_class = type("F", (Form,), {"on": DayField("On"), "about": VagueDayField("About")})
    assert (form_class(data={"on": date(2026, 1, 5)}).on._value(), form_class().on._value()) == ("1/5/2026", "")
    for known, shown in {"2019": "2019", "2019-03": "March 2019", "2019-03-05": "3/5/2019", "soon": "soon"}.items():
        field = form_class(data={"about": known}).about
        assert field._value() == shown
        again = form_class(MultiDict({"about": shown})).about
        assert (again.data, again._value()) == (known, shown)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (StringField("A", [validators.InputRequired()]), "", "This is missing. Fill it in."),
        (StringField("A", [validators.DataRequired()]), " ", "This is missing. Fill it in."),
        (StringField("A", [validators.Length(max=3)]), "abcd", "Shorten this to 3 characters."),
        (SelectField("A", choices=[SelectChoice("b", "B")]), "c", "Choose from the list."),
        (SelectField("A", choices=[SelectChoice(1, "B")], coerce=int), "c", "Choose from the list."),
        (SelectMultipleField("A", choices=[SelectChoice("b", "B")]), "c", "Choose from the list."),
        (IntegerField("A"), "a few", "“a few” is not a whole number. Use digits, like 14."),
        (DecimalField("A"), "half", "“half” is not a number. Use digits, like 12.5."),
        (IntegerField("A", [validators.NumberRange(min=2)]), "1", "“1” is too small. Enter 2 or more."),
        (IntegerField("A", [validators.NumberRange(max=2)]), "3", "“3” is too large. Enter 2 or less."),
        (IntegerField("A", [validators.NumberRange(1, 2)]), "3", "Enter a number from 1 to 2."),
        (EmailField("A", [validators.Email()]), "x", "This is no email address. Write it like name@example.org."),
        (StringField("A", [validators.Length(max=3, message="Our own.")]), "abcd", "Our own."),
    ],
)
def test_what_the_library_says_is_said_in_our_words(field: Any, typed: str, says: str) -> None:
    form = type("F", (Form,), {"a": field})(MultiDict({"a": typed}))
    form.validate()
    assert own_errors(form.a)[0] == says
    assert list(word_rules.wrong(says)) == []


def day_of(typed: str) -> Any:
    form_class = type("F", (Form,), {"on": DayField("On")})
    form = form_class(MultiDict({"on": typed}))
    form.validate()
    return form.on


def test_each_input_names_its_hint_and_keeps_its_own_attributes(app: Flask) -> None:
    name = shown(app).by_id("name")
    assert (name.get("aria-describedby"), name.get("autocomplete"), name.get("class")) == (
        "name-hint",
        "name",
        "usa-input own",
    )
    assert name.get("required") is not None
    day = shown(app).by_id("hired_on")
    assert (day.get("type"), day.get("aria-describedby")) == ("text", "hired_on-hint")


def test_only_what_is_optional_is_marked(app: Flask) -> None:
    labels = {label.get("for"): " ".join("".join(label.itertext()).split()) for label in shown(app).all("label")}
    assert labels["name"] == "Name"
    assert labels["email"] == "Email (optional)"


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (JobDecisionForm, "category"),
        (DegreeDecisionForm, "level"),
        (FileForm, "file"),
        (RulingAnswerForm, "because"),
        (PaperForm, "file"),
        (DecideForm, "items"),
        (JobForm, "startDate"),
        (JobForm, "endDate"),
        (ClaimForm, "reason"),
        (KeepForm, "reason"),
        (StatementForm, "file"),
    ],
)
def test_what_is_refused_where_it_is_left_out_is_not_called_optional(app: Flask, form: Any, name: str) -> None:
    with app.test_request_context():
        flags = form()[name].flags
        assert flags.required or flags.needed
        assert not flags.optional


def test_faults_come_first_and_lead_to_their_fields(app: Flask) -> None:
    page = shown(app).submit(name="", hired_on="soon")
    (box,) = page.with_class("usa-alert--error")
    assert (box.get("tabindex"), box.get("autofocus")) == ("-1", "")
    leads = [link.get("href") for link in box.iter("a")]
    assert leads == ["#name", "#hired_on", "#role-0", "#job-title", "#past-0"]
    assert page.messages[0].startswith(
        "There are 5 problems Name: Say who. Date of hire: “soon” is not a date we can read."
    )
    assert page.by_id("name").get("aria-describedby") == "name-hint name-error"
    assert page.by_id("name").get("aria-invalid") == "true"
    assert page.faults["name"] == "Say who."


def test_a_form_sends_what_it_shows(app: Flask) -> None:
    page = shown(app).submit(name="Ana", role="hsc", **{"job-title": "RN", "past-0": "Aide"})
    assert page.messages == []
    (sent,) = app.extensions["sent"]
    assert (sent["name"], sent["cohe"], sent["active"], sent["job"]["title"]) == ("Ana", "b", False, "RN")


def test_a_fault_of_the_whole_form_leads_nowhere() -> None:
    form = Job(MultiDict({"title": "RN"}))
    form.form_errors = ["The two do not fit."]
    assert [(fault.id, fault.says) for fault in faults(form)] == [(None, "The two do not fit.")]


class _RequiredDayForm(Form):  # type: ignore[misc]  # WTForms ships no types
    day = DayField("Day", [validators.DataRequired("Enter the day.")])
    hour = HourField("Hour", [validators.DataRequired("Enter the hour.")])


def test_a_day_that_cannot_be_read_is_said_to_be_so_also_where_one_is_required() -> None:
    form = _RequiredDayForm(MultiDict({"day": "2/30/2026", "hour": "9"}))
    assert not form.validate()
    assert form.errors == {
        "day": ["“2/30/2026” is not a date we can read. Use month/day/year, like 1/15/2026."],
        "hour": ["“9” is not a time we can read. Say AM or PM, like 9:00 AM."],
    }
    blank = _RequiredDayForm(MultiDict({"day": " ", "hour": ""}))
    assert not blank.validate()
    assert blank.errors == {"day": ["Enter the day."], "hour": ["Enter the hour."]}
