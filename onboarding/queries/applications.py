"""Lists of applicants, by what was computed of them: a page at a time, whole for a file, and who will qualify."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.application import IN_WORDS, UNDER_WAY, Application, ApplicationState
from onboarding.models.determination import Recommendation
from onboarding.models.hiring import Promotion
from onboarding.models.person import Person, Posting
from onboarding.queries import owners, put_offs
from onboarding.queries.applicant_links import still_open
from onboarding.queries.lines import is_due
from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE, Stage, goes_on, in_stage, is_called
from onboarding.roles import StaffRole
from onboarding.rules.rulebook import Rulebook

State = ApplicationState  # for those who may not know the tables, like the next
STATES = IN_WORDS


class Order(StrEnum):
    """How the list can be sorted. `since`: who waits longest first."""

    SINCE = "since"
    NAME = "name"
    MET_FROM = "met_from"


class Filters(NamedTuple):
    """What the list was asked for. `waits`: for how many days at least. `under_way`: only what is not determined.
    `owner`: whom this user looks after; 0: whom nobody does.
    """

    name: str = ""
    state: State | None = None
    under_way: bool = False
    role: StaffRole | None = None
    claimed: str | None = None
    verified: str | None = None
    waits: int | None = None
    owner: int | None = None
    order: Order = Order.SINCE
    descending: bool = False
    page: int = 1


class ListedApplicant(NamedTuple):
    """An applicant, the role, and what the list says of them. `promotion`: who works here and applies for another."""

    person: Person
    application: Application
    promotion: Promotion | None

    @property
    def role(self) -> StaffRole:
        """The role applied for."""
        return self.promotion.role if self.promotion else self.person.applied_for


class ListedApplicants(NamedTuple):
    """One page of the list, and how many there are in all."""

    rows: Sequence[ListedApplicant]
    total: int
    page: int
    pages: int


def listed(organisation_id: int, asked: Filters, on: date) -> ListedApplicants:
    """A page of the applicants, and of staff whose promotion is under way. A page past the last is the last."""
    chosen = _chosen(organisation_id, asked, on)
    total = count(organisation_id, asked, on)
    page, pages = turned(total, asked.page, PAGE)
    rows = db.session.execute(chosen.order_by(*_order(asked)).limit(PAGE).offset((page - 1) * PAGE))
    return ListedApplicants([ListedApplicant(*row) for row in rows], total, page, pages)


def count(organisation_id: int, asked: Filters, on: date) -> int:
    """How many there are in all."""
    chosen = _chosen(organisation_id, asked, on).with_only_columns(Application.id)
    return db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def every(organisation_id: int, asked: Filters, on: date) -> Sequence[ListedApplicant]:
    """All of them, in the order asked for."""
    return [
        ListedApplicant(*row)
        for row in db.session.execute(_chosen(organisation_id, asked, on).order_by(*_order(asked)))
    ]


def after(organisation_id: int, asked: Filters, on: date, past: int, most: int) -> Sequence[ListedApplicant]:
    """The next of them after the id `past`, in the order of their ids, whatever order was asked for."""
    chosen = _chosen(organisation_id, asked, on).where(Person.id > past).order_by(Person.id).limit(most)
    return [ListedApplicant(*row) for row in db.session.execute(chosen)]


def part(organisation_id: int, asked: Filters, on: date, past: int, size: int) -> Sequence[int]:
    """The ids of the next of these people after the id `past`."""
    chosen = _chosen(organisation_id, asked, on).with_only_columns(Person.id).where(Person.id > past)
    return db.session.scalars(chosen.order_by(Person.id).limit(size)).all()


def several(organisation_id: int, ids: Sequence[int], user_id: int | None = None) -> Sequence[Person]:
    """Those of these people who are in the list today, however narrowed (and that user's own, where one is given)."""
    chosen = _chosen(organisation_id, Filters(), clock.today()).with_only_columns(Person).where(Person.id.in_(ids))
    return db.session.scalars(chosen.where(Person.user_id == user_id) if user_id else chosen).all()


def due(organisation_id: int, today: date, book: Rulebook) -> int:
    """How many lines wait to be computed again, of another day or before a ruling."""
    chosen = select(func.count()).select_from(Application)
    ours = Application.organisation_id == organisation_id
    return db.session.scalar(chosen.where(ours, is_due(Application, today, book))) or 0


def of(person: Person) -> Application | None:
    """The person's line; None for somebody erased."""
    return db.session.scalar(
        select(Application).where(
            Application.organisation_id == person.organisation_id, Application.person_id == person.id
        )
    )


def days_waiting(application: Application, today: date) -> int:
    """For how many days the application has been in its state."""
    return max(0, (today - clock.day_of(application.since)).days)


def to_screen(organisation_id: int, on: date, user_id: int, most: int) -> tuple[Sequence[ListedApplicant], int]:
    """Applications whose next step is a screener's, and how many: first those that nobody but the user looks after,
    what waits longest first.

    Not those of which the applicant was sent the link and has not handed in yet, nor what is put off.
    """
    link = still_open().where(ApplicantLink.person_id == Person.id, ApplicantLink.expires_at > clock.now()).exists()
    ours = or_(Application.state == State.OPEN, (Application.state == State.EMPTY) & ~link)
    chosen = _chosen(organisation_id, Filters(), on).where(ours, ~put_offs.step_waits("screen", on))
    return _first(chosen, owners.has_other(organisation_id, user_id), most)


def to_go_on(
    organisation_id: int, on: date, user_id: int, most: int
) -> Mapping[State, tuple[Sequence[ListedApplicant], int]]:
    """Applications that somebody else than the user recommended, and those determined qualified of whom nobody is hired
    yet: by state, in the same order, and how many there are.
    """
    mine, later = aliased(Recommendation), aliased(Recommendation)
    of_them = (mine.person_id == Person.id) & (mine.recommended_by_id == user_id)
    newer = select(later.id).where(later.person_id == mine.person_id, later.id > mine.id).exists()
    by_the_user = select(mine.id).where(of_them, ~newer).exists()
    to_decide = (Application.state == State.RECOMMENDED) & ~by_the_user & ~put_offs.step_waits("decide", on)
    nobody_yet = Person.posting_id.is_(None) | Promotion.id.is_not(None)
    to_hire = (Application.state == State.QUALIFIED) & nobody_yet & ~put_offs.step_waits("hire", on)
    order = (owners.has_other(organisation_id, user_id), *_order(Filters()))
    place = func.row_number().over(partition_by=Application.state, order_by=order)
    total = func.count().over(partition_by=Application.state)
    chosen = _chosen(organisation_id, Filters(), on).where(to_decide | to_hire)
    first = chosen.with_only_columns(Person.id, place.label("place"), total.label("total")).subquery()
    rows = db.session.execute(
        joined(organisation_id)
        .add_columns(first.c.total)
        .join(first, first.c.id == Person.id)
        .where(first.c.place <= most)
        .order_by(first.c.place)
    ).all()
    found: dict[State, tuple[list[ListedApplicant], int]] = {}
    for *row, total_of_state in rows:
        line = ListedApplicant(*row)
        found.setdefault(line.application.state, ([], total_of_state))[0].append(line)
    return found


def _first(
    chosen: Select[Person, Application, Promotion], last: ColumnElement[bool], most: int
) -> tuple[Sequence[ListedApplicant], int]:
    rows = db.session.execute(
        chosen.add_columns(func.count().over()).order_by(last, *_order(Filters())).limit(most)
    ).all()
    return [ListedApplicant(*row[:3]) for row in rows], rows[0][-1] if rows else 0


def watched(organisation_id: int, on: date, page: int, all_stages: bool) -> ListedApplicants:
    """Who does not have an HSC's experience yet and will, by the day; then assistants of whom no day can be told.

    `all_stages`: staff too. Former staff and whoever withdrew are left out.
    """
    stage = in_stage(Stage.APPLICANT, on)
    if all_stages:
        stage = or_(stage, in_stage(Stage.STAFF, on))
    role = func.coalesce(Posting.role, Person.applied_for)
    assistant = or_(role == StaffRole.ASSISTANT.value, Application.also_assistant)
    later = Application.met_from > on
    never = Application.met_from.is_(None) & assistant & Application.claimed.is_not(None)
    chosen = joined(organisation_id).where(stage, or_(later, never), Application.state != State.WITHDRAWN)
    total = (
        db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Application.id).subquery())) or 0
    )
    page, pages = turned(total, page, PAGE)
    order = (Application.met_from.asc().nulls_last(), Person.sorted_as, Person.id)
    rows = db.session.execute(chosen.order_by(*order).limit(PAGE).offset((page - 1) * PAGE))
    return ListedApplicants([ListedApplicant(*row) for row in rows], total, page, pages)


def joined(organisation_id: int) -> Select[Person, Application, Promotion]:
    return (
        select(Person, Application, Promotion)
        .join(Application, Application.person_id == Person.id)
        .outerjoin(Posting, Person.posting_id == Posting.id)
        .outerjoin(Promotion, (Promotion.person_id == Person.id) & Promotion.ended_at.is_(None))
        .options(contains_eager(Person.posting))
        .where(Person.organisation_id == organisation_id, goes_on(Person))
    )


def _chosen(organisation_id: int, asked: Filters, on: date) -> Select[Person, Application, Promotion]:
    chosen = joined(organisation_id).where(or_(in_stage(Stage.APPLICANT, on), Promotion.id.is_not(None)))
    if asked.name:
        chosen = chosen.where(is_called(asked.name))
    if asked.state:
        chosen = chosen.where(Application.state == asked.state)
    elif asked.under_way:
        chosen = chosen.where(Application.state.in_([each.value for each in UNDER_WAY]))
    if asked.role:
        chosen = chosen.where(func.coalesce(Promotion.role, Person.applied_for) == asked.role.value)
    for column, answer in ((Application.claimed, asked.claimed), (Application.verified, asked.verified)):
        if answer:
            chosen = chosen.where(column == answer)
    if asked.owner is not None:
        chosen = chosen.where(owners.has(organisation_id, asked.owner or None))
    if asked.waits:
        chosen = chosen.where(Application.since < clock.start_of(on - timedelta(days=asked.waits - 1)))
    return chosen


def _order(asked: Filters) -> tuple[ColumnElement[Any], ...]:
    first = {Order.SINCE: Application.since, Order.NAME: Person.sorted_as, Order.MET_FROM: Application.met_from}
    column = first[asked.order]
    return (column.desc() if asked.descending else column.asc()).nulls_last(), Person.sorted_as.asc(), Person.id.asc()
