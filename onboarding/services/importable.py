"""What a kind of table declares, so that it is chosen, mapped, looked at, taken in and undone like every other."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from onboarding.extensions import db
from onboarding.formats.tables.lines import Fault
from onboarding.formats.tables.records import Column, Reading
from onboarding.models.imported import ImportBatch
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.permissions import May
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulings import Rulings
from onboarding.services.change import Change
from onboarding.services.line_choices import Line

ASKED_AT_ONCE = 500  # addresses in one question to the database


class Kept(NamedTuple):
    """A value of an entry as it will be kept, in words. `said`: how it stands in the table, where that is otherwise."""

    label: str
    value: str
    said: str | None


class ByLine(NamedTuple):
    """That what becomes of each line is chosen, as people it is about may be here: who they are, as the user with that
    id may be told; what is kept of an entry; and updating people from entries, each by the keys of its differences,
    which `labels` says in words.

    `once`: what two lines that update may not both be about. `verb`: what is done, and done about somebody, and of what
    there are so many. `records`: it only records what happened, so that undoing it strikes that again. `nobody`: why a
    line that could be about nobody here is skipped, where nobody is added."""

    lines: Callable[[Organisation, Sequence[Any], int | None], Sequence[Line]]
    kept: Callable[[Any], Sequence[Kept]]
    update: Callable[[Change, Organisation, Sequence[Line], Rulings], None]
    labels: Mapping[str, str]
    once: Callable[[Line], Hashable] = lambda line: line.chosen and line.chosen.person
    verb: tuple[str, str] = ("Update", "Update")
    counted: tuple[str, str] = ("person", "people")
    records: bool = False
    nobody: str | None = None


class OfCohe(NamedTuple):
    """That a table is of the COHE itself, and adds nobody: recording its entries as of a batch, and taking back what
    that recorded, with the reason, which gives how many that was.
    """

    record: Callable[[Change, Organisation, Sequence[Any], ImportBatch], None]
    take_back: Callable[[Change, Organisation, int, str], int]


class Asked(NamedTuple):
    """That words of a table mean what somebody says, once for each word, before it is looked at.

    `word`: under what the meaning of an entry's word is kept, of one that needs a meaning; `text`: as it is shown.
    `put`: the entry with the meaning of its word. `choices`: each with its words. `suggested`: by the word alone.
    """

    title: str
    says: str
    word: Callable[[Any], str | None]
    text: Callable[[Any], str]
    put: Callable[[Any, str | None], Any]
    choices: Mapping[str, str]
    suggested: Callable[[str], str | None]


class Word(NamedTuple):
    """A word of a table that means what somebody says."""

    text: str
    entries: int
    meaning: str | None


class Importable(NamedTuple):
    """A kind of table. Its entries each have a `name` and `lines`; the flow knows nothing else of them.

    `each`: one and several of whom it holds. `shown`: what of an entry is looked at beside the name, by what it is
    called; of `by_line` it is what is kept. `how`: what the template says besides its columns. `read` gives somebody or
    a fault, `refused` says why entries cannot be taken in as things stand (the last argument: names of those whose
    lines have a fault), and `add` takes them in by the services of what they hold, and gives the people. `by_line`
    None: every entry is added. `asked`: what somebody says of its words. `of_cohe`: nobody is in it.
    """

    key: str
    title: str
    says: str
    each: tuple[str, str]
    may: May
    columns: Sequence[Column]
    how: Sequence[str]
    shown: Mapping[str, Callable[[Any], str | int | None]]
    read: Callable[[bytes, Mapping[int, str], Numbers, int | None], Reading]
    refused: Callable[[Organisation, Sequence[Any], Rulings, Sequence[str]], Iterable[Fault]]
    add: Callable[[Change, Organisation, Sequence[Any]], Sequence[Person]]
    by_line: ByLine | None = None
    asked: Asked | None = None
    of_cohe: OfCohe | None = None


def of_addresses(organisation: Organisation, entries: Sequence[Any], column: str) -> Iterator[Fault]:
    """Who has the address of somebody who is recorded here, or of another line."""
    seen: dict[str, int] = {}
    with_one = [(each.email.lower(), each.lines[0]) for each in entries if each.email]
    for start in range(0, len(with_one), ASKED_AT_ONCE):
        asked, address = with_one[start : start + ASKED_AT_ONCE], func.lower(Person.email)
        chosen = select(address, Person.name).where(Person.organisation_id == organisation.id)
        known = dict(map(tuple, db.session.execute(chosen.where(address.in_([email for email, _ in asked])))))
        for email, line in asked:
            if name := known.get(email):
                yield Fault(line, column, f"{name} is recorded here with this address. Delete the line, or correct it.")
            if (first := seen.setdefault(email, line)) != line:
                yield Fault(line, column, f"Line {first} has the same address. Correct one of them.")
