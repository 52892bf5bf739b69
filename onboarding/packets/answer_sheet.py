"""The answer sheet: what an application to L&I asks, on one page, where there is no form that can be filled."""

from collections.abc import Mapping, Sequence
from datetime import date

from onboarding.packets import paper
from onboarding.packets.render import render


def printed(
    person: str,
    cohe: str,
    on: date,
    lines: Sequence[tuple[str, str | None]],
    reasons: Mapping[str, str],
) -> bytes:
    """The PDF. `lines`: what is asked and what is recorded (None: nothing); `reasons`: why there is none of something.

    Raises RenderError.
    """
    html = paper.html("answers.html", person=person, cohe=cohe, on=on, lines=lines, reasons=reasons)
    return render(html, paper.assets())
