"""What somebody typed, as a packet may print it: not where it looks like what must not be in one."""

import re
from collections.abc import Mapping
from typing import Any

from onboarding.formats.claimants import CLAIM, SOCIAL_SECURITY, named

BORN = re.compile(r"\b(?:born|birth|dob|d\.o\.b)\b", re.IGNORECASE)
STREET = re.compile(
    r"\b[0-9]{1,6} (?:[NSEW]{1,2}\.? )?(?:[A-Z][\w.'-]+ ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Place|Pl|Way)\b"
)
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def fit(text: str | None) -> str:
    """The text; in place of one that looks like a claim number, a worker's name, or where or when somebody was born or
    lives, what it looks like. Nothing for nothing."""
    if not text:
        return ""
    said = " ".join(text.split())
    what = named(said) or ("a birth date" if BORN.search(said) else None)
    what = what or ("a home address" if STREET.search(said) else "an email address" if MAIL.search(said) else None)
    return f"(withheld: it looks like {what})" if what else said


def cleaned(value: Any) -> Any:
    """The same with what looks like a claim number, a Social Security number or an address of mail taken out of every
    sentence: the last look at what people typed, wherever it stands."""
    if isinstance(value, str):
        for shape in (CLAIM, SOCIAL_SECURITY, MAIL):
            value = shape.sub("(withheld)", value)
        return value
    if isinstance(value, Mapping):
        return {key: cleaned(each) for key, each in value.items()}
    return [cleaned(each) for each in value] if isinstance(value, list | tuple) else value
