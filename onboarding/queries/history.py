"""What the trail says of one person: of their record, of every record about them, and of what belongs to those."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select, String, bindparam, cast, literal, select, union_all

from onboarding.actions import Action
from onboarding.extensions import Base, db
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.models.records import RECORDS
from onboarding.models.trail import Chain, TrailDetail, TrailEntry
from onboarding.queries import dossier, trail_names

MOST = 20
# Beside what it says: how a number that the record follows is kept, and what stands in an entry of its own.
UNSAID = frozenset({Action.EVIDENCE_KEY_MADE})
# Whom details name, and as what.
WHO = {"supervisor": "person", "by": "person", "user": "user"}
# What a determination is made of, for its own page.
DETERMINATION = frozenset({"recommendation", "determination", "reopening", "information_item", "letter"})


class Entry(NamedTuple):
    """One entry: `facts` are its details, and nothing where they were erased. `who`: a name, as it was then.

    `names`: of people ("person:7", "user:3"), of jobs and degrees ("fact:j1") and of files ("evidence_item:9"), as
    far as known.
    """

    number: int
    at: datetime
    actor: str
    who: str | None
    action: Action
    subject: str
    facts: Mapping[str, Any]
    names: Mapping[str, str]


class History(NamedTuple):
    """One page, the latest first; `before` is where the next one begins, None on the last."""

    entries: Sequence[Entry]
    before: int | None


def of(
    person: Person,
    kinds: Collection[str] | None = None,
    without: Collection[Action] = (),
    before: int | None = None,
    most: int = MOST,
) -> History:
    """A page of the history. `kinds`: of records of these tables alone. `without`: what this reader is not told."""
    unsaid = [each.value for each in (*UNSAID, *without)]
    chosen = (
        select(TrailEntry, TrailDetail.body)
        .outerjoin(TrailDetail, TrailDetail.entry_id == TrailEntry.id)
        .join(Chain, Chain.id == TrailEntry.chain_id)
        .where(Chain.organisation_id == person.organisation_id, TrailEntry.action.not_in(unsaid))
        .where(TrailEntry.subject.in_(_subjects(frozenset(kinds) if kinds else None)))
        .order_by(TrailEntry.number.desc())
        .limit(most + 1)
    )
    if before:
        chosen = chosen.where(TrailEntry.number < before)
    rows = db.session.execute(chosen, {"person": person.id, "organisation": person.organisation_id}).all()
    shown = rows[:most]
    names = trail_names.named(person.organisation_id, set(_spoken_of(shown))) | _titles(person, shown)
    entries = [_entry(row, body or {}, names) for row, body in shown if not _repeats(row, body or {})]
    return History(entries, shown[-1][0].number if len(rows) > most else None)


def _entry(row: TrailEntry, body: Mapping[str, Any], names: Mapping[str, str]) -> Entry:
    at = datetime.fromisoformat(row.at)
    return Entry(row.number, at, row.actor, names.get(row.actor), Action(row.action), row.subject, body, names)


def _repeats(row: TrailEntry, body: Mapping[str, Any]) -> bool:
    """Whether an entry says only that the record points at something that has an entry of its own."""
    return row.action == Action.PERSON_EDITED.value and body.get("fields") == ["posting_id"]


def _spoken_of(rows: Sequence[Any]) -> Iterator[str]:
    for row, body in rows:
        yield row.actor
        for key, kind in WHO.items():
            if body and key in body:
                yield f"{kind}:{body[key]}"


def _titles(person: Person, rows: Sequence[Any]) -> dict[str, str]:
    """What the jobs, degrees and files are called that are spoken of, by what holds of them today."""
    bodies = [body or {} for _, body in rows]
    titles: dict[str, str] = {}
    if any("fact" in body for body in bodies):
        titles |= {f"fact:{id}": name for id, name in dossier.names_of_facts(person).items()}
    own = f"{EvidenceItem.__tablename__}:"
    items = {body["item"] for body in bodies if "item" in body}
    items |= {int(row.subject.removeprefix(own)) for row, _ in rows if row.subject.startswith(own)}
    if items:
        theirs = EvidenceItem.organisation_id == person.organisation_id, EvidenceItem.id.in_(items)
        called = select(EvidenceItem.id, EvidenceItem.title).where(*theirs)
        titles |= {f"{own}{id}": title for id, title in db.session.execute(called)}
    return titles


@lru_cache(maxsize=8)
def _subjects(kinds: frozenset[str] | None) -> CompoundSelect[str]:
    """How the trail names all that is about the person whose id is bound, by one question for each table."""
    return union_all(*(each for table, each in _of_each_table() if kinds is None or table in kinds))


def _of_each_table() -> Iterator[tuple[str, Select[str]]]:
    ours, whose = bindparam("organisation", type_=Person.id.type), bindparam("person", type_=Person.id.type)
    yield Person.__tablename__, select(literal("person:") + cast(whose, String))
    for model in RECORDS:
        table = Base.metadata.tables[model.__tablename__]
        if model is Person or "organisation_id" not in table.c:
            continue
        named = select(literal(f"{table.name}:") + cast(table.c.id, String)).where(table.c.organisation_id == ours)
        if "person_id" in table.c:
            about = [table.c[key] == whose for key in ("person_id", "other_id") if key in table.c]
            yield from ((table.name, named.where(each)) for each in about)
            continue
        for key in table.foreign_key_constraints:
            owner = key.referred_table
            if "person_id" in owner.c:
                theirs = select(owner.c.id).where(owner.c.organisation_id == ours, owner.c.person_id == whose)
                yield table.name, named.where(table.c[key.column_keys[-1]].in_(theirs))
