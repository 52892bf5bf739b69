"""The rulebook in use: the file, and over it what was put in force from a day."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.adopted_rulebook import AdoptedRulebook
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import of_text


def adopted() -> Sequence[AdoptedRulebook]:
    """Those that were not withdrawn, the earliest day first."""
    holds = select(AdoptedRulebook).where(AdoptedRulebook.withdrawn_at.is_(None))
    return db.session.scalars(holds.order_by(AdoptedRulebook.since)).all()


def of_version(version: str) -> AdoptedRulebook | None:
    """The adopted one of that version that was not withdrawn."""
    holds = select(AdoptedRulebook).where(AdoptedRulebook.withdrawn_at.is_(None))
    return db.session.scalar(holds.where(AdoptedRulebook.version == version))


def over(file: Rulebook, rows: Sequence[AdoptedRulebook]) -> Rulebook:
    """The latest edition, which leads to all before it, down to the file. Raises DataFileError for one at fault."""
    book = file
    for row in rows:
        book = replace(of_text(row.text, f"rulebook {row.version}", file), since=row.since, before=book)
    return book
