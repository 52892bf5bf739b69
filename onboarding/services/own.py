"""Who may act about whom: the one place where it is asked. Nobody acts alone on what is, or ever was, their own.

Every change passes through `refuse` as it is committed, whatever service makes it: what may be done to one's own record
is listed, and nothing else may. Beside it, a link is for who it was sent to and for nobody inside the COHE; and what
came by a link is verified by none of those who could have been at both of its ends.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db
from onboarding.models.account import User
from onboarding.models.applicant_link import ApplicantFile, ApplicantLink
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Invitation, Organisation
from onboarding.models.own import PersonAccount, PersonAddress
from onboarding.models.person import Person
from onboarding.models.records import persons_of, subject_of
from onboarding.models.trail import Chain, TrailEntry
from onboarding.queries import own as found
from onboarding.rules.alike import mailbox

# What an applicant could do as well: say something of themselves, and bring papers. Others check it. A host who
# lets others shadow them gives something, and gets nothing by it. A test is taken by oneself, and checked by another.
ON_ONES_OWN = frozenset(
    {
        Action.PERSON_ADDED,
        Action.PERSON_LINKED,
        Action.EVIDENCE_KEY_MADE,
        Action.EVIDENCE_ADDED,
        Action.CLAIM_RECORDED,
        Action.CLAIM_CORRECTED,
        Action.STATEMENT_RECORDED,
        Action.STATEMENT_PROVEN,
        Action.HOST_NAMED,
        Action.COURSE_TEST_TAKEN,
        Action.COURSE_COMPLETED,
        Action.CERTIFICATE_ADDED,
        Action.CERTIFICATE_TAKEN_BACK,
    }
)
OWN = "This record is your own, or once was. Somebody else has to do this. Nothing was changed."


def refuse(user_id: int | None, acts: Iterable[tuple[Action, Base | str]]) -> None:
    """Raises OnboardingError where a user does to a record of their own what is not for them to do."""
    about = {
        id for action, row in acts if action not in ON_ONES_OWN and isinstance(row, Base) for id in persons_of(row)
    }
    if user_id is not None and about and about & found.records_of(user_id):
        raise OnboardingError(OWN)


def refuse_own(user_id: int | None, person: Person) -> None:
    """The same before anything is done, for what takes away what it would be known by."""
    if is_own(user_id, person):
        raise OnboardingError(OWN)


def is_own(user_id: int | None, person: Person) -> bool:
    """Whether the record is, or ever was, the user's own."""
    return user_id is not None and person.id in found.records_of(user_id)


def refuse_second(first: int, second: int | None, organisation: Organisation) -> None:
    """Raises OnboardingError where the second of two people is no user, or the first, or whom the first invited."""
    if second is None or second == first:
        raise OnboardingError("You asked for this, so somebody else has to confirm it.")
    email = db.session.get_one(User, second).email
    invited = select(Invitation.id).where(
        Invitation.organisation_id == organisation.id,
        Invitation.invited_by_id == first,
        Invitation.email == email,
        Invitation.accepted_at.is_not(None),
    )
    if db.session.scalar(invited.limit(1)):
        raise OnboardingError(
            "The person who asked for this invited you to this organisation. Somebody they did not invite has to "
            "confirm it."
        )


def remember(user_id: int | None, action: Action, person: Person, fields: Collection[str]) -> None:
    """Keep by which account and address this is somebody's own record, of which the user has just changed `fields`."""
    ours, anew = {"organisation_id": person.organisation_id, "person_id": person.id}, action is Action.PERSON_ADDED
    if person.user_id is not None and not _there(PersonAccount, **ours, user_id=person.user_id):
        db.session.add(PersonAccount(**ours, user_id=person.user_id, since_at=clock.now()))
    if person.email and (anew or "email" in fields):
        box = {"mailbox": mailbox(person.email), "set_by_id": user_id}
        if anew or not _there(PersonAddress, **ours, **box):
            db.session.add(PersonAddress(**ours, **box, set_at=clock.now()))


def refuse_address(person: Person, address: str, applicant: bool) -> None:
    """Raises OnboardingError where a link must not be sent there. `applicant`: it is for the person, not about them."""
    box = mailbox(address)
    account = found.colleagues(person.organisation_id).get(box)
    if account is not None and not (applicant and account == person.user_id):
        raise OnboardingError(
            "This is the address of somebody who has or had an account at this COHE. The link is for somebody "
            "outside the COHE. Enter another address.",
            None if applicant else "to_address",
        )
    if not applicant and box in found.mailboxes(person):
        raise OnboardingError(
            "This is, or was, the applicant's own address. Somebody else has to confirm it.", "to_address"
        )


def refuse_host(trainee: Person, host: Person, offered_by: int | None) -> None:
    """Raises OnboardingError where the trainee, or somebody of their COHE, could sign a visit off as its host."""
    inside = found.colleagues(trainee.organisation_id)
    box = mailbox(host.email or "")
    could = found.put_there_by(host, host.email or "") | {offered_by, host.user_id}
    if box in inside or box in found.mailboxes(trainee) or could & {*inside.values(), trainee.user_id} - {None}:
        raise OnboardingError(
            "Somebody of your COHE offered this visit or could answer for its host, so nobody else could sign it off. "
            "Choose another visit.",
            "people",
        )


def refuse_inside(user_id: int | None, organisation: Organisation, person: Person | None = None) -> None:
    """Raises OnboardingError where a link is used by a member of the COHE that sent it. `person`: it is for them."""
    if user_id is None or (person is not None and person.user_id == user_id):
        return
    if user_id in found.colleagues(organisation.id).values():
        raise OnboardingError(
            f"This link is for the person it was sent to, and you are signed in as somebody of {organisation.name}. "
            "Nothing was saved."
        )


def refuse_reader(user_id: int | None, organisation: Organisation) -> None:
    """The same of a link to a packet, also where the user has or had a record there: it is for those outside alone."""
    refuse_inside(user_id, organisation)
    if user_id is not None and found.has_record(user_id, organisation.id):
        raise OnboardingError(
            f"This link is for somebody outside of {organisation.name}, which has a record of you. Nothing was saved."
        )


def refuse_recipient(organisation: Organisation, address: str) -> None:
    """Raises OnboardingError where a link to a packet would be, or has become, that of one of the COHE's own people."""
    if found.is_of(organisation.id, address):
        raise OnboardingError(
            f"This is, or was, the address of somebody of {organisation.name}. The link is for somebody outside the "
            "COHE. Enter another address.",
            "address",
        )


def refuse_both_ends(user_id: int, item: EvidenceItem) -> None:
    """Raises OnboardingError where the user could have brought the item as the applicant: by a link that they sent, or
    that went to an address that they recorded."""
    link = db.session.scalar(
        select(ApplicantLink)
        .join(ApplicantFile, ApplicantFile.link_id == ApplicantLink.id)
        .where(ApplicantFile.organisation_id == item.organisation_id, ApplicantFile.item_id == item.id)
    )
    if link is not None:
        refuse_sender(user_id, item.person, link)


def refuse_sender(user_id: int, person: Person, link: ApplicantLink) -> None:
    """Raises OnboardingError where the user sent the link, or recorded the address it went to."""
    sent = select(TrailEntry.id).where(
        TrailEntry.chain_id.in_(select(Chain.id).where(Chain.organisation_id == link.organisation_id)),
        TrailEntry.subject == subject_of(link),
        TrailEntry.action == Action.LINK_SENT.value,
        TrailEntry.actor == f"user:{user_id}",
    )
    if user_id in found.put_there_by(person, link.sent_to) or db.session.scalar(sent.limit(1)):
        raise OnboardingError("You sent the link or recorded the address for this. Somebody else has to check it.")


def _there(model: type[Base], **values: object) -> bool:
    return db.session.scalar(select(model).filter_by(**values).limit(1)) is not None
