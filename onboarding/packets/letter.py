"""A letter to an applicant on paper."""

from datetime import date

from onboarding.packets import paper
from onboarding.packets.render import render


def printed(cohe: str, person: str, on: date, subject: str, text: str) -> bytes:
    """The PDF: the letter as it was written, paragraph by paragraph. Raises RenderError."""
    paragraphs = [part.splitlines() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return render(
        paper.html("letter.html", cohe=cohe, person=person, on=on, subject=subject, paragraphs=paragraphs),
        paper.assets(),
    )
