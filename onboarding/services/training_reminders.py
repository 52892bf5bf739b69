"""Reminding an HSC of the training after the hire, then also managers, then also HR, until it is done; and saying so.

An HSC has a mail of their own, managers and HR one about everybody: one a day each. What was told is told by the day of
the ladder that it was for. Who has no address is told when there is one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.messages.words import Trained, Words
from onboarding.models.account import User
from onboarding.models.message import Message
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder, ReminderMail
from onboarding.queries import (
    credentials,
    members,
    reminders as recorded,
    rulings,
    training_reminders as found,
    wordings,
)
from onboarding.queries.reminders import Waiting
from onboarding.queries.training_reminders import Owing
from onboarding.queries.wordings import Worded
from onboarding.roles import Role
from onboarding.rules.ladder import Ladder
from onboarding.rules.training_ladder import To, due_rung, next_rung, rungs
from onboarding.services import outbox
from onboarding.services.change import Change
from onboarding.services.reminders import At, Due

ROLE = {To.MANAGER: Role.MANAGER, To.HR: Role.HR}


class Told(NamedTuple):
    """What is told of one person, and to whom of those that a source writes to."""

    says: Trained
    whom: tuple[To, ...]


@dataclass(frozen=True)
class Training:
    """Reminders of training, to `whom`. `at_once`: of how many people in one change."""

    ladder: Ladder
    whom: tuple[To, ...]
    at_once: int
    by_line: ClassVar[bool] = True

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        return recorded.coming(self.ladder, clock.day_of(now))

    def due(self, at: At, people: Collection[int], free: Collection[int]) -> Sequence[Due]:
        """What is due about these people; nothing to whom was told today.

        What is told in one mail waits until it can be told of everybody: who is left out has to wait a day.
        """
        asked = free if self.is_own else people
        told = defaultdict[int, list[Reminder]](list)
        for row in found.told(self.ladder, at.organisation.id, asked):
            told[row.person_id].append(row)
        reached = self._reached(at, asked, told)
        law = rulings.of(at.organisation, current_app.extensions["rulebook"])
        owing = found.owing(at.organisation, reached, law, at.today)
        all_due = [due for each in owing if (due := self._due(at, each, told[each.person.id]))]
        return all_due if {each.row.person_id for each in all_due} <= set(free) else []

    def tell(self, _under_way: Change, at: At, due: Sequence[Due]) -> None:
        """Write each their mail."""
        if self.is_own:
            people = [each.of.says.person for each in due]
            addresses, wording = found.addresses(people), wordings.wording(at.organisation.id, Worded.TRAINING)
            for each, person in zip(due, people, strict=True):
                said = words.training(at.organisation, each.of.says, at.today, wording)
                _write(at, f"training:{each.row.id}", addresses[person.id], said, To.HSC, [each])
            return
        wording = wordings.wording(at.organisation.id, Worded.TRAINING_OF_STAFF)
        for user, roles in self._staff(at):
            about = [each for each in due if not roles.isdisjoint(each.of.whom) and not _is_own(each, user)]
            if about:
                to = min(roles, key=self.whom.index)
                says = [each.of.says for each in about]
                said = words.training_of_staff(user, at.organisation, says, to, at.today, wording)
                _write(at, f"staff-training:{about[0].row.id}:{user.id}", user.email, said, to, about)

    @property
    def is_own(self) -> bool:
        """Whether everybody is told of themselves."""
        return self.whom == (To.HSC,)

    def _reached(self, at: At, asked: Collection[int], told: dict[int, list[Reminder]]) -> Sequence[Person]:
        """About whom somebody can be told today."""
        if self.is_own:
            today = {
                id
                for id, rows in told.items()
                if any(row.told_at and clock.day_of(row.told_at) == at.today for row in rows)
            }
            staff = credentials.staff(at.organisation, at.today, set(asked) - today)
            reached = found.addresses(staff)
            return [person for person in staff if person.id in reached]
        if recorded.was_told_on(self.ladder, at.organisation.id, at.today) or not any(self._staff(at)):
            return []
        return credentials.staff(at.organisation, at.today, asked)

    def _staff(self, at: At) -> Iterator[tuple[User, set[To]]]:
        """Managers and HR, each once, with what they are told as."""
        users, roles = dict[int, User](), defaultdict[int, set[To]](set)
        for to in self.whom:
            for user in members.with_role(at.organisation.id, ROLE[to]):
                users[user.id] = user
                roles[user.id].add(to)
        return ((user, roles[id]) for id, user in users.items())

    def _due(self, at: At, owing: Owing, told: Sequence[Reminder]) -> Due | None:
        thing, due_on = found.thing(owing.toward.due_on), owing.toward.due_on
        days = [found.meant_for(row) for row in told if row.thing == thing]
        row = Reminder(
            organisation_id=at.organisation.id, person_id=owing.person.id, about=self.ladder, times=len(days)
        )
        if owing.duty is None:
            if not days or found.is_said(told, thing, len(days)):
                return None
            row.thing, row.promised_at = found.done(thing), at.now
            return Due(row, Told(Trained(owing.person, due_on, None, None, ()), self._told_before(at, owing, days)))
        rung = due_rung(owing.toward, days, at.today, at.numbers, self.whom[0])
        if rung is None:
            return None
        row.thing, row.promised_at = thing, clock.start_of(rung.on)
        late = rung.on if rung.on < at.today else None
        then = next_rung(owing.toward, [*days, rung.on], at.numbers, self.whom[0])
        said = Trained(owing.person, due_on, owing.duty.says, late, rung.to)
        return Due(row, Told(said, rung.to), then.on if then else None)

    def _told_before(self, at: At, owing: Owing, days: Sequence[object]) -> tuple[To, ...]:
        """Who was told of what is done now."""
        return tuple(
            to for to in self.whom if any(rung.on in days for rung in rungs(owing.toward, at.today, at.numbers, to))
        )


def _is_own(due: Due, user: User) -> bool:
    return bool(due.of.says.person.user_id == user.id)


def _write(at: At, key: str, to: str, said: Words, whom: To, told: Sequence[Due]) -> None:
    people = [each.row.person_id for each in told]
    try:
        message: Message = outbox.write(at.organisation.id, key, "training", to, *said, about=people)
    except OnboardingError:  # an address that cannot be written to must not keep the others from being told
        current_app.logger.warning("%s could not be written: no address", key)
        return
    named = {"organisation_id": at.organisation.id, "message_id": message.id, "whom": whom}
    db.session.add_all(ReminderMail(**named, person_id=each.row.person_id, reminder_id=each.row.id) for each in told)


SOURCE = Training(Ladder.TRAINING, (To.HSC,), at_once=50)
OF_STAFF = Training(Ladder.TRAINING_OF_STAFF, (To.MANAGER, To.HR), at_once=100_000)  # everybody, in one mail each
