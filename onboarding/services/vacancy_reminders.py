"""Reminding managers of whom they have to replace, and by when, until somebody qualified is in the place."""

from collections.abc import Collection, Iterator, Sequence

from flask import current_app

from onboarding.queries import members, rulings, staffing_overview
from onboarding.rules.duties import Duty
from onboarding.rules.ladder import Ladder, times_told
from onboarding.services.credential_reminders import write
from onboarding.services.reminders import At, ToDo


def _duties(at: At, people: Collection[int]) -> Iterator[tuple[int, Sequence[Duty]]]:
    if not members.managers(at.organisation.id):
        return  # nobody to tell; what is told later is not lost
    law = rulings.of(at.organisation, current_app.extensions["rulebook"])
    for person, duty in staffing_overview.duties(at.organisation, law, at.today):
        if person.id in people:
            yield person.id, [duty]


SOURCE = ToDo(
    ladder=Ladder.CREDENTIALS,
    duties=_duties,
    times=lambda duty, on, numbers: times_told(duty.remind_on, duty.due_on, on, numbers),
    write=write,
    who=staffing_overview.leavers,  # who left has no line that says when they are told of
)
