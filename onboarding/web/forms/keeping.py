"""Why something is held, why a hold ends, why somebody is erased."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from onboarding.web.forms.people import blank_as_none

SHORT = Length(max=500, message="Say it in 500 characters.")


class HoldForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Why nothing may be erased."""

    because = TextAreaField(
        "Why",
        [DataRequired("Say why nothing may be erased."), SHORT],
        description="The request, case or audit, and who asked. For example: Records request 2026-14, from L&I.",
        filters=[blank_as_none],
        render_kw={"rows": 3},
    )


class LiftForm(FlaskForm):  # type: ignore[misc]
    """Why a hold ends."""

    because = TextAreaField(
        "Why it ends", [DataRequired("Say why the hold ends."), SHORT], filters=[blank_as_none], render_kw={"rows": 3}
    )


class ErasureForm(FlaskForm):  # type: ignore[misc]
    """Why somebody is erased. The reason goes with the person."""

    because = TextAreaField(
        "Why",
        [DataRequired("Say why."), SHORT],
        description="The person who confirms reads this. It is erased too, so keep the request elsewhere.",
        filters=[blank_as_none],
        render_kw={"rows": 3},
    )


class ConfirmationForm(FlaskForm):  # type: ignore[misc]
    """That the second person has looked."""

    looked = BooleanField("I have read what is erased, and want it erased", [DataRequired("Check the box to go on.")])
