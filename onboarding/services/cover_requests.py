"""Asking somebody to cover for who is away; they accept, or decline. Nothing is covered before they accept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.models.staffing import CoverAnswer, CoverRecord, CoverRequest
from onboarding.queries import absences as away, cover_requests as found, rulings
from onboarding.queries.absences import Days
from onboarding.queries.cover_requests import State
from onboarding.rules.ladder import Ladder
from onboarding.rules.wording import listed, long_day, short_day
from onboarding.services import absences, correcting, cover_mail, names, reminders
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock, lock_in_turn
from onboarding.services.reminders import Asked

ACTIONS = {
    CoverAnswer.ACCEPTED: Action.COVER_ACCEPTED,
    CoverAnswer.DECLINED: Action.COVER_DECLINED,
    CoverAnswer.WITHDRAWN: Action.COVER_WITHDRAWN,
}


def ask(actor: Actor, person: Person, by: Person, days: Days) -> CoverRequest:
    """Ask somebody to cover for the person who is away. They are told, and answer on their own pages.

    Raises OnboardingError for days and people that `absences.cover` refuses, for days that have passed, for who could
    not answer, and where they were asked for one of these days and have not answered.
    """
    with change(actor) as under_way:
        lock_in_turn([person.id, by.id])
        lock(person)
        absences.refuse_cover(person, by, _cover(by, days))
        _refuse(person, by, days)
        row = CoverRequest(
            organisation_id=person.organisation_id,
            person_id=person.id,
            asked_id=by.id,
            first_on=days[0],
            last_on=days[1],
            asked_by_id=actor.user_id,
            asked_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        told = absences.told(days)
        under_way.record(row.organisation_id, Action.COVER_ASKED, row, person=person.id, by=by.id, **told)
        SOURCE.promise_first(row, rulings.numbers(row.organisation_id, clock.today()))
        cover_mail.asked(actor, row)
        return row


def accept(actor: Actor, by: Person, id: int, though_away: bool = False) -> CoverRecord:
    """Cover, as one was asked to. Raises OnboardingError where the days changed or somebody else covers meanwhile.

    Who is recorded as away on some of the days has to say that they know (`though_away`): these stay uncovered.
    """
    with change(actor) as under_way:
        row = _waiting(by, id)
        _refuse_other(actor, by)
        if row.last_on < clock.today():
            raise OnboardingError(f"The last of these days was {long_day(row.last_on)}. Tell your manager.")
        person, days = row.person, (row.first_on, row.last_on)
        cover = _cover(by, days)
        absences.refuse_cover(person, by, cover)
        theirs, _ = away.held(by.organisation_id, [by.id])
        if (both := found.common(row, theirs.get(by.id, ()))) and not though_away:
            raise OnboardingError(
                f"You are recorded as away {_said(both)}. Check the box to accept all the same, or decline.",
                "though_away",
            )
        told = absences.told(days)
        correcting.add(under_way, Action.COVER_RECORDED, cover, person, None, by=by.id, **told)
        db.session.flush()
        row.cover_id = cover.id
        _answer(under_way, row, CoverAnswer.ACCEPTED)
        cover_mail.answered(actor, row)
        return cover


def decline(actor: Actor, by: Person, id: int, because: str) -> None:
    """Say that one cannot cover, and why."""
    with change(actor) as under_way:
        row = _waiting(by, id)
        _refuse_other(actor, by)
        names.refuse_any(by.organisation_id, because=because)
        row.because = because
        _answer(under_way, row, CoverAnswer.DECLINED)
        cover_mail.answered(actor, row)


def withdraw(actor: Actor, person: Person, id: int) -> None:
    """Ask somebody no longer to cover for the person; they are told."""
    with change(actor) as under_way:
        row = found.one(person.organisation_id, id)
        if row is None or row.person_id != person.id:
            raise NotFoundError
        row = _waiting(row.asked, id)
        _answer(under_way, row, CoverAnswer.WITHDRAWN)
        cover_mail.asked(actor, row)


def _cover(by: Person, days: Days) -> CoverRecord:
    return CoverRecord(covered_by_id=by.id, first_on=days[0], last_on=days[1])


def _refuse(person: Person, by: Person, days: Days) -> None:
    if days[1] < clock.today():
        raise OnboardingError("These days have passed. Record who covered instead.", "last_on")
    if found.account(by) is None:
        raise OnboardingError(
            f"{by.name} has no account here, and cannot answer. Ask them in person, and record who covers.", "by"
        )
    asked = CoverRequest(first_on=days[0], last_on=days[1])
    for each in found.of_person(person, clock.today()):
        if each.state is State.OPEN and each.row.asked_id == by.id and away.overlap(each.row, asked):
            raise OnboardingError(
                f"{by.name} was asked on {long_day(clock.day_of(each.row.asked_at))} already, for "
                f"{short_day(each.row.first_on)} to {short_day(each.row.last_on)}, and has not answered yet.",
                "by",
            )


def _waiting(by: Person, id: int) -> CoverRequest:
    """The request of that person, while nobody answered it; both people stay locked. Raises OnboardingError else."""
    row = found.one(by.organisation_id, id)
    if row is None or row.asked_id != by.id:
        raise NotFoundError
    lock_in_turn([row.person_id, row.asked_id])
    db.session.expire_all()  # as it is now that it is ours
    row = found.one(by.organisation_id, id)
    if row is None:
        raise NotFoundError
    lock(row.person)
    if row.answered is not None and row.answered_at:
        says = found.IN_WORDS[State(row.answered.value)]
        raise OnboardingError(f"This was {says} already, on {long_day(clock.day_of(row.answered_at))}.")
    return row


def _refuse_other(actor: Actor, by: Person) -> None:
    if actor.user_id is None or by.user_id != actor.user_id:
        raise OnboardingError(f"Only {by.name} can answer this.")


def _answer(under_way: Change, row: CoverRequest, answered: CoverAnswer) -> None:
    row.answered, row.answered_by_id, row.answered_at = answered, under_way.actor.user_id, clock.now()
    db.session.flush()
    reminders.take_back(Ladder.COVER, row)
    under_way.record(row.organisation_id, ACTIONS[answered], row, person=row.person_id, by=row.asked_id)


def _said(both: list[Days]) -> str:
    return listed(f"from {short_day(first)} to {short_day(last)}" for first, last in both)


def _unanswered(now: datetime) -> Select[CoverRequest]:
    """What can still be accepted on that day, as far as the record itself says."""
    still = CoverRequest.answered.is_(None), CoverRequest.last_on >= clock.day_of(now)
    return select(CoverRequest).where(*still)


def _is_open(row: CoverRequest) -> bool:
    """Whether the days are still to be covered, so that a reminder makes sense."""
    return all(each.state is State.OPEN for each in found.stands([row], clock.today()))


def _remind(asked: Sequence[tuple[CoverRequest, int]]) -> None:
    for row, times in asked:
        cover_mail.remind(row, times)


SOURCE = Asked(
    model=CoverRequest,
    asked_at="asked_at",
    ladder=Ladder.COVER,
    action=Action.COVER_CHASED,
    open=_unanswered,
    write=_remind,
    waits=_is_open,
)
