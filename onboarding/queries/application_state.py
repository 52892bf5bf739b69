"""What the lists say of applications, computed from the records: the state, whose move it is, and the answers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.application import UNDER_WAY, ApplicationState
from onboarding.models.determination import Decision, Determination, InformationItem, Recommendation
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import asked, dossier, facts
from onboarding.queries.determinations import Move, move
from onboarding.queries.lines import Listed, columns
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.qualification import Screening, screen
from onboarding.rules.rulings import Rulings

DETERMINED = {
    Decision.QUALIFIED: ApplicationState.QUALIFIED,
    Decision.NOT_QUALIFIED: ApplicationState.NOT_QUALIFIED,
    Decision.WITHDRAWN: ApplicationState.WITHDRAWN,
}


class Answers(NamedTuple):
    """What screening comes to: columns of models/application.py."""

    claimed: str | None
    verified: str | None
    also_assistant: bool
    met_from: date | None


NONE = Answers(None, None, False, None)


class Steps(NamedTuple):
    """What happened to an application, as far as its state asks: the last of each, and every request for something."""

    recommended: Recommendation | None
    decided: Determination | None
    asked: Sequence[InformationItem]


def computed(organisation: Organisation, people: Sequence[Person], rulings: Rulings, on: date) -> Mapping[int, Listed]:
    """What is to be listed of several people of the organisation, by person; in a fixed number of queries."""
    ids = [person.id for person in people]
    steps, claiming = _steps(ids), dossier.claiming(ids)
    requests = asked.of_all({id: each.asked for id, each in steps.items()})
    dossiers = dossier.of_all([person for person in people if person.id in claiming]) if claiming else {}
    found = {}
    for person in people:
        whole = dossiers.get(person.id)
        entered = whole is not None and not whole.is_empty
        state, since = _state_of(person, entered, steps[person.id])
        answers = _answers(organisation, person, whole, rulings, on) if whole and entered else NONE
        waits = requests[person.id] if state in UNDER_WAY else ()
        found[person.id] = Listed({"state": state, "since": since, **answers._asdict()}, columns(waits))
    return found


def begun(person: Person) -> Mapping[str, Any]:
    """What is to be listed of somebody of whom nothing is recorded yet but who they are."""
    return {"state": ApplicationState.EMPTY, "since": _came_in(person), **NONE._asdict()}


def _state_of(person: Person, entered: bool, steps: Steps) -> tuple[ApplicationState, datetime]:
    """The state of an application and when it began."""
    came_in = _came_in(person)
    decided, recommended = steps.decided, steps.recommended
    now = move(recommended, decided)
    if now is Move.DECIDED and decided:
        return DETERMINED[decided.decision], decided.decided_at
    if now is Move.RECOMMENDED and recommended:
        return ApplicationState.RECOMMENDED, recommended.recommended_at
    if missing := [each.asked_at for each in steps.asked if each.is_missing]:
        return ApplicationState.ASKED, min(missing)
    if not entered:
        return ApplicationState.EMPTY, came_in
    settled = [each.settled_at for each in steps.asked if each.settled_at]
    settled += [each.answer.answered_at for each in steps.asked if each.answer]
    reopened = [decided.reopening.reopened_at] if decided and decided.reopening else []
    return ApplicationState.OPEN, max([came_in, *settled, *reopened])


def _came_in(person: Person) -> datetime:
    """When the application came in: the day that was given for it, else when it was recorded."""
    if person.applied_on is None:
        return person.created_at
    return min(clock.start_of(person.applied_on), person.created_at)


def _answers(organisation: Organisation, person: Person, whole: dossier.Dossier, rulings: Rulings, on: date) -> Answers:
    applicant = facts.applicant(organisation, person, whole)
    found = screen(applicant, rulings, on)
    as_hsc = found if applicant.role == "hsc" else screen(applicant._replace(role="hsc"), rulings, on)
    return Answers(
        found.claimed.outcome.value,
        found.verified.outcome.value,
        found.also_qualifies_as is not None,
        _met_from(as_hsc),
    )


def _met_from(found: Screening) -> date | None:
    experience = found.claimed.requirements["experience"]
    return experience.met_from if isinstance(experience, ExperienceFinding) else None


def _steps(ids: Sequence[int]) -> dict[int, Steps]:
    recommended = _last(
        select(Recommendation).options(defer(Recommendation.frozen)).where(Recommendation.person_id.in_(ids)),
        Recommendation.id,
    )
    decided = _last(
        select(Determination).options(joinedload(Determination.reopening)).where(Determination.person_id.in_(ids)),
        Determination.id,
    )
    asked: dict[int, list[InformationItem]] = {}
    items = select(InformationItem).options(joinedload(InformationItem.answer))
    for item in db.session.scalars(items.where(InformationItem.person_id.in_(ids))):
        asked.setdefault(item.person_id, []).append(item)
    return {id: Steps(recommended.get(id), decided.get(id), asked.get(id, ())) for id in ids}


def _last(query: Any, order: Any) -> dict[int, Any]:
    rows: Iterable[Any] = db.session.scalars(query.order_by(order))
    return {row.person_id: row for row in rows}
