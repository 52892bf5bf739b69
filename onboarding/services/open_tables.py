"""Tables and résumés that were sent and not taken in yet: sealed, each of one account, a few at a time, for a day."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import delete, select

from onboarding import clock
from onboarding.documents import sealing
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db, writing
from onboarding.formats.tables.headings import Heading
from onboarding.models.account import User
from onboarding.models.imported import OpenTable
from onboarding.models.organisation import Organisation
from onboarding.queries import imported
from onboarding.services import seals, tampering
from onboarding.services.change import Actor, change
from onboarding.services.line_choices import Choice, Do

MOST = 5  # that an account has open at once


class Opened(NamedTuple):
    """A table that waits, and what was chosen for it: the number of the line with its headings (None: to be chosen),
    what each heading is read as, what is done with lines, and what its words mean (`Asked`). Until that line is chosen,
    the headings are those of the table before it.
    """

    data: bytes
    headings: list[Heading]
    line: int | None
    choices: Mapping[int, Choice] = {}
    meanings: Mapping[str, str] = {}

    @property
    def mapped(self) -> dict[int, str]:
        """Which column is read at which place."""
        return {each.place: each.key for each in self.headings if each.key}


def keep(actor: Actor, organisation: Organisation, kind: str, table: Opened, instead: int | None) -> OpenTable:
    """Keep a table for the steps that follow, in the place of the one with that number where there is one.

    Raises OnboardingError where the account has too many open, NotFoundError where that one is not open any more.
    """
    with change(actor):
        seals.refuse_other(current_app.extensions["config"])
        db.session.scalar(select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True))
        if instead is None and len(imported.waiting(organisation.id, actor.user_id)) >= MOST:
            raise OnboardingError(
                f"You have {MOST} files open. Take one in or discard it: tables under Imports, résumés where an "
                "applicant is added.",
                "file",
            )
        of = {"organisation_id": organisation.id, "user_id": actor.user_id, "kind": kind}
        row = locked(actor, organisation, instead) if instead else OpenTable(**of)
        row.sent_at = clock.now()
        _seal(row, table)
        db.session.add(row)
    return row


def choose(actor: Actor, organisation: Organisation, id: int, chosen: Mapping[int, str | None]) -> None:
    """Have each heading read as the column that was chosen for its place. Raises NotFoundError."""
    with change(actor):
        row = locked(actor, organisation, id)
        table = opened(row)
        headings = [each._replace(key=chosen.get(each.place), known=True) for each in table.headings]
        _seal(row, table._replace(headings=headings, choices={}))


def put(actor: Actor, organisation: Organisation, id: int, revision: int, table: Opened) -> None:
    """Have what was chosen for a table be this, where it is still the one with that revision.

    Raises NotFoundError, and OnboardingError where it was sent or chosen otherwise meanwhile.
    """
    with change(actor):
        row = locked(actor, organisation, id)
        if row.revision != revision:
            raise OnboardingError("You changed the table or its columns meanwhile. Look at what it holds now.")
        _seal(row, table)


def opened(row: OpenTable) -> Opened:
    """The table, and what was chosen for it. Raises TamperedError where that is not what was kept."""
    try:
        key = sealing.unwrap(seals.master(), row.wrapped, _about(row))
        chosen, _, data = sealing.unseal(key, row.sealed, _about(row)).partition(b"\n")
    except sealing.SealError as error:
        tampering.found(str(error))
    kept: Any = json.loads(chosen)
    if isinstance(kept, list):  # as tables were kept that were sent before there was more to choose
        kept = {"headings": kept, "line": None, "choices": {}}
    choices = {int(line): Choice(Do(do), *rest) for line, (do, *rest) in kept["choices"].items()}
    headings = [Heading(*each) for each in kept["headings"]]
    return Opened(data, headings, kept["line"], choices, kept.get("meanings", {}))


def locked(actor: Actor, organisation: Organisation, id: int) -> OpenTable:
    """The account's table, which nobody else changes until the change ends. Raises NotFoundError."""
    chosen = select(OpenTable).where(OpenTable.id == id, OpenTable.sent_at > clock.now() - imported.KEPT)
    mine = chosen.where(OpenTable.organisation_id == organisation.id, OpenTable.user_id == actor.user_id)
    row = db.session.scalar(mine.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFoundError
    return row


def discard(actor: Actor, organisation: Organisation, id: int) -> None:
    """Have nothing left of a table. Raises NotFoundError where it is not open any more."""
    with change(actor):
        db.session.delete(locked(actor, organisation, id))


def purge(now: datetime) -> None:
    """Delete the tables that nobody took in."""
    with writing():
        db.session.execute(delete(OpenTable).where(OpenTable.sent_at <= now - imported.KEPT))
        db.session.commit()


def _seal(row: OpenTable, table: Opened) -> None:
    secret, chosen = sealing.new_key(), {**table._asdict(), "data": None}
    row.wrapped = sealing.wrap(seals.master(), secret, _about(row))
    row.sealed = sealing.seal(secret, json.dumps(chosen).encode() + b"\n" + table.data, _about(row))


def _about(row: OpenTable) -> str:
    """What the seal is bound to: whose it is, and what it is taken for."""
    return f"open_table:{row.organisation_id}:{row.user_id}:{row.kind}"
