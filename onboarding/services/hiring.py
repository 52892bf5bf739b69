"""Hiring upon a determination, promoting an assistant, and naming the HSC who supervises one."""

from collections.abc import Collection
from datetime import date

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, OnboardingError
from onboarding.extensions import db
from onboarding.models.determination import Determination, Reopening
from onboarding.models.hiring import Hire, HireAcceptance, Promotion, Supervision
from onboarding.models.person import Person
from onboarding.queries import determinations as decided, grounds, hiring as found, people as known
from onboarding.queries.determinations import Move
from onboarding.queries.people import Stage
from onboarding.roles import StaffRole
from onboarding.rules.wording import long_day
from onboarding.services import sensible_days, twice
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.people import PostingFacts, add_posting


def hire(actor: Actor, person: Person, facts: PostingFacts, supervisor: Person | None, revision: int) -> Hire:
    """Record the hire of somebody who was determined qualified. A promotion is a hire of who works here already.

    Raises OnboardingError without such a determination, for a role it was not made for, for a day that cannot be, and
    for a supervisor who does not work here as an HSC then.
    """
    with change(actor) as under_way:
        lock(person)
        _refuse_hire(person, facts, found.roles_open_to(person))
        _refuse_supervisor(person, facts.role, supervisor, facts.hired_on)
        before = person.posting
        reason = "Promotion" if before else None
        posting = add_posting(under_way, person, facts._replace(reason=reason), revision)
        row = Hire(
            organisation_id=person.organisation_id,
            person_id=person.id,
            posting_id=posting.id,
            determination_id=_last(person).id,
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.HIRE_RECORDED, row, person=person.id)
        if supervisor and facts.role is StaffRole.ASSISTANT:
            add_supervision(under_way, person, supervisor, facts.hired_on)
        if before:
            end_open_promotion(under_way, person)
    return row


def accept(actor: Actor, person: Person, says: str, said_on: date) -> HireAcceptance:
    """Record that L&I agreed in writing to a hire without a determination: who said so, and where it stands.

    Raises OnboardingError for a day after today, and where nothing is to be settled.
    """
    if said_on > clock.today():
        raise OnboardingError(f"The day, {long_day(said_on)}, is after today. Enter the day on the letter.", "said_on")
    with change(actor) as under_way:
        lock(person)
        rests_on = grounds.ground(person)
        if rests_on is None or rests_on.settled:
            raise OnboardingError("This hire does not need L&I's word.")
        row = HireAcceptance(
            organisation_id=person.organisation_id,
            person_id=person.id,
            says=says,
            said_on=said_on,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.HIRE_ACCEPTED, row, person=person.id)
    return row


def seek_promotion(actor: Actor, person: Person, role: StaffRole) -> Promotion:
    """Open an application of an assistant who works here for another role; what was determined before stays."""
    with change(actor) as under_way:
        lock(person)
        posting = person.posting
        if posting is None or posting.role is not StaffRole.ASSISTANT or _stage(person) is not Stage.STAFF:
            raise OnboardingError("Only an Assistant HSC who works here can be promoted.")
        if role is StaffRole.ASSISTANT or found.promotion(person):
            raise OnboardingError(
                "A promotion is under way already." if found.promotion(person) else "Choose the role."
            )
        row = Promotion(
            organisation_id=person.organisation_id,
            person_id=person.id,
            role=role,
            begun_by_id=actor.user_id,
            begun_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.PROMOTION_BEGUN, row, person=person.id, role=role.value)
        last = decided.latest(person)
        if last and decided.move_of(person) is Move.DECIDED:
            _open_again(under_way, person, last)
    return row


def end_promotion(actor: Actor, person: Person) -> None:
    """Give up a promotion under way. Raises OnboardingError where there is none, or one waits for a decision."""
    with change(actor) as under_way:
        lock(person)
        if found.promotion(person) is None:
            raise OnboardingError("No promotion is under way.")
        if decided.move_of(person) is Move.RECOMMENDED:
            raise OnboardingError(
                "The promotion is waiting for a decision. Decide first, or record that it was withdrawn."
            )
        end_open_promotion(under_way, person)


def supervise(
    actor: Actor,
    person: Person,
    supervisor: Person,
    since: date,
    note: str | None = None,
    before: int | None = None,
) -> Supervision:
    """Name the HSC who supervises an assistant from a day on. `before`: what the page showed as recorded last, 0 for
    nothing.

    Raises OnboardingError for who cannot, ChangedMeanwhileError where somebody named one since.
    """
    with change(actor) as under_way:
        lock(person)
        last = found.supervision(person)
        if last and before is not None and last.id != before:
            raise ChangedMeanwhileError(f"{last.supervisor.name} was named, from {long_day(last.since)} on")
        return put_supervision(under_way, person, supervisor, since, note)


def put_supervision(
    under_way: Change, person: Person, supervisor: Person, since: date, note: str | None = None
) -> Supervision:
    """The same within a change, of a person who is locked."""
    if person.posting is None or person.posting.role is not StaffRole.ASSISTANT:
        raise OnboardingError("Only assistants have a supervising HSC.")
    if since < person.posting.hired_on:
        raise OnboardingError("The day is before the first day in the role.", "since")
    sensible_days.refuse("since", sensible_days.supervision(since, clock.today()))
    _refuse_supervisor(person, StaffRole.ASSISTANT, supervisor, since)
    return add_supervision(under_way, person, supervisor, since, note)


def add_supervision(
    under_way: Change, person: Person, supervisor: Person, since: date, note: str | None = None
) -> Supervision:
    """Write down who supervises, within a change."""
    row = Supervision(
        organisation_id=person.organisation_id,
        person_id=person.id,
        supervisor_id=supervisor.id,
        since=since,
        note=note,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    twice.refuse(under_way.actor, row, "organisation_id", "person_id")
    db.session.add(row)
    under_way.record(
        person.organisation_id, Action.SUPERVISION_RECORDED, row, person=person.id, supervisor=supervisor.id
    )
    return row


def end_open_promotion(under_way: Change, person: Person) -> None:
    """End the promotion under way, if there is one, within a change."""
    row = found.promotion(person)
    if row:
        row.ended_at = clock.now()
        under_way.record(person.organisation_id, Action.PROMOTION_ENDED, row, person=person.id)


def _last(person: Person) -> Determination:
    determination = decided.latest(person)
    assert determination is not None  # on which it was found that the person can be hired
    return determination


def _refuse_hire(person: Person, facts: PostingFacts, roles: Collection[StaffRole]) -> None:
    if person.posting and found.promotion(person) is None:
        raise OnboardingError("The hire is recorded already. Correct the days in the role, or promote the person.")
    if not roles:
        raise OnboardingError("First determine that the person is qualified. Each determination is for one hire.")
    if facts.role not in roles:
        raise OnboardingError("The determination was made for another role.", "role")
    before = person.posting
    if before is None:
        return
    if not before.hired_on < facts.hired_on <= clock.today():
        raise OnboardingError(
            f"A promotion is recorded on its day or later, and after the hire on {long_day(before.hired_on)}.",
            "hired_on",
        )


def _refuse_supervisor(person: Person, role: StaffRole, supervisor: Person | None, on: date) -> None:
    if supervisor is None or role is not StaffRole.ASSISTANT:
        return
    if supervisor.organisation_id != person.organisation_id or supervisor.id == person.id:
        raise OnboardingError("Choose an HSC of this COHE.", "supervisor")
    if not found.supervises(supervisor, on):
        raise OnboardingError(f"{supervisor.name} does not work here as an HSC on that day.", "supervisor")


def _open_again(under_way: Change, person: Person, determination: Determination) -> None:
    row = Reopening(
        organisation_id=person.organisation_id,
        determination_id=determination.id,
        because="A promotion was applied for.",
        reopened_by_id=under_way.actor.user_id,
        reopened_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    under_way.record(person.organisation_id, Action.DETERMINATION_REOPENED, row, person=person.id)


def _stage(person: Person) -> Stage:
    return known.stage_on(person, clock.today())
