"""The COHE's fees for training, marking trainings as billed, and how the list of payments is narrowed."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DecimalField, HiddenField, IntegerField, RadioField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from onboarding.rules.payment import Rest
from onboarding.services.fees import FeeSaid
from onboarding.services.payments import Bill
from onboarding.web.fields import DayField
from onboarding.web.forms.narrowing import NarrowingForm
from onboarding.web.forms.people import ALL, blank_as_none
from onboarding.web.forms.training import LONGEST_VISIT
from onboarding.web.payment_words import KINDS, REST, STATES

NO_NAMES = "This text stays when a person is erased, so leave out names."
LONG = Length(max=500, message="Say it in 500 characters.")
MOST_MINUTES, MOST_DOLLARS = LONGEST_VISIT, Decimal("99999.99")
UNSAID = "none"


def _cents(_form: Any, field: Any) -> None:
    if field.data is not None and field.data != round(field.data, 2):
        raise ValidationError("Enter dollars and cents, like 12.50.")


class FeeForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A fee as the COHE reads it in its fee schedule."""

    kind = SelectField("Kind of training", choices=[SelectChoice(key, says) for key, says in KINDS.items()])
    code = StringField(
        "Code",
        [DataRequired("Enter the code."), Length(max=40, message="Shorten the code to 40 characters.")],
        filters=[blank_as_none],
        description="As your fee schedule has it. This product knows no code.",
        render_kw={"autocomplete": "off", "class": "usa-input--medium"},
    )
    unit_minutes = IntegerField(
        "Minutes of one unit",
        [Optional(), NumberRange(1, MOST_MINUTES, f"Enter 1 to {MOST_MINUTES:,} minutes.")],
        description="Leave blank if each training is one unit.",
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
    )
    rest = RadioField(
        "What a part of a unit counts",
        [Optional()],
        choices=[*(SelectChoice(each.value, says) for each, says in REST.items()), SelectChoice(UNSAID, "Not said")],
        default=UNSAID,
        description="Choose only what your fee schedule says.",
    )
    amount = DecimalField(
        "Dollars for one unit",
        [Optional(), NumberRange(0, MOST_DOLLARS, f"Enter 0 to {MOST_DOLLARS:,} dollars."), _cents],
        places=2,
        render_kw={"type": "text", "inputmode": "decimal", "class": "usa-input--medium"},
    )
    since_on = DayField("First day", [DataRequired("Enter the first day.")])
    until_on = DayField("Last day", [Optional()], description="Leave blank if it goes on until the next fee.")
    cited = StringField(
        "Source",
        [DataRequired("Enter the source."), LONG],
        filters=[blank_as_none],
        description=f"Document, page and edition. {NO_NAMES}",
    )
    note = StringField("Note", [LONG], filters=[blank_as_none], description=NO_NAMES)

    def said(self) -> FeeSaid:
        """The fee."""
        found = {name: getattr(self, name).data for name in FeeSaid._fields}
        return FeeSaid(**{**found, "rest": Rest(self.rest.data) if self.rest.data not in (None, UNSAID) else None})


class FeeCorrectionForm(FeeForm):
    """The same, and why it is corrected."""

    because = StringField(
        "Why this is corrected",
        [DataRequired("Say why. The earlier entry stays readable with it."), LONG],
        filters=[blank_as_none],
        description=NO_NAMES,
    )


class FeeStrikeForm(FlaskForm):  # type: ignore[misc]
    """Why a fee never was."""

    because = StringField(
        "Why this is taken away",
        [DataRequired("Say why. The entry stays readable with it."), LONG],
        filters=[blank_as_none],
        description=NO_NAMES,
    )


class BilledForm(FlaskForm):  # type: ignore[misc]
    """On which day trainings were billed. `seen`: what the page showed of them."""

    billed_on = DayField("Billed on", [DataRequired("Enter the day on which it was billed.")])
    seen = HiddenField()

    def said(self) -> Bill:
        """The day, and the minutes where they were asked for."""
        assert self.billed_on.data is not None  # required by the form
        return Bill(self.billed_on.data, self.minutes.data if "minutes" in self else None)


class BillForm(BilledForm):
    """The same of one training that has no minutes recorded."""

    minutes = IntegerField(
        "Minutes",
        [InputRequired("Enter the minutes."), NumberRange(1, MOST_MINUTES, f"Enter 1 to {MOST_MINUTES:,} minutes.")],
        description="How long the training took. An hour is 60.",
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
    )


def _because(label: str) -> StringField:
    says = "Say why. The earlier entry stays readable with it."
    return StringField(label, [DataRequired(says), LONG], filters=[blank_as_none])


class BilledCorrectionForm(BilledForm):
    """Another day, and why."""

    because = _because("Why this is corrected")


class BillCorrectionForm(BillForm):
    """Another day or other minutes, and why."""

    because = _because("Why this is corrected")


class BillStrikeForm(FlaskForm):  # type: ignore[misc]
    """Why something was not billed after all."""

    because = _because("Why this is taken back")


class FilterForm(NarrowingForm):
    """Narrowing the list; sent as a plain address."""

    state = SelectField(
        "Payment", choices=[SelectChoice(each.value, says) for each, says in STATES.items()], validate_choice=False
    )
    q = SearchField("Name or phone", filters=[lambda text: (text or "").strip()])
    of = SelectField(
        "Kind", choices=[ALL, *(SelectChoice(key, says) for key, says in KINDS.items())], validate_choice=False
    )
    since = DayField("From", [Optional()], description="")
    until = DayField("To", [Optional()], description="")

    def narrowing(self) -> dict[str, str]:
        """What was asked for, as an address has it."""
        return {each.name: " ".join(each.raw_data) for each in self if each.raw_data and each.raw_data[0]}
