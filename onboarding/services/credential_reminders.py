"""Reminding managers of what is to be done with applications to L&I and provider accounts, until it is done."""

from collections.abc import Collection, Iterator, Sequence

from flask import current_app

from onboarding.errors import OnboardingError
from onboarding.messages import words
from onboarding.queries import credentials, members, rulings
from onboarding.rules.duties import Duty
from onboarding.rules.ladder import Ladder, times_told
from onboarding.services import outbox
from onboarding.services.reminders import At, Due, ToDo


def _duties(at: At, people: Collection[int]) -> Iterator[tuple[int, Sequence[Duty]]]:
    if not members.managers(at.organisation.id):
        return  # nobody to tell; what is told later is not lost
    staff = credentials.staff(at.organisation, at.today, people)
    law = rulings.of(at.organisation, current_app.extensions["rulebook"])
    for id, known in credentials.of_all(at.organisation, staff, law, at.today).items():
        yield id, known.duties


def write(at: At, due: Sequence[Due]) -> None:
    """To each manager, of everything that is due about these people."""
    told = [(row.person_id, duty) for row, duty, _ in due]
    for user in members.managers(at.organisation.id):
        said = words.credentials(user, at.organisation, told, at.numbers)
        key, about = f"credentials:{due[0].row.id}:{user.id}", [person_id for person_id, _ in told]
        try:
            outbox.write(at.organisation.id, key, "credentials", user.email, *said, about=about)
        except OnboardingError:  # an address that cannot be written to must not keep the others from being told
            current_app.logger.warning("no reminder could be written to user %s", user.id)


SOURCE = ToDo(
    ladder=Ladder.CREDENTIALS,
    duties=_duties,
    times=lambda duty, on, numbers: times_told(duty.remind_on, duty.due_on, on, numbers),
    write=write,
)
