"""What was changed behind the product's back is not handed out: the page says so, and the log names the record."""

import logging
from typing import NoReturn

from onboarding.errors import TamperedError
from onboarding.extensions import Base
from onboarding.models.records import subject_of
from onboarding.queries import trail_compare

log = logging.getLogger("onboarding.tampering")


def refuse(*records: Base) -> None:
    """Raises TamperedError where one of the records, or of their pages, stands otherwise than the trail says."""
    for each in records:
        if trail_compare.difference(each):
            found(f"{subject_of(each)}: it stands otherwise than its last entry says")


def found(what: str) -> NoReturn:
    """Write to the log what was changed, and raise TamperedError."""
    log.critical("nothing is handed out of %s. flask audit compare tells of all that was changed", what)
    raise TamperedError
