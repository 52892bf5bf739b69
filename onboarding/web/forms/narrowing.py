"""How a list is narrowed: by a form that is sent as a plain address, and says so above the list."""

from flask_wtf import FlaskForm
from wtforms import SearchField, SelectField


class NarrowingForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """By words that are searched for, and by what is picked from each list."""

    class Meta:
        csrf = False

    def said(self) -> list[str]:
        """How the list is narrowed, in words."""
        sought = [f"“{each.data}”" for each in self if isinstance(each, SearchField) and each.data]
        picked = [
            choice.label
            for each in self
            if isinstance(each, SelectField)
            for choice in each.choices
            if choice.value and choice.value == each.data
        ]
        return [*sought, *picked]
