"""Lines joined into applicants: whose line is whose, and whether what is said of somebody twice is the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from onboarding.formats.tables.applicant_columns import PERSON, REFERENCE_COLUMN, STANDING
from onboarding.formats.tables.records import Column, Faults, Record
from onboarding.rules.alike import same_name

KEYS = ("reference", "email")  # by which lines are joined
ABOUT_THEM = (REFERENCE_COLUMN, *PERSON, *STANDING)
EMAIL_COLUMN = next(column for column in PERSON if column.key == "email")


@dataclass
class Somebody:
    """One applicant as their lines come: what is known of them, and on which line each was said first."""

    lines: list[Record] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)
    said_on: dict[str, int] = field(default_factory=dict)


def joined(lines: Iterable[Record], faults: Faults) -> list[Somebody]:
    """The lines of each applicant, by ID or email address; a line with neither stands for itself."""
    people: list[Somebody] = []
    known = _Known()
    for line in lines:
        _refuse_same_name(line, known, faults)
        somebody = _whose(line, known, faults)
        if somebody is None:
            somebody = Somebody()
            people.append(somebody)
        _add(somebody, line, faults)
        for index, key in ((known.references, "reference"), (known.addresses, "email")):
            if key in line.values:
                index.setdefault(_folded(line.values[key]), somebody)
    return people


@dataclass
class _Known:
    """The applicants so far, by what tells them apart; of names, the line each stood on first."""

    references: dict[str, Somebody] = field(default_factory=dict)
    addresses: dict[str, Somebody] = field(default_factory=dict)
    names: dict[str | None, int] = field(default_factory=dict)


def _whose(line: Record, known: _Known, faults: Faults) -> Somebody | None:
    """The applicant whose line it is; None for a new one. The ID decides, and an address is one applicant's alone."""
    by_reference = known.references.get(_folded(line.values.get("reference", "")))
    by_address = known.addresses.get(_folded(line.values.get("email", "")))
    if by_address is None or "reference" not in line.values or by_address is by_reference:
        return by_reference or by_address
    if by_reference is None and "reference" not in by_address.known:
        return by_address  # whose ID was not said until now
    on = by_address.said_on["email"]
    faults.add(
        line.line, EMAIL_COLUMN.heading, f"it belongs to the applicant on line {on}, who has another ID. Correct one"
    )
    return by_reference


def _folded(value: str) -> str:
    """An ID or address as it is compared: case does not matter, nor do blanks."""
    return "".join(value.casefold().split())


def _refuse_same_name(line: Record, known: _Known, faults: Faults) -> None:
    """Without ID and address, nobody can tell a second line of the same person from a second person of that name."""
    name = same_name(line.values.get("name", ""))
    earlier = known.names.setdefault(name, line.line)
    if name and earlier != line.line and not (line.values.keys() | line.faulted).intersection(KEYS):
        faults.add(
            line.line,
            REFERENCE_COLUMN.heading,
            f"line {earlier} has the same name. Fill in an ID or an email address on both: it tells if they are one",
        )


def _add(somebody: Somebody, line: Record, faults: Faults) -> None:
    """Join a line. What is said twice of a person must be the same."""
    somebody.lines.append(line)
    for column in ABOUT_THEM:
        if column.key not in line.values:
            continue
        said = line.values[column.key]
        known = somebody.known.setdefault(column.key, said)
        on = somebody.said_on.setdefault(column.key, line.line)
        if not _same(column, known, said):
            faults.add(
                line.line,
                column.heading,
                f"line {on} says otherwise of the same applicant. Write the same on both, or leave one blank",
            )


def _same(column: Column, known: Any, said: Any) -> bool:
    if column.key in {"reference", "email"}:
        return _folded(known) == _folded(said)
    return same_name(known) == same_name(said) if column.key == "name" else bool(known == said)
