"""Taking in a table of any kind: sent, its columns chosen, looked at, and then everybody in one change, or nobody."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.tables.headings import Heading, read
from onboarding.formats.tables.lines import Fault, UnreadableTable
from onboarding.formats.tables.records import Reading
from onboarding.models.imported import ImportBatch, OpenTable
from onboarding.models.organisation import Organisation
from onboarding.queries import imported
from onboarding.rules.rulings import Rulings
from onboarding.services import open_tables
from onboarding.services.applicants_table import APPLICANTS
from onboarding.services.change import Actor, Change, change
from onboarding.services.importable import Importable
from onboarding.services.locks import lock_organisation
from onboarding.services.staff_table import STAFF
from onboarding.services.undoing import note_batch

KINDS: dict[str, Importable] = {each.key: each for each in (APPLICANTS, STAFF)}


class NotTakenError(OnboardingError):
    """Nobody is taken in. `faults`: by their lines, what is wrong."""

    def __init__(self, why: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__(f"Nobody was taken in. {why}")


class Look(NamedTuple):
    """A table as it is read, with everything that keeps it from being taken in as things stand, by line."""

    headings: Sequence[Heading]
    reading: Reading
    faults: Sequence[Fault]


def send(
    actor: Actor, organisation: Organisation, kind: Importable, data: bytes, instead: OpenTable | None = None
) -> OpenTable:
    """Keep a table to go on with. A heading of the one before it is read as it was there.

    Raises OnboardingError for what is no table, and where the account has too many open.
    """
    waiting = imported.waiting(organisation.id, actor.user_id)
    before = instead or next((each for each in waiting if each.kind == kind.key), None)
    id, known = instead.id if instead else None, open_tables.opened(before)[1] if before else []
    db.session.rollback()  # reading a table takes its time, and holds nobody up
    try:
        headings = _as_before(known, read(data, kind.columns))
    except UnreadableTable as unreadable:
        raise OnboardingError(str(unreadable), "file") from unreadable
    return open_tables.keep(actor, organisation, kind.key, data, headings, id)


def look(organisation: Organisation, table: OpenTable, rulings: Rulings) -> Look:
    """What a table holds as its columns were chosen; nobody is taken in."""
    kind, (data, headings) = KINDS[table.kind], open_tables.opened(table)
    numbers = rulings.in_force(clock.today(), organisation.slug, None).numbers
    db.session.rollback()  # as above
    reading = kind.read(data, {each.place: each.key for each in headings if each.key}, numbers)
    faults = [*reading.faults, *kind.refused(organisation, reading.sound, rulings, reading.unsound)]
    return Look(headings, reading, sorted(faults, key=lambda fault: fault.line))


def take_in(actor: Actor, organisation: Organisation, table: OpenTable, rulings: Rulings, revision: int) -> ImportBatch:
    """Take in everybody in a table that was looked at, and leave nothing of it open. `revision`: that of the page.

    Raises NotTakenError, also where it is another table, or read otherwise, than on the page.
    """
    id, kind, found = table.id, KINDS[table.kind], look(organisation, table, rulings)
    with change(actor) as under_way:
        lock_organisation(organisation.id)  # before the table: an erasure, which takes open tables away, does so too
        row = open_tables.locked(actor, organisation, id)
        if row.revision != revision:
            raise NotTakenError("You changed the table or its columns meanwhile. Look at what it holds now.")
        if found.faults:
            raise NotTakenError("Look at what is wrong now.", found.faults)
        db.session.delete(row)
        return add_all(under_way, organisation, kind, found.reading.entries, rulings)


def add_all(
    under_way: Change, organisation: Organisation, kind: Importable, entries: Sequence[Any], rulings: Rulings
) -> ImportBatch:
    """Record everybody with all that is said of them, within a change, as one. Raises NotTakenError."""
    lock_organisation(organisation.id)
    if faults := sorted(kind.refused(organisation, entries, rulings, ()), key=lambda fault: fault.line):
        raise NotTakenError("Look at what is wrong now.", faults)
    return note_batch(under_way, organisation, kind.key, kind.add(under_way, organisation, entries))


def _as_before(before: Sequence[Heading], found: Sequence[Heading]) -> list[Heading]:
    """The headings found, those that stood in the table before read as they were there, wherever they stand now."""
    left, kept = [each for each in before if each.known], dict[int, Heading]()
    for each in found:
        if same := next((one for one in left if one.text == each.text), None):
            left.remove(same)
            kept[each.place] = each._replace(key=same.key, known=True)
    taken = {each.key for each in kept.values()}
    return [kept.get(each.place) or (each._replace(key=None) if each.key in taken else each) for each in found]
