"""A check of a file that was added for several people: for whom of them."""

from wtforms.validators import InputRequired

from onboarding.web.addresses import record_id
from onboarding.web.fields import CheckboxesField
from onboarding.web.forms.evidence import VerificationForm


class SharedCheckForm(VerificationForm):
    """The check, and of whom the file was found to say that."""

    people = CheckboxesField(
        "The check is for",
        [InputRequired("Choose somebody.")],
        coerce=record_id,
    )
