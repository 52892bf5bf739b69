"""A session of training as it is offered and canceled; who is booked for it, gives the seat back, and came."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from onboarding import clock
from onboarding.queries.bookings import Stands
from onboarding.queries.training_sessions import Kind
from onboarding.rules.additional_training import TOPIC, TOPICS
from onboarding.services.training_sessions import SessionFacts
from onboarding.web.addresses import record_id
from onboarding.web.fields import CheckboxesField, DayField, HourField
from onboarding.web.forms.people import blank_as_none
from onboarding.web.training_words import LOCATIONS, SPONSORS

MOST_SEATS = 1000
SHORT = Length(max=200, message="Say it in 200 characters.")
REASON = Length(max=500, message="Say it in 500 characters.")
NOBODY = "It stays when people are erased. Name nobody."


class SessionForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What every session has."""

    day = DayField("Day", [DataRequired("Enter the day.")])
    starts = HourField("Starts", [InputRequired("Enter the time.")])
    ends = HourField("Ends", [InputRequired("Enter the time.")], description="On the last day, where it takes several.")
    place = StringField(
        "Place", [DataRequired("Enter the place."), SHORT], filters=[blank_as_none], description="Room and address."
    )
    seats = IntegerField(
        "Seats",
        [InputRequired("Enter the number of seats."), NumberRange(1, MOST_SEATS, f"Enter 1 to {MOST_SEATS:,}.")],
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
    )
    closes_on = DayField("Last day to register", [DataRequired("Enter the day.")])

    def said(self, kind: Kind, facts: dict[str, Any], title: str | None = None, last: Any = None) -> SessionFacts:
        """The session that this is."""
        first: Any = self.day.data
        starts_at = clock.at(first, self.starts.data or time())
        ends_at = clock.at(last or first, self.ends.data or time())
        closes_on: Any = self.closes_on.data
        return SessionFacts(kind, title, facts, self.place.data, starts_at, ends_at, self.seats.data, closes_on)

    def facts(self) -> SessionFacts:
        """The session, with what its kind has besides."""
        raise NotImplementedError


class OrientationForm(SessionForm):
    """An L&I orientation."""

    location = RadioField("Where", [InputRequired("Choose where it is.")], choices=[*LOCATIONS.items()])

    def facts(self) -> SessionFacts:
        """With where it is, by which it counts or does not."""
        return self.said(Kind.ORIENTATION, {"location": self.location.data})


class ConferenceForm(SessionForm):
    """An HSC conference, of a day or several."""

    title = StringField("Conference", [DataRequired("Enter what it is called."), SHORT], filters=[blank_as_none])
    last_day = DayField("Last day", [Optional()], description="Leave blank for a conference of one day.")
    sponsor = RadioField("Sponsor", [InputRequired("Choose one.")], choices=[*SPONSORS.items()], default="lni")
    topics = CheckboxesField(
        "What it is about",
        choices=[SelectChoice(each, f"{TOPIC[each][:1].upper()}{TOPIC[each][1:]}") for each in TOPICS],
    )

    def facts(self) -> SessionFacts:
        """With who sponsors it, and on what it is."""
        facts = {"sponsor": self.sponsor.data, **({"topics": sorted(self.topics.data)} if self.topics.data else {})}
        return self.said(Kind.CONFERENCE, facts, self.title.data, self.last_day.data)


FORMS: dict[str, type[SessionForm]] = {Kind.ORIENTATION: OrientationForm, Kind.CONFERENCE: ConferenceForm}


class CancelForm(FlaskForm):  # type: ignore[misc]
    """That a session does not take place."""

    because = StringField("Why", [DataRequired("Say why."), REASON], filters=[blank_as_none], description=NOBODY)


class BookForm(FlaskForm):  # type: ignore[misc]
    """Who is booked."""

    people = CheckboxesField("People", [InputRequired("Choose somebody.")], coerce=record_id)


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """That somebody gives a seat back."""

    because = StringField("Why", [Optional(), REASON], filters=[blank_as_none])


class AttendanceForm(FlaskForm):  # type: ignore[misc]
    """Who came. A field for each who was booked is added by `attendance`."""

    because = StringField(
        "Why it was wrong", [Optional(), REASON], filters=[blank_as_none], description="For a correction."
    )

    def came(self) -> dict[int, bool]:
        """Of whom it is said, by booking."""
        said = {field.name: field.data for field in self if field.name.startswith("booking-")}
        return {int(name.removeprefix("booking-")): data == "yes" for name, data in said.items() if data}


def attendance(rows: Iterable[Any]) -> AttendanceForm:
    """The form for these bookings, as anybody who records attendance sees them."""
    was = {Stands.ATTENDED: "yes", Stands.NO_SHOW: "no"}
    fields = {}
    for row in rows:
        choices = [SelectChoice("yes", "Came")]
        if row.seat is not Stands.WAITING:
            choices.append(SelectChoice("no", "Did not come"))
        label = f"{row.name}, {row.cohe}" + (" (waiting list)" if row.seat is Stands.WAITING else "")
        fields[f"booking-{row.id}"] = RadioField(
            label, [Optional()], choices=choices, default=was.get(row.seat), validate_choice=True
        )
    form: AttendanceForm = type("AttendanceForm", (AttendanceForm,), fields)()
    return form
