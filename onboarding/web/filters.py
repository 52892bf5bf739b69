"""Dates, figures and words of the contract as pages show them; the same word everywhere."""

from datetime import date

from flask import Flask

from onboarding.rules import wording


def day(value: date) -> str:
    """A day as people in Washington write it: November 22, 2026."""
    return f"{value:%B} {value.day}, {value.year}"


def register(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.add_template_filter(day)
    app.add_template_filter(wording.figure)
    app.add_template_filter(wording.plainly)
