"""How the ledger of reminders is narrowed."""

from wtforms import SearchField, SelectField
from wtforms.fields.choices import SelectChoice

from onboarding.queries.reminder_ledger import Became
from onboarding.rules.training_ladder import To
from onboarding.web.forms.narrowing import NarrowingForm
from onboarding.web.forms.people import ALL
from onboarding.web.training_words import REMINDED, TOLD

DAYS = {"": 365, "30": 30, "all": 0}


class FilterForm(NarrowingForm):
    """Narrowing the ledger; sent as a plain address."""

    q = SearchField("Name", filters=[lambda text: (text or "").strip()])
    became = SelectField(
        "How it stands",
        choices=[ALL, *(SelectChoice(each.value, REMINDED[each].capitalize()) for each in Became)],
        validate_choice=False,
    )
    whom = SelectField("To", choices=[ALL, *(SelectChoice(to.value, TOLD[to]) for to in To)], validate_choice=False)
    days = SelectField(
        "From",
        choices=[
            SelectChoice("", "12 months ago"),
            SelectChoice("30", "30 days ago"),
            SelectChoice("all", "The beginning"),
        ],
        validate_choice=False,
    )
