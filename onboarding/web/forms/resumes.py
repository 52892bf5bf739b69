"""A résumé that somebody sends along with what is typed from it. What is typed of jobs is in `claims`."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField

from onboarding.errors import OnboardingError

ACCEPTED = ".pdf,.docx,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"


class ResumeField(FileField):  # type: ignore[misc]  # WTForms ships no types
    """The file, which may be left out."""

    errors: Sequence[str]

    def __init__(self, label: str = "Résumé", **kwargs: Any) -> None:
        kwargs.setdefault("description", "PDF, Word (DOCX), PNG or JPEG, 25 MB at most. It is kept as evidence.")
        kwargs.setdefault("render_kw", {"accept": ACCEPTED})
        super().__init__(label, **kwargs)

    @property
    def sent(self) -> FileStorage | None:
        """The file, where one was chosen."""
        return self.data if isinstance(self.data, FileStorage) and self.data.filename else None

    def refuse(self, error: OnboardingError) -> None:
        """Say beside the field why the file was not taken, and that what was typed is still there."""
        name = self.sent.filename if self.sent else ""
        self.errors = [*self.errors, f"{name}: {error} What you typed is still here."]
