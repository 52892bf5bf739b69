"""Determining an application: one person recommends, another decides, and what it rests on stays as it was.

Whoever recommended cannot decide, nor can anybody decide on themselves, by any route: it is refused here.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.determination import Decision, Determination, Recommendation, Reopening
from onboarding.models.person import Person
from onboarding.queries import determinations as found, dossier
from onboarding.queries.determinations import Move
from onboarding.roles import StaffRole
from onboarding.services import information, own
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import keep_organisation, lock

RECOMMENDED = (Decision.QUALIFIED, Decision.NOT_QUALIFIED)


def recommend(
    actor: Actor,
    person: Person,
    rests_on: Callable[[], Mapping[str, Any]],
    recommends: Decision,
    why: str,
) -> Recommendation:
    """Recommend, freezing what it rests on (queries/rests), which is asked for once nobody can change it meanwhile.

    Raises OnboardingError for what that does not bear.
    """
    if recommends not in RECOMMENDED:
        raise OnboardingError("Recommend qualified or not qualified.", "recommends")
    with change(actor) as under_way:
        keep_organisation(person.organisation_id)
        lock(person)
        if found.move_of(person) is not Move.OPEN:
            raise OnboardingError("This application is waiting for a decision, or was decided. Nothing was saved.")
        _refuse_empty(person)
        basis = rests_on()
        _refuse_unborne(person, recommends, basis["answer"])
        frozen = orjson.dumps(basis, option=orjson.OPT_SORT_KEYS).decode()
        row = Recommendation(
            organisation_id=person.organisation_id,
            person_id=person.id,
            number=1 + (db.session.scalar(select(func.max(Recommendation.number)).where(*_of(person))) or 0),
            role=StaffRole(basis["answer"]["role"]),
            recommends=recommends,
            summary=why,
            as_of=date.fromisoformat(basis["as_of"]),
            frozen=frozen,
            frozen_sha256=sha256(frozen),
            recommended_by_id=actor.user_id,
            recommended_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.DETERMINATION_RECOMMENDED, row, person=person.id)
    return row


def decide(
    actor: Actor,
    person: Person,
    recommendation_id: int,
    decision: Decision,
    because: str,
    rests_on: Callable[[], Mapping[str, Any]],
    items: Sequence[str] = (),
) -> Determination:
    """Decide on the recommendation that waits. `rests_on` tells how things stand now: if they moved, it is refused.

    `items`: what is asked for, with MORE_INFORMATION. Raises OnboardingError, and nothing is changed.
    """
    with change(actor) as under_way:
        keep_organisation(person.organisation_id)
        lock(person)
        recommendation = found.latest_recommendation(person)
        if recommendation is None or recommendation.id != recommendation_id:
            raise OnboardingError("There is a newer recommendation. Reload the page to see it.")
        if found.move_of(person) is not Move.RECOMMENDED:
            raise OnboardingError("This was decided already.")
        _refuse_same(actor, person, recommendation)
        if decision is Decision.WITHDRAWN:
            raise OnboardingError("Record a withdrawal with “Record that the applicant withdrew”.", "decision")
        if decision in RECOMMENDED:
            _refuse_empty(person)
        if decision in RECOMMENDED and _moved(recommendation, rests_on()):
            raise OnboardingError(
                "The facts, the evidence or the rulings have changed since this was recommended. Ask for more "
                "information. That opens the application, so it can be recommended again."
            )
        row = _determine(under_way, person, recommendation.id, decision, because)
        if decision is Decision.MORE_INFORMATION:
            information.ask(under_way, person, row, items)
    return row


def ask_more(under_way: Change, person: Person, because: str) -> Determination:
    """That the applicant is asked for more before anything is recommended, within the change that asks."""
    if found.move_of(person) is not Move.OPEN:
        raise OnboardingError("This application is waiting for a decision, or was decided. Nothing was asked for.")
    _refuse_empty(person)
    return _determine(under_way, person, None, Decision.MORE_INFORMATION, because)


def withdraw(actor: Actor, person: Person, because: str) -> Determination:
    """The applicant withdrew. Raises OnboardingError where it was decided already."""
    with change(actor) as under_way:
        lock(person)
        if found.move_of(person) is Move.DECIDED:
            raise OnboardingError("This application was decided already.")
        return _determine(under_way, person, None, Decision.WITHDRAWN, because)


def reopen(actor: Actor, person: Person, because: str) -> Reopening:
    """Look at a determination again. The earlier one stays. Raises OnboardingError where none stands."""
    with change(actor) as under_way:
        lock(person)
        decided = found.latest(person)
        if decided is None or found.move_of(person) is not Move.DECIDED:
            raise OnboardingError("There is no decision to reopen.")
        row = Reopening(
            organisation_id=person.organisation_id,
            determination_id=decided.id,
            because=because,
            reopened_by_id=actor.user_id,
            reopened_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.DETERMINATION_REOPENED, row, person=person.id)
    return row


def sha256(text: str) -> str:
    """The hash by which a frozen record is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def _determine(
    under_way: Change, person: Person, recommendation_id: int | None, decision: Decision, because: str
) -> Determination:
    row = Determination(
        organisation_id=person.organisation_id,
        person_id=person.id,
        recommendation_id=recommendation_id,
        decision=decision,
        because=because,
        decided_by_id=under_way.actor.user_id,
        decided_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    under_way.record(person.organisation_id, Action.DETERMINATION_MADE, row, person=person.id, decision=decision.value)
    return row


def _refuse_empty(person: Person) -> None:
    """What nobody applied with is neither enough nor too little."""
    if dossier.is_empty(person):
        raise OnboardingError(
            f"{person.name} has no application yet: no job and no education is entered. Enter what they say, send "
            "them the link, or record that they withdrew."
        )


def _refuse_unborne(person: Person, recommends: Decision, answer: Mapping[str, Any]) -> None:
    """A recommendation must follow from the findings: what is only stated makes nobody qualified or not qualified."""
    claimed, verified = answer["claimed"]["outcome"], answer["verified"]["outcome"]
    if recommends is Decision.QUALIFIED and verified != "qualified":
        raise OnboardingError(
            "As verified, the answer is not Qualified. Verify what is only stated, get rulings on open "
            "questions, or recommend something else.",
            "recommends",
        )
    asked = any(each.determination_id for each in found.asked_for(person))
    if recommends is Decision.NOT_QUALIFIED and "not_qualified" not in (claimed, verified) and not asked:
        raise OnboardingError(
            "The answer is not Not qualified, as stated or as verified. First ask the applicant for what is "
            "missing. If it does not come, you can recommend this.",
            "recommends",
        )


def _refuse_same(actor: Actor, person: Person, recommendation: Recommendation) -> None:
    if actor.user_id is None or actor.user_id == recommendation.recommended_by_id:
        raise OnboardingError("You recommended this, so somebody else has to decide.")
    if own.is_own(actor.user_id, person):
        raise OnboardingError("You cannot decide on your own application.")


def _moved(recommendation: Recommendation, rests_on: Mapping[str, Any]) -> bool:
    """Whether what was frozen is no longer how things stand; that a day went by alone does not matter."""
    frozen = orjson.loads(recommendation.frozen)
    now = orjson.loads(orjson.dumps(rests_on))
    return any(frozen[part] != now[part] for part in ("facts", "evidence", "rulings", "rulebook"))


def _of(person: Person) -> tuple[Any, ...]:
    return Recommendation.organisation_id == person.organisation_id, Recommendation.person_id == person.id
