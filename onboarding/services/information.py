"""What an applicant was asked for, item by item: asked with a determination, reminded of, and settled one by one."""

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
from onboarding.queries import rulings
from onboarding.rules.ladder import Ladder
from onboarding.services import outbox, reminders
from onboarding.services.change import Actor, Change, change
from onboarding.services.reminders import Asked

MOST = 20


def ask(under_way: Change, person: Person, determination: Determination, items: Sequence[str]) -> None:
    """Ask for these things, within the change that determines so. Raises OnboardingError for none, or too many."""
    wanted = list(dict.fromkeys(" ".join(each.split()) for each in items if each.strip()))
    if not 0 < len(wanted) <= MOST:
        raise OnboardingError(f"Say what is asked for, one thing a line, {MOST} at most.", "items")
    if longest := [each for each in wanted if len(each) > 500]:
        raise OnboardingError(f"Say it in 500 characters: {longest[0][:60]}…", "items")
    now, numbers = clock.now(), rulings.numbers(person.organisation_id, clock.today())
    asked: list[tuple[InformationItem, int]] = []
    for asks in wanted:
        item = InformationItem(
            organisation_id=person.organisation_id,
            person_id=person.id,
            determination_id=determination.id,
            asks=asks,
            asked_at=now,
        )
        db.session.add(item)
        db.session.flush()
        under_way.record(person.organisation_id, Action.INFORMATION_ASKED, item, person=person.id)
        asked.append((item, SOURCE.promise(item, numbers)))
    if person.email:  # else the pages show what is missing; nobody can be written to
        _write(asked)


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
        item.settled_at, item.settled_by_id, item.settled_how = clock.now(), actor.user_id, how
        reminders.take_back(Ladder.INFORMATION, item)
        under_way.record(organisation.id, Action.INFORMATION_SETTLED, item, person=item.person_id)
    return item


def _missing(_now: datetime) -> Select[InformationItem]:
    """Of who can be written to: who has no address is reminded when one is recorded."""
    missing = select(InformationItem).where(InformationItem.settled_at.is_(None))
    return missing.join(Person, Person.id == InformationItem.person_id).where(Person.email.is_not(None))


def _write(items: Sequence[tuple[InformationItem, int]]) -> None:
    first, times = items[0]
    person = db.session.get_one(Person, first.person_id)
    organisation = db.session.get_one(Organisation, first.organisation_id)
    said, key = words.information(person, organisation, [item for item, _ in items]), f"information:{first.id}:{times}"
    outbox.write(organisation.id, key, "information", person.email or "", *said, about=[person.id])


SOURCE = Asked(
    model=InformationItem,
    asked_at="asked_at",
    ladder=Ladder.INFORMATION,
    action=Action.INFORMATION_CHASED,
    open=_missing,
    write=_write,
)
