"""Rulings: recording one, putting it in force once its effect was looked at, and withdrawing it."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RecordedRuling, RulingState
from onboarding.queries import members
from onboarding.queries.rulings import as_rule, papers
from onboarding.roles import StaffRole
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulings import inadmissible
from onboarding.services import names
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock_organisation


class RulingFacts(NamedTuple):
    """What a ruling says: a question's reading or a number's value, for whom and from when, by whom, written where."""

    settles: str
    reading: str | None
    value: Fraction | None
    since: date
    role: StaffRole | None
    by: str
    reference: str


def propose(actor: Actor, organisation: Organisation, book: Rulebook, facts: RulingFacts) -> RecordedRuling:
    """Record a ruling, without applying it. Raises OnboardingError for one that the rulebook has no place for."""
    with change(actor) as under_way:
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
        db.session.add(row)
        db.session.flush()
        under_way.record(organisation.id, Action.RULING_PROPOSED, row, settles=row.settles)
    return row


def put_in_force(actor: Actor, organisation: Organisation, book: Rulebook, id: int) -> RecordedRuling:
    """Have a ruling applied from its day on. Raises OnboardingError for one that does not wait for it, or has no paper.

    A contract manager needs none; what a COHE records on their word would settle its own questions without one.
    """
    with change(actor) as under_way:
        row = _locked(organisation, id)
        if row.state is not RulingState.PROPOSED:
            raise OnboardingError("This ruling does not wait to be put in force: it was, or it was withdrawn.")
        if actor.user_id is not None and not members.is_contract_manager(actor.user_id) and not papers(row):
            raise OnboardingError("Add the paper that this ruling is written in first: a letter or message from L&I.")
        if inadmissible(book, as_rule(row, organisation)):
            raise OnboardingError(
                "The rulebook has changed since this was recorded and has no place for it any more. Withdraw it, and "
                "record what holds now."
            )
        row.state, row.confirmed_by_id, row.confirmed_at = RulingState.IN_FORCE, actor.user_id, clock.now()
        under_way.record(organisation.id, Action.RULING_PUT_IN_FORCE, row, settles=row.settles)
    return row


def withdraw(actor: Actor, organisation: Organisation, id: int, because: str) -> RecordedRuling:
    """Have a ruling no longer applied; it stays visible with the reason. Determinations made under it keep it."""
    with change(actor) as under_way:
        row = _locked(organisation, id)
        if row.state is RulingState.WITHDRAWN:
            raise OnboardingError("This ruling was withdrawn already.")
        names.refuse(organisation.id, because=because)
        row.state, row.withdrawn_because = RulingState.WITHDRAWN, because
        row.withdrawn_by_id, row.withdrawn_at = actor.user_id, clock.now()
        under_way.record(organisation.id, Action.RULING_WITHDRAWN, row, settles=row.settles)
    return row


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
