"""A COHE's claims, staff and absences, from their document into facts."""

from datetime import date
from fractions import Fraction

from onboarding.formats.shape import Shape
from onboarding.rules.days import Quarter
from onboarding.rules.facts import Absence, QuarterClaims, Staffing, StaffRow
from onboarding.rules.staffing import ROLES


def staffing(document: Shape, id: str) -> Staffing:
    """The facts of a document. Raises Refused with every fault named by its path."""
    quarters = _quarters(document)
    staff = _staff(document)
    absences = tuple(_absence(part, {row.id for row in staff}) for part in document.parts("absences"))
    facts = Staffing(id, document.text("cohe"), quarters, staff, absences)
    document.close()
    return facts


def _quarters(document: Shape) -> tuple[QuarterClaims, ...]:
    found: dict[Quarter, QuarterClaims] = {}
    for part in document.parts("quarters"):
        text = part.text("quarter") if part.needed("quarter") else None
        quarter = Quarter.parse(text) if text is not None else None
        if text is not None and quarter is None:
            part.fault("quarter", f"{text[:40]!a} is not a quarter (YYYY-Q1 to YYYY-Q4)")
        claims = _claims(part, "claims") if part.needed("claims") else None
        surgical = _claims(part, "surgical_claims")
        if quarter is None:
            continue
        if quarter in found:
            part.fault("quarter", f"{quarter} is given twice")
        found[quarter] = QuarterClaims(quarter, claims or 0, surgical)
    return tuple(found.values())


def _claims(part: Shape, key: str) -> int | None:
    claims = part.whole(key)
    if claims is not None and claims < 0:
        part.fault(key, "below 0")
    return claims


def _staff(document: Shape) -> tuple[StaffRow, ...]:
    rows, sound = [], list[StaffRow]()
    for part in document.parts("staff"):
        before, row = document.faults, _row(part)
        rows.append(row)
        if document.faults > before:
            continue  # a row at fault overlaps nothing yet
        for other in sound:
            if other.id == row.id and _overlap(row, other):
                days = f"from {other.first} to {other.last or 'now'}"
                part.fault("from", f"overlaps another row of {row.id[:40]!a}, {days}")
        sound.append(row)
    return tuple(rows)


def _row(part: Shape) -> StaffRow:
    person = part.id("id") if part.needed("id") else None
    role = part.word("role", ROLES, "role") if part.needed("role") else None
    time = part.amount("claim_fte", as_text=True) if part.needed("claim_fte") else None
    if time is not None and not 0 <= time <= 1:
        part.fault("claim_fte", "not from 0 to 1")
    first = part.day("from") if part.needed("from") else None
    last = part.day("to")
    if first and last and last < first:
        part.fault("to", "before from")
    # Left out: may bill throughout. Given as null: may not bill yet.
    billable = part.day("billable_from") if part.names("billable_from") else date.min
    return StaffRow(person or "", role or "", time or Fraction(0), first or date.max, last, billable)


def _overlap(one: StaffRow, other: StaffRow) -> bool:
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)


def _absence(part: Shape, known: set[str]) -> Absence:
    person = _person(part, "staff", known) if part.needed("staff") else None
    first = part.day("from") if part.needed("from") else None
    last = part.day("to") if part.needed("to") else None
    if first and last and last < first:
        part.fault("to", "before from")
        last = first
    first = first or date.min
    return Absence(person or "", first, last or first, _person(part, "covered_by", known))


def _person(part: Shape, key: str, known: set[str]) -> str | None:
    person = part.id(key)
    if person is not None and person not in known:
        part.fault(key, f"{person[:40]!a} is nobody in staff")
    return person
