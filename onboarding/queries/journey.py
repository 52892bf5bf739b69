"""How far somebody has come, from what is recorded of them: rows into what rules/journey.py asks."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.application import Application, ApplicationState
from onboarding.models.determination import Determination, Recommendation
from onboarding.models.hiring import Promotion
from onboarding.models.person import Person
from onboarding.queries.duties import Owed
from onboarding.rules.journey import Act, Journey, Known, journey

WAITS_FOR = {
    ApplicationState.EMPTY: Act.APPLY,
    ApplicationState.OPEN: Act.SCREEN,
    ApplicationState.ASKED: Act.SETTLE,
    ApplicationState.RECOMMENDED: Act.DECIDE,
    ApplicationState.QUALIFIED: Act.HIRE,
    ApplicationState.NOT_QUALIFIED: None,
    ApplicationState.WITHDRAWN: None,
}


class Standing(NamedTuple):
    """Where an application stands: its line (None of somebody erased), what was recommended last and what was decided
    last, and the promotion under way."""

    application: Application | None
    recommended: Recommendation | None
    decided: Determination | None
    promotion: Promotion | None


def standing(person: Person) -> Standing:
    """Where the person's application stands, in one question."""
    last = select(func.max(Recommendation.id)).where(Recommendation.person_id == person.id).scalar_subquery()
    latest = select(func.max(Determination.id)).where(Determination.person_id == person.id).scalar_subquery()
    chosen = (
        select(Application, Recommendation, Determination, Promotion)
        .select_from(Person)
        .outerjoin(Application, Application.person_id == Person.id)
        .outerjoin(Recommendation, Recommendation.id == last)
        .outerjoin(Determination, Determination.id == latest)
        .outerjoin(Promotion, (Promotion.person_id == Person.id) & Promotion.ended_at.is_(None))
        .options(
            defer(Recommendation.frozen),
            joinedload(Recommendation.recommended_by),
            joinedload(Determination.decided_by),
            joinedload(Determination.reopening),
        )
        .where(Person.organisation_id == person.organisation_id, Person.id == person.id)
    )
    return Standing(*db.session.execute(chosen).one())


def of(person: Person, stands: Standing, owed: Owed | None, supervised: bool, on: date) -> Journey:
    """How far somebody has come on a day. `owed`: of somebody who was hired."""
    posting, line = person.posting, stands.application
    known = owed.credentials if owed else None
    return journey(
        Known(
            applied_on=_applied_on(person, line),
            application=WAITS_FOR[line.state] if line else None,
            recommended_on=clock.day_of(stands.recommended.recommended_at) if stands.recommended else None,
            decided_on=clock.day_of(stands.decided.decided_at) if stands.decided else None,
            hired_on=posting.hired_on if posting else None,
            left_on=posting.left_on if posting else None,
            promotion=stands.promotion is not None,
            supervised=supervised,
            tracks=known.tracks if known else None,
            answer=known.answer if known else None,
            training=owed.training if owed else None,
            duties=owed.duties if owed else (),
        ),
        on,
    )


def _applied_on(person: Person, line: Application | None) -> date | None:
    """The day that was given, or that on which the record was made, of who has said anything yet."""
    if person.applied_on or line is None or line.state is ApplicationState.EMPTY:
        return person.applied_on
    return clock.day_of(person.created_at)
