"""The look of a COHE's packets, and the order of their sections."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length

from onboarding.web.forms.packets import NO_NAMES
from onboarding.web.forms.people import blank_as_none


class LookForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The name and the logo on covers."""

    name = StringField(
        "Name on the cover",
        [Length(max=120, message="Shorten the name to 120 characters.")],
        filters=[blank_as_none],
        description=f"Stands above the COHE’s own name. {NO_NAMES}",
    )
    logo = FileField("Logo", description="PNG or JPEG, 25 MB at most.", render_kw={"accept": "image/png,image/jpeg"})
    without = BooleanField("Print no logo")
    seen_id = HiddenField(default="0")

    @property
    def seen(self) -> int:
        """The look that the page showed; nothing of ours says another than a number."""
        return int(self.seen_id.data) if str(self.seen_id.data).isdecimal() else -1

    def file(self) -> bytes | None:
        """What was chosen as a new logo, were it empty; None where nothing was."""
        chosen: Any = self.logo.data
        return chosen.read() if chosen else None


class OrderForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """One section moved by one place: `move` says which and where to."""

    move = StringField()  # the button's own name and value: a hidden field would stand before it, and say nothing
    revision = HiddenField(default="0")

    @property
    def moved(self) -> tuple[str, bool]:
        """The section, and whether it goes up."""
        where, _, section = str(self.move.data or "").partition(":")
        return section, where == "up"

    @property
    def seen(self) -> int:
        """The revision that the page showed."""
        return int(self.revision.data) if str(self.revision.data).isdecimal() else -1
