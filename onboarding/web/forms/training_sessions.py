"""A session of training as it is offered, moved and canceled; who is booked for it, gives the seat back, and came."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from onboarding import clock
from onboarding.queries.bookings import Stands
from onboarding.queries.training_sessions import Kind
from onboarding.rules.additional_training import TOPIC, TOPICS
from onboarding.services.training_sessions import SessionFacts, When
from onboarding.web.addresses import record_id, record_id_or_none
from onboarding.web.fields import CheckboxesField, DayField, HourField
from onboarding.web.forms.people import blank_as_none
from onboarding.web.forms.training import LONGEST_VISIT
from onboarding.web.training_words import LOCATIONS, SPONSORS

MOST_SEATS = 1000
SHORT = Length(max=200, message="Say it in 200 characters.")
REASON = Length(max=500, message="Say it in 500 characters.")
ON_THE_LAST = "On the last day, where it takes several."
NOBODY = "It stays when people are erased. Name nobody."


def _seats(default: int | None = None) -> IntegerField:
    return IntegerField(
        "Seats",
        [InputRequired("Enter the number of seats."), NumberRange(1, MOST_SEATS, f"Enter 1 to {MOST_SEATS:,}.")],
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
        default=default,
    )


def _minutes() -> IntegerField:
    return IntegerField(
        "Minutes of shadowing",
        [Optional(), NumberRange(1, LONGEST_VISIT, "Enter the minutes of one day.")],
        description="Without breaks. Leave blank for the whole time.",
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
    )


class WhenForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Where and when a session takes place."""

    day = DayField("Day", [DataRequired("Enter the day.")])
    starts = HourField("Starts", [InputRequired("Enter the time.")])
    ends = HourField("Ends", [InputRequired("Enter the time.")])
    place = StringField(
        "Place", [DataRequired("Enter the place."), SHORT], filters=[blank_as_none], description="Room and address."
    )
    closes_on = DayField("Last day to register", [DataRequired("Enter the day.")])

    def when(self, facts: Mapping[str, Any], last: Any = None) -> When:
        """The same, with what its kind has besides, to a `last` day where it takes several."""
        closes_on: Any = self.closes_on.data
        return When(self.place.data, *self.from_to(last), closes_on, facts)

    def from_to(self, last: Any = None) -> tuple[datetime, datetime]:
        """When it begins, and when it ends."""
        first: Any = self.day.data
        return clock.at(first, self.starts.data or time()), clock.at(last or first, self.ends.data or time())

    def length(self) -> int:
        """How many minutes it takes on one day."""
        starts_at, ends_at = self.from_to()
        return int((ends_at - starts_at).total_seconds() // 60)


class SessionForm(WhenForm):
    """What every session has."""

    seats = _seats()

    def said(self, kind: Kind, facts: dict[str, Any], title: str | None = None, last: Any = None) -> SessionFacts:
        """The session that this is."""
        when = self.when(facts, last)
        return SessionFacts(kind, title, facts, *when[:3], self.seats.data, when.closes_on)

    def from_to(self, last: Any = None) -> tuple[datetime, datetime]:
        """When it begins, and when it ends."""
        first: Any = self.day.data
        return clock.at(first, self.starts.data or time()), clock.at(last or first, self.ends.data or time())

    def length(self) -> int:
        """How many minutes it takes on one day."""
        starts_at, ends_at = self.from_to()
        return int((ends_at - starts_at).total_seconds() // 60)

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
    ends = HourField("Ends", [InputRequired("Enter the time.")], description=ON_THE_LAST)
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


class VisitForm(SessionForm):
    """A visit at which an HSC of the COHE is shadowed."""

    seats = _seats(default=1)
    host = SelectField("Who is shadowed", [InputRequired("Choose somebody.")], coerce=record_id_or_none)
    minutes = _minutes()

    def facts(self) -> SessionFacts:
        """With who is shadowed, and for how long."""
        minutes = self.minutes.data or self.length()
        return self.said(Kind.SHADOWING, {"minutes": minutes})._replace(host_id=self.host.data)


FORMS: dict[str, type[SessionForm]] = {
    Kind.ORIENTATION: OrientationForm,
    Kind.CONFERENCE: ConferenceForm,
    Kind.SHADOWING: VisitForm,
}


class MoveForm(WhenForm):
    """Where and when it takes place instead. `moves`: how often it was moved when the page was shown."""

    last_day = DayField("Last day", [Optional()], description="Leave blank for a conference of one day.")
    location = RadioField("Where", [InputRequired("Choose where it is.")], choices=[*LOCATIONS.items()])
    minutes = _minutes()
    moves = IntegerField(widget=HiddenInput(), default=0)

    def moved(self, facts: Mapping[str, Any]) -> When:
        """Where and when, to the last day of a conference of several. `facts`: as they were."""
        now = {"location": self.location.data} if self.location else {}
        now |= {"minutes": self.minutes.data or self.length()} if self.minutes else {}
        return self.when({**facts, **now}, self.last_day.data if self.last_day else None)


def move(session: Any) -> MoveForm:
    """The form for this session, as it is now."""
    first, last = clock.day_of(session.starts_at), clock.day_of(session.ends_at)
    starts, ends = (each.astimezone(clock.WASHINGTON).time() for each in (session.starts_at, session.ends_at))
    now = {"day": first, "last_day": last if last != first else None, "starts": starts, "ends": ends}
    now |= {name: session.facts.get(name) for name in ("location", "minutes")}
    form = MoveForm(data={**now, **{name: getattr(session, name) for name in ("place", "closes_on", "moves")}})
    asked = {Kind.ORIENTATION: "location", Kind.CONFERENCE: "last_day", Kind.SHADOWING: "minutes"}
    for name in {*asked.values()} - {asked[session.kind]}:
        delattr(form, name)
    if form.last_day:
        form.ends.description = f"{form.ends.description} {ON_THE_LAST}"
    return form


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
        if row.stands is not Stands.WAITING:
            choices.append(SelectChoice("no", "Did not come"))
        label = f"{row.name}, {row.cohe}" + (" (waiting list)" if row.stands is Stands.WAITING else "")
        fields[f"booking-{row.id}"] = RadioField(
            label, [Optional()], choices=choices, default=was.get(row.stands), validate_choice=True
        )
    form: AttendanceForm = type("AttendanceForm", (AttendanceForm,), fields)()
    return form
