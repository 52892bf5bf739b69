"""Reminding managers of what is to be done, until it is: with L&I's applications, and who is to be replaced."""

from collections.abc import Collection, Iterator, Sequence

from flask import current_app

from onboarding.errors import OnboardingError
from onboarding.messages import words
from onboarding.queries import credentials, members, rulings, staffing_overview
from onboarding.rules.duties import Duty
from onboarding.rules.ladder import Ladder, times_told
from onboarding.services import outbox
from onboarding.services.reminders import At, Due, ToDo


def _duties(at: At, people: Collection[int] | None) -> Iterator[tuple[int, Duty]]:
    if not members.managers(at.organisation.id):
        return  # nobody to tell; what is told later is not lost
    staff = [each for each in credentials.staff(at.organisation, at.today) if people is None or each.id in people]
    law = rulings.of(at.organisation, current_app.extensions["rulebook"])
    for id, known in credentials.of_all(at.organisation, staff, law, at.today).items():
        yield from ((id, duty) for duty in known.duties)
    for person, duty in staffing_overview.duties(at.organisation, law, at.today):
        if people is None or person.id in people:
            yield person.id, duty


def _write(at: At, due: Sequence[Due]) -> None:
    told = [(row.person_id, duty) for row, duty in due]
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
    write=_write,
)
