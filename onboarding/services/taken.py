"""Lists and worksheets leave the product as files: that is all that is written of them. They follow from records."""

from onboarding.actions import Action
from onboarding.models.organisation import Organisation
from onboarding.services.change import Actor, change


def note(actor: Actor, organisation: Organisation, action: Action, kind: str, rows: int) -> None:
    """Write down that somebody took the list away, as what kind of file, and how many lines are in it."""
    with change(actor) as under_way:
        under_way.record(organisation.id, action, f"list:{action.partition('.')[0]}", kind=kind, rows=rows)


def note_paper(actor: Actor, organisation: Organisation, action: Action, of: str) -> None:
    """Write down that somebody took a paper of this away, such as a quarter's worksheet."""
    with change(actor) as under_way:
        under_way.record(organisation.id, action, f"paper:{action.partition('.')[0]}", of=of)
