"""Inviting somebody to a role."""

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length


class InvitationForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Who is invited, to which role."""

    name = StringField(
        "Full name", [DataRequired("Enter the name."), Length(max=200)], render_kw={"autocomplete": "off"}
    )
    email = EmailField(
        "Email address",
        [
            DataRequired("Enter the address the invitation goes to."),
            Email("This is no email address. Write it like name@example.org."),
            Length(max=254),
        ],
        description="The link in the message works once, for seven days.",
        render_kw={"autocomplete": "off"},
    )
    role = SelectField("Role", [InputRequired()])
