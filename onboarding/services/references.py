"""References: asking an employer or a school what an applicant claims, reminding, and taking the one answer."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reference import Answered, ReferenceAnswer, ReferenceRequest
from onboarding.queries import rulings
from onboarding.rules.ladder import Ladder, reference_until
from onboarding.services import links, outbox, own, reminders
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock
from onboarding.services.reminders import Asked

PURPOSE = "reference"


class AnswerFacts(NamedTuple):
    """What was answered, and by whom. `corrections`: what is right instead, by the key of what was asked."""

    answered: Answered
    corrections: Mapping[str, str]
    note: str | None
    name: str
    position: str


def ask(
    actor: Actor, person: Person, fact: str, asked: Mapping[str, Any], to_name: str, to_address: str
) -> ReferenceRequest:
    """Ask somebody about one fact of the person's claim, as it stands. Raises OnboardingError while one is open."""
    with change(actor) as under_way:
        lock(person)
        own.refuse_address(person, to_address, applicant=False)
        if db.session.scalar(_open().where(*_of_person(person), ReferenceRequest.fact == fact).limit(1)):
            raise OnboardingError("Somebody was asked about this already. Withdraw that question first.", "to_address")
        nonce, now, numbers = links.new_nonce(), clock.now(), rulings.numbers(person.organisation_id, clock.today())
        request = ReferenceRequest(
            organisation_id=person.organisation_id,
            person_id=person.id,
            fact=fact,
            asked=dict(asked),
            to_name=" ".join(to_name.split()),
            to_address=to_address,
            nonce=nonce,
            token_hash=links.hash_of(links.token_of(PURPOSE, nonce)),
            requested_by_id=actor.user_id,
            requested_at=now,
            expires_at=reference_until(now, numbers),
        )
        db.session.add(request)
        db.session.flush()
        _write(request, SOURCE.promise(request, numbers))
        under_way.record(person.organisation_id, Action.REFERENCE_ASKED, request, person=person.id, fact=fact)
    return request


def withdraw(actor: Actor, organisation: Organisation, id: int, because: str) -> None:
    """Make an open request's link useless. Raises NotFoundError where there is none that is open."""
    with change(actor) as under_way:
        of = (ReferenceRequest.organisation_id == organisation.id, ReferenceRequest.id == id)
        request = db.session.scalar(select(ReferenceRequest).where(*of).with_for_update())
        if request is None:
            raise NotFoundError
        if request.answered_at or request.withdrawn_at:
            was = "answered" if request.answered_at else "withdrawn already"
            raise OnboardingError(f"This question was {was}, so its link works no more. Nothing was changed.")
        request.withdrawn_at, request.withdrawn_because = clock.now(), because
        reminders.take_back(Ladder.REFERENCE, request)
        under_way.record(organisation.id, Action.REFERENCE_WITHDRAWN, request, person=request.person_id)


def by_token(token: str) -> ReferenceRequest | None:
    """The request that the link leads to, while it can be answered."""
    chosen = _open().where(ReferenceRequest.token_hash == links.hash_of(token))
    request = db.session.scalar(chosen.where(ReferenceRequest.expires_at > clock.now()))
    return request if request and links.is_ours(PURPOSE, request.nonce, token) else None


def visited(actor: Actor, token: str) -> ReferenceRequest | None:
    """The request, for who comes by the link. Raises OnboardingError for a member of the COHE that asks."""
    if request := by_token(token):
        own.refuse_inside(actor.user_id, request.organisation)
    return request


def was_answered(token: str) -> bool:
    """Whether the link was used: whoever comes back by it is told so, and nothing else."""
    chosen = select(ReferenceRequest.id).where(ReferenceRequest.token_hash == links.hash_of(token))
    return db.session.scalar(chosen.where(ReferenceRequest.answered_at.is_not(None))) is not None


def answer(actor: Actor, token: str, facts: AnswerFacts) -> ReferenceAnswer:
    """Take the answer. Raises NotFoundError for a link that no longer works: of two at once, the first has it."""
    with change(actor) as under_way:
        request = visited(actor, token)
        if request is not None:
            db.session.refresh(request, with_for_update=True)
        if request is None or request.answered_at or request.withdrawn_at:
            raise NotFoundError
        corrections = {key: value for key, value in facts.corrections.items() if key in request.asked}
        if facts.answered is Answered.CORRECTED and not corrections and not facts.note:
            raise OnboardingError("Say what is different, in a field above or in your note.", "note")
        row = ReferenceAnswer(
            organisation_id=request.organisation_id,
            request_id=request.id,
            at=clock.now(),
            origin=actor.origin,
            **{**facts._asdict(), "corrections": corrections},
        )
        db.session.add(row)
        request.answered_at = row.at
        reminders.take_back(Ladder.REFERENCE, request)
        db.session.flush()
        under_way.record(
            request.organisation_id, Action.REFERENCE_ANSWERED, request, person=request.person_id, answer=row.id
        )
        under_way.record(request.organisation_id, Action.REFERENCE_ANSWERED, row, answered=row.answered.value)
    return row


def _remind(requests: Sequence[tuple[ReferenceRequest, int]]) -> None:
    for request, times in requests:
        _write(request, times)


def _write(request: ReferenceRequest, times: int) -> None:
    """Write the message with the link: the first, or a reminder."""
    said = words.reference(request, links.token_again(PURPOSE, request), times)
    key, to, about = f"reference:{request.id}:{times}", request.to_address, [request.person_id]
    outbox.write(request.organisation_id, key, "reference", to, *said, secret=True, about=about)


def _open() -> Select[ReferenceRequest]:
    return select(ReferenceRequest).where(
        ReferenceRequest.answered_at.is_(None), ReferenceRequest.withdrawn_at.is_(None)
    )


def _of_person(person: Person) -> tuple[Any, ...]:
    return (
        ReferenceRequest.organisation_id == person.organisation_id,
        ReferenceRequest.person_id == person.id,
        ReferenceRequest.expires_at > clock.now(),
    )


SOURCE = Asked(
    model=ReferenceRequest,
    asked_at="requested_at",
    ladder=Ladder.REFERENCE,
    action=Action.REFERENCE_CHASED,
    open=lambda now: _open().where(ReferenceRequest.expires_at > now),
    write=_remind,
)
