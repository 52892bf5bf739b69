"""Who is away, from when to when, and who covers: recorded, corrected, taken back."""

from datetime import date

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.models.staffing import AbsenceRecord, CoverRecord
from onboarding.queries import absences as found, people
from onboarding.queries.correctable import in_force
from onboarding.rules.days import add_years
from onboarding.rules.wording import long_day, short_day
from onboarding.services import correcting, cover_mail, names
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock, lock_in_turn

YEARS_AHEAD = 3  # further off, a year was typed wrong
Days = tuple[date, date]  # first and last, both included


def record(actor: Actor, person: Person, days: Days, item: EvidenceItem | None = None) -> AbsenceRecord:
    """Record the days on which somebody is away. Raises OnboardingError for days that cannot be, or overlap others."""
    with change(actor) as under_way:
        lock(person)
        row = AbsenceRecord(first_on=days[0], last_on=days[1])
        _refuse_absence(person, row, None)
        return correcting.add(under_way, Action.ABSENCE_RECORDED, row, person, item, **told(days))


def correct(
    actor: Actor,
    person: Person,
    earlier: AbsenceRecord,
    days: Days,
    because: str,
    item: EvidenceItem | None = None,
) -> AbsenceRecord:
    """Put other days in the place of those that were recorded; both stay readable. Who covers stays as it is."""
    with change(actor) as under_way:
        lock(person)
        names.refuse_any(person.organisation_id, because=because)
        row = AbsenceRecord(first_on=days[0], last_on=days[1])
        _refuse_absence(person, row, earlier)
        return correcting.correct(
            under_way, Action.ABSENCE_CORRECTED, row, person, earlier, because, item, **told(days)
        )


def strike(actor: Actor, person: Person, earlier: AbsenceRecord, because: str) -> AbsenceRecord:
    """Take away an absence that does not take place; it stays readable, with the reason."""
    with change(actor) as under_way:
        lock(person)
        names.refuse_any(person.organisation_id, because=because)
        return correcting.strike(under_way, Action.ABSENCE_STRUCK, person, earlier, because)


def cover(actor: Actor, person: Person, by: Person, days: Days) -> CoverRecord:
    """Record who covers for somebody on days of an absence.

    Raises OnboardingError for days on which the person is not away, or that somebody covers already, and for who is in
    no role that covers on each of them.
    """
    with change(actor) as under_way:
        lock_in_turn([person.id, by.id])
        lock(person)
        row = CoverRecord(covered_by_id=by.id, first_on=days[0], last_on=days[1])
        refuse_cover(person, by, row)
        return correcting.add(under_way, Action.COVER_RECORDED, row, person, None, by=by.id, **told(days))


def end_cover(actor: Actor, person: Person, earlier: CoverRecord, because: str) -> CoverRecord:
    """Take away that somebody covers; it stays readable, with the reason."""
    with change(actor) as under_way:
        lock_in_turn([person.id, earlier.covered_by_id])
        lock(person)
        names.refuse_any(person.organisation_id, because=because)
        row = correcting.strike(under_way, Action.COVER_STRUCK, person, earlier, because)
        cover_mail.ended(actor, earlier)
        return row


def told(days: Days) -> dict[str, str]:
    """Days as the trail's entry says them."""
    return {"first": str(days[0]), "last": str(days[1])}


def _refuse_order(row: AbsenceRecord | CoverRecord) -> None:
    if row.last_on < row.first_on:
        raise OnboardingError(
            f"The last day, {long_day(row.last_on)}, is before the first, {long_day(row.first_on)}. Correct one of "
            "them.",
            "last_on",
        )


def _refuse_absence(person: Person, row: AbsenceRecord, instead_of: AbsenceRecord | None) -> None:
    if person.posting is None:
        raise OnboardingError("Record the hire first.")
    _refuse_order(row)
    latest = add_years(clock.today(), YEARS_AHEAD)
    if row.last_on > latest:
        raise OnboardingError(f"Enter a day not after {long_day(latest)}.", "last_on")
    first = min(each.hired_on for each in people.versions(person))
    if row.first_on < first:
        raise OnboardingError(f"The first day in the role is {long_day(first)}. Enter a day not before it.", "first_on")
    held = [each for each in in_force(found.history(person)[0]) if each is not instead_of]
    if other := next((each for each in held if found.overlap(each, row)), None):
        raise OnboardingError(
            f"{person.name} is recorded as away from {short_day(other.first_on)} to {short_day(other.last_on)}. "
            "Correct that absence, or choose other days.",
            "first_on",
        )


def refuse_cover(person: Person, by: Person, row: CoverRecord) -> None:
    """Raises OnboardingError where the days cannot be covered by that person. The caller has locked both."""
    _refuse_order(row)
    absences, covers = found.history(person)
    if not found.away_throughout(in_force(absences), row):
        raise OnboardingError(
            f"{person.name} is not away on each of these days. Choose days of the absence.", "first_on"
        )
    if other := next((each for each in in_force(covers) if found.overlap(each, row)), None):
        raise OnboardingError(
            f"{other.covered_by.name} covers from {short_day(other.first_on)} to {short_day(other.last_on)}. "
            "Choose other days, or take that cover back.",
            "first_on",
        )
    posting = by.posting
    if by.organisation_id != person.organisation_id or by.id == person.id or posting is None:
        raise OnboardingError("Choose an HSC who works here.", "by")
    in_role = posting.hired_on <= row.first_on and (posting.left_on is None or row.last_on <= posting.left_on)
    if posting.role not in found.COVERING or not in_role:
        raise OnboardingError(f"{by.name} is not an HSC here on each of these days. Choose somebody else.", "by")
