"""Notes for discussions with L&I: saved, corrected and taken back. None of them is ever sent."""

from datetime import date
from typing import Any

from flask import current_app

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, OnboardingError
from onboarding.models.discussion import DiscussionNote
from onboarding.models.organisation import Organisation
from onboarding.queries import discussions as found, rulings
from onboarding.rules import discussion as rules
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Outcome
from onboarding.rules.wording import quarter as spoken, short_day
from onboarding.services import correcting, names
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock_organisation


def keep(
    actor: Actor,
    organisation: Organisation,
    quarter: Quarter,
    text: str,
    held_on: date | None,
    drafted_from: str,
    seen: int,
    because: str | None = None,
) -> DiscussionNote:
    """Save what the note on a quarter says from now on, with the figures that it was drafted from.

    `drafted_from`: the digest of these; `seen`: the note that the page showed, 0 for none. `because`: why a note that
    was saved is changed. Raises OnboardingError for what cannot be, ChangedMeanwhileError where something changed.
    """
    _refuse(organisation, quarter, text, held_on, because)
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        earlier = found.latest(organisation, quarter)
        _refuse_meanwhile(quarter, earlier, seen)
        if earlier and (earlier.text, earlier.held_on) == (text, held_on):
            raise OnboardingError("Just this is saved already. Change the note, or go back.")
        figures = _figures(organisation, quarter, earlier, drafted_from)
        row = DiscussionNote(quarter=str(quarter), text=text, figures=figures, held_on=held_on)
        told = {"quarter": str(quarter)}
        if earlier is None:
            return correcting.put(under_way, Action.DISCUSSION_NOTED, row, organisation.id, **told)
        if not because:
            raise OnboardingError("Say why the note is changed. The earlier one stays readable with it.", "because")
        return correcting.replace(under_way, Action.DISCUSSION_CORRECTED, row, earlier, because, **told)


def strike(actor: Actor, organisation: Organisation, quarter: Quarter, seen: int, because: str) -> None:
    """Take the note on a quarter back; it stays readable, with the reason. Raises what `keep` raises."""
    names.refuse_any(organisation.id, because=because)
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        earlier = found.latest(organisation, quarter)
        if earlier is None:
            raise OnboardingError("There is no note any more. Reload the page.")
        _refuse_meanwhile(quarter, earlier, seen)
        correcting.take_back(under_way, Action.DISCUSSION_STRUCK, earlier, because, quarter=str(quarter))


def _figures(
    organisation: Organisation, quarter: Quarter, earlier: DiscussionNote | None, drafted_from: str
) -> dict[str, Any]:
    """The figures that the text was drafted from: those of the note before, or today's. No others are known."""
    if earlier and found.digest(earlier.figures) == drafted_from:
        return earlier.figures
    law = rulings.of(organisation, current_app.extensions["rulebook"])
    now = found.figures(organisation, law, quarter, clock.today())
    if now is None:
        raise OnboardingError(f"No claims of {spoken(quarter)} are recorded. Enter them first.")
    if Outcome(now["discussion"]) not in rules.MAY_BE and earlier is None:
        raise OnboardingError(f"{spoken(quarter)} is not above the discussion trigger. No note is needed.")
    if found.digest(now) != drafted_from:
        raise ChangedMeanwhileError(f"the figures of {spoken(quarter)} changed")
    return now


def _refuse(organisation: Organisation, quarter: Quarter, text: str, held_on: date | None, because: str | None) -> None:
    if rules.OPEN in text:
        raise OnboardingError("Fill in what stands in brackets, or take it out.", "text")
    if held_on and not quarter.first <= held_on <= clock.today():
        first, last = short_day(quarter.first), short_day(clock.today())
        raise OnboardingError(f"{short_day(held_on)} is not a day from {first} through {last}.", "held_on")
    names.refuse_any(organisation.id, text=text, because=because)


def _refuse_meanwhile(quarter: Quarter, row: DiscussionNote | None, seen: int) -> None:
    if seen != (row.id if row else 0):
        state = "was saved by somebody" if row else "was taken back"
        raise ChangedMeanwhileError(f"a note on {spoken(quarter)} {state}")
