"""Keeping a text from being worked out as a formula by the program that opens a CSV file, and undoing that exactly."""

import re

# What a spreadsheet program may take for the beginning of a formula: also in full width, and behind quotes, blanks, a
# byte order mark or a separator, which some programs drop.
LIVE = re.compile("[\\s'\"\ufeff\u200b,;|]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
MARK = "'"
CONSTANT = re.compile(r'\s*="((?:[^"]|"")*)"\s*')  # how programs keep Excel from making a number of 00123


def guarded(text: str) -> str:
    """The text, behind an apostrophe where it might come alive."""
    return MARK + text if LIVE.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given, or what stands in ="…". A text that begins otherwise with an apostrophe keeps it."""
    if constant := CONSTANT.fullmatch(text):
        return constant[1].replace('""', '"')
    return text[1:] if text.startswith(MARK) and LIVE.match(text, 1) else text
