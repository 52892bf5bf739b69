"""Taking in a table of any kind: sent, its columns chosen, looked at, and then everybody in one change, or nobody."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.tables.headings import Heading, read
from onboarding.formats.tables.lines import Fault, UnreadableTable
from onboarding.formats.tables.records import Reading
from onboarding.models.imported import ImportBatch, OpenTable
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import imported
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import count
from onboarding.services import open_tables, word_meanings
from onboarding.services.applicants_table import APPLICANTS
from onboarding.services.change import Actor, Change, change
from onboarding.services.completions_table import COMPLETIONS
from onboarding.services.importable import Importable
from onboarding.services.line_choices import Choice, Do, Line, resolved
from onboarding.services.locks import lock, lock_organisation
from onboarding.services.open_tables import Opened
from onboarding.services.quarters_table import QUARTERS
from onboarding.services.staff_table import STAFF
from onboarding.services.undoing import note_batch
from onboarding.services.word_meanings import Word

KINDS: dict[str, Importable] = {each.key: each for each in (APPLICANTS, STAFF, COMPLETIONS, QUARTERS)}


class NotTakenError(OnboardingError):
    """Nobody is taken in. `faults`: by their lines, what is wrong."""

    def __init__(self, why: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__(f"Nothing was taken in. {why}")


class Look(NamedTuple):
    """A table as it is read, with everything that keeps it from being taken in as things stand, by line.

    `lines`: what is done with each, where that is chosen; else everybody in it is added. `words`: those that mean what
    somebody says, each as it stands in the table, with how many entries have it and the meaning that was chosen.
    `skippable`: the lines with something that cannot be read, each with the name in it, where a choice is made for each
    line. `skipped`: what cannot be read in those of them that are skipped.
    """

    headings: Sequence[Heading]
    reading: Reading
    faults: Sequence[Fault]
    lines: Sequence[Line] = ()
    words: Mapping[str, Word] = MappingProxyType({})
    skippable: Mapping[int, str] = MappingProxyType({})
    skipped: Sequence[Fault] = ()

    @property
    def waiting(self) -> list[Line]:
        """The lines for which nothing is chosen yet."""
        return [each for each in self.lines if each.chosen is None]

    def to(self, do: Do) -> list[Line]:
        """The lines with which this is done."""
        return [each for each in self.lines if each.chosen and each.chosen.do == do]


def send(
    actor: Actor, organisation: Organisation, kind: Importable, data: bytes, instead: OpenTable | None = None
) -> OpenTable:
    """Keep a table to go on with. A heading of the one before it is read as it was there; one that the account sent
    already and has open is gone on with.

    Raises OnboardingError for what is no table, and where the account has too many open.
    """
    waiting = imported.waiting(organisation.id, actor.user_id)
    if instead is None and (same := next((each for each in waiting if _is(each, kind, data)), None)):
        return same
    before = instead or next((each for each in waiting if each.kind == kind.key), None)
    id, earlier = instead.id if instead else None, open_tables.opened(before) if before else None
    known, meanings = (earlier.headings, earlier.meanings) if earlier else ([], {})
    db.session.rollback()  # reading a table takes its time, and holds nobody up
    try:
        found = read(data, kind.columns)
    except UnreadableTable as unreadable:
        raise OnboardingError(str(unreadable), "file") from unreadable
    sure = Opened(data, _as_before(known, found.columns), found.line, {}, meanings)
    table = sure if found.is_certain else Opened(data, known, None, {}, meanings)
    return open_tables.keep(actor, organisation, kind.key, table, id)


def begin_at(actor: Actor, organisation: Organisation, row: OpenTable, line: int) -> None:
    """Have the headings of a table that was sent be those in this line. Raises what `open_tables.put` raises."""
    id, revision, kind, table = row.id, row.revision, KINDS[row.kind], open_tables.opened(row)
    db.session.rollback()  # as above
    found = read(table.data, kind.columns, line)
    chosen = Opened(table.data, _as_before(table.headings, found.columns), found.line, {}, table.meanings)
    open_tables.put(actor, organisation, id, revision, chosen)


def _is(table: OpenTable, kind: Importable, data: bytes) -> bool:
    return table.kind == kind.key and open_tables.opened(table).data == data


def look(actor: Actor, organisation: Organisation, table: OpenTable, rulings: Rulings) -> Look:
    """What a table holds as its columns and lines were chosen; nobody is taken in."""
    kind, opened = KINDS[table.kind], open_tables.opened(table)
    numbers = rulings.in_force(clock.today(), organisation.slug, None).numbers
    db.session.rollback()  # as above
    whole = kind.read(opened.data, opened.mapped, numbers, opened.line)
    whole = word_meanings.meant(kind, whole, opened.meanings)
    skippable = {} if whole.more or not kind.by_line else whole.unsound
    skips = {line for line, choice in opened.choices.items() if choice.do is Do.SKIP}
    skipped = [each for each in whole.faults if each.line in skippable and each.line in skips]
    reading = whole.without({each.line for each in skipped})
    lines = _lines(actor, organisation, kind, reading.sound, opened)
    words = word_meanings.words(organisation, kind, reading, opened.meanings)
    found = Look(opened.headings, reading, (), lines, words, skippable, skipped)
    adding = [each.entry for each in found.to(Do.ADD)] if kind.by_line else reading.sound
    open_names = [each.entry.name for each in found.waiting]
    refused = kind.refused(organisation, adding, rulings, [*reading.unsound.values(), *open_names])
    faults = [*reading.faults, *refused, *_twice(kind, found.to(Do.UPDATE))]
    if any(each.meaning is None for each in found.words.values()):
        faults.append(Fault(0, "", "Choose what each course is."))
    return found._replace(faults=sorted(faults, key=lambda fault: fault.line))


def choose_lines(
    actor: Actor, organisation: Organisation, row: OpenTable, revision: int, chosen: Mapping[int, Choice | None]
) -> None:
    """Have this be done with lines of a table that was looked at; None: as if nothing was chosen. `revision`: that of
    the page.

    Raises what `open_tables.put` raises.
    """
    id, opened = row.id, open_tables.opened(row)
    choices = {line: choice for line, choice in {**opened.choices, **chosen}.items() if choice}
    open_tables.put(actor, organisation, id, revision, opened._replace(choices=choices))


def choose_meanings(
    actor: Actor, organisation: Organisation, row: OpenTable, revision: int, chosen: Mapping[str, str]
) -> None:
    """Have words of a table mean this. `revision`: that of the page. Raises what `open_tables.put` raises."""
    id, opened = row.id, open_tables.opened(row)
    meanings = {**opened.meanings, **chosen}
    open_tables.put(actor, organisation, id, revision, opened._replace(meanings=meanings))


def take_in(actor: Actor, organisation: Organisation, table: OpenTable, rulings: Rulings, revision: int) -> ImportBatch:
    """Take in everybody in a table that was looked at, and leave nothing of it open. `revision`: that of the page.

    Raises NotTakenError, also where it is another table, or read otherwise, than on the page.
    """
    id, kind, found = table.id, KINDS[table.kind], look(actor, organisation, table, rulings)
    opened = open_tables.opened(table)
    with change(actor) as under_way:
        lock_organisation(organisation.id)  # before the table: an erasure, which takes open tables away, does so too
        row = open_tables.locked(actor, organisation, id)
        if row.revision != revision:
            raise NotTakenError("You changed the table or its columns meanwhile. Look at what it holds now.")
        if found.faults:
            raise NotTakenError("Look at what is wrong now.", found.faults)
        if kind.by_line:
            for who in sorted({each.chosen.person or 0 for each in found.to(Do.UPDATE) if each.chosen}):
                if person := db.session.get(Person, who):  # else they went with an import that was undone
                    lock(person)
            lines = _lines(actor, organisation, kind, found.reading.entries, opened)
            found = found._replace(lines=lines)
            if found.waiting:
                raise NotTakenError(f"{count(len(found.waiting), 'line waits', 'lines wait')} for your choice.")
        db.session.delete(row)
        word_meanings.remember(under_way, organisation, kind, found.words)
        entries = [each.entry for each in found.to(Do.ADD)] if kind.by_line else found.reading.entries
        return add_all(under_way, organisation, kind, entries, rulings, found.to(Do.UPDATE))


def add_all(
    under_way: Change,
    organisation: Organisation,
    kind: Importable,
    entries: Sequence[Any],
    rulings: Rulings,
    updates: Sequence[Line] = (),
) -> ImportBatch:
    """Record everybody with all that is said of them, and update who is here, within a change, as one.

    Raises NotTakenError.
    """
    lock_organisation(organisation.id)
    if faults := sorted(kind.refused(organisation, entries, rulings, ()), key=lambda fault: fault.line):
        raise NotTakenError("Look at what is wrong now.", faults)
    added = kind.add(under_way, organisation, entries)
    if updates and kind.by_line:
        try:
            kind.by_line.update(under_way, organisation, updates, rulings)
        except OnboardingError as error:
            raise NotTakenError(str(error)) from error
    updated: dict[int, set[str]] = {}
    for each in updates:
        if each.chosen:
            updated.setdefault(each.chosen.person or 0, set()).update(each.chosen.seen)
    records = bool(kind.by_line and kind.by_line.records)
    batch = note_batch(under_way, organisation, kind.key, added, updated, records)
    if kind.of_cohe:
        kind.of_cohe.record(under_way, organisation, entries, batch)
    return batch


def _lines(
    actor: Actor, organisation: Organisation, kind: Importable, entries: Sequence[Any], opened: Opened
) -> list[Line]:
    if kind.by_line is None:
        return []
    return resolved(kind.by_line.lines(organisation, entries, actor.user_id), opened.choices)


def _twice(kind: Importable, updates: Sequence[Line]) -> Iterator[Fault]:
    """Lines that update what an earlier line updates."""
    seen: dict[Hashable, int] = {}
    for each in updates:
        if kind.by_line and (first := seen.setdefault(kind.by_line.once(each), each.number)) != each.number:
            what = "says the same of" if kind.by_line.records else "updates"
            yield Fault(each.number, "", f"Line {first} {what} the same person. Skip one of them.")


def _as_before(before: Sequence[Heading], found: Sequence[Heading]) -> list[Heading]:
    """The headings found, those that stood in the table before read as they were there, wherever they stand now."""
    left, kept = [each for each in before if each.known], dict[int, Heading]()
    for each in found:
        if same := next((one for one in left if one.text == each.text), None):
            left.remove(same)
            kept[each.place] = each._replace(key=same.key, known=True)
    taken = {each.key for each in kept.values()}
    return [kept.get(each.place) or (each._replace(key=None) if each.key in taken else each) for each in found]
