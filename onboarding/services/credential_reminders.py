"""Reminding managers of what is to be done with applications to L&I and provider accounts, until it is done.

What was told and the message that tells it are written together, so neither a clock that stood still nor two of them
at once lose a reminder or send it twice. A message names nobody: it leads to the pages that do.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import current_app
from sqlalchemy import select

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.account import User
from onboarding.models.credential import CredentialReminder, Track
from onboarding.models.organisation import Organisation
from onboarding.queries import credentials, members, organisations, rulings
from onboarding.queries.credentials import Credentials
from onboarding.roles import OrganisationKind
from onboarding.rules.duties import Duty
from onboarding.rules.ladder import times_told
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import Rulebook
from onboarding.services import chasing, outbox
from onboarding.services.change import SYSTEM, change


def remind(today: date | None = None) -> int:
    """Tell the managers of every COHE what is newly to be done, or still after another week. Gives how many things."""
    on = today or clock.today()
    cohes = [each for each in organisations.every() if each.kind is OrganisationKind.COHE]
    return sum(_remind(each, on) for each in cohes)


def _remind(organisation: Organisation, on: date) -> int:
    with change(SYSTEM):
        db.session.scalar(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
        managers = members.managers(organisation.id)
        if not managers:
            return 0  # nobody to tell; what is told later is not lost
        numbers = chasing.numbers_of(organisation.id)
        rows = [(row, duty) for row, duty in _due(organisation, numbers, on) if _is_new(row)]
        if not rows:
            return 0
        db.session.add_all(row for row, _ in rows)
        db.session.flush()
        for user in managers:
            _write(organisation, numbers, user, rows)
    return len(rows)


def _due(organisation: Organisation, numbers: Numbers, on: date) -> Iterator[tuple[CredentialReminder, Duty]]:
    book: Rulebook = current_app.extensions["rulebook"]
    people = credentials.staff(organisation, on)
    known = credentials.of_all(organisation, people, rulings.of(organisation, book), on)
    for each in known.values():
        for duty in each.duties:
            if duty.remind_on is None:
                continue
            times = times_told(duty.remind_on, duty.due_on, on, numbers)
            if times is not None:
                yield _row(each, duty, duty.remind_on, times), duty


def _row(known: Credentials, duty: Duty, remind_on: date, times: int) -> CredentialReminder:
    return CredentialReminder(
        organisation_id=known.person.organisation_id,
        person_id=known.person.id,
        track=Track(duty.place),
        kind=duty.kind.value,
        remind_on=remind_on,
        week=times,
        reminded_at=clock.now(),
    )


def _is_new(row: CredentialReminder) -> bool:
    columns = ("organisation_id", "person_id", "track", "kind", "remind_on", "week")
    told = (getattr(CredentialReminder, each) == getattr(row, each) for each in columns)
    return db.session.scalar(select(CredentialReminder.id).where(*told)) is None


def _write(
    organisation: Organisation, numbers: Numbers, user: User, rows: Sequence[tuple[CredentialReminder, Duty]]
) -> None:
    said = words.credentials(user, organisation, [(row.person_id, duty) for row, duty in rows], numbers)
    key = f"credentials:{rows[0][0].id}:{user.id}"
    try:
        about = [row.person_id for row, _ in rows]
        outbox.write(organisation.id, key, "credentials", user.email, *said, about=about)
    except OnboardingError:  # an address that cannot be written to must not keep the others from being told
        current_app.logger.warning("no reminder could be written to user %s", user.id)
