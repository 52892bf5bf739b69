"""Fillable PDF forms: which fields one has, and filling it, in a process of its own like any file of a stranger.

How a value looks in its box is not decided here: text comes as pages to lay over the form's own (packets/form.py).
"""

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from onboarding import confined
from onboarding.confined import ConfinedError, Limits
from onboarding.errors import OnboardingError

LIMITS = Limits(memory=512 * 2**20, cpu_seconds=15, wall_seconds=30, answer=64 * 2**20)


class Widget(NamedTuple):
    """One box of a field: on which page, and where, in points from the page's lower left corner.

    `on` is the state that marks a check box or radio button; of one that has no picture of it `drawn` is false.
    `border`: the colour of the line around it, as CSS writes it; "" for none. `turn`: by how many degrees, against the
    clock, what stands in it is turned.
    """

    page: int
    left: float
    bottom: float
    width: float
    height: float
    on: str = ""
    drawn: bool = True
    border: str = ""
    turn: int = 0


class FormField(NamedTuple):
    """One field. `kind`: text, check, radio or choice; `options` are what a choice or radio button may be.

    Several boxes of one name, of which one can be marked, are a radio button, whatever the form calls them. `words`:
    what each option of a radio button is called. `value` is what stands in it already and the form has no picture of.
    `size` is the size of its text in points, 0 where the form leaves it to the program.
    """

    name: str
    kind: str
    label: str
    widgets: tuple[Widget, ...]
    options: tuple[str, ...] = ()
    most: int | None = None
    comb: bool = False
    lines: bool = False
    align: int = 0
    size: float = 0
    words: tuple[str, ...] = ()
    value: str = ""

    @property
    def called(self) -> dict[str, str]:
        """Each option, and what people call it."""
        return dict(zip(self.options, self.words or self.options, strict=True))


class BlankPdf(NamedTuple):
    """The fields of a form, in the order of its pages, and the size of each page in points."""

    fields: tuple[FormField, ...]
    pages: tuple[tuple[float, float], ...]


class UnfilledError(OnboardingError):
    """The form could not be filled, and nothing of it is handed out."""


def read(pdf: bytes) -> BlankPdf:
    """The fields of a harmless copy of a form; none for a flat one. Raises UnfilledError."""
    return from_json(json.loads(_run("found", pdf)))


def fill(
    pdf: bytes,
    texts: Mapping[str, str],
    states: Mapping[str, str],
    overlay: bytes | None,
    drawn: Collection[str] = (),
) -> bytes:
    """The form with its values. `states`: what check boxes and radio buttons are set to, "" for off.

    With `overlay`, pages with the texts to lay over the form's, it is flattened: nothing can be changed any more.
    `drawn` are the fields that the overlay shows besides, as they are.
    Without, the texts are values that the program that opens it shows. Raises UnfilledError.
    """
    sent = {
        "pdf": base64.b64encode(pdf).decode(),
        "overlay": base64.b64encode(overlay).decode() if overlay else None,
        "texts": dict(texts),
        "states": dict(states),
        "drawn": list(drawn),
    }
    return _run("filled", json.dumps(sent).encode())


def as_json(blank: BlankPdf) -> dict[str, Any]:
    """The fields as they are stored, and in just the shape in which they come back: what is sealed is both."""
    plain: dict[str, Any] = json.loads(
        json.dumps({"fields": [each._asdict() for each in blank.fields], "pages": blank.pages})
    )
    return plain


def from_json(stored: Mapping[str, Any]) -> BlankPdf:
    """The fields as they were stored."""
    fields: Sequence[dict[str, Any]] = stored["fields"]
    return BlankPdf(
        tuple(
            FormField(
                **{
                    **each,
                    "widgets": tuple(Widget(*box) for box in each["widgets"]),
                    "options": tuple(each["options"]),
                    "words": tuple(each.get("words", ())),
                }
            )
            for each in fields
        ),
        tuple((width, height) for width, height in stored["pages"]),
    )


def _run(what: str, data: bytes) -> bytes:
    try:
        return confined.run(f"onboarding.documents.form_child:{what}", data, LIMITS)
    except ConfinedError as error:
        raise UnfilledError(
            "The form could not be read or filled. Save it anew from L&I's website, and load that; or use the answer "
            "sheet."
        ) from error
