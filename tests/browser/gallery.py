"""Every component in every state, as pages of a test's own application: what the browser tests look at, and people too.

.venv/bin/python -m tests.browser.gallery    # serves it until Ctrl-C and says where
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, abort, flash, g, render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)

from onboarding import clock
from onboarding.queries.staff_lines import Rank
from onboarding.rules.journey import Progress
from onboarding.web.access import anyone
from onboarding.web.face import Face, Link, Organisation, User
from onboarding.web.fields import DayField
from onboarding.web.person_words import Shown
from onboarding.web.queue_item import Group, Item, Place
from tests.plain import plain_app

LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
UNBROKEN = "a" * 90 + "@example.org"
NAMES = (
    "Ana Reyes,Beatriz Okafor-Lindqvist,Chen Wei,Dmitri Volkov,Esi Mensah,Farid Haddad,Grace Kim,Hana Sato,Ines Duarte,"
    "Jamal Reed,Kateryna Shevchenko,Liam O'Connor,Mei-Ling Tan,Noor Al-Rashid,Olu Adeyemi,Priya Raman,Quinn Baker,"
    f"Rosa Delgado,Sven Halvorsen,Thuy Nguyen,Uma Patel,Viktor Nowak,Wanjiru Kamau,{LONG},Zoe Martin"
).split(",")
STATES = ("met", "due", "overdue", "undetermined", "pending", "met_late", "not_required")
WORDS = ("qualified", "not_qualified", "needs_review", *STATES, "verified", "claimed", "withdrawn")
HIRED = date(2026, 1, 15)
FULL = Face(
    user=User("Ana Reyes"),
    organisation=Organisation("Rainier Valley Medical Center COHE", "rainier"),
    roles=("HSC supervisor", "HR"),
    navigation=(
        Link("Today", "/gallery/facts"),
        Link("People", "/gallery/people", current=True),
        Link("Training", "/gallery/people?training"),
        Link("Credentials", "/gallery/people?credentials"),
        Link("Staffing", "/gallery/people?staffing"),
        Link("Packets", "/gallery/people?packets"),
        Link("Rulebook", "/"),
    ),
    search_address="/gallery/people",
    switch_address="/gallery/confirm",
    account_address="/gallery/form",
    sign_out_address="/gallery/confirm",
    sample=True,
)
STEPS = [
    Shown("Applied", Progress.UNRECORDED, None),
    Shown("Hired", Progress.DONE, HIRED),
    Shown("Sent to L&I", Progress.NOW, None),
    Shown(LONG, Progress.NOW, HIRED),
    Shown("Trained", Progress.AHEAD, None),
]
gallery = Blueprint("gallery", __name__, url_prefix="/gallery", template_folder="templates")


class Checkboxes(SelectMultipleField):
    """Several of a few."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class Job(Form):
    """A part of the form below."""

    title = StringField("Job title", [validators.InputRequired("Write the title as the employer calls it.")])
    hours = IntegerField("Hours a week", [validators.Optional()], render_kw={"class": "usa-input--small"})


class Hire(FlaskForm):
    """A field of every kind."""

    reference = HiddenField(default="r-17")
    name = StringField(
        "Full name",
        [
            validators.InputRequired("Write the name."),
            validators.Length(max=60, message="Write at most 60 characters."),
        ],
        description="As on the license",
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Work email", [validators.InputRequired("Write an address.")], render_kw={"autocomplete": "email"}
    )
    password = PasswordField(
        "New password",
        [validators.InputRequired("Choose a password.")],
        description="At least 15 characters; spaces are welcome",
        render_kw={"autocomplete": "new-password"},
    )
    hired_on = DayField("Date of hire", [validators.InputRequired("Write the day of hire.")])
    left_on = DayField("Last day of work", [validators.Optional()])
    role = RadioField(
        "Role",
        [validators.InputRequired("Choose a role.")],
        choices=[SelectChoice("hsc", "Health Services Coordinator"), SelectChoice("assistant", "HSC assistant")],
        description="The role the person was hired into, not the one they are meant for",
    )
    cohe = SelectField(
        "COHE", choices=[SelectChoice("", "Choose"), SelectChoice("r", "Rainier"), SelectChoice("o", "Olympic")]
    )
    languages = Checkboxes(
        "Languages besides English", choices=[SelectChoice("es", "Spanish"), SelectChoice("vi", "Vietnamese")]
    )
    oriented = BooleanField("The L&I orientation was attended", description="The day is asked for on the next page")
    license = FileField("Scan of the license", description="PDF, JPEG or PNG, at most 20 MB")
    note = TextAreaField("Note", render_kw={"rows": 4})
    job = FormField(Job, "Last job")
    titles = FieldList(StringField("Title"), "Earlier titles", min_entries=2)


class Narrow(Form):
    """What narrows the list of people."""

    name = StringField("Name")
    state = SelectField("Training", choices=[SelectChoice("", "Any"), *(SelectChoice(each) for each in STATES[:3])])
    since = DayField("Hired since", [validators.Optional()])


def people() -> list[dict[str, Any]]:
    """Twenty-five made-up people, some facts unknown, some long."""
    return [
        {
            "name": name,
            "hired_on": HIRED + timedelta(days=17 * number) if number % 6 != 4 else None,
            "state": STATES[number % len(STATES)],
            "credential": ("active", "sent", "returned", "not started")[number % 4],
            "hours": None if number % 5 == 3 else 8 * number,
            "next": "Shadow an HSC at another COHE" if number % 3 else "L&I orientation, then the additional training",
        }
        for number, name in enumerate(NAMES)
    ]


@gallery.before_request
def _arrive() -> None:
    g.face = FULL


@gallery.get("/people")
@anyone
def show_people() -> str:
    form = Narrow(MultiDict(request.args) or None)
    sort, page = request.args.get("sort", "name"), request.args.get("page", 1, int)
    return render_template("gallery/people.html", people=people(), form=form, sort=sort, page=page)


@gallery.route("/form", methods=["GET", "POST"])
@anyone
def show_form() -> str:
    form = Hire()
    if form.is_submitted():
        form.validate()
    return render_template("gallery/form.html", form=form)


@gallery.get("/facts")
@anyone
def show_facts() -> str:
    for kind in ("success", "info", "warning", "error"):
        flash(f"A message of the kind {kind}.", kind)
    event = {"on": HIRED, "says": "Hired as an HSC", "by": "Ana Reyes", "address": "/gallery/people"}
    seen = {"at": datetime(2026, 7, 1, 6, 59, tzinfo=UTC), "says": "Training record opened", "detail": "By invitation."}
    events = [event, seen, {"on": None, "says": f"{LONG} shadowed {UNBROKEN}"}]
    today = clock.today()
    late = Item(
        Rank.OVERDUE,
        "Ana Reyes",
        "Complete the additional training.",
        today - timedelta(days=1219),
        "Record",
        "/gallery/form",
    )
    asked = Item(Rank.WAITING, LONG, f"Was asked for {UNBROKEN}", None, "Record L&I's answer", "/gallery/form")
    more = Item(Rank.WAITING, "", "12 more things about people in a role", None, "", "/gallery/people")
    waiting = [asked, asked._replace(who="", when=today), asked._replace(owner=LONG, why=LONG)]
    queue = [Group(Place.OVERDUE, [late], []), Group(Place.WAITING, waiting, [more])]
    return render_template(
        "gallery/facts.html",
        queued=queue,
        steps=STEPS,
        words=WORDS,
        events=events,
        long=LONG,
        unbroken=UNBROKEN,
        hired_on=HIRED,
        at=seen["at"],
    )


@gallery.route("/confirm", methods=["GET", "POST"])
@anyone
def show_confirm() -> str:
    return render_template("gallery/confirm.html")


@gallery.get("/error/<int:status>")
@anyone
def show_error(status: int) -> str:
    abort(status)


def gallery_app(app: Flask | None = None) -> Flask:
    """The product with the gallery in it; without a database, unless an application that has one is given."""
    app = app or plain_app()
    app.extensions["rulebook_asked"] = clock.today()  # it needs no database
    app.register_blueprint(gallery)
    return app


if __name__ == "__main__":
    gallery_app().run(port=8011)
