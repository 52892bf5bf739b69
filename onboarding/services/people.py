"""People of a COHE: adding, editing, and recording when somebody entered or left a role."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Membership, Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import applicant_links, hiring
from onboarding.roles import Role, StaffRole
from onboarding.rules.ladder import Ladder
from onboarding.rules.wording import long_day
from onboarding.services import owners, reminders, sensible_days
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock, lock_organisation

NEEDS_CORRECTING = "Say why the recorded days are corrected. The earlier version stays visible."
NEEDS_DETERMINATION = "Say why this hire has no determination. The reason stays visible until there is one."


class PersonFacts(NamedTuple):
    """What a COHE says of a person before any hire."""

    name: str
    applied_for: StaffRole
    email: str | None = None
    phone: str | None = None
    applied_on: date | None = None


class PostingFacts(NamedTuple):
    """When a person entered and left a role here; `reason`: why it is corrected, or rests on nothing."""

    role: StaffRole
    hired_on: date
    left_on: date | None = None
    reason: str | None = None


def add_person(actor: Actor, organisation: Organisation, facts: PersonFacts) -> Person:
    """Add a person, whom the actor looks after from then on.

    Raises OnboardingError where somebody with that address is there already, or somebody without one of whom just this
    is recorded: it was sent twice.
    """
    with change(actor) as under_way:
        if actor.user_id is not None:
            _refuse_twice(organisation, facts)
        person = start_person(under_way, organisation, facts)
        owners.begin(under_way, person)
        return person


def start_person(under_way: Change, organisation: Organisation, facts: PersonFacts) -> Person:
    """The same within a change: a record of a person begins here, and nowhere else."""
    _refuse_application(facts)
    person = Person(organisation_id=organisation.id, created_at=clock.now(), **facts._asdict())
    db.session.add(person)
    _flush_unique(facts)
    under_way.record(organisation.id, Action.PERSON_ADDED, person)
    return person


def edit_person(actor: Actor, person: Person, facts: PersonFacts, revision: int) -> Person:
    """Change a person's name, contact or application. `revision` is that of the page the change was made on.

    A new address ends the link that the applicant may have: it was for the former one.
    Raises OnboardingError where somebody else changed the record since, or the address is taken.
    """
    with change(actor) as under_way:
        lock(person)
        if all(getattr(person, key) == value for key, value in facts._asdict().items()):
            return person
        if person.revision != revision:
            raise _changed_meanwhile()
        put_facts(under_way, person, facts)
    return person


def put_facts(under_way: Change, person: Person, facts: PersonFacts) -> None:
    """The same within a change, of a person who is locked."""
    _refuse_application(facts)
    fields = [key for key, value in facts._asdict().items() if getattr(person, key) != value]
    if not fields:
        return
    for key, value in facts._asdict().items():
        setattr(person, key, value)
    _flush_unique(facts)
    under_way.record(person.organisation_id, Action.PERSON_EDITED, person, fields=sorted(fields))
    if "email" in fields:
        end_link(under_way, person)


def end_link(under_way: Change, person: Person) -> None:
    """Have the applicant's link, if one is open, lead nowhere any more."""
    if link := applicant_links.of_person(person):
        link.withdrawn_at = clock.now()
        reminders.take_back(Ladder.APPLICATION, link)
        under_way.record(person.organisation_id, Action.LINK_WITHDRAWN, link, person=person.id)


def record_posting(actor: Actor, person: Person, facts: PostingFacts, revision: int) -> Posting:
    """Record when the person entered (and left) a role, as the next version of it.

    The first is a hire without a determination, which needs a reason as a correction does: who is determined qualified
    is hired upon that (services/hiring.py). Raises OnboardingError for a version without a reason, for days that cannot
    be, and for a record changed meanwhile.
    """
    with change(actor) as under_way:
        lock(person)
        return put_posting(under_way, person, facts, revision)


def put_posting(under_way: Change, person: Person, facts: PostingFacts, revision: int) -> Posting:
    """The same within a change, of a person who is locked."""
    if person.posting is None and hiring.roles_open_to(person):
        raise OnboardingError(f"{person.name} is determined qualified. Record the hire upon that determination.")
    if not facts.reason:
        raise OnboardingError(NEEDS_CORRECTING if person.posting else NEEDS_DETERMINATION, "reason")
    if person.posting and all(getattr(person.posting, key) == value for key, value in facts._asdict().items()):
        return person.posting
    return add_posting(under_way, person, facts, revision)


def add_posting(
    under_way: Change, person: Person, facts: PostingFacts, revision: int, action: Action | None = None
) -> Posting:
    """Write the next version of the posting, within a change. Raises OnboardingError for a record changed meanwhile,
    and for days that nobody can mean.

    `action`: what happened, where it is more than that days were recorded or corrected.
    """
    today = clock.today()
    sensible_days.refuse("hired_on", sensible_days.first_day(facts.hired_on, today))
    if facts.left_on:
        sensible_days.refuse("left_on", sensible_days.last_day(facts.left_on, facts.hired_on, today))
    if person.revision != revision:
        raise _changed_meanwhile()
    before = person.posting
    posting = Posting(
        organisation_id=person.organisation_id,
        person_id=person.id,
        version=before.version + 1 if before else 1,
        recorded_at=clock.now(),
        recorded_by_id=under_way.actor.user_id,
        **facts._asdict(),
    )
    db.session.add(posting)
    db.session.flush()
    person.posting_id = posting.id
    try:
        db.session.flush()
    except StaleDataError as error:
        raise _changed_meanwhile() from error
    db.session.expire(person, ["posting"])
    action = action or (Action.POSTING_CORRECTED if before else Action.POSTING_RECORDED)
    under_way.record(person.organisation_id, action, posting, person=person.id, version=posting.version)
    under_way.record(person.organisation_id, Action.PERSON_EDITED, person, fields=["posting_id"])
    return posting


def link_account(actor: Actor, person: Person, user_id: int, revision: int | None = None) -> Person:
    """Let a member with the role `hsc` see this record as their own. `revision`: that of the page it was chosen on.

    Raises OnboardingError for anybody else, and for a record changed meanwhile.
    """
    with change(actor) as under_way:
        lock(person)
        if person.user_id == user_id:
            return person
        if revision is not None and person.revision != revision:
            raise _changed_meanwhile()
        member = db.session.scalar(
            select(Membership).where(
                Membership.organisation_id == person.organisation_id,
                Membership.user_id == user_id,
                Membership.role == Role.HSC,
                Membership.ended_at.is_(None),
            )
        )
        if member is None:
            raise OnboardingError("Choose a member with the role HSC.", "user")
        if db.session.scalar(
            select(Person).where(
                Person.organisation_id == person.organisation_id, Person.user_id == user_id, Person.id != person.id
            )
        ):
            raise OnboardingError("That account is linked to another person already.", "user")
        person.user_id = user_id
        under_way.record(person.organisation_id, Action.PERSON_LINKED, person, user=user_id)
    return person


def _refuse_application(facts: PersonFacts) -> None:
    if facts.applied_on:
        sensible_days.refuse("applied_on", sensible_days.application(facts.applied_on, clock.today()))


def _refuse_twice(organisation: Organisation, facts: PersonFacts) -> None:
    """Of who has no address nothing tells two records apart but what is said of them."""
    if facts.email is not None:
        return
    lock_organisation(organisation.id)
    same = (getattr(Person, key) == value for key, value in facts._asdict().items())  # `== None` becomes IS NULL
    known = db.session.scalar(select(Person).where(Person.organisation_id == organisation.id, *same).limit(1))
    if known:
        raise OnboardingError(
            f"{known.name} was added already, on {long_day(clock.day_of(known.created_at))}. If this is somebody else, "
            "add what tells them apart: an email address, a phone number or the day of the application.",
            "name",
        )


def _flush_unique(facts: PersonFacts) -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        raise _changed_meanwhile() from error
    except IntegrityError as error:
        raise OnboardingError(
            f"Somebody with the address {facts.email} is recorded here already. Look them up instead of adding them.",
            "email",
        ) from error


def _changed_meanwhile() -> OnboardingError:
    return OnboardingError(
        "Somebody else changed this record while you had it open. Your change was not saved. Reload the page, look at "
        "what changed, and make your change again."
    )
