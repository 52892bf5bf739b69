"""The papers in which rulings are written: taken in as evidence is, and kept as a harmless, sealed copy.

They are a COHE's and name no applicant, so they lie in the database and not among anybody's files.
"""

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.documents.inspection import inspect
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.ruling import RecordedRuling, RulingPaper
from onboarding.services import names, sealed_copies
from onboarding.services.change import Actor, change
from onboarding.services.files import sha256
from onboarding.services.looks import look

MOST = 20  # papers of one ruling


def add(actor: Actor, ruling: RecordedRuling, data: bytes, file_name: str) -> RulingPaper:
    """Keep the harmless copy of a file. Raises OnboardingError for one that is refused, or there already."""
    looked = look(data, file_name)
    with change(actor) as under_way:
        names.refuse(ruling.organisation_id, file=file_name)
        chosen = select(RecordedRuling.id).where(RecordedRuling.id == ruling.id)
        db.session.scalar(chosen.with_for_update())
        known = db.session.scalars(select(RulingPaper.original).where(RulingPaper.ruling_id == ruling.id)).all()
        if looked.original in known or len(known) >= MOST:
            raise OnboardingError(
                "This file is there already."
                if looked.original in known
                else f"{MOST} papers are the most for one ruling.",
                "file",
            )
        row = RulingPaper(
            organisation_id=ruling.organisation_id,
            ruling_id=ruling.id,
            file_name=looked.name,
            original=looked.original,
            sha256=sha256(looked.copy),
            size=len(looked.copy),
            added_by_id=actor.user_id,
            added_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        sealed_copies.keep(row, looked.copy)
        under_way.record(row.organisation_id, Action.RULING_PAPER_ADDED, row, ruling=ruling.id)
    return row


def pages(paper: RulingPaper) -> list[bytes]:
    """The pages of a paper as pictures: of the same copy the same. Raises TamperedError, or RefusedFileError."""
    return [page.image for page in inspect(sealed_copies.hand_out(paper)).pages]


def hand_out(actor: Actor, paper: RulingPaper) -> bytes:
    """The copy of a paper; that it was taken, and by whom, is an entry of the trail. Raises TamperedError."""
    data = sealed_copies.hand_out(paper)
    with change(actor) as under_way:
        under_way.record(paper.organisation_id, Action.RULING_PAPER_HANDED_OUT, f"ruling_paper:{paper.id}")
    return data
