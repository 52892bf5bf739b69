"""A file shown beside a form while it is typed from: its text, and all its pages as pictures, one below the other."""

from typing import TYPE_CHECKING, NamedTuple

from flask import url_for

from onboarding.services import handing_out, resumes

if TYPE_CHECKING:
    from onboarding.models.evidence import EvidenceItem


class Leaf(NamedTuple):
    """A page, or a picture of a text. `width` and `height` in pixels."""

    address: str
    width: int
    height: int


class Beside(NamedTuple):
    """What is shown of a file. `called`: what it is; `name`: how the file is called."""

    called: str
    name: str
    text: str | None
    leaves: tuple[Leaf, ...]


def of_item(item: "EvidenceItem") -> Beside:
    """An item of evidence, for members who may see all of it. Raises TamperedError."""
    leaves = (
        Leaf(url_for("evidence.page", id=item.id, page=page.number), page.width, page.height)
        for page in handing_out.pages(item)
    )
    return Beside(item.title, item.file_name, handing_out.text(item), tuple(leaves))


def of_waiting(id: int, waits: resumes.Waiting) -> Beside | None:
    """A paper that waits; None for a JSON Resume, of which the form itself shows what was read."""
    if waits.paper is None:
        return None
    pages = enumerate(waits.paper.sealed.pages, start=1)
    leaves = (Leaf(url_for("resumes.page", id=id, page=number), page.width, page.height) for number, page in pages)
    return Beside("Résumé", waits.file_name, resumes.text(waits), tuple(leaves))
