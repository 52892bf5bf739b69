"""Copies of papers that are a COHE's and name no applicant: sealed in the database, each with a key of its own."""

from collections.abc import Iterator
from typing import Any

from flask import current_app
from sqlalchemy import Select, select

from onboarding.documents import sealing
from onboarding.documents.sealing import SealError
from onboarding.extensions import db
from onboarding.models.course import CoursePaper, CoursePaperCopy
from onboarding.models.form import BlankForm, BlankFormCopy
from onboarding.models.packet_look import PacketLogo, PacketLogoCopy
from onboarding.models.records import subject_of
from onboarding.models.ruling import RulingPaper, RulingPaperCopy
from onboarding.services import seals, tampering

Paper = RulingPaper | BlankForm | CoursePaper | PacketLogo
# Where the copy of each lies, and which column names whose it is.
COPIES: dict[type[Paper], tuple[Any, str]] = {
    RulingPaper: (RulingPaperCopy, "paper_id"),
    BlankForm: (BlankFormCopy, "form_id"),
    CoursePaper: (CoursePaperCopy, "paper_id"),
    PacketLogo: (PacketLogoCopy, "logo_id"),
}


def keep(paper: Paper, data: bytes) -> None:
    """Seal the copy of a paper that was just added. To be called inside its change.

    Raises OtherKeyError where the installation's key is not that of its records.
    """
    seals.refuse_other(current_app.extensions["config"])
    copy, column = COPIES[type(paper)]
    secret, about = sealing.new_key(), _about(paper)
    wrapped, sealed = sealing.wrap(seals.master(), secret, about), sealing.seal(secret, data, about)
    db.session.add(
        copy(organisation_id=paper.organisation_id, **{column: paper.id}, wrapped=wrapped, sealed=sealed),
    )


def hand_out(paper: Paper) -> bytes:
    """The copy of a paper. Raises TamperedError where the paper or its copy is not what was recorded."""
    tampering.refuse(paper)
    try:
        return opened(paper)
    except SealError as error:
        tampering.found(str(error))


def opened(paper: Paper) -> bytes:
    """The copy of a paper, whatever the trail says of it. Raises SealError."""
    copy, column = COPIES[type(paper)]
    chosen = select(copy).where(copy.organisation_id == paper.organisation_id, getattr(copy, column) == paper.id)
    row = db.session.scalar(chosen)
    if row is None:
        raise SealError(f"{_about(paper)}: its copy is gone")
    return sealing.unseal(sealing.unwrap(seals.master(), row.wrapped, _about(paper)), row.sealed, _about(paper))


def faults(organisation_id: int | None = None) -> Iterator[str]:
    """A sentence for each copy that was changed, is another paper's, or is gone; of every organisation, or of one."""
    for model in COPIES:
        rows: Select[Any] = select(model).order_by(model.id)
        if organisation_id:
            rows = rows.where(model.organisation_id == organisation_id)
        for paper in db.session.scalars(rows):
            try:
                opened(paper)
            except SealError as error:
                yield f"{error}: it was changed behind the product's back"


def _about(paper: Paper) -> str:
    """What the seal is bound to: this copy in this row, and no other."""
    return f"{subject_of(paper)}/{paper.sha256}"
