"""An exhibit: what it proves, who verified it, and what of it is shown, as long as it stands as the trail says.

Shown is the redacted copy where there is one, and else the pages of the harmless copy: pictures, never the file itself.
What cannot be shown is listed with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.documents.kinds import RefusedFileError
from onboarding.errors import TamperedError
from onboarding.queries import evidence as found, rulings
from onboarding.queries.evidence import SOURCES, Proves
from onboarding.queries.packet_text import fit
from onboarding.rules.wording import label
from onboarding.services import handing_out, ruling_papers
from onboarding.services.files import sha256

RESUME = "A résumé is typed from and proves nothing. It can hold a home address, so it is never in a packet."
NO_PAGES = "It has no pages that can be printed. Add it as a PDF, and issue the packet again."
CHANGED = "It was changed behind the product’s back, so nothing of it is shown."
PROVES = {
    Proves.JOB: "A job",
    Proves.DEGREE: "A degree",
    Proves.SKILL: "A skill",
    Proves.STANDING: "Standing with L&I",
    Proves.TRAINING: "A training",
    Proves.CREDENTIAL: "An application to L&I",
    Proves.HIRE: "The hire",
    Proves.RESUME: "Nothing",
    Proves.OTHER: "Something else",
}
RULING = "A ruling that the packet relies on"
PNG = b"\x89PNG"
SAMPLE = Path(__file__).with_name("sample_exhibit.png")  # of previews: a paper that nobody wrote


class Shown(NamedTuple):
    """One item as it is printed, `told`, and where its pages lie, `kept`; how many bytes these are."""

    told: dict[str, Any]
    kept: dict[str, Any]
    size: int = 0


def shown(person: Any, item: Any, proves: Sequence[str]) -> Shown:
    """An item about somebody, and what it is attached to."""
    redaction, left_out = None, None
    pages: Sequence[Any] = ()
    try:
        redaction = handing_out.redaction(item)
        pages = handing_out.pages(item, redaction)
        looked_at = [(_kind(image), len(image)) for image in (handing_out.image(item, each) for each in pages)]
    except TamperedError:
        pages, looked_at, left_out = (), [], CHANGED
    left_out = RESUME if item.proves is Proves.RESUME else left_out or (None if pages else NO_PAGES)
    kept = [{"sha256": each.sha256, "kind": kind} for each, (kind, _) in zip(pages, looked_at, strict=True)]
    size = 0 if left_out else sum(size for _, size in looked_at)
    told = {
        "person": person.name,
        "title": fit(item.title),
        "proves": list(proves) or [PROVES[item.proves]],
        "dated_on": item.dated_on.isoformat() if item.dated_on else None,
        "received_on": clock.day_of(item.received_at).isoformat(),
        "sha256": item.original,
        "state": label(found.state(item)),
        "checked": _checked(item),
        "redacted": redaction.version if redaction else None,
        "pages": 0 if left_out else len(kept),
        "left_out": left_out,
    }
    redacted = redaction.id if redaction else None
    where = {"person": person.id, "item": item.id, "redaction": redacted, "pages": [] if left_out else kept}
    return Shown(told, where, size)


def of_paper(paper: Any) -> Shown:
    """The paper in which a ruling is written, with nothing withheld: it names no person of the COHE's."""
    try:
        looked, left_out = ruling_papers.pages(paper), None
    except TamperedError:
        looked, left_out = [], CHANGED
    except RefusedFileError:
        looked, left_out = [], NO_PAGES
    kept = [{"sha256": sha256(each), "kind": _kind(each)} for each in looked]
    told = {
        "person": "The COHE",
        "title": fit(paper.file_name.rpartition(".")[0]) or "A paper",
        "proves": [RULING],
        "ruling": True,
        "dated_on": None,
        "received_on": clock.day_of(paper.added_at).isoformat(),
        "sha256": paper.original,
        "state": "",
        "checked": None,
        "redacted": None,
        "pages": len(kept),
        "left_out": left_out,
    }
    where = {"person": None, "paper": paper.id, "item": None, "redaction": None, "pages": kept}
    return Shown(told, where, sum(map(len, looked)))


def pictures(organisation_id: int, kept: Mapping[str, Any]) -> Iterator[bytes]:
    """The pictures of what was frozen, in order, also where the item was redacted again since. Raises TamperedError."""
    if kept.get("sample"):
        yield SAMPLE.read_bytes()
        return
    if kept["item"] is None:
        yield from _of_paper(organisation_id, kept)
        return
    item = found.one(organisation_id, kept["item"])
    if item is None:
        raise TamperedError
    redaction = next((each for each in found.redactions(item) if each.id == kept["redaction"]), None)
    pages = {each.sha256: each for each in handing_out.pages(item, redaction)}
    for each in kept["pages"]:
        if each["sha256"] not in pages:
            raise TamperedError
        yield handing_out.image(item, pages[each["sha256"]])


def _of_paper(organisation_id: int, kept: Mapping[str, Any]) -> list[bytes]:
    paper = rulings.paper(organisation_id, kept["paper"])
    looked = ruling_papers.pages(paper) if paper else []
    if [sha256(each) for each in looked] != [each["sha256"] for each in kept["pages"]]:
        raise TamperedError
    return looked


def _kind(picture: bytes) -> str:
    return "png" if picture.startswith(PNG) else "jpg"


def _checked(item: Any) -> dict[str, Any] | None:
    """Who checked it last against which source, when, and what came of it."""
    if not item.verifications:
        return None
    last = item.verifications[0]
    by = last.verified_by.name if last.verified_by else "the system administrator"
    return {"by": by, "on": last.checked_on.isoformat(), "source": SOURCES[last.source], "result": label(last.result)}
