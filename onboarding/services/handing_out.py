"""Evidence as it is seen and handed out: nothing that stands otherwise than the trail says, to anybody.

A file's bytes are those of its name, by its seal and its hash (files.py). Which names are an item's, a redaction's and
those of their pages, the trail says; and that no redaction is missing, without which an earlier one would be handed
out, or the item itself.
"""

from collections.abc import Sequence
from enum import StrEnum

from onboarding.actions import Action
from onboarding.documents.sealing import SealError
from onboarding.documents.store import MissingFileError
from onboarding.errors import NotFoundError
from onboarding.models.evidence import EvidenceItem, EvidencePage, Redaction
from onboarding.models.records import subject_of
from onboarding.queries import evidence as found, trail_compare
from onboarding.services import files, tampering
from onboarding.services.change import Actor, change


class Part(StrEnum):
    """What of an item is handed out, as its entry says."""

    ORIGINAL = "original"
    COPY = "copy"
    REDACTED = "redacted"


def redaction(item: EvidenceItem) -> Redaction | None:
    """The redacted copy that is handed out, the latest. Raises TamperedError."""
    rows = found.redactions(item)
    tampering.refuse(item, *rows)
    if missing := trail_compare.redactions(item) - {subject_of(each) for each in rows}:
        tampering.found(f"evidence_item:{item.id}: {', '.join(sorted(missing))} of it is gone")
    return rows[0] if rows else None


def pages(item: EvidenceItem, redaction: Redaction | None = None) -> Sequence[EvidencePage]:
    """The pages of an item, or of one redaction of it, in order. Raises TamperedError."""
    tampering.refuse(item, *([redaction] if redaction else ()))
    return found.pages(item, redaction)


def image(item: EvidenceItem, page: EvidencePage) -> bytes:
    """One of `pages`, as it is shown within the product. Raises TamperedError."""
    return _opened(item, page.sha256)


def text(item: EvidenceItem) -> str | None:
    """The text of a document, where that is what is shown of it. Raises TamperedError."""
    tampering.refuse(item)
    return _opened(item, item.text).decode() if item.text else None


def unrecorded(key: files.Key, file: files.Kept) -> bytes:
    """A file that waits to become somebody's evidence, of which the trail says nothing yet. Raises TamperedError."""
    try:
        return files.read(key, file.sha256)
    except (SealError, MissingFileError) as error:
        tampering.found(f"open file: {error}")


def hand_out(actor: Actor, item: EvidenceItem, part: Part) -> bytes:
    """A file of an item; who took it is an entry of the trail. Raises NotFoundError, or TamperedError."""
    data, of, subject = _opened(item, _name(item, part)), item.organisation_id, subject_of(item)
    with change(actor) as under_way:
        under_way.record(of, Action.EVIDENCE_HANDED_OUT, subject, what=part.value)
    return data


def _name(item: EvidenceItem, part: Part) -> str:
    if part is Part.REDACTED:
        latest = redaction(item)
        name = latest.copy if latest else None
    else:
        tampering.refuse(item)
        name = item.original if part is Part.ORIGINAL else item.copy
    if name is None:
        raise NotFoundError
    return name


def _opened(item: EvidenceItem, name: str) -> bytes:
    try:
        return files.get(item.organisation_id, item.person_id, name)
    except (SealError, MissingFileError) as error:
        tampering.found(f"evidence_item:{item.id}: {error}")
