"""What WTForms says of a field by itself, in our words: what was typed, and what would be right."""

import re
from typing import Any

LONGEST_SHOWN = 40
SAYS = (
    (r"This field is required\.", "This is missing. Fill it in."),
    (r"Not a valid choice\.|Invalid Choice.*|.* not (?:a )?valid choices? for this field\.", "Choose from the list."),
    (r"Not a valid integer value\.", "“{typed}” is not a whole number. Use digits, like 14."),
    (r"Not a valid (?:decimal|float) value\.", "“{typed}” is not a number. Use digits, like 12.5."),
    (r"Field cannot be longer than (?P<most>\d+) characters?\.", "Shorten this to {most} characters."),
    (r"Number must be at least (?P<least>\S+)\.", "“{typed}” is too small. Enter {least} or more."),
    (r"Number must be at most (?P<most>\S+)\.", "“{typed}” is too large. Enter {most} or less."),
    (r"Number must be between (?P<least>\S+) and (?P<most>\S+)\.", "Enter a number from {least} to {most}."),
    (r"Invalid email address\.", "This is no email address. Write it like name@example.org."),
    (r"(?:The |Invalid )?CSRF .*", "The page was open for too long. Send it again."),
)  # fmt: skip
KNOWN = [(re.compile(pattern), says) for pattern, says in SAYS]


def ours(field: Any, error: str) -> str:
    """The error of a field, in our words where it is the library's."""
    for pattern, says in KNOWN:
        if found := pattern.fullmatch(error):
            typed = " ".join(map(str, field.raw_data or ())).strip()[:LONGEST_SHOWN]
            return says.format(typed=typed, **found.groupdict())
    return error
