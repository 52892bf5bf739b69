"""What is put off until a day: an application's next step, or a duty about somebody in a role.

What is overdue is listed all the same, with why it waits.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.application import Application, ApplicationState
from onboarding.models.attention import PutOff
from onboarding.models.duty import ListedDuty
from onboarding.models.hiring import Promotion
from onboarding.models.person import Person, Posting
from onboarding.queries.people import Stage, goes_on, in_stage

APPLICATION = "application"
STEPS = {
    "screen": (ApplicationState.EMPTY, ApplicationState.OPEN),
    "decide": (ApplicationState.RECOMMENDED,),
    "hire": (ApplicationState.QUALIFIED,),
}  # of an application, and in which states each is to be done


class Thing(NamedTuple):
    """One thing to do about somebody, as it is named when it is put off."""

    about: str
    kind: str
    place: str = ""


class Waiting(NamedTuple):
    """Something that is put off, of whom, and why; `duty` is None for a step of an application."""

    put_off: PutOff
    person: Person
    duty: ListedDuty | None

    @property
    def thing(self) -> Thing:
        """What it is."""
        return Thing(self.put_off.about, self.put_off.kind, self.put_off.place)

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed, so that it is listed all the same."""
        return bool(self.duty and self.duty.due_on and self.duty.due_on < on)


def of(person: Person, thing: Thing) -> PutOff | None:
    """When this was put off last, be that over or not."""
    return db.session.scalar(
        select(PutOff)
        .options(joinedload(PutOff.recorded_by))
        .where(
            PutOff.organisation_id == person.organisation_id,
            PutOff.person_id == person.id,
            *(getattr(PutOff, name) == value for name, value in thing._asdict().items()),
        )
    )


def standing(person: Person, thing: Thing) -> Application | ListedDuty | None:
    """The application whose next step this is, or the duty; None for what is not to be done about the person."""
    if thing.about == APPLICATION:
        states = STEPS.get(thing.kind, ()) if not thing.place else ()
        ours = (Application.organisation_id == person.organisation_id) & (Application.person_id == person.id)
        return db.session.scalar(select(Application).where(ours, Application.state.in_(states)))
    return db.session.scalar(
        select(ListedDuty).where(
            ListedDuty.organisation_id == person.organisation_id,
            ListedDuty.person_id == person.id,
            *(cast(getattr(ListedDuty, name), String) == value for name, value in thing._asdict().items()),
        )
    )


def waiting(organisation_id: int, on: date, most: int) -> tuple[Sequence[Waiting], int]:
    """What is put off and is still to be done, what comes back first, first; and how many there are."""
    applies = in_stage(Stage.APPLICANT, on)
    chosen = (
        select(PutOff, Person, ListedDuty, func.count().over())
        .join(Person, Person.id == PutOff.person_id)
        .outerjoin(ListedDuty, _same())
        .outerjoin(Application, Application.person_id == PutOff.person_id)
        .outerjoin(Posting, Posting.id == Person.posting_id)
        .outerjoin(Promotion, (Promotion.person_id == Person.id) & Promotion.ended_at.is_(None))
        .where(PutOff.organisation_id == organisation_id, PutOff.until > on, goes_on(Person))
        .where(or_(ListedDuty.id.is_not(None), _in_its_state() & or_(applies, Promotion.id.is_not(None))))
        .order_by(PutOff.until, PutOff.id)
        .limit(most)
    )
    rows = db.session.execute(chosen).all()
    return [Waiting(*row[:3]) for row in rows], rows[0][-1] if rows else 0


def step_waits(kind: str, on: date) -> ColumnElement[bool]:
    """Whether this step of a person's application is put off."""
    return (
        select(PutOff.id)
        .where(
            PutOff.organisation_id == Person.organisation_id,
            PutOff.person_id == Person.id,
            PutOff.about == APPLICATION,
            PutOff.kind == kind,
            PutOff.until > on,
        )
        .exists()
    )


def duty_waits(on: date) -> ColumnElement[bool]:
    """Whether a listed duty is put off."""
    return select(PutOff.id).where(_same(), PutOff.until > on).exists()


def duties(organisation_id: int, on: date) -> set[tuple[int, Thing]]:
    """Every duty that is put off, with whose it is."""
    chosen = select(PutOff.person_id, PutOff.about, PutOff.kind, PutOff.place).where(
        PutOff.organisation_id == organisation_id, PutOff.until > on, PutOff.about != APPLICATION
    )
    return {(row.person_id, Thing(row.about, row.kind, row.place)) for row in db.session.execute(chosen)}


def of_all(organisation_ids: Collection[int], ids: Collection[int], on: date) -> dict[tuple[int, Thing], PutOff]:
    """How each duty about these people is put off that is, by whose it is."""
    chosen = select(PutOff).where(
        PutOff.organisation_id.in_(organisation_ids), PutOff.person_id.in_(ids), PutOff.until > on
    )
    return {(row.person_id, Thing(row.about, row.kind, row.place)): row for row in db.session.scalars(chosen)}


def _same() -> ColumnElement[bool]:
    """Whether a row is of the same thing as a duty."""
    return and_(
        PutOff.organisation_id == ListedDuty.organisation_id,
        PutOff.person_id == ListedDuty.person_id,
        *(getattr(PutOff, name) == cast(getattr(ListedDuty, name), String) for name in Thing._fields),
    )


def _in_its_state() -> ColumnElement[bool]:
    """Whether a step of an application is to be done in the state that the application is in."""
    steps = [
        (PutOff.kind == kind) & Application.state.in_([state.value for state in states])
        for kind, states in STEPS.items()
    ]
    return (PutOff.about == APPLICATION) & or_(*steps)
