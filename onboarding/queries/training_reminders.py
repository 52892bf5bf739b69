"""Whom to remind of training, of what they were reminded, and by which address they are reached."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder
from onboarding.queries import credentials, facts, training
from onboarding.rules.duties import Duty, of_training
from onboarding.rules.ladder import Ladder
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import TrainingAnswer, train
from onboarding.rules.training_ladder import To, Toward, next_rung

DONE = ":done"


class Owing(NamedTuple):
    """Somebody in a role, by when their training is due, and what of it is to be done; None where it is done."""

    person: Person
    toward: Toward
    duty: Duty | None


def owing(organisation: Organisation, people: Sequence[Person], law: Rulings, on: date) -> Iterator[Owing]:
    """Of each of these people who was hired; the trainings are asked for in one question."""
    trainings = training.of_all(people)
    for person in people:
        if person.posting is None:
            continue
        answer = train(facts.trainee(organisation, person.posting, trainings[person.id]), law, on)
        yield owing_by(answer, person, person.posting.hired_on)


def owing_now(organisation: Organisation, law: Rulings, on: date) -> Sequence[Owing]:
    """Who is in a role and has training to do, by name."""
    return [each for each in owing(organisation, credentials.staff(organisation, on), law, on) if each.duty]


def owing_by(answer: TrainingAnswer, person: Person, hired_on: date) -> Owing:
    """The same by what is known of the training already."""
    duty = next((each for each in of_training(answer, hired_on) if each.due_on), None)
    return Owing(person, Toward(hired_on, answer.due_on), duty)


def told(
    ladder: Ladder, organisation_id: int, people: Collection[int] | None, since: date | None = None
) -> Sequence[Reminder]:
    """What these people, or all, were reminded of; as it was told. `since`: of days of the ladder from that one on."""
    rows = select(Reminder).where(Reminder.organisation_id == organisation_id, Reminder.about == ladder)
    rows = rows if people is None else rows.where(Reminder.person_id.in_(people))
    rows = rows.where(Reminder.promised_at >= clock.start_of(since)) if since else rows
    return db.session.scalars(rows.order_by(Reminder.id).execution_options(populate_existing=True)).all()


def next_on(owing: Owing, rows: Sequence[Reminder], numbers: Numbers, to: To) -> date | None:
    """From which day on somebody is told of it again; `rows` are what the ladder of `to` told of the person by now.

    That it is done is to be told from the day on which the last reminder was meant to be.
    """
    of = thing(owing.toward.due_on)
    days = [meant_for(row) for row in rows if row.thing == of]
    if owing.duty:
        rung = next_rung(owing.toward, days, numbers, to)
        return rung.on if rung else None
    return max(days) if days and not is_said(rows, of, len(days)) else None


def is_said(rows: Sequence[Reminder], of: str, times: int) -> bool:
    """Whether it was said to be done since it was told so often."""
    return any(row.thing == done(of) and row.times == times for row in rows)


def addresses(people: Sequence[Person]) -> dict[int, str]:
    """Where each is written to: their own address, else that of their account. Who has neither is not in it."""
    users = {person.user_id for person in people if person.user_id and not person.email}
    of_accounts = dict(db.session.execute(select(User.id, User.email).where(User.id.in_(users))).all()) if users else {}
    found = {person.id: person.email or of_accounts.get(person.user_id or 0) for person in people}
    return {id: address for id, address in found.items() if address}


def thing(due_on: date) -> str:
    """What somebody is reminded of, as the table has it: a due day that moved is another thing."""
    return f"additional:{due_on}"


def done(of: str) -> str:
    """That it was said to be done."""
    return of + DONE


def meant_for(row: Reminder) -> date:
    """The day of the ladder that a reminder was for."""
    return clock.day_of(row.promised_at or row.told_at or clock.now())
