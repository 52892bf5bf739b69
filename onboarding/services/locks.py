"""Who takes turns with whom: what is decided on a basis locks it first, and reads it after that.

Everything that is done about a person locks their row, and what holds for a whole COHE (holds, rulings, who its
administrators are) locks the COHE's. The COHE comes first where both are locked, and a session before who is booked for
it, so that nobody waits in a circle.
"""

from collections.abc import Iterable

from sqlalchemy import select, union

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import Chain
from onboarding.models.training_session import Booking, Hosting, TrainingSession
from onboarding.queries import duplicates


def lock(person: Person) -> None:
    """Be the only one who changes anything about a person, until the change ends.

    Raises NotFoundError, and OnboardingError for a record that was merged into another.
    """
    _lock(person.organisation_id, person.id)
    if goes_on := duplicates.merged_into(person):
        raise OnboardingError(
            f"This record was merged into the other record of {goes_on.name}. Go on there. Nothing was changed."
        )


def lock_all_of(person: Person) -> None:
    """The same for what counts for a person wherever it lies: their row, and that of the record it was merged into."""
    goes_on = duplicates.merged_into(person)
    for id in sorted({person.id, goes_on.id if goes_on else person.id}):
        _lock(person.organisation_id, id)


def lock_free(ids: Iterable[int]) -> set[int]:
    """Lock those of these people whom nobody has locked, and say who they are; the others have to wait for next time.

    For what is done for many at once, before it locks anything else of theirs.
    """
    chosen = select(Person).where(Person.id.in_(set(ids))).order_by(Person.id)
    locked = chosen.with_for_update(of=Person, skip_locked=True).execution_options(populate_existing=True)
    return {person.id for person in db.session.scalars(locked)}


def lock_in_turn(ids: Iterable[int]) -> None:
    """Lock all of these people, in the one order in which several are ever locked; also records that were merged."""
    chosen = select(Person).where(Person.id.in_(set(ids))).order_by(Person.id)
    db.session.scalars(chosen.with_for_update(of=Person).execution_options(populate_existing=True)).all()


def lock_rulebooks() -> None:
    """Be the only one who puts a rulebook in force, until the change ends: by the chain in which it is written."""
    installation = select(Chain).where(Chain.organisation_id.is_(None))
    db.session.scalars(installation.with_for_update().execution_options(populate_existing=True)).one()


def lock_session(id: int) -> TrainingSession | None:
    """Be the only one who gives or frees seats of a session, until the change ends; None where there is none.

    Before anybody who is booked is locked: whose seat is freed gives it to somebody else, whom nobody knows before.
    """
    chosen = select(TrainingSession).where(TrainingSession.id == id)
    return db.session.scalar(chosen.with_for_update(key_share=True).execution_options(populate_existing=True))


def lock_everybody(*sessions: TrainingSession, more: Iterable[int] = ()) -> None:
    """Lock in turn everybody ever booked for these locked sessions, their hosts, and these others."""
    ids = [session.id for session in sessions]
    booked = select(Booking.person_id).where(Booking.session_id.in_(ids))
    hosting = select(Hosting.person_id).where(Hosting.session_id.in_(ids))
    lock_in_turn({*more, *db.session.scalars(union(booked, hosting))})
    for session in sessions:
        db.session.expire(session, ["hosting"])  # who was erased meanwhile hosts nothing any more


def lock_organisation(organisation_id: int) -> None:
    """Be the only one who changes what holds for the whole organisation, until the change ends."""
    db.session.scalar(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True))


def keep_organisation(organisation_id: int) -> None:
    """Have what holds for the whole organisation stay as it is until the change ends; others may do the same."""
    db.session.scalar(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(read=True))


def _lock(organisation_id: int, id: int) -> None:
    chosen = select(Person).where(Person.organisation_id == organisation_id, Person.id == id)
    if db.session.scalar(chosen.with_for_update(of=Person).execution_options(populate_existing=True)) is None:
        raise NotFoundError
