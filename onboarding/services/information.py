"""What an applicant was asked for, item by item: asked with a determination, chased, and settled one by one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.determination import Determination, InformationItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.rules.ladder import Ladder, next_rung
from onboarding.services import chasing, outbox
from onboarding.services.change import Actor, Change, change
from onboarding.services.chasing import Source

MOST = 20


def ask(under_way: Change, person: Person, determination: Determination, items: Sequence[str]) -> None:
    """Ask for these things, within the change that determines so. Raises OnboardingError for none, or too many."""
    wanted = list(dict.fromkeys(" ".join(each.split()) for each in items if each.strip()))
    if not 0 < len(wanted) <= MOST:
        raise OnboardingError(f"Say what is asked for, one thing a line, {MOST} at most.", "items")
    if longest := [each for each in wanted if len(each) > 500]:
        raise OnboardingError(f"Say it in 500 characters: {longest[0][:60]}…", "items")
    now, asked, numbers = clock.now(), [], chasing.numbers_of(person.organisation_id)
    for asks in wanted:
        item = InformationItem(
            organisation_id=person.organisation_id,
            person_id=person.id,
            determination_id=determination.id,
            asks=asks,
            asked_at=now,
            chase_at=next_rung(Ladder.INFORMATION, now, now, numbers),
        )
        db.session.add(item)
        db.session.flush()
        under_way.record(person.organisation_id, Action.INFORMATION_ASKED, item, person=person.id)
        asked.append(item)
    _remind(asked)


def settle(actor: Actor, organisation: Organisation, id: int, how: str) -> InformationItem:
    """Say that it came, or is no longer needed. Raises NotFoundError where nothing of that id is missing."""
    with change(actor) as under_way:
        item = db.session.scalar(
            select(InformationItem)
            .where(
                InformationItem.organisation_id == organisation.id,
                InformationItem.id == id,
                InformationItem.settled_at.is_(None),
            )
            .with_for_update()
        )
        if item is None:
            raise NotFoundError
        item.settled_at, item.settled_by_id, item.settled_how, item.chase_at = clock.now(), actor.user_id, how, None
        under_way.record(organisation.id, Action.INFORMATION_SETTLED, item, person=item.person_id)
    return item


def chase(now: datetime | None = None) -> int:
    """Remind applicants of what is missing, one message each; how many items were due."""
    return chasing.chase(SOURCE, now)


def _missing() -> Select[InformationItem]:
    return select(InformationItem).where(InformationItem.settled_at.is_(None))


def _remind(items: Sequence[InformationItem]) -> None:
    person = db.session.get_one(Person, items[0].person_id)
    if person.email is None:
        return  # the pages show what is missing; nobody can be written to
    organisation = db.session.get_one(Organisation, person.organisation_id)
    said, key = words.information(person, organisation, items), f"information:{items[0].id}:{items[0].chased}"
    outbox.write(organisation.id, key, "information", person.email, *said, about=[person.id])


SOURCE = Source(
    model=InformationItem,
    asked_at="asked_at",
    ladder=Ladder.INFORMATION,
    action=Action.INFORMATION_CHASED,
    open=_missing,
    waits=lambda _item, _now: True,
    write=_remind,
)
