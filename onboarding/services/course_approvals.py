"""L&I's approval of a version of a course: asked for, given or refused by the contract manager or on their word,
confirmed, disputed and corrected. Each step is a row that is never changed.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.messages import course_words as words
from onboarding.messages.words import Words
from onboarding.models.account import User
from onboarding.models.course import ApprovalStep, CourseApproval, CourseVersion
from onboarding.models.organisation import Organisation
from onboarding.queries import members, organisations
from onboarding.queries.approvals import Standing, State, standing
from onboarding.services import course_papers, courses, names, outbox
from onboarding.services.change import Actor, Change, change
from onboarding.services.course_papers import Sent
from onboarding.services.looks import Looked, look

ACTIONS = {
    ApprovalStep.ASKED: Action.COURSE_APPROVAL_ASKED,
    ApprovalStep.GRANTED: Action.COURSE_APPROVED,
    ApprovalStep.REFUSED: Action.COURSE_REFUSED,
    ApprovalStep.CONFIRMED: Action.COURSE_ANSWER_CONFIRMED,
    ApprovalStep.DISPUTED: Action.COURSE_ANSWER_DISPUTED,
}
ANSWERED = "L&I has answered on this version already. Correct that answer instead."
CORRECTED = "This answer was corrected already. Reload the page, and correct the current one."


class Answer(NamedTuple):
    """What L&I said: approved `since` a day, or refused (None); whose word it is; in which words."""

    since: date | None
    by: str
    says: str | None

    @property
    def step(self) -> ApprovalStep:
        """Which step it is."""
        return ApprovalStep.GRANTED if self.since else ApprovalStep.REFUSED


def ask(actor: Actor, organisation: Organisation, version_id: int, says: str | None) -> CourseApproval:
    """Ask L&I to approve a version, and tell its contract managers. Raises OnboardingError where it was asked."""
    with change(actor) as under_way:
        version = courses.locked(organisation, version_id)
        state = standing(version).state
        if state is State.ASKED:
            raise OnboardingError("L&I was asked about this version already.")
        if state not in (State.NOT_ASKED, State.DISPUTED):
            raise OnboardingError("L&I has answered on this version already. Add another version to ask about.")
        row = _add(under_way, version, ApprovalStep.ASKED, says=says)
        _tell(row, organisations.contract_managers(organisation), lambda user: words.asked(user, version, row))
    return row


def answer(
    actor: Actor, organisation: Organisation, version_id: int, said: Answer, file: Sent | None = None
) -> CourseApproval:
    """Record that L&I approved or refused a version.

    What a COHE records on a contract manager's word needs its paper, and the contract manager is told: until they say
    that it is L&I's, everything that leans on it says so. Their own act says it.
    """
    looked = _looked(actor, organisation, said, file)
    with change(actor) as under_way:
        version = courses.locked(organisation, version_id, withdrawn_too=True)
        if standing(version).state not in (State.NOT_ASKED, State.ASKED, State.DISPUTED):
            raise OnboardingError(ANSWERED)
        return _answer(under_way, organisation, version, said, looked)


def correct(
    actor: Actor,
    organisation: Organisation,
    version_id: int,
    decision_id: int,
    said: Answer,
    because: str,
    file: Sent | None = None,
) -> CourseApproval:
    """Put another answer in the place of one that was recorded wrongly; both stay readable.

    What L&I itself said or confirmed only its contract manager corrects.
    """
    looked = _looked(actor, organisation, said, file)
    with change(actor) as under_way:
        version = courses.locked(organisation, version_id, withdrawn_too=True)
        found = standing(version)
        if found.decision is None or found.decision.id != decision_id:
            raise OnboardingError(CORRECTED)
        theirs = is_contract_manager(actor, organisation)
        if found.is_lnis and actor.user_id is not None and not theirs:
            raise OnboardingError("L&I said this itself. Ask the contract manager to correct it.")
        if said[:3] == (found.decision.since, found.decision.by, found.decision.says) and looked is None:
            raise OnboardingError("This is what is recorded already. Nothing was changed.")
        return _answer(under_way, organisation, version, said, looked, decision_id, because)


def confirm(actor: Actor, organisation: Organisation, version_id: int) -> CourseApproval:
    """Say that an answer which the COHE recorded is L&I's. Raises OnboardingError for anybody but L&I."""
    with change(actor) as under_way:
        version, found = _to_be_answered(actor, organisation, version_id)
        return _add(under_way, version, ApprovalStep.CONFIRMED, of=found.decision)


def dispute(actor: Actor, organisation: Organisation, version_id: int, because: str) -> CourseApproval:
    """Say that an answer is not L&I's: it counts no more, and those who run the COHE are told why."""
    with change(actor) as under_way:
        version, found = _to_be_answered(actor, organisation, version_id)
        row = _add(under_way, version, ApprovalStep.DISPUTED, of=found.decision, says=because)
        _tell(row, members.managers(organisation.id), lambda user: words.answered(user, version, row))
    return row


def is_contract_manager(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor answers for the COHE at L&I."""
    return any(user.id == actor.user_id for user in organisations.contract_managers(organisation))


def _looked(actor: Actor, organisation: Organisation, said: Answer, file: Sent | None) -> Looked | None:
    """The paper, looked at; an answer without its day or reason, or on the COHE's word without a paper, is refused."""
    if said.since is None and not said.says:
        raise OnboardingError("Say what is missing, so that the next version can have it.", "says")
    if file is None and actor.user_id is not None and not is_contract_manager(actor, organisation):
        raise OnboardingError("Add the letter or message from L&I.", "file")
    return look(*file) if file else None


def _answer(
    under_way: Change,
    organisation: Organisation,
    version: CourseVersion,
    said: Answer,
    looked: Looked | None,
    corrects_id: int | None = None,
    because: str | None = None,
) -> CourseApproval:
    theirs = is_contract_manager(under_way.actor, organisation)
    row = _add(under_way, version, said.step, said, theirs=theirs, corrects_id=corrects_id, because=because)
    if looked:
        course_papers.keep(under_way, version, looked, row.id)
    if theirs:
        _tell(row, members.managers(organisation.id), lambda user: words.answered(user, version, row))
    else:
        whom = organisations.contract_managers(organisation)
        _tell(row, whom, lambda user: words.recorded(user, version, row))
    return row


def _add(
    under_way: Change,
    version: CourseVersion,
    step: ApprovalStep,
    said: Answer | None = None,
    says: str | None = None,
    of: CourseApproval | None = None,
    theirs: bool = False,
    corrects_id: int | None = None,
    because: str | None = None,
) -> CourseApproval:
    by, says = (said.by, said.says) if said else (None, says)
    names.refuse(version.organisation_id, by=by, says=says, because=because)
    row = CourseApproval(
        organisation_id=version.organisation_id,
        version_id=version.id,
        step=step,
        by=by,
        theirs=theirs or of is not None,
        since=said.since if said else None,
        says=says,
        of_id=of.id if of else None,
        corrects_id=corrects_id,
        because=because,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.expire(version, ["approvals"])
    under_way.record(version.organisation_id, ACTIONS[step], row, version=version.id)
    return row


def _to_be_answered(actor: Actor, organisation: Organisation, version_id: int) -> tuple[CourseVersion, Standing]:
    if not is_contract_manager(actor, organisation):
        raise OnboardingError("Only the L&I contract manager of this COHE can say whether an answer is L&I's.")
    version = courses.locked(organisation, version_id, withdrawn_too=True)
    found = standing(version)
    if not found.waits_for_lni:
        raise OnboardingError("This answer was confirmed or disputed already, or is L&I's own.")
    return version, found


def _tell(row: CourseApproval, users: Iterable[User], said: Callable[[User], Words]) -> None:
    for user in users:
        try:
            outbox.write(row.organisation_id, f"course:{row.id}:{user.id}", "course", user.email, *said(user), about=())
        except OnboardingError:  # an address that cannot be written to must not keep an answer from being recorded
            current_app.logger.warning("user %s could not be told of a course", user.id)
