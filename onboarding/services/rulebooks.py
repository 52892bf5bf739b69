"""Putting another rulebook in force from a day, and having each process work by it.

What is put in force is in force tomorrow at the earliest. So it is enough that a process asks once a day.
"""

import hashlib
from dataclasses import replace
from datetime import date

from flask import current_app

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.adopted_rulebook import AdoptedRulebook
from onboarding.queries import rulebooks as found
from onboarding.rules.editions import unfit
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import of_text
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock_rulebooks


def refresh(anew: bool = False) -> None:
    """Have this process work by what is in force; asked of the database once a day, or `anew`."""
    known, today = current_app.extensions, clock.today()
    if known.get("rulebook_asked") == today and not anew:
        return
    rows = found.adopted()
    said = tuple(row.sha256 for row in rows)
    if said != known.get("rulebook_adopted", ()):
        file = known["rulebook"].editions()[-1]
        known["rulebook"], known["rulebook_adopted"] = found.over(file, rows), said
    known["rulebook_asked"] = today


def look() -> None:
    """The same as a command or a job begins, which leaves no transaction: a reader is in the way of each writer."""
    refresh()
    db.session.rollback()


def proposed(text: str, since: date, name: str) -> Rulebook:
    """The rulebook as it would be with this one in force from a day on. Raises OnboardingError where it cannot be, and
    DataFileError where the text is at fault.
    """
    used: Rulebook = current_app.extensions["rulebook"]
    other = of_text(text, name)
    if fault := unfit(used, other, since, clock.today()):
        raise OnboardingError(fault)
    return replace(other, since=since, before=used)


def adopt(actor: Actor, text: str, since: date, name: str) -> AdoptedRulebook:
    """Put it in force from a day on. Raises as `proposed` does."""
    with change(actor) as under_way:
        lock_rulebooks()
        refresh(anew=True)
        book = proposed(text, since, name)
        row = AdoptedRulebook(
            version=book.version,
            since=since,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(None, Action.RULEBOOK_ADOPTED, row, version=row.version, since=str(since), sha256=row.sha256)
    refresh(anew=True)
    return row


def withdraw(actor: Actor, version: str) -> AdoptedRulebook:
    """Have it never be in force. Raises OnboardingError where there is none such, or its day has come."""
    with change(actor) as under_way:
        lock_rulebooks()
        row = found.of_version(version)
        if row is None:
            raise OnboardingError(f"No rulebook of version {version} was put in force here.")
        if row.since <= clock.today():
            raise OnboardingError(
                f"Version {version} is in force since {row.since}, and answers rest on it. Put another one in force."
            )
        if row.id != found.adopted()[-1].id:
            raise OnboardingError(f"A later rulebook was put in force over version {version}. Withdraw that one first.")
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.user_id
        under_way.record(None, Action.RULEBOOK_WITHDRAWN, row, version=version)
    refresh(anew=True)
    return row
