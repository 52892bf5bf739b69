"""What is said of an applicant's skills and standing with L&I, and what shows it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.claim import How, StandingProof, StandingStatement
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.queries import dossier, duplicates, revisions
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services.change import Actor, Change, change
from onboarding.services.claims import begin
from onboarding.services.sayable import IN_WORDS, NO_PAPER, refuse_unsayable


class StatementFacts(NamedTuple):
    """What is said of a skill or of standing: what, whether so, how it is known, who said so and on which day."""

    about: str
    value: bool
    how: How
    said_by: str
    said_on: date
    note: str | None = None


def state(
    actor: Actor, person: Person, said: StatementFacts, item: EvidenceItem | None = None, seen: int | None = None
) -> StandingStatement:
    """Record what is said of a skill; or of standing, with `item`, the paper that shows it.

    `seen` as of `claims.decide`. Raises OnboardingError for what nobody can have said, and for a word on standing
    without its paper: what was only said is recorded with the rest of the interview (`state_all`).
    """
    refuse_unsayable(actor, person, said, item is not None)
    if item is None and said.about not in SKILL_AREAS:
        raise OnboardingError(NO_PAPER[said.how], "file")
    with change(actor) as under_way:
        return add_shown(under_way, person, said, item, seen)


def add_shown(
    under_way: Change, person: Person, said: StatementFacts, item: EvidenceItem | None, seen: int | None
) -> StandingStatement:
    """The same within a change."""
    begin(person)
    refuse_changed(person, seen)
    row = add_statement(under_way, person, said)
    if item is not None:
        if item.person_id not in duplicates.selves(person) or said.about in SKILL_AREAS:
            raise NotFoundError
        add_proof(under_way, person, row, Action.STATEMENT_PROVEN, item)
    return row


def state_all(
    actor: Actor, person: Person, sheet: Sequence[StatementFacts], seen: int | None = None
) -> list[StandingStatement]:
    """Record everything of one interview, or nothing of it. `seen` as of `claims.decide`."""
    for said in sheet:
        refuse_unsayable(actor, person, said)
    with change(actor) as under_way:
        begin(person)
        refuse_changed(person, seen)
        return [add_statement(under_way, person, said) for said in sheet]


def refuse_changed(person: Person, seen: int | None) -> None:
    """Raises ChangedMeanwhileError where something was recorded since a page showed skills and standing so."""
    if seen is not None and (changed := revisions.changed_in_interview(dossier.statements(person), seen, IN_WORDS)):
        raise ChangedMeanwhileError(changed)


def add_proof(
    under_way: Change, person: Person, row: StandingStatement, action: Action, item: EvidenceItem | None = None
) -> StandingProof:
    """Write down what shows a statement on standing, within a change."""
    proof = StandingProof(
        organisation_id=person.organisation_id,
        person_id=person.id,
        statement_id=row.id,
        item_id=item.id if item else None,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(proof)
    db.session.flush()
    under_way.record(person.organisation_id, action, proof, person=person.id, about=row.about)
    return proof


def add_statement(under_way: Change, person: Person, said: StatementFacts) -> StandingStatement:
    """Write down what is said, within a change."""
    row = StandingStatement(
        organisation_id=person.organisation_id,
        person_id=person.id,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
        **said._asdict(),
    )
    db.session.add(row)
    db.session.flush()
    facts = {"person": person.id, "about": said.about, "how": said.how.value}
    under_way.record(person.organisation_id, Action.STATEMENT_RECORDED, row, **facts)
    return row
