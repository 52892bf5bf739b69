"""How every change is made: what changed, who did it and what to tell, committed together or not at all.

A service does its work inside `change(actor)` and names what happened with `record`. The entries are chained and
written as the transaction commits; a record that changed without an entry stops the commit.
"""

import itertools
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from flask import request
from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import Base, db, only_reads, will_write, writing
from onboarding.formats import trail
from onboarding.models.account import Visit
from onboarding.models.api_token import ApiTokenUse
from onboarding.models.knock import Knock
from onboarding.models.person import Person
from onboarding.models.records import RECORDS, row_values, subject_of
from onboarding.models.trail import Chain, TrailDetail, TrailEntry
from onboarding.services import api_keys, following, own

INSTALLATION = "installation"  # the chain of what concerns no organisation
OURS = frozenset({"origin", "request", "state"})
# That somebody came, and what they saw.
NOTES: frozenset[type[Any]] = frozenset({Visit, ApiTokenUse, Knock, Chain, TrailEntry, TrailDetail})
TABLES = frozenset(model.__tablename__ for model in RECORDS)


class Actor(NamedTuple):
    """Who does it, and from where. `user_id` None: a command at the machine, a token of the API, or the product itself,
    as `name` says. `maker`: who made the token, and may do by it nothing that they may not do themselves.
    """

    user_id: int | None
    name: str
    origin: str = ""
    request: str = ""
    maker: int | None = None

    @property
    def id(self) -> str:
        """The actor as the trail names it; no name of a person in it."""
        return self.name if self.user_id is None else f"user:{self.user_id}"


SYSTEM = Actor(None, "system")


class UnrecordedChangeError(Exception):
    """We are broken: a record was changed and no entry says so."""


class UnsafeChangeError(Exception):
    """We are broken: a request that should only read would change something."""


class _Entry(NamedTuple):
    actor: Actor
    organisation_id: int | None
    action: Action
    subject: Base | str
    facts: dict[str, Any]


@contextmanager
def change(actor: Actor) -> Iterator["Change"]:
    """One change, committed at the end with its entries; undone whole when anything inside raises."""
    session = db.session()
    if not will_write():
        session.rollback()  # a reader could not become a writer while others write: read again
    with writing():
        try:
            yield Change(actor)
            api_keys.keep(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise


class Change:
    """The change under way."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def record(self, organisation_id: int | None, action: Action, subject: Base | str, **facts: Any) -> None:
        """Say what happened, on what. `facts` are few, plain, and nothing secret or needlessly personal."""
        record(self.actor, organisation_id, action, subject, **facts)

    def recorded(self) -> set[Base]:
        """The records of which something was said in this change so far."""
        return {entry.subject for entry in db.session.info.get("entries", ()) if isinstance(entry.subject, Base)}


def record(actor: Actor, organisation_id: int | None, action: Action, subject: Base | str, **facts: Any) -> None:
    """Have an entry written with the commit of the transaction under way. Raises TypeError for facts not plain."""
    trail.refuse_unplain(facts)
    if not facts.keys().isdisjoint(OURS):
        raise TypeError(f"{', '.join(sorted(OURS))} of an entry are written here, not given")
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that undoing it forgets the entry, also where nothing else was done
    session.info.setdefault("entries", []).append(_Entry(actor, organisation_id, action, subject, facts))


def tried(passes: Callable[[], bool]) -> bool:
    """Whether it passes, within the transaction under way: what it did and recorded is undone where it does not."""
    session = db.session()
    entries, touched = list(session.info.get("entries", [])), dict(session.info.get("touched", {}))
    session.info["trying"] = True
    try:
        savepoint = session.begin_nested()
    finally:
        del session.info["trying"]
    passed = False
    try:
        passed = passes()
    finally:
        if savepoint.is_active:
            (savepoint.commit if passed else savepoint.rollback)()
        if not passed:
            session.info.update(entries=entries, touched=touched)
    return passed


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(asked: ORMExecuteState) -> None:
    """A change of many rows at once passes by _note_what_changed: nobody would miss its entries."""
    if asked.is_insert or asked.is_update or asked.is_delete:
        table = getattr(getattr(asked.statement, "table", None), "name", None)
        if table in TABLES:
            raise UnrecordedChangeError(f"{table} is changed row by row, each change with its entry")


@event.listens_for(Session, "before_flush")
def _refuse_by_a_safe_method(session: Session, _context: Any, _instances: Any) -> None:
    """Browsers, mail filters and crawlers ask by GET and HEAD unasked: what that may write is that they came."""
    if only_reads():
        written = {type(row) for row in (*session.new, *session.deleted, *filter(session.is_modified, session.dirty))}
        if beyond := sorted(model.__name__ for model in written - NOTES):
            raise UnsafeChangeError(f"{request.method} of {request.endpoint} would write {', '.join(beyond)}")


@event.listens_for(Session, "after_transaction_create")
def _refuse_savepoint(_session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and not _session.info.get("trying"):
        raise UnrecordedChangeError(
            "a savepoint that is undone would take entries with it: make it a change of its own"
        )


@event.listens_for(Session, "after_flush")
def _note_what_changed(session: Session, _context: Any) -> None:
    touched = session.info.setdefault("touched", {})
    for row in (*session.new, *filter(session.is_modified, session.dirty), *session.deleted):
        if isinstance(row, RECORDS):
            touched[id(row)] = row
    following.note(session)


@event.listens_for(Session, "before_commit")
def _write_entries(session: Session) -> None:
    session.flush()
    entries: list[_Entry] = session.info.get("entries", [])
    for actor, acts in itertools.groupby(entries, key=lambda entry: entry.actor):
        _of_one(actor, list(acts))
    recorded = {id(entry.subject) for entry in entries}
    unrecorded = [row for key, row in session.info.get("touched", {}).items() if key not in recorded]
    if unrecorded:  # stays known until it is undone, however often the commit is tried
        raise UnrecordedChangeError(f"no entry of the trail for {', '.join(map(subject_of, unrecorded))}")
    for organisation_id in sorted({entry.organisation_id or 0 for entry in entries}):  # always locked in this order
        _append(
            session,
            organisation_id or None,
            [each for each in entries if (each.organisation_id or 0) == organisation_id],
        )
    following.follow(session)
    _forget(session)


def _of_one(actor: Actor, acts: list[_Entry]) -> None:
    """Nobody does alone what is for two, and whose own a record is now is remembered."""
    who = actor.maker if actor.user_id is None else actor.user_id
    own.refuse(who, ((each.action, each.subject) for each in acts))
    for each in acts:
        if isinstance(each.subject, Person):
            own.remember(who, each.action, each.subject, each.facts.get("fields", ()))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("entries", None)
    session.info.pop("touched", None)
    following.forget(session)


def _append(session: Session, organisation_id: int | None, entries: list[_Entry]) -> None:
    chain = session.scalars(
        select(Chain)
        .where(Chain.organisation_id == organisation_id if organisation_id else Chain.organisation_id.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    for entry in entries:
        salt = secrets.token_hex(16)
        body = {**entry.facts, "origin": entry.actor.origin, "request": entry.actor.request}
        if isinstance(entry.subject, Base) and entry.action is not Action.RECORD_ERASED:
            body["state"] = trail.state_digest(salt, row_values(entry.subject))
        written = {
            "number": chain.number + 1,
            "at": clock.in_utc(clock.now()),
            "actor": entry.actor.id,
            "action": entry.action.value,
            "subject": entry.subject if isinstance(entry.subject, str) else subject_of(entry.subject),
            "commitment": trail.commitment(salt, body),
            "previous": chain.head,
        }
        chain.head = trail.entry_hash({"chain": chain.name, **written})
        chain.number += 1
        session.add(TrailEntry(chain_id=chain.id, hash=chain.head, detail=TrailDetail(salt=salt, body=body), **written))
    session.flush()
