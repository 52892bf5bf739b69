"""A table as records: each cell read by the column that stands at its place, every fault kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from onboarding.formats.tables import cells, opening
from onboarding.formats.tables.body import bodied, notes as body_notes
from onboarding.formats.tables.cells import Reader, Unfit, folded, shown
from onboarding.formats.tables.lines import Fault, Line, UnreadableTable

MOST_FAULTS = 1_000  # that are named; the rest are counted
STRAY = (
    "{} stands in column {}, which has no heading. Give it one, or clear it. In a CSV file, a cell that holds a comma "
    "needs quotation marks around it"
)


@dataclass(frozen=True)
class Column:
    """A column that is read: what its cells become, and what the template says of it. `also`: other headings it has.

    `perhaps`: headings that may mean it and may mean something else, so that it is asked. `needed`: it must be there;
    `when` says of others when they are. `parts`: the keys of columns that say the same together, in its place.
    """

    key: str
    heading: str
    read: Reader
    says: str
    example: str = ""
    also: tuple[str, ...] = ()
    needed: bool = False
    when: str = "no"
    perhaps: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def need(self) -> str:
        """Whether it is needed, in words."""
        return "yes" if self.needed else self.when


class Record(NamedTuple):
    """A line, read: what is filled in, by the columns' keys, and which keys are filled in with what does not fit.

    `said`: what is filled in, as it stands in the table.
    """

    line: int
    values: dict[str, Any]
    faulted: frozenset[str] = frozenset()
    said: Mapping[str, str] = MappingProxyType({})


@dataclass
class Faults:
    """Every fault of a table, counted; the first of them kept."""

    named: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: str, what: str) -> None:
        """Note one. `what` is a clause, which becomes a sentence."""
        self.count += 1
        if len(self.named) < MOST_FAULTS:
            end = "" if what[-1:] in ".…" else "."
            self.named.append(Fault(line, column, f"{what[:1].upper()}{what[1:]}{end}"))


class Table(NamedTuple):
    """What was read. With any fault the records are for finding more of them, and not for keeping."""

    records: tuple[Record, ...]
    faults: Faults
    notes: tuple[str, ...]


class Reading(NamedTuple):
    """What a table of one kind gave. `entries`: everybody, or nobody where there is a fault.

    `more`: how many faults there are besides those named. `sound`: those whose lines have no fault, and `unsound` the
    lines that have one, each with the name in it, so that more can be checked at once.
    """

    entries: tuple[Any, ...]
    faults: tuple[Fault, ...]
    more: int
    notes: tuple[str, ...]
    sound: tuple[Any, ...]
    unsound: Mapping[int, str]

    def without(self, lines: Collection[int]) -> "Reading":
        """What the table gives where these of its unsound lines are skipped."""
        faults = tuple(each for each in self.faults if each.line not in lines)
        unsound = {line: name for line, name in self.unsound.items() if line not in lines}
        entries = () if faults or self.more else self.sound
        return self._replace(entries=entries, faults=faults, unsound=unsound)


def read(data: bytes, columns: Sequence[Column], mapped: Mapping[int, str], head: int | None = None) -> Table:
    """The records of a CSV or XLSX file. Nothing is raised: a file that cannot be read is one fault.

    `mapped`: which column, by its key, stands at which place. `head`: the number of the line with the headings, where
    somebody chose it.
    """
    faults = Faults()
    names = names_of(columns)
    try:
        found = opening.read(data, lambda headings: sum(folded(heading) in names for heading in headings))
    except UnreadableTable as unreadable:
        faults.add(*unreadable.fault)
        return Table((), faults, ())
    body = bodied(found.lines, names, head)
    top, lines = body.head, body.lines
    matched = _matched(top, columns, mapped, faults)
    notes = [*found.notes, *body_notes(body)]
    if faults.count:
        return Table((), faults, tuple(notes))
    if not lines:
        faults.add(0, "", "there is no line below the headings. Fill in one line or more")
    headed = frozenset(place for place, heading in enumerate(top.cells) if heading.strip())
    records = [_record(line, matched, headed, faults) for line in lines]
    by_key = {column.key: column for column in columns}
    for column in (each for each in columns if any(part.key in each.parts for part in matched.values())):
        records = [_join(column, by_key, record, faults) for record in records]
    return Table(tuple(records), faults, tuple(notes))


def names_of(columns: Sequence[Column]) -> dict[str, Column]:
    """Every name that a column goes by, folded."""
    return {folded(name): column for column in columns for name in (column.heading, column.key, *column.also)}


def _matched(head: Line, columns: Sequence[Column], mapped: Mapping[int, str], faults: Faults) -> dict[int, Column]:
    """Which column is at which place by what somebody chose: none twice, and each that is needed."""
    by_key = {column.key: column for column in columns}
    places = {place: by_key[key] for place, key in mapped.items() if key in by_key}
    for column in columns:
        at = [place for place, each in places.items() if each is column]
        if len(at) > 1:
            faults.add(head.number, column.heading, "two columns are read as this one. Choose one of them")
        parts = [by_key[key] for key in column.parts if by_key[key] in places.values()]
        if at and parts:
            faults.add(head.number, column.heading, f"{_listed(parts)} say the same. Leave out one or the other")
        elif parts and len(parts) < len(column.parts):
            rest = [by_key[key] for key in column.parts if by_key[key] not in parts]
            faults.add(head.number, _listed(rest), "no column is read as this one. Choose which of yours it is")
        elif column.needed and not at and not parts:
            faults.add(head.number, column.heading, "no column is read as this one. Choose which of yours it is")
    return places


def _listed(columns: Sequence[Column]) -> str:
    return " and ".join(column.heading for column in columns)


def _join(column: Column, by_key: Mapping[str, Column], record: Record, faults: Faults) -> Record:
    """The record with what the parts of a column say together in its place."""
    texts = {part: record.said[part] for part in column.parts if part in record.said}
    values = {key: value for key, value in record.values.items() if key not in column.parts}
    said = {key: text for key, text in record.said.items() if key not in column.parts}
    faulted = set(record.faulted)
    missing = [by_key[part] for part in column.parts if part not in texts and part not in faulted]
    if texts and missing:
        faults.add(record.line, _listed(missing), "it is missing. Fill it in, or leave out the other part too")
        faulted.add(column.key)
    elif len(texts) == len(column.parts):
        try:
            values[column.key], said[column.key] = column.read(" ".join(texts.values())), " ".join(texts.values())
        except Unfit as unfit:
            faults.add(record.line, column.heading, str(unfit))
            faulted.add(column.key)
    elif texts:
        faulted.add(column.key)
    return Record(record.line, values, frozenset(faulted), said)


def finished(table: Table, entries: Sequence[Any]) -> Reading:
    """What a kind of table made of its records, once all faults are known. Each entry has its `lines`."""
    named = tuple(sorted(table.faults.named, key=lambda fault: fault.line))
    faulty = {fault.line for fault in named}
    return Reading(
        () if table.faults.count else tuple(entries),
        named,
        table.faults.count - len(named),
        table.notes,
        tuple(each for each in entries if faulty.isdisjoint(each.lines)),
        {each.line: each.values.get("name", "") for each in table.records if each.line in faulty},
    )


def _record(line: Line, matched: dict[int, Column], headed: frozenset[int], faults: Faults) -> Record:
    values, said = dict[str, Any](), dict[str, str]()
    faulted = set()
    stray = next((place for place, cell in enumerate(line.cells) if place not in headed and cell.strip()), None)
    if stray is not None:
        faults.add(line.number, "", STRAY.format(shown(line.cells[stray]), stray + 1))
    for place, cell in enumerate(line.cells):
        column = matched.get(place)
        try:
            if column is not None and (text := cells.plain(cell)):
                values[column.key], said[column.key] = column.read(text), text
        except Unfit as unfit:
            faults.add(line.number, matched[place].heading, str(unfit))
            faulted.add(matched[place].key)
    return Record(line.number, values, frozenset(faulted), said)
