"""The note for a discussion with L&I on paper, with the figures that it was drafted from."""

from collections.abc import Sequence

from onboarding import clock
from onboarding.models.discussion import DiscussionNote
from onboarding.packets import paper
from onboarding.packets.render import render
from onboarding.rules.days import Quarter
from onboarding.rules.discussion import rows


def printed(
    note: DiscussionNote, of: Quarter, cohe: str, to: Sequence[str], changed: Sequence[tuple[str, str, str]]
) -> bytes:
    """The PDF: the note as it was saved, paragraph by paragraph. Raises RenderError."""
    html = paper.html(
        "discussion.html",
        note=note,
        of=of,
        cohe=cohe,
        to=to,
        changed=changed,
        on=clock.day_of(note.recorded_at),
        by=note.recorded_by.name if note.recorded_by else "",
        rows=rows(note.figures),
        paragraphs=[part.splitlines() for part in note.text.split("\n\n") if part.strip()],
    )
    return render(html, paper.assets())
