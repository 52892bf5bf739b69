"""Text that tells whose claim it is about, as far as that can be seen: what L&I keeps confidential (RCW 51.28.070).

A name alone looks like any other. What is known by its shape, or said to be a worker's, is found.
"""

import re

# L&I's claim numbers are a letter and six digits, or two letters and five; others come after the word.
CLAIM = re.compile(
    r"\b(?:[A-Z]-?[0-9]{6}|[A-Z]{2}-?[0-9]{5})\b|\bclaim(?: ?#| no\.?| number)?:? *[A-Z]{0,2}-?[0-9]{4,}", re.IGNORECASE
)
SOCIAL_SECURITY = re.compile(r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b")
WORKER = re.compile(
    r"\b(?:[Ww]orker|[Cc]laimant|[Pp]atient)(?:['\u2019]s)?(?: name)?(?: *: *| named | called )[A-Z]"
    r"|\b(?:injured worker|claimant) (?:M[a-z]{1,2}\.? )?[A-Z]"
)


def named(text: str) -> str | None:
    """What the text holds that should not be there, in words; None where nothing is seen."""
    if CLAIM.search(text):
        return "a claim number"
    if SOCIAL_SECURITY.search(text):
        return "a Social Security number"
    return "a worker's name" if WORKER.search(text) else None
