"""Stored copies looked at again: which would not be taken today, or would be written otherwise. Nothing is changed.

What keeps an original is inspected from that. Papers of rulings, files of courses and blank forms keep their copy
alone, which is inspected as if it had just come.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm.exc import ObjectDeletedError

from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import FileKind, Inspected, Page, RefusedFileError
from onboarding.documents.redaction import Box, redacted
from onboarding.documents.sealing import SealError
from onboarding.documents.store import MissingFileError
from onboarding.errors import BusyError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail import pages_digest
from onboarding.models.course import CoursePaper
from onboarding.models.evidence import EvidenceItem
from onboarding.models.form import BlankForm
from onboarding.models.records import subject_of
from onboarding.models.ruling import RulingPaper
from onboarding.queries import evidence
from onboarding.services import files, sealed_copies
from onboarding.services.sealed_copies import Paper
from onboarding.turns import turn

KINDS: tuple[Any, ...] = (EvidenceItem, RulingPaper, BlankForm, CoursePaper)  # in the order in which they are looked at
OWN_ID = re.compile(rb"/ID *\[ *<[0-9a-f]{32}> *<[0-9a-f]{32}> *\]")
CLOSED = "a file of it does not open. See: flask evidence check"
ITEM_AGAIN = "Add the file again in a form that is taken, and withdraw this item as replaced by the new one."
COPY_AGAIN = "Save its original, add that as a new item, and withdraw this one as replaced by the new one."
REDACT_AGAIN = "Redact it again: the latest redacted copy is the one that is handed out."
PAPER_AGAIN = "Add the paper to the ruling again, from the file as it came."
COURSE_AGAIN = "Add a version of the course with the file as it came, and withdraw this version."
FORM_AGAIN = "Load the form again as it came from L&I, and retire this one."

AGAIN: dict[type[Paper], str] = {RulingPaper: PAPER_AGAIN, CoursePaper: COURSE_AGAIN, BlankForm: FORM_AGAIN}


class Looked(NamedTuple):
    """A record that was looked at, as the trail names it, and what was found: a sentence for each fault."""

    subject: str
    says: tuple[str, ...]


def looked_at(after: str | None = None) -> Iterator[Looked]:
    """Every record with a stored copy, in a fixed order; those behind `after`, where it is given.

    One at a time, outside of any transaction, and each in its turn. Raises OnboardingError where `after` names none,
    and BusyError where the next did not come to its turn.
    """
    begin, last = _place(after) if after else (0, 0)
    for number, model in enumerate(KINDS[begin:]):
        seen = 0 if number else last
        while row := db.session.scalar(select(model).where(model.id > seen).order_by(model.id).limit(1)):
            seen, subject = row.id, subject_of(row)
            yield Looked(subject, tuple(_faults(row)))
            db.session.rollback()


def _place(subject: str) -> tuple[int, int]:
    name, _, number = subject.partition(":")
    tables = [model.__tablename__ for model in KINDS]
    if name not in tables or not number.isdecimal():
        raise OnboardingError(f"{subject!a} names nothing to go on after. Give what was printed, like {tables[0]}:12.")
    return tables.index(name), int(number)


def _faults(row: EvidenceItem | Paper) -> Iterator[str]:
    try:
        yield from _of_item(row) if isinstance(row, EvidenceItem) else _of_paper(row)
    except BusyError:
        raise
    except (SealError, MissingFileError):
        yield CLOSED
    except (ObjectDeletedError, OnboardingError):
        return  # whom it is about was erased meanwhile


def _of_item(item: EvidenceItem) -> Iterator[str]:
    original = files.get(item.organisation_id, item.person_id, item.original)
    try:
        found = _inspected(original)
    except RefusedFileError as error:
        yield f"it would not be taken today. {error} {ITEM_AGAIN}"
        return
    numbered = [(n, files.sha256(page.image), page.width, page.height) for n, page in enumerate(found.pages, start=1)]
    if (item.copy, item.text) != (_hash(found.copy), _hash(found.text)):
        yield f"its copy would be written otherwise today{_taken_out(item, found)}. {COPY_AGAIN}"
    elif item.pages_sha256 != pages_digest(numbered):
        yield f"its pages would be drawn otherwise today. {COPY_AGAIN}"
    yield from _of_redaction(item)


def _of_redaction(item: EvidenceItem) -> Iterator[str]:
    """The redacted copy that is handed out; it was made of the item's pages."""
    latest = next(iter(evidence.redactions(item)), None)
    if latest is None:
        return
    pages = [
        Page(files.get(item.organisation_id, item.person_id, page.sha256), "", page.width, page.height)
        for page in evidence.pages(item)
    ]
    boxes, recorded = [Box(**box) for box in latest.boxes], latest.pages_sha256
    db.session.rollback()
    with turn():
        _, drawn = redacted(pages, boxes)
    if recorded != pages_digest(
        (n, files.sha256(page.image), page.width, page.height) for n, page in enumerate(drawn, 1)
    ):
        yield f"its redacted copy would be drawn otherwise today. {REDACT_AGAIN}"


def _of_paper(paper: Paper) -> Iterator[str]:
    again = AGAIN[type(paper)]
    copy = sealed_copies.opened(paper)
    try:
        found = _inspected(copy)
    except RefusedFileError as error:
        yield f"its copy would not be taken today. {error} {again}"
        return
    # A JPEG is encoded anew each time: of such a copy it tells only whether it is taken.
    if found.kind is not FileKind.JPEG and _words(found.copy or b"") != _words(copy):
        yield f"its copy would be written otherwise today. {again}"


def _words(copy: bytes) -> list[bytes]:
    """What a copy is made of. A copy of a copy has an ID of its own, and names the keys of streams in another order."""
    return sorted(OWN_ID.sub(b"", copy).split())


def _inspected(data: bytes) -> Inspected:
    """Reading a file takes its time, and holds nobody up."""
    db.session.rollback()
    return inspect(data)


def _taken_out(item: EvidenceItem, found: Inspected) -> str:
    more = [each for each in found.removed if each not in item.removed]
    return f", without {', '.join(more)}" if more else ""


def _hash(content: bytes | str | None) -> str | None:
    return files.sha256(content.encode() if isinstance(content, str) else content) if content is not None else None
