"""Deadlines leave the product as a file: that is all that is written of them. They follow from the records."""

from onboarding.actions import Action
from onboarding.models.organisation import Organisation
from onboarding.services.change import Actor, change


def note_taken(actor: Actor, organisation: Organisation, kind: str, rows: int) -> None:
    """Write down that somebody took the list away, as what kind of file, and how many deadlines are in it."""
    with change(actor) as under_way:
        under_way.record(organisation.id, Action.DEADLINES_EXPORTED, "list:deadlines", kind=kind, rows=rows)
