"""The files of a version of a course: taken in as evidence is, and kept as a harmless, sealed copy.

They are a COHE's and name nobody who has a record, so they lie in the database and not among anybody's files.
"""

from typing import NamedTuple

from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.course import CoursePaper, CourseVersion
from onboarding.models.organisation import Organisation
from onboarding.queries.approvals import State, standing
from onboarding.services import courses, names, sealed_copies
from onboarding.services.change import Actor, Change, change
from onboarding.services.files import sha256
from onboarding.services.looks import Looked, look

MOST = 40  # files of one version


class Sent(NamedTuple):
    """A file as somebody sent it."""

    data: bytes
    name: str


def add_material(actor: Actor, organisation: Organisation, version_id: int, sent: Sent) -> CoursePaper:
    """Add what a version teaches, as long as L&I was not asked about it: what it approved stays what it saw."""
    looked = look(*sent)
    with change(actor) as under_way:
        version = courses.locked(organisation, version_id)
        if standing(version).state is not State.NOT_ASKED:
            raise OnboardingError(
                "L&I was asked about this version as it is. Add another version for other materials.", "file"
            )
        return keep(under_way, version, looked)


def keep(under_way: Change, version: CourseVersion, looked: Looked, approval_id: int | None = None) -> CoursePaper:
    """Keep a file of a locked version, within a change; with `approval_id`, the paper of that step."""
    names.refuse(version.organisation_id, file=looked.name)
    chosen = select(func.count(), func.count().filter(CoursePaper.original == looked.original))
    known, same = db.session.execute(chosen.where(CoursePaper.version_id == version.id)).one()
    if same or known >= MOST:
        says = "This file is there already." if same else f"{MOST} files are the most for one version."
        raise OnboardingError(says, "file")
    row = CoursePaper(
        organisation_id=version.organisation_id,
        version_id=version.id,
        approval_id=approval_id,
        file_name=looked.name,
        original=looked.original,
        sha256=sha256(looked.copy),
        size=len(looked.copy),
        added_by_id=under_way.actor.user_id,
        added_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    sealed_copies.keep(row, looked.copy)
    under_way.record(row.organisation_id, Action.COURSE_PAPER_ADDED, row, version=version.id)
    return row


def hand_out(actor: Actor, paper: CoursePaper) -> bytes:
    """The copy of a file; that it was taken, and by whom, is an entry of the trail. Raises TamperedError."""
    data = sealed_copies.hand_out(paper)
    with change(actor) as under_way:
        under_way.record(paper.organisation_id, Action.COURSE_PAPER_HANDED_OUT, f"course_paper:{paper.id}")
    return data
