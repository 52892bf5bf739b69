"""What is to be done about people in a role: computed from the records of each, or as it is listed of all."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import checklist, credentials, facts, training
from onboarding.queries.checklist import ListedStep
from onboarding.queries.credentials import Credentials
from onboarding.rules.duties import About, Duty, Kind, Who, of_training
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import TrainingAnswer, train
from onboarding.rules.wording import count


class Owed(NamedTuple):
    """What is recorded of somebody who has or had a role, what follows, and what of it is to be done."""

    person: Person
    credentials: Credentials
    trainings: Sequence[TrainingRecord]
    training: TrainingAnswer | None
    checklist: Sequence[ListedStep]
    duties: tuple[Duty, ...]


def of_all(organisation: Organisation, people: Sequence[Person], rulings: Rulings, on: date) -> dict[int, Owed]:
    """The same of several people, by person; in a fixed number of queries. Of who was never hired nothing is due."""
    if not people:
        return {}
    known, trainings = credentials.of_all(organisation, people, rulings, on), training.of_all(people)
    numbers = rulings.in_force(on, organisation.slug, None).numbers
    lists = checklist.of_all(organisation.id, people, numbers)
    found = {}
    for person in people:
        posting, trained = person.posting, None
        owed: list[Duty] = [*known[person.id].duties]
        if posting:
            trained = train(facts.trainee(organisation, posting, trainings[person.id]), rulings, on)
            owed += [*of_training(trained, posting.hired_on), *_of_checklist(lists[person.id], posting.hired_on)]
        found[person.id] = Owed(person, known[person.id], trainings[person.id], trained, lists[person.id], tuple(owed))
    return found


def _of_checklist(lines: Sequence[ListedStep], hired_on: date) -> Iterator[Duty]:
    """One thing for all steps together: a list that nobody ticks must not hide the rest of what is to be done."""
    if left := [line for line in lines if line.is_open]:
        due = min((line.due_on for line in left if line.due_on), default=None)
        says = f"{count(len(left), 'step of the first weeks is', 'steps of the first weeks are')} open."
        yield Duty(About.CHECKLIST, Kind.STEP, "", Who.COHE, hired_on, due, due, says)
