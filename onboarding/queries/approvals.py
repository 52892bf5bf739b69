"""Where L&I's approval of a version of a course stands: it follows from every step, the last that holds."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.course import ApprovalStep, CourseApproval, CourseVersion
from onboarding.models.training import TrainingRecord
from onboarding.rules.holidays import working_day_after
from onboarding.rules.rulings import Law

DECISIONS = (ApprovalStep.GRANTED, ApprovalStep.REFUSED)
WITH_APPROVALS = (
    joinedload(CourseVersion.course),
    selectinload(CourseVersion.approvals).joinedload(CourseApproval.recorded_by),
)


class State(StrEnum):
    """Where it stands; the words of pages."""

    NOT_ASKED = "not asked yet"
    ASKED = "waiting for L&I"
    APPROVED = "approved"
    REFUSED = "refused"
    DISPUTED = "disputed by L&I"


class Standing(NamedTuple):
    """Where it stands: when L&I was asked last, what it said, and what it says of what the COHE recorded of that."""

    state: State
    asked: CourseApproval | None
    decision: CourseApproval | None
    answer: CourseApproval | None

    @property
    def approved_on(self) -> date | None:
        """From which day the version is approved."""
        return self.decision.since if self.decision and self.state is State.APPROVED else None

    @property
    def waits_for_lni(self) -> bool:
        """Whether it rests on the COHE's word alone: no contract manager of theirs has said that it is L&I's."""
        decided = self.state in (State.APPROVED, State.REFUSED) and self.decision
        return bool(decided and not decided.theirs and self.answer is None)

    @property
    def is_lnis(self) -> bool:
        """Whether L&I itself said it here, or confirmed it."""
        return self.state in (State.APPROVED, State.REFUSED) and not self.waits_for_lni


def standing(version: CourseVersion) -> Standing:
    """Where it stands. A decision that was corrected counts no more; what was asked again after it is open again."""
    rows = version.approvals
    corrected = {row.corrects_id for row in rows}
    asked = next((row for row in reversed(rows) if row.step is ApprovalStep.ASKED), None)
    decision = next((row for row in reversed(rows) if row.step in DECISIONS and row.id not in corrected), None)
    if decision is None or (asked and asked.id > decision.id):
        return Standing(State.ASKED if asked else State.NOT_ASKED, asked, None, None)
    answer = next((row for row in rows if row.of_id == decision.id), None)
    if answer and answer.step is ApprovalStep.DISPUTED:
        return Standing(State.DISPUTED, asked, decision, answer)
    state = State.APPROVED if decision.step is ApprovalStep.GRANTED else State.REFUSED
    return Standing(state, asked, decision, answer)


def expected_on(found: Standing, law: Law) -> date | None:
    """The day by which L&I's answer is to be expected, by the house's lead time; None where it does not wait for it."""
    if found.state is not State.ASKED or found.asked is None:
        return None
    return working_day_after(law.book, clock.day_of(found.asked.recorded_at), law.numbers.content_approval_days)


def asked(organisation_id: int) -> Sequence[CourseVersion]:
    """The versions that L&I was asked about and that wait for its answer, the one asked about first before others."""
    waiting = [row for row in _open(organisation_id) if standing(row).state is State.ASKED]
    return sorted(waiting, key=lambda row: max(each.id for each in row.approvals))


def unanswered(organisation_id: int) -> Sequence[CourseVersion]:
    """The versions of which the COHE recorded what L&I said, and no contract manager has confirmed it."""
    return [row for row in _open(organisation_id) if standing(row).waits_for_lni]


def how_many_wait(organisation_ids: Sequence[int]) -> dict[int, int]:
    """How many versions of each of these COHEs wait for a contract manager; none: left out."""
    found: dict[int, int] = {}
    for row in db.session.scalars(_waiting().where(CourseVersion.organisation_id.in_(organisation_ids))):
        at = standing(row)
        if at.state is State.ASKED or at.waits_for_lni:
            found[row.organisation_id] = found.get(row.organisation_id, 0) + 1
    return found


def _open(organisation_id: int) -> Sequence[CourseVersion]:
    return db.session.scalars(_waiting().where(CourseVersion.organisation_id == organisation_id)).all()


def _waiting() -> Select[CourseVersion]:
    """The versions that may wait: the last that was said of them asks for an answer. One that was withdrawn waits only
    where somebody completed it before.
    """
    last = select(func.max(CourseApproval.id)).group_by(CourseApproval.version_id)
    asks = CourseApproval.id.in_(last) & (
        (CourseApproval.step == ApprovalStep.ASKED)
        | (CourseApproval.step.in_(DECISIONS) & CourseApproval.theirs.is_(False))
    )
    chosen = select(CourseVersion).join(CourseApproval, CourseApproval.version_id == CourseVersion.id)
    needed = CourseVersion.withdrawn_at.is_(None) | exists().where(TrainingRecord.version_id == CourseVersion.id)
    return chosen.where(asks, needed).options(*WITH_APPROVALS).order_by(CourseVersion.id)
