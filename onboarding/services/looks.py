"""Looking at a file that is a COHE's own, before any change: the paper of a ruling, a file of a course."""

from typing import NamedTuple

from onboarding.documents.inspection import inspect
from onboarding.documents.names import clean_name
from onboarding.errors import OnboardingError
from onboarding.extensions import db


class Looked(NamedTuple):
    """A file that was looked at: its harmless copy, the hash of what came, and what it is called."""

    copy: bytes
    original: str
    name: str


def look(data: bytes, file_name: str) -> Looked:
    """Look at a file. Raises OnboardingError for one that is refused, or has no copy as a PDF."""
    db.session.rollback()  # reading a file takes its time, and holds nobody up
    inspected = inspect(data)
    if inspected.copy is None:
        raise OnboardingError("Save the file as a PDF, and add that.", "file")
    name = clean_name(file_name)
    return Looked(inspected.copy, inspected.sha256, f"{name.rpartition('.')[0] or name}.{inspected.kind.value}")
