"""What is sent about the link to a calendar."""

from flask_wtf import FlaskForm
from wtforms import HiddenField

from onboarding.web.addresses import record_id_or_none


class LinkForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The link that the page showed: nothing happens to another that there is by now."""

    link = HiddenField(filters=[record_id_or_none])
