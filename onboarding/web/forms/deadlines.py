"""How the list of deadlines is narrowed."""

from collections.abc import Sequence
from typing import Any

from wtforms import SearchField, SelectField
from wtforms.fields.choices import SelectChoice

from onboarding.queries.deadlines import Waits
from onboarding.rules.duties import About
from onboarding.web.deadline_spans import NAMED, said
from onboarding.web.duty_words import ABOUT, WHO
from onboarding.web.forms.narrowing import NarrowingForm
from onboarding.web.forms.people import ALL

WAITS = {Waits.NOT_PUT_OFF: "Not put off", Waits.PUT_OFF: "Put off"}


class FilterForm(NarrowingForm):
    """Narrowing the list; sent as a plain address."""

    q = SearchField("Name or phone", filters=[lambda text: (text or "").strip()])
    due = SelectField("Due", validate_choice=False)
    about = SelectField(
        "Kind", choices=[ALL, *(SelectChoice(each.value, word) for each, word in ABOUT.items())], validate_choice=False
    )
    who = SelectField(
        "Who must act",
        choices=[ALL, *(SelectChoice(each.value, word) for each, word in WHO.items())],
        validate_choice=False,
    )
    waits = SelectField(
        "Put off",
        choices=[ALL, *(SelectChoice(each.value, word) for each, word in WAITS.items())],
        validate_choice=False,
    )

    def __init__(self, arguments: Any, staff: bool) -> None:
        super().__init__(arguments)
        due = arguments.get("due", "")
        other = [SelectChoice(due, said(due))] if due not in NAMED and said(due) else []
        self.due.choices = [ALL, *other, *(SelectChoice(each, word) for each, word in NAMED.items())]
        if not staff:
            self.about.choices = [ALL, SelectChoice(About.REQUEST.value, ABOUT[About.REQUEST])]


class OfCohesForm(FilterForm):
    """The same of several COHEs, of which one can be chosen."""

    cohe = SelectField("COHE", validate_choice=False)

    def __init__(self, arguments: Any, cohes: Sequence[tuple[str, str]]) -> None:
        super().__init__(arguments, staff=True)
        self.cohe.choices = [ALL, *(SelectChoice(slug, name) for slug, name in cohes)]
