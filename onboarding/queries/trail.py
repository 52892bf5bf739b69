"""The trail, read: a page at a time, whole for an export, and what the latest entry says of each record."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.trail import Chain, Checkpoint, TrailDetail, TrailEntry
from onboarding.queries import trail_names

PAGE = 50
AT_ONCE = 500
HIGHEST = 2**31  # what the databases count to


class Filters(NamedTuple):
    """What entries were asked for. `actor` and `subject`: as the trail names them, or somebody's name or part of it.

    Days are Washington's, both included; `before` is where the last page ended.
    """

    action: Action | None = None
    actor: str = ""
    subject: str = ""
    from_on: date | None = None
    to_on: date | None = None
    before: int | None = None


class Entries(NamedTuple):
    """One page, the latest first; `before` is where the next one begins, None on the last."""

    rows: Sequence[TrailEntry]
    before: int | None
    names: dict[str, str]


def chain_of(organisation_id: int | None) -> Chain:
    """The chain of an organisation, or the installation's own."""
    of = Chain.organisation_id == organisation_id if organisation_id else Chain.organisation_id.is_(None)
    return db.session.scalars(select(Chain).where(of)).one()


def listed(organisation_id: int, asked: Filters) -> Entries:
    """A page of an organisation's trail. Reading on costs the same however long the trail is."""
    chosen = select(TrailEntry).where(TrailEntry.chain_id == chain_of(organisation_id).id)
    if asked.action:
        chosen = chosen.where(TrailEntry.action == asked.action.value)
    if asked.actor:
        chosen = chosen.where(TrailEntry.actor.in_(trail_names.actors(organisation_id, asked.actor)))
    if asked.subject:
        chosen = chosen.where(TrailEntry.subject.in_(trail_names.subjects(organisation_id, asked.subject)))
    if asked.from_on:
        chosen = chosen.where(TrailEntry.at >= _midnight(asked.from_on))
    if asked.to_on and asked.to_on < date.max:
        chosen = chosen.where(TrailEntry.at < _midnight(asked.to_on + timedelta(days=1)))
    if asked.before and 0 < asked.before < HIGHEST:
        chosen = chosen.where(TrailEntry.number < asked.before)
    rows = db.session.scalars(chosen.order_by(TrailEntry.number.desc()).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    before = shown[-1].number if len(rows) > PAGE else None
    return Entries(shown, before, trail_names.names(organisation_id, shown))


def one(organisation_id: int, number: int, _user_id: int | None = None) -> TrailEntry | None:
    """An entry by its number, with its details."""
    if number >= HIGHEST:
        return None
    return db.session.scalar(
        select(TrailEntry)
        .options(joinedload(TrailEntry.detail))
        .where(TrailEntry.chain_id == chain_of(organisation_id).id, TrailEntry.number == number)
    )


def newest_checkpoint(chain_id: int) -> Checkpoint | None:
    """The last checkpoint that was signed."""
    return db.session.scalar(
        select(Checkpoint).where(Checkpoint.chain_id == chain_id).order_by(Checkpoint.number.desc()).limit(1)
    )


def entries_after(chain_id: int, number: int) -> list[dict[str, Any]]:
    """The next entries after one, at most AT_ONCE, with their details; as an export has them."""
    rows = (
        select(*(getattr(TrailEntry, key) for key in ENTRY), TrailDetail.salt, TrailDetail.body)
        .outerjoin(TrailDetail, TrailDetail.entry_id == TrailEntry.id)
        .where(TrailEntry.chain_id == chain_id, TrailEntry.number > number)
        .order_by(TrailEntry.number)
        .limit(AT_ONCE)
    )
    return [_entry(*row) for row in db.session.execute(rows)]


ENTRY = ("number", "at", "actor", "action", "subject", "commitment", "previous", "hash")


def checkpoints_of(chain_id: int, name: str, after: int, upto: int | None) -> list[dict[str, Any]]:
    """The checkpoints of entries after one and up to another, as an export has them."""
    rows = select(Checkpoint).where(Checkpoint.chain_id == chain_id, Checkpoint.number > after)
    if upto is not None:
        rows = rows.where(Checkpoint.number <= upto)
    return [as_kept(name, each) for each in db.session.scalars(rows.order_by(Checkpoint.number))]


def as_kept(chain: str, signed: Checkpoint) -> dict[str, Any]:
    """A checkpoint as an export has it and an outsider keeps it."""
    kept = {key: getattr(signed, key) for key in ("number", "head", "at", "key", "signature")}
    return {"type": "checkpoint", "chain": chain, **kept}


class End(NamedTuple):
    """How far a chain says it has come, and when its last entry was written."""

    number: int
    head: str
    at: str = ""


def end_of(chain_id: int) -> End:
    """Where the chain says it ends."""
    last = and_(TrailEntry.chain_id == Chain.id, TrailEntry.number == Chain.number)
    row = select(Chain.number, Chain.head, TrailEntry.at).outerjoin(TrailEntry, last).where(Chain.id == chain_id)
    number, head, at = db.session.execute(row).one()
    return End(number, head, at or "")


def checkpoint_of(chain_id: int, number: int) -> tuple[Checkpoint, str] | None:
    """The checkpoint of an entry, and when the entry was written."""
    covers = and_(TrailEntry.chain_id == Checkpoint.chain_id, TrailEntry.number == Checkpoint.number)
    rows = select(Checkpoint, TrailEntry.at).join(TrailEntry, covers)
    found = db.session.execute(rows.where(Checkpoint.chain_id == chain_id, Checkpoint.number == number)).first()
    return (found[0], found[1]) if found else None


def details_of(chain_id: int, action: Action) -> list[dict[str, Any]]:
    """The details of every entry of a chain of that action, but those that were erased."""
    rows = select(TrailDetail.body).join(TrailEntry).where(TrailEntry.chain_id == chain_id)
    found = db.session.scalars(rows.where(TrailEntry.action == action.value).order_by(TrailEntry.number))
    return [body for body in found if body]


def organisation_of(chain: Chain) -> str | None:
    """The name of the organisation whose chain it is."""
    return db.session.scalar(select(Organisation.name).where(Organisation.id == chain.organisation_id))


def chains() -> Sequence[tuple[Chain, Organisation | None]]:
    """Every chain with its organisation, by name."""
    rows = select(Chain, Organisation).outerjoin(Organisation, Organisation.id == Chain.organisation_id)
    return [(chain, organisation) for chain, organisation in db.session.execute(rows.order_by(Chain.name))]


def _entry(*row: Any) -> dict[str, Any]:
    *kept, salt, body = row
    entry = {"type": "entry", **dict(zip(ENTRY, kept, strict=True))}
    return entry | ({"erased": True} if salt is None or body is None else {"salt": salt, "body": body})


def _midnight(day: date) -> str:
    return clock.in_utc(datetime.combine(day, time(), clock.WASHINGTON))
