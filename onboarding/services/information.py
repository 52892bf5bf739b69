"""What an applicant was asked for, item by item: asked, reminded of, answered by the link, and settled one by one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.determination import Determination, InformationAnswer, InformationItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applicant_links, determinations, rulings
from onboarding.rules.ladder import Ladder
from onboarding.services import links, outbox, reminders
from onboarding.services.change import SYSTEM, Actor, Change, change, record
from onboarding.services.reminders import Asked

MOST = 20
LONGEST_ANSWER = 4000


def wanted(items: Sequence[str]) -> list[str]:
    """What is asked for, each thing once and in its order."""
    return list(dict.fromkeys(" ".join(each.split()) for each in items if each.strip()))


def ask(
    under_way: Change, person: Person, determination: Determination, items: Sequence[str], by_mail: bool = True
) -> None:
    """Ask for these things, within the change that determines so. Raises OnboardingError for none, or too many.

    Not `by_mail`: they go out on paper, and what does not come is reminded of by mail all the same.
    """
    asks_for = wanted(items)
    if not 0 < len(asks_for) <= MOST:
        raise OnboardingError(f"Say what you ask for, one thing on each line, {MOST} at most.", "items")
    if longest := [each for each in asks_for if len(each) > 500]:
        raise OnboardingError(f"Shorten this to 500 characters: {longest[0][:60]}…", "items")
    now, numbers = clock.now(), rulings.numbers(person.organisation_id, clock.today())
    of = {"organisation_id": person.organisation_id, "person_id": person.id, "determination_id": determination.id}
    asked = [InformationItem(asks=asks, asked_at=now, **of) for asks in asks_for]
    db.session.add_all(asked)
    db.session.flush()
    for item in asked:
        under_way.record(person.organisation_id, Action.INFORMATION_ASKED, item, person=person.id)
        SOURCE.promise_first(item, numbers)
    if person.email and by_mail:  # else the pages show what is missing; nobody can be written to
        _write([(item, 0) for item in asked])


def answer(under_way: Change, person: Person, said: Mapping[int, str]) -> None:
    """Take what the applicant says to what is still missing, by item, within the change that hands it in."""
    for item in determinations.asked_for(person):
        if item.is_missing and (says := said.get(item.id, "").strip()):
            row = InformationAnswer(
                organisation_id=person.organisation_id,
                person_id=person.id,
                item_id=item.id,
                says=says[:LONGEST_ANSWER],
                answered_at=clock.now(),
            )
            db.session.add(row)
            db.session.flush()
            reminders.take_back(Ladder.INFORMATION, item)
            under_way.record(person.organisation_id, Action.INFORMATION_ANSWERED, row, person=person.id, item=item.id)


def settle(actor: Actor, organisation: Organisation, id: int, how: str) -> InformationItem:
    """Say that it came, or is no longer needed. Raises OnboardingError where somebody did, and how."""
    with change(actor) as under_way:
        item = db.session.scalar(
            select(InformationItem)
            .where(
                InformationItem.organisation_id == organisation.id,
                InformationItem.id == id,
            )
            .with_for_update()
        )
        if item is None:
            raise NotFoundError
        if item.settled_at:
            raise OnboardingError(f"This was settled already: {item.settled_how} Nothing was changed.", "how")
        item.settled_at, item.settled_by_id, item.settled_how = clock.now(), actor.user_id, how
        reminders.take_back(Ladder.INFORMATION, item)
        under_way.record(organisation.id, Action.INFORMATION_SETTLED, item, person=item.person_id)
    return item


def _missing(_now: datetime) -> Select[InformationItem]:
    """Of who can be written to: who has no address is reminded when one is recorded."""
    answered = select(InformationAnswer.item_id).where(InformationAnswer.item_id == InformationItem.id)
    missing = select(InformationItem).where(InformationItem.settled_at.is_(None), ~answered.exists())
    return missing.join(Person, Person.id == InformationItem.person_id).where(Person.email.is_not(None))


def _write(items: Sequence[tuple[InformationItem, int]]) -> None:
    first, times = items[0]
    person = db.session.get_one(Person, first.person_id)
    organisation = db.session.get_one(Organisation, first.organisation_id)
    link = applicant_links.of_person(person)
    if link and (link.expires_at <= clock.now() or link.sent_to != person.email):
        link = None
    by_it = (_token(link), link.expires_at) if link else ()
    said = words.information(person, organisation, [item for item, _ in items], *by_it)
    key, to = f"information:{first.id}:{times}", person.email or ""
    outbox.write(organisation.id, key, "information", to, *said, secret=link is not None, about=[person.id])


def _token(link: ApplicantLink) -> str:
    """The secret of the link. One of an earlier key is made anew here, which no other entry says."""
    before = link.token_hash
    token = links.token_again(links.APPLICATION, link)
    if link.token_hash != before:
        record(SYSTEM, link.organisation_id, Action.LINK_SENT, link, person=link.person_id)
    return token


SOURCE = Asked(
    model=InformationItem,
    asked_at="asked_at",
    ladder=Ladder.INFORMATION,
    action=Action.INFORMATION_CHASED,
    open=_missing,
    write=_write,
)
