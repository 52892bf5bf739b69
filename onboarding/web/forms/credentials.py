"""An event of an application to L&I, what else the account is about, an attestation, and how the board is narrowed."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding.queries.credentials import TrackName as Track, Way as Channel
from onboarding.services.credentials import EventFacts
from onboarding.web.addresses import record_id_or_none
from onboarding.web.credential_words import CHANNELS, EVENTS, STATES, TRACKS, WHO
from onboarding.web.fields import DayField
from onboarding.web.forms.people import ALL, blank_as_none

KNOWN = {
    Track.PROVIDER: tuple(each for each in EVENTS if each != "accepted"),
    Track.SUPPLEMENTAL: ("prepared", "sent", "received", "returned", "withdrawn", "accepted"),
}
OPEN = [each for each in STATES if each not in ("active", "accepted")]
EXPLAINED = {"rows": 3}
SEVEN = "Only if one was issued. Seven digits, with leading zeros."


class EventForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """One dated event of a track."""

    event = SelectField("What happened", [InputRequired("Choose what happened.")])
    happened_on = DayField("Day", [DataRequired("Enter the day on which it happened.")])
    number = StringField(
        "L&I Provider ID",
        [Optional(), Length(max=40)],
        filters=[blank_as_none],
        description=SEVEN,
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    reason = TextAreaField(
        "Reason",
        [Length(max=500)],
        filters=[blank_as_none],
        description="If L&I returned it: what L&I wants corrected.",
        render_kw=EXPLAINED,
    )
    channel = SelectField(
        "How it was sent or received",
        choices=[
            SelectChoice("", "Not recorded"),
            *(SelectChoice(each.value, word) for each, word in CHANNELS.items()),
        ],
    )
    contact = StringField("Contact at L&I", [Length(max=200)], filters=[blank_as_none])
    form_edition = StringField(
        "Edition of the form",
        [Length(max=40)],
        filters=[blank_as_none],
        description="As it is printed on the form, for example 08-2025.",
    )
    item = SelectField("Evidence", coerce=record_id_or_none, validate_choice=False)
    note = TextAreaField("Note", [Length(max=2000)], filters=[blank_as_none], render_kw=EXPLAINED)

    def offer(self, track: Track, items: list[SelectChoice]) -> None:
        """Say what can happen on the track, and which files the person has."""
        self.event.choices = [SelectChoice("", "Choose"), *(SelectChoice(each, EVENTS[each]) for each in KNOWN[track])]
        self.item.choices = items
        if track is Track.SUPPLEMENTAL:
            del self.number

    def facts(self, track: Track) -> EventFacts:
        """The event that this is."""
        happened_on: Any = self.happened_on.data
        return EventFacts(
            track,
            self.event.data,
            happened_on,
            self.number.data if "number" in self else None,
            self.reason.data,
            Channel(self.channel.data) if self.channel.data else None,
            self.contact.data,
            self.form_edition.data if self.event.data in ("prepared", "sent") else None,
            self.note.data,
        )


def history_form(track: Track) -> Any:
    """A form with a day for each thing that can happen on the track, the number and the reason of a return."""
    days = {each: DayField(EVENTS[each], [Optional()], description="") for each in KNOWN[track]}
    number = {"number": StringField("L&I Provider ID", [Length(max=40)], filters=[blank_as_none], description=SEVEN)}
    reason = {"reason": StringField("Why L&I returned it", [Length(max=500)], filters=[blank_as_none])}
    fields = {**days, **(number if track is Track.PROVIDER else {}), **reason}
    return type("HistoryForm", (FlaskForm,), fields)()


class CorrectionForm(EventForm):
    """The same in the place of what was recorded wrongly."""

    because = StringField(
        "Why this is corrected",
        [DataRequired("Say why. The earlier entry stays readable with your reason."), Length(max=500)],
        filters=[blank_as_none],
    )


class StrikeForm(FlaskForm):  # type: ignore[misc]
    """Why an event never was."""

    because = StringField(
        "Why the entry is removed",
        [DataRequired("Say why. The entry stays readable with your reason."), Length(max=500)],
        filters=[blank_as_none],
    )


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """What else the account is about."""

    npi = StringField(
        "National Provider Identifier (NPI)",
        [Length(max=40)],
        filters=[blank_as_none],
        description="Ten digits. It is not the L&I Provider ID.",
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    no_npi_because = StringField(
        "No NPI, because", [Length(max=200)], filters=[blank_as_none], description="Only if there is no NPI."
    )
    licence = StringField("License or certification", [Length(max=200)], filters=[blank_as_none])
    no_licence_because = StringField("No license, because", [Length(max=200)], filters=[blank_as_none])
    malpractice = StringField("Malpractice coverage", [Length(max=200)], filters=[blank_as_none])
    no_malpractice_because = StringField("No malpractice coverage, because", [Length(max=200)], filters=[blank_as_none])
    payee_number = StringField(
        "Payee number of the group",
        [Length(max=40)],
        filters=[blank_as_none],
        description="The account that L&I pays. It is not the person's own Provider ID.",
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    version = IntegerField(widget=HiddenInput(), default=0)


class AttestationForm(FlaskForm):  # type: ignore[misc]
    """What was said of reported issues with L&I."""

    reported = RadioField(
        "Are there reported issues with L&I?",
        [InputRequired("Choose yes or no.")],
        choices=[SelectChoice("no", "No reported issues"), SelectChoice("yes", "There are reported issues")],
    )
    said_by = StringField(
        "Stated by", [DataRequired("Enter who made the statement."), Length(max=200)], filters=[blank_as_none]
    )
    said_on = DayField("Day", [DataRequired("Enter the day.")])
    note = TextAreaField(
        "Note",
        [Length(max=2000)],
        filters=[blank_as_none],
        description="If there are issues: what was reported, and when.",
        render_kw=EXPLAINED,
    )


class BoardForm(FlaskForm):  # type: ignore[misc]
    """Narrowing the board; sent as a plain address."""

    class Meta:
        csrf = False

    q = SearchField("Name or phone", filters=[lambda text: (text or "").strip()])
    track = SelectField(
        "Application",
        choices=[ALL, *(SelectChoice(each.value, word) for each, word in TRACKS.items())],
        validate_choice=False,
    )
    state = SelectField(
        "Step", choices=[ALL, *(SelectChoice(each, STATES[each]) for each in OPEN)], validate_choice=False
    )
    who = SelectField(
        "Who must act",
        choices=[ALL, *(SelectChoice(each.value, word) for each, word in WHO.items())],
        validate_choice=False,
    )
