"""Rulings: recording one, putting it in force once its effect was looked at, L&I's answer to it, and withdrawing it."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.messages.words import Words
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RecordedRuling, RulingAnswer, RulingState
from onboarding.queries import members, organisations
from onboarding.queries.rulings import as_rule, papers, says
from onboarding.roles import StaffRole
from onboarding.rules import training
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulings import inadmissible
from onboarding.services import names, outbox, twice
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation


class RulingFacts(NamedTuple):
    """What a ruling says: a question's reading or a number's value, for whom and from when, by whom, written where.

    `hires_only`: of training, for people hired from that day on.
    """

    settles: str
    reading: str | None
    value: Fraction | None
    since: date
    role: StaffRole | None
    by: str
    reference: str
    hires_only: bool = False


def propose(actor: Actor, organisation: Organisation, book: Rulebook, facts: RulingFacts) -> RecordedRuling:
    """Record a ruling, without applying it; what a contract manager records is confirmed by that.

    Raises OnboardingError for one that the rulebook has no place for.
    """
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        names.refuse(organisation.id, by=facts.by, reference=facts.reference)
        value = str(facts.value) if facts.value is not None else None
        row = RecordedRuling(
            organisation_id=organisation.id,
            proposed_by_id=actor.user_id,
            proposed_at=clock.now(),
            **{**facts._asdict(), "value": value},
        )
        if fault := inadmissible(book, as_rule(row, organisation)):
            raise OnboardingError(f"This cannot be recorded: {fault.says}.", fault.path)
        if facts.hires_only and facts.settles not in training.HANGS_ON:
            raise OnboardingError("Only training rules can depend on the day of the hire.", "holds_for")
        holds = RecordedRuling.state != RulingState.WITHDRAWN
        twice.refuse(actor, row, "organisation_id", "settles", only=holds, field="reference")
        db.session.add(row)
        db.session.flush()
        under_way.record(organisation.id, Action.RULING_PROPOSED, row, settles=row.settles)
        if _is_contract_manager(actor, organisation):
            _answer(under_way, row, confirmed=True)
    return row


def put_in_force(actor: Actor, organisation: Organisation, book: Rulebook, id: int) -> RecordedRuling:
    """Have a ruling applied from its day on. Raises OnboardingError for one that does not wait for it, or has no paper.

    What a COHE records on a contract manager's word needs its paper, and the contract manager is told: until they say
    that it is L&I's, every answer that leans on it says so. Their own act says it.
    """
    with change(actor) as under_way:
        row = _locked(organisation, id)
        if row.state is not RulingState.PROPOSED:
            raise OnboardingError("This ruling is in force already, or was withdrawn.")
        theirs = row.answer is not None or _is_contract_manager(actor, organisation)
        if actor.user_id is not None and not theirs and not papers(row):
            raise OnboardingError("First add the letter or message from L&I.")
        if inadmissible(book, as_rule(row, organisation)):
            raise OnboardingError(
                "The rulebook has changed, and this ruling no longer fits it. Withdraw it, and record a new ruling."
            )
        row.state, row.confirmed_by_id, row.confirmed_at = RulingState.IN_FORCE, actor.user_id, clock.now()
        under_way.record(organisation.id, Action.RULING_PUT_IN_FORCE, row, settles=row.settles)
        if theirs and row.answer is None:
            _answer(under_way, row, confirmed=True)
        elif not theirs:
            for user in organisations.contract_managers(organisation):
                _tell(row, user, words.ruling(user, organisation, row, says(book, row)), "in-force")
    return row


def confirm(actor: Actor, organisation: Organisation, id: int) -> RulingAnswer:
    """Say that a ruling in force is L&I's. Raises OnboardingError for anybody but the COHE's contract manager."""
    with change(actor) as under_way:
        return _answer(under_way, _to_be_answered(actor, organisation, id), confirmed=True)


def dispute(actor: Actor, organisation: Organisation, book: Rulebook, id: int, because: str) -> RulingAnswer:
    """Say that a ruling is not L&I's: it is no longer applied, and those who run the COHE are told why."""
    with change(actor) as under_way:
        row = _to_be_answered(actor, organisation, id)
        names.refuse(organisation.id, because=because)
        answer = _answer(under_way, row, confirmed=False, because=because)
        _end(under_way, row, because)
        for user in members.managers(organisation.id):
            _tell(row, user, words.ruling_disputed(user, organisation, row, says(book, row), because), "disputed")
    return answer


def withdraw(actor: Actor, organisation: Organisation, id: int, because: str) -> RecordedRuling:
    """Have a ruling no longer applied; it stays visible with the reason. Determinations made under it keep it."""
    with change(actor) as under_way:
        row = _locked(organisation, id)
        if row.state is RulingState.WITHDRAWN:
            raise OnboardingError("This ruling was withdrawn already.")
        names.refuse(organisation.id, because=because)
        _end(under_way, row, because)
    return row


def _end(under_way: Change, row: RecordedRuling, because: str) -> None:
    row.state, row.withdrawn_because = RulingState.WITHDRAWN, because
    row.withdrawn_by_id, row.withdrawn_at = under_way.actor.user_id, clock.now()
    under_way.record(row.organisation_id, Action.RULING_WITHDRAWN, row, settles=row.settles)


def _is_contract_manager(actor: Actor, organisation: Organisation) -> bool:
    return any(user.id == actor.user_id for user in organisations.contract_managers(organisation))


def _to_be_answered(actor: Actor, organisation: Organisation, id: int) -> RecordedRuling:
    if not _is_contract_manager(actor, organisation):
        raise OnboardingError("Only the L&I contract manager of this COHE can say whether a ruling is L&I's.")
    row = _locked(organisation, id)
    if not row.waits_for_lni:
        raise OnboardingError("This ruling has an answer already, or is not in force.")
    return row


def _answer(under_way: Change, row: RecordedRuling, confirmed: bool, because: str | None = None) -> RulingAnswer:
    assert under_way.actor.user_id is not None
    answer = RulingAnswer(
        organisation_id=row.organisation_id,
        ruling_id=row.id,
        confirmed=confirmed,
        because=because,
        answered_by_id=under_way.actor.user_id,
        answered_at=clock.now(),
    )
    db.session.add(answer)
    db.session.flush()
    db.session.expire(row, ["answer"])
    action = Action.RULING_CONFIRMED if confirmed else Action.RULING_DISPUTED
    under_way.record(row.organisation_id, action, answer, ruling=row.id)
    return answer


def _tell(row: RecordedRuling, user: User, said: Words, what: str) -> None:
    try:
        outbox.write(row.organisation_id, f"ruling:{row.id}:{what}:{user.id}", "ruling", user.email, *said, about=())
    except OnboardingError:  # an address that cannot be written to must not keep a ruling from being recorded
        current_app.logger.warning("user %s could not be told of a ruling", user.id)


def _locked(organisation: Organisation, id: int) -> RecordedRuling:
    lock_organisation(organisation.id)
    row = db.session.scalar(
        select(RecordedRuling)
        .where(RecordedRuling.organisation_id == organisation.id, RecordedRuling.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFoundError
    return row
