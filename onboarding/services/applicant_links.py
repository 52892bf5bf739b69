"""The link by which an applicant fills in the application: sending, saving, files, handing in, reminding."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.claims import facts_of
from onboarding.messages import words
from onboarding.models.applicant_link import ApplicantDraft, ApplicantFile, ApplicantLink
from onboarding.models.claim import ClaimSource, How
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.queries import determinations, rulings
from onboarding.queries.applicant_links import of_person, still_open
from onboarding.queries.determinations import Move
from onboarding.rules.ladder import Ladder, link_until
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import claims, evidence, information, links, outbox, own, reminders, statements
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock
from onboarding.services.people import end_link
from onboarding.services.reminders import Asked
from onboarding.services.statements import StatementFacts

PURPOSE = links.APPLICATION
MOST_FILES = 30
TWICE = timedelta(minutes=1)  # within which the same person meant to send one link
CHANGED = "Filled in by the applicant, by the link"


def send(actor: Actor, person: Person) -> ApplicantLink:
    """Send the applicant a link. One that is open is sent anew: what was typed stays, and the earlier link is dead.

    Raises OnboardingError without an address, for one that a link must not go to, and for an application that waits for
    a decision or was decided.
    """
    with change(actor) as under_way:
        lock(person)
        _refuse_twice(actor, person)
        row = open_anew(under_way, person)
        promised = SOURCE.promise(row, rulings.numbers(person.organisation_id, clock.today()))
        _write(row, f"sent:{clock.in_utc(row.sent_at)}", promised)
    return row


def _refuse_twice(actor: Actor, person: Person) -> None:
    """The same person meant to send it once; a moment later the first message is on its way."""
    row = of_person(person)
    if row is None or actor.user_id is None or clock.now() - row.sent_at >= TWICE:
        return
    if (row.sent_by_id, row.sent_to) == (actor.user_id, person.email):
        raise OnboardingError(f"The link was sent to {row.sent_to} a moment ago, and is on its way.")


def open_anew(under_way: Change, person: Person) -> ApplicantLink:
    """The link, new or anew, within a change that locked the person and writes the message. Raises what `send` does."""
    if person.email is None:
        raise OnboardingError("Record the applicant's email address first. The link goes there.")
    own.refuse_address(person, person.email, applicant=True)
    if determinations.move_of(person) is not Move.OPEN:
        raise OnboardingError("The application is waiting for a decision, or was decided. Nothing can be added now.")
    row, now, numbers = of_person(person), clock.now(), rulings.numbers(person.organisation_id, clock.today())
    if row is None:
        row = ApplicantLink(organisation_id=person.organisation_id, person_id=person.id)
        db.session.add(row)
    row.nonce = links.new_nonce()
    row.token_hash = links.hash_of(links.token_of(PURPOSE, row.nonce))
    row.sent_to, row.sent_by_id, row.sent_at = person.email, under_way.actor.user_id, now
    row.expires_at = link_until(now, numbers)
    db.session.flush()
    reminders.take_back(Ladder.APPLICATION, row)
    under_way.record(person.organisation_id, Action.LINK_SENT, row, person=person.id)
    return row


def withdraw(actor: Actor, person: Person) -> None:
    """Take the link back: it leads nowhere any more. Raises OnboardingError where none is open."""
    with change(actor) as under_way:
        lock(person)
        if of_person(person) is None:
            raise OnboardingError("No link is open: the applicant used it, or it was taken back. Nothing was changed.")
        end_link(under_way, person)


def by_token(token: str) -> ApplicantLink | None:
    """The link, while something can be handed in by it."""
    link = db.session.scalar(still_open().where(*_of_token(token), ApplicantLink.expires_at > clock.now()))
    if link is None or not links.is_ours(PURPOSE, link.nonce, token):
        return None
    return link if determinations.move_of(link.person) is Move.OPEN else None


def visited(actor: Actor, token: str) -> ApplicantLink | None:
    """The link, for who comes by it. Raises OnboardingError for a member of the COHE that sent it to somebody else."""
    if link := by_token(token):
        own.refuse_inside(actor.user_id, link.organisation, link.person)
    return link


def was_handed_in(token: str) -> bool:
    """Whether the application was handed in by this link: whoever comes back by it is told so, and nothing else."""
    chosen = select(ApplicantLink.id).where(*_of_token(token), ApplicantLink.handed_in_at.is_not(None))
    return db.session.scalar(chosen) is not None


def save(actor: Actor, token: str, typed: Mapping[str, Any]) -> None:
    """Keep what is typed so far. Raises NotFoundError for a link that no longer works."""
    applicant, _ = _applicant(actor, token)
    with change(applicant):
        link = _locked(token)
        draft = db.session.scalar(select(ApplicantDraft).where(ApplicantDraft.link_id == link.id))
        if draft is None:
            draft = ApplicantDraft(organisation_id=link.organisation_id, link_id=link.id)
            db.session.add(draft)
        draft.typed, draft.saved_at = dict(typed), clock.now()


def files(link: ApplicantLink) -> list[str]:
    """The names of the files that came by the link, in order."""
    return list(
        db.session.scalars(
            select(EvidenceItem.file_name)
            .join(ApplicantFile, ApplicantFile.item_id == EvidenceItem.id)
            .where(
                ApplicantFile.organisation_id == link.organisation_id,
                ApplicantFile.link_id == link.id,
                EvidenceItem.person_id == link.person_id,
            )
            .order_by(ApplicantFile.id)
        )
    )


def add_file(actor: Actor, token: str, data: bytes, name: str, facts: evidence.ItemFacts) -> EvidenceItem:
    """Take a file in. Raises RefusedFileError, OnboardingError for too many, NotFoundError for a link that ended."""
    applicant, link = _applicant(actor, token)
    _refuse_more_files(link)

    def as_came_by_it(under_way: Change, item: EvidenceItem) -> None:
        link = _locked(token)
        _refuse_more_files(link)
        db.session.add(ApplicantFile(organisation_id=link.organisation_id, link_id=link.id, item_id=item.id))
        under_way.record(link.organisation_id, Action.LINK_FILE_ADDED, link, person=link.person_id, item=item.id)

    return evidence.take_in(applicant, link.person, data, name, facts, as_came_by_it)


def hand_in(
    actor: Actor,
    token: str,
    document: Mapping[str, Any],
    said: Mapping[str, bool],
    answers: Mapping[int, str] = MappingProxyType({}),
) -> ApplicantLink:
    """Take the application: the claim's next version, what the applicant says of skills and standing, and answers to
    what they were asked for.

    Of two at once, the first has it. Raises Refused for a document that does not fit, OnboardingError for one without
    any job or education, NotFoundError for a link that no longer works.
    """
    applicant, _ = _applicant(actor, token)
    with change(applicant) as under_way:
        link = _locked(token)
        person = db.session.get_one(Person, link.person_id)
        claims.begin(person)
        if not facts_of(claims.add(under_way, person, document, ClaimSource.LINK, CHANGED, None).facts):
            raise OnboardingError("Enter a job or your education first. Nothing was handed in.")
        for about, value in said.items():
            how = How.EXPERIENCE if about in SKILL_AREAS else How.ATTESTATION
            statements.add_statement(under_way, person, StatementFacts(about, value, how, person.name, clock.today()))
        information.answer(under_way, person, answers)
        link.handed_in_at = clock.now()
        reminders.take_back(Ladder.APPLICATION, link)
        draft = db.session.scalar(select(ApplicantDraft).where(ApplicantDraft.link_id == link.id))
        if draft:
            db.session.delete(draft)
        db.session.flush()
        under_way.record(link.organisation_id, Action.LINK_HANDED_IN, link, person=person.id)
        _tell(link, person)
    return link


def _remind(links: Sequence[tuple[ApplicantLink, int]]) -> None:
    for link, times in links:
        _write(link, f"chased:{times}", times)


def _write(link: ApplicantLink, key: str, times: int) -> None:
    said = words.application(link, links.token_again(PURPOSE, link), times)
    key, about = f"applicant-link:{link.id}:{key}", [link.person_id]
    outbox.write(link.organisation_id, key, "application", link.sent_to, *said, secret=True, about=about)


def _tell(link: ApplicantLink, person: Person) -> None:
    """Tell who sent the link that the application is there."""
    if link.sent_by is None:
        return
    said, key = words.handed_in(link.sent_by, person, link.organisation), f"handed-in:{link.id}"
    outbox.write(link.organisation_id, key, "application", link.sent_by.email, *said, about=[person.id])


def _applicant(actor: Actor, token: str) -> tuple[Actor, ApplicantLink]:
    """Who came by the link, and it. Raises NotFoundError where it no longer works, and what `visited` raises."""
    if (link := visited(actor, token)) is None:
        raise NotFoundError
    return actor._replace(user_id=None, name="applicant"), link


def _refuse_more_files(link: ApplicantLink) -> None:
    count = db.session.scalar(select(func.count()).select_from(ApplicantFile).where(ApplicantFile.link_id == link.id))
    if (count or 0) >= MOST_FILES:
        raise OnboardingError(f"{MOST_FILES} files are there already. Say in an answer to our letter what is missing.")


def _locked(token: str) -> ApplicantLink:
    """The link, for this change alone. Raises NotFoundError where nothing can be handed in by it any more."""
    whose = select(Person.id).join(ApplicantLink, ApplicantLink.person_id == Person.id).where(*_of_token(token))
    db.session.scalar(whose.with_for_update(of=Person))
    chosen = select(ApplicantLink.id).where(*_of_token(token))
    db.session.scalar(chosen.with_for_update())
    db.session.expire_all()  # as it is now that it is ours
    link = by_token(token)
    if link is None:
        raise NotFoundError
    return link


def _of_token(token: str) -> tuple[Any, ...]:
    return (ApplicantLink.token_hash == links.hash_of(token),)


SOURCE = Asked(
    model=ApplicantLink,
    asked_at="sent_at",
    ladder=Ladder.APPLICATION,
    action=Action.LINK_CHASED,
    open=lambda now: still_open().where(ApplicantLink.expires_at > now),
    waits=lambda link: determinations.move_of(link.person) is Move.OPEN,
    write=_remind,
)
