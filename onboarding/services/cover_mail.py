"""Who is told of cover that was asked for: who was asked, and who asked."""

from collections.abc import Iterable

from flask import current_app

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.account import User
from onboarding.models.person import Person
from onboarding.models.staffing import CoverAnswer, CoverRecord, CoverRequest
from onboarding.queries import cover_requests as found, members
from onboarding.queries.organisations import by_id
from onboarding.rules.wording import short_day
from onboarding.services import outbox
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.locks import lock_free

KIND = "cover"
MINE, OF_PERSON = "cover_requests.mine", "absences.show"


def asked(actor: Actor, row: CoverRequest) -> None:
    """Tell who is asked, or no longer is. Both people are locked."""
    person, by = _both(row)
    if row.answered is CoverAnswer.WITHDRAWN:
        says = f"You are no longer asked to cover for {person.name}"
    else:
        says = f"Please cover for {person.name} {_days(row)}"
    user = found.account(by)
    _write(actor, row, [user] if user else [], says, MINE)


def remind(row: CoverRequest, times: int) -> None:
    """Remind who was asked; the person who is away is locked, and who was asked is locked here, if nobody else has."""
    person, by = _both(row)
    user = found.account(by)
    if user and lock_free([by.id]):
        _write(SYSTEM, row, [user], f"Reminder: please cover for {person.name} {_days(row)}", MINE, f"reminder-{times}")


def answered(actor: Actor, row: CoverRequest) -> None:
    """Tell who asked that it was accepted or declined, while they may know; else every manager."""
    person, by = _both(row)
    does = "covers" if row.answered is CoverAnswer.ACCEPTED else "cannot cover"
    managers = members.managers(row.organisation_id)
    who = [each for each in managers if each.id == row.asked_by_id] or managers
    _write(actor, row, who, f"{by.name} {does} for {person.name} {_days(row)}", OF_PERSON, id=person.id)


def ended(actor: Actor, cover: CoverRecord) -> None:
    """Tell who accepted to cover that it is no longer needed."""
    row = found.of_cover(cover.id)
    if row is None:
        return
    person, by = _both(row)
    user = found.account(by)
    says = f"You no longer cover for {person.name} {_days(row)}"
    _write(actor, row, [user] if user else [], says, MINE, "ended")


def _both(row: CoverRequest) -> tuple[Person, Person]:
    return db.session.get_one(Person, row.person_id), db.session.get_one(Person, row.asked_id)


def _days(row: CoverRequest) -> str:
    if row.first_on == row.last_on:
        return f"on {short_day(row.first_on)}"
    return f"from {short_day(row.first_on)} to {short_day(row.last_on)}"


def _write(
    actor: Actor, row: CoverRequest, users: Iterable[User], says: str, page: str, more: str = "", **at: int
) -> None:
    organisation = by_id(row.organisation_id)
    for user in users:
        if user.id == actor.user_id:
            continue
        key = f"cover:{row.id}:{more or row.answered or 'asked'}:{user.id}"
        said = words.cover(user, organisation, row, says, page, **at)
        try:
            outbox.write(row.organisation_id, key, KIND, user.email, *said, about=[row.person_id, row.asked_id])
        except OnboardingError:  # an address that cannot be written to must not keep anybody from asking or answering
            current_app.logger.warning("user %s could not be told of a cover", user.id)
