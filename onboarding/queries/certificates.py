"""What HSCs brought of their own training: what waits for a manager, and what became of the rest."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.certificate import Answered as Answer, Certificate
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import training
from onboarding.queries.evidence import WITH_CHECKS
from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE

Answered = Answer  # for those who may not know the tables
IN_WORDS = {
    None: "waiting",
    Answer.ACCEPTED: "accepted",
    Answer.SENT_BACK: "sent back",
    Answer.TAKEN_BACK: "taken back",
}


class Certificates(NamedTuple):
    """One page of a list, and how many there are in all."""

    rows: Sequence[Certificate]
    total: int
    page: int
    pages: int


def listed(organisation: Organisation, answered: bool, page: int) -> Certificates:
    """A page of those that wait, the longest first; or of those that were answered, the latest first."""
    chosen = _whole().where(Certificate.organisation_id == organisation.id)
    if answered:
        chosen = chosen.where(Certificate.answered.is_not(None)).order_by(Certificate.answered_at.desc())
    else:
        chosen = chosen.where(Certificate.answered.is_(None)).order_by(Certificate.sent_at)
    total = db.session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    page, pages = turned(total, page, PAGE)
    rows = db.session.scalars(chosen.order_by(Certificate.id).limit(PAGE).offset((page - 1) * PAGE)).all()
    return Certificates(rows, total, page, pages)


def waiting(organisation_id: int, user_id: int, most: int) -> tuple[Sequence[Certificate], int]:
    """The first that wait for somebody else than the user, whose own they are not; and how many there are in all."""
    mine = Certificate.organisation_id == organisation_id, Certificate.answered.is_(None)
    chosen = _whole().where(*mine, Certificate.sent_by_id != user_id).order_by(Certificate.sent_at, Certificate.id)
    rows = db.session.execute(chosen.add_columns(func.count().over()).limit(most)).all()
    return [row[0] for row in rows], rows[0][-1] if rows else 0


def of_person(person: Person) -> Sequence[Certificate]:
    """Everything that they brought, the latest first."""
    mine = Certificate.organisation_id == person.organisation_id, Certificate.person_id == person.id
    return db.session.scalars(_whole().where(*mine).order_by(Certificate.id.desc())).all()


def one(organisation_id: int, id: int, user_id: int | None = None) -> Certificate | None:
    """The certificate, if it is this organisation's (and that user's own, where one is given)."""
    chosen = _whole().where(Certificate.organisation_id == organisation_id, Certificate.id == id)
    if user_id is not None:
        chosen = chosen.join(Person, Person.id == Certificate.person_id).where(Person.user_id == user_id)
    return db.session.scalar(chosen)


def entries(row: Certificate) -> list[TrainingRecord]:
    """The trainings that it is of, as they are recorded or would be; those that would be are in no session."""
    if row.training is not None:
        return [row.training]
    return [TrainingRecord(part=row.part, facts=said) for said in row.facts]


def stands_for(person: Person, row: TrainingRecord) -> TrainingRecord | None:
    """The training that stands in the place of this one now; None where it was taken away."""
    later = {each.corrects_id: each for each in training.history(person) if each.corrects_id}
    now = row
    while now.id in later:
        now = later[now.id]
    return None if now.struck else now


def _whole() -> Select[Certificate]:
    return select(Certificate).options(
        joinedload(Certificate.item).options(*WITH_CHECKS),
        joinedload(Certificate.training),
        joinedload(Certificate.person),
        joinedload(Certificate.answered_by),
    )
