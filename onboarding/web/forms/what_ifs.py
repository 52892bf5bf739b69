"""What a plan of staffing changes, a form for each kind; and its name."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from onboarding.queries.what_ifs import Planned
from onboarding.rules.staffing import ROLES
from onboarding.rules.what_if import WhatIfKind
from onboarding.web.fields import DayField, Read, show_again
from onboarding.web.filters import role
from onboarding.web.forms.people import blank_as_none
from onboarding.web.forms.time_splits import LIKE, HoursField

PERCENT = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,2})?", re.A)
CHOOSE = SelectChoice("", "Choose")
CLAIM_HOURS = "Hours a week on claim-specific tasks"


class Seen(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What a form carries so that two people at work are told of each other: the version that its page showed."""

    seen = IntegerField(widget=HiddenInput(), default=0)

    def catch_up(self, version: int) -> None:
        """Carry the version that there is now."""
        show_again(self.seen, version)


class NameForm(Seen):
    """The name of a plan."""

    name = StringField(
        "Name",
        [DataRequired("Enter a name."), Length(max=100)],
        filters=[blank_as_none],
        description="Like “Two hires in spring”. Leave out the names of people.",
    )


class ChangeForm(Seen):
    """One change. `kind`: which."""

    kind = WhatIfKind.CLAIMS

    @property
    def said(self) -> Planned:
        """What is typed."""
        return Planned(self.kind, **{name: value for name in Planned._fields[1:] if (value := self._typed(name))})

    def _typed(self, name: str) -> Any:
        data = self[name].data if name in self else None
        return int(data) if name == "person" and data else data


class OfSomebody(ChangeForm):
    """A change about somebody among the staff."""

    person = SelectField("Who", [InputRequired("Choose who.")])

    def offer(self, people: Sequence[Any]) -> None:
        """Have these to choose from."""
        self.person.choices = [CHOOSE, *(SelectChoice(str(each.id), each.name) for each in people)]


class LeavesForm(OfSomebody):
    """Somebody leaves."""

    kind = WhatIfKind.LEAVES
    on = DayField("Last day in the role", [DataRequired("Enter the last day.")])


class TimeForm(OfSomebody):
    """Somebody's hours change."""

    kind = WhatIfKind.TIME
    on = DayField("From which day", [DataRequired("Enter the day.")])
    minutes = HoursField(CLAIM_HOURS, [InputRequired("Enter the hours, 0 for none.")], description=f"Like {LIKE}.")

    @property
    def said(self) -> Planned:
        """What is typed; no hours are a change too."""
        return super().said._replace(minutes=self.minutes.data or 0)


class BillsForm(OfSomebody):
    """Somebody who may not bill yet, may from a day on."""

    kind = WhatIfKind.BILLS
    on = DayField("May bill from", [DataRequired("Enter the day.")])


class HireForm(ChangeForm):
    """Somebody comes."""

    kind = WhatIfKind.HIRE
    role = SelectField("Role", [InputRequired("Choose the role.")], choices=[])
    on = DayField("First day in the role", [DataRequired("Enter the first day.")])
    minutes = HoursField(CLAIM_HOURS, [DataRequired("Enter the hours.")], description=f"Like {LIKE}.")
    bills_on = DayField(
        "May bill from", [DataRequired("Enter the day.")], description="The day on which the L&I account is active."
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.role.choices = [SelectChoice(each, role(each)) for each in ROLES]


class PercentField(Read, StringField):  # type: ignore[misc]
    """A percentage, kept as it is written: 10, -5 or 7.5."""

    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed. Raises ValueError that says what would be right."""
        typed = "".join(valuelist).strip().removesuffix("%").strip()
        if typed and not PERCENT.fullmatch(typed):
            self.data = None
            raise ValueError(f"“{typed[:40]}” is not a percentage we can read. Write it like 10, -5 or 7.5.")
        number = Decimal(typed) if typed else None
        self.data = None if number is None else f"{round(number, 2):f}".rstrip("0").rstrip(".") if number else "0"


class ClaimsForm(ChangeForm):
    """More claims come, or fewer."""

    kind = WhatIfKind.CLAIMS
    percent = PercentField(
        "Percent more claims",
        [DataRequired("Enter a percentage.")],
        description="In each quarter ahead. Like 10, or -5 for fewer.",
        render_kw={"class": "usa-input--medium", "autocomplete": "off"},
    )


FORMS = {form.kind: form for form in (LeavesForm, TimeForm, BillsForm, HireForm, ClaimsForm)}
