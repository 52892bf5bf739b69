"""A comment on a person."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from onboarding.web.forms.people import blank_as_none


class CommentForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What colleagues are to know."""

    says = TextAreaField(
        "Comment",
        [DataRequired("Write a comment."), Length(max=2000, message="Say it in 2,000 characters.")],
        filters=[blank_as_none],
        description="Colleagues who can read this record see it. The person does not.",
        render_kw={"rows": 3},
    )
