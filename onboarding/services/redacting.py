"""Redacting evidence: a copy of an item with places made black, for readers outside the COHE."""

from collections.abc import Sequence

from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.documents.kinds import Page
from onboarding.documents.redaction import Box, redacted
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail import pages_digest
from onboarding.models.evidence import EvidenceItem, Redaction
from onboarding.services import evidence, files, handing_out, twice
from onboarding.services.change import Actor, change
from onboarding.services.sealed_files import let_others_write
from onboarding.turns import turn


def redact(actor: Actor, item: EvidenceItem, boxes: Sequence[Box], because: str | None) -> Redaction:
    """Keep a copy with the boxes black, as the next version. Raises OnboardingError for boxes that are none."""
    pages = [(page.sha256, page.width, page.height) for page in handing_out.pages(item)]
    if item.copy is None:
        raise OnboardingError("This file has no pages to draw on. Save it as a PDF, and add that.")
    if not boxes:
        raise OnboardingError("Draw at least one box.", "boxes")
    key = files.key_of(actor, item.person)
    let_others_write()
    images = [Page(files.read(key, name), "", width, height) for name, width, height in pages]
    with turn():
        try:
            data, drawn = redacted(images, boxes)
        except ValueError as error:
            raise OnboardingError("A box is outside its page. Draw it again.", "boxes") from error
        copy = files.keep(key, data, "application/pdf")
        kept = files.keep_pages(key, drawn)
    with change(actor) as under_way:
        item = evidence.counting(item)
        files.note(item.person, [copy, *(page.file for page in kept)])
        numbered = evidence.numbered(kept)
        version = select(func.max(Redaction.version)).where(Redaction.item_id == item.id)
        row = Redaction(
            organisation_id=item.organisation_id,
            person_id=item.person_id,
            item_id=item.id,
            boxes=[box._asdict() for box in boxes],
            because=because,
            redacted_by_id=actor.user_id,
            redacted_at=clock.now(),
        )
        twice.refuse(actor, row, "organisation_id", "item_id")
        row.copy, row.pages_sha256 = copy.sha256, pages_digest(numbered)
        row.version = (db.session.scalar(version) or 0) + 1
        db.session.add(row)
        db.session.flush()
        evidence.add_pages(item, numbered, row.id)
        under_way.record(item.organisation_id, Action.EVIDENCE_REDACTED, row, item=item.id, boxes=len(boxes))
    return row
