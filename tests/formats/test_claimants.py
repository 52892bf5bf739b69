"""What tells whose claim something is about is seen by its shape; what only resembles it is let be."""

import pytest

from onboarding.formats.claimants import named


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Visit about A123456", "a claim number"),
        ("ab12345", "a claim number"),
        ("AB-12345, two calls", "a claim number"),
        ("claim no. 98765", "a claim number"),
        ("Claim #4711", "a claim number"),
        ("123-45-6789", "a Social Security number"),
        ("Worker: Jane Roe", "a worker's name"),
        ("claimant Jane Roe", "a worker's name"),
        ("the injured worker Mr. Roe", "a worker's name"),
        ("Patient's name: Roe", "a worker's name"),
    ],
)
def test_it_is_seen(text: str, what: str) -> None:
    assert named(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "Workers' Compensation Basics",
        "Injured Worker Interviews",
        "Patient Care 2026",
        "Heidi Holm",
        "Seattle, WA 98101",
        "F248-011-000",
        "HSC Conference 2026, session B12",
        "Claims 101",
        "509-555-0112",
    ],
)
def test_titles_names_and_addresses_are_let_be(text: str) -> None:
    assert named(text) is None
