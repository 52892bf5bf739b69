"""Whose answers a ruling or another rulebook would change: everybody is asked under both, a part at a time.

Asked is only what hangs on something of which the two say different things.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.application import UNDER_WAY, Application, ApplicationState
from onboarding.models.duty import StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier, facts, training
from onboarding.queries.people import goes_on
from onboarding.rules import qualification, training as training_rules
from onboarding.rules.rulings import Rulings

PART = 500  # people asked at once

Answer = str | date


class Change(NamedTuple):
    """One answer of one person that would be another: a word of the contract, or a day."""

    person: Person
    asked: str
    before: Answer
    after: Answer


class Part(NamedTuple):
    """What part of everybody came to. `after` None: nobody is left to ask; else the id to go on after."""

    changes: Sequence[Change]
    done: int
    total: int
    after: int | None


class Tally(NamedTuple):
    """What the parts so far came to: answers and deadlines that would be others, and how many are of who left."""

    answers: int = 0
    deadlines: int = 0
    left: int = 0

    def and_of(self, part: Part, today: date) -> "Tally":
        """With those of a further part."""
        moved = sum(isinstance(each.before, date) for each in part.changes)
        left = sum(_left(each.person, today) for each in part.changes)
        return Tally(self.answers + len(part.changes) - moved, self.deadlines + moved, self.left + left)


def _left(person: Person, today: date) -> bool:
    return bool(person.posting and person.posting.left_on and person.posting.left_on < today)


def part(
    organisation: Organisation,
    before: Rulings,
    after: Rulings,
    on: date,
    past: int = 0,
    size: int = PART,
    who: ColumnElement[bool] | None = None,
) -> Part:
    """The changes among the next people of the COHE after the id `past`, on that day. `who`: of these alone."""
    everybody = select(Person).where(Person.organisation_id == organisation.id, goes_on(Person))
    everybody = everybody if who is None else everybody.where(who)
    rows = db.session.scalars(
        everybody.where(Person.id > past).options(joinedload(Person.posting)).order_by(Person.id).limit(size)
    ).all()
    ids = everybody.with_only_columns(func.count())
    total = db.session.scalar(ids) or 0
    last = rows[-1].id if rows else past
    done = db.session.scalar(ids.where(Person.id <= last)) or 0
    changes = [
        Change(person, asked, was, will)
        for ask in ASKED
        for person, (asked, was, will) in ask(organisation, rows, before, after, on)
        if was != will
    ]
    return Part(sorted(changes, key=lambda each: each.person.id), done, total, last if len(rows) == size else None)


Compared = tuple[Person, tuple[str, Answer, Answer]]
Ask = Callable[[Organisation, Sequence[Person], Rulings, Rulings, date], list[Compared]]


def _touched(
    organisation: Organisation, before: Rulings, after: Rulings, on: date, roles: Iterable[str], hangs_on: Sequence[str]
) -> set[str]:
    """The roles of which the two say different things that an answer hangs on. Nobody else's can be another."""
    slug = organisation.slug
    return {
        role for role in roles if not before.in_force(on, slug, role).agrees(after.in_force(on, slug, role), hangs_on)
    }


def _training(
    organisation: Organisation, rows: Sequence[Person], before: Rulings, after: Rulings, on: date
) -> list[Compared]:
    found: list[Compared] = []
    roles = _touched(organisation, before, after, on, training_rules.ROLES, training_rules.HANGS_ON)
    rows = [person for person in rows if person.posting and person.posting.role.value in roles]
    trainings = training.of_all(rows) if rows else {}
    for person in rows:
        assert person.posting
        trainee = facts.trainee(organisation, person.posting, trainings[person.id])
        was, will = (training_rules.train(trainee, rulings, on) for rulings in (before, after))
        outcomes = (was.claimed.additional.outcome.value, will.claimed.additional.outcome.value)
        found.append((person, ("additional training", *outcomes)))
        found.append((person, ("training due", was.due_on, will.due_on)))
    return found


def _screening(
    organisation: Organisation, rows: Sequence[Person], before: Rulings, after: Rulings, on: date
) -> list[Compared]:
    found: list[Compared] = []
    roles = _touched(organisation, before, after, on, qualification.ROLES, qualification.HANGS_ON)
    if not roles:
        return found
    dossiers = dossier.of_all(rows)
    for person in rows:
        whole = dossiers[person.id]
        if whole.is_empty or facts.role_of(person, whole) not in roles:
            continue
        applicant = facts.applicant(organisation, person, whole)
        was, will = qualification.screen_under_each(applicant, (before, after), on)
        found.append((person, ("screening, as stated", was.claimed.outcome.value, will.claimed.outcome.value)))
        found.append((person, ("screening, as verified", was.verified.outcome.value, will.verified.outcome.value)))
    return found


ASKED: tuple[Ask, ...] = (_screening, _training)


def leaning(organisation: Organisation, asked: Iterable[str]) -> dict[str, int]:
    """Of how many people here an answer of these kinds is shown, which another text of L&I's could change.

    `screening`: of applications under way in which something is entered; `training` and `credentials`: of those in a
    role; `staffing`: none, since it is the COHE's.
    """
    open_now = [state for state in UNDER_WAY if state is not ApplicationState.EMPTY]
    applying = Application.organisation_id == organisation.id, Application.state.in_(open_now)
    here = StaffLine.organisation_id == organisation.id, StaffLine.in_role
    counted = db.session.execute(
        select(
            select(func.count()).select_from(Application).where(*applying).scalar_subquery(),
            select(func.count()).select_from(StaffLine).where(*here).scalar_subquery(),
        )
    ).one()
    of = {"screening": counted[0], "training": counted[1], "credentials": counted[1], "staffing": 0}
    return {each: of[each] for each in asked}
