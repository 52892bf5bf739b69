"""What a line of a table of staff says otherwise than what is recorded of somebody, value by value, in words.

A blank cell says nothing. What a paper shows, and what is recorded several times, is corrected on the person's page.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from onboarding.formats.tables.staff import Member
from onboarding.formats.tables.staff_columns import BY_KEY, EVENTS, SITES
from onboarding.models.base import Correctable
from onboarding.models.credential import CredentialEvent
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries.recorded_staff import Recorded
from onboarding.roles import IN_WORDS
from onboarding.rules.alike import dialed, same_name
from onboarding.rules.training import AREAS
from onboarding.rules.wording import count, short_day
from onboarding.services.line_choices import Difference

PAPER = "A paper shows what is recorded. Correct it on the person’s page."
SEVERAL = "Several are recorded. Correct the right one on the person’s page."
NO_DAY = "Add the day on which it was issued to the table, or record it on the person’s page."
HIRE = "hire"  # role and days at once, of somebody whom nobody hired yet
LABELS = {HIRE: "Hire", **{key: column.heading for key, column in BY_KEY.items()}}
OF_POSTING = ("role", "hired_on", "left_on")
ACTIVITIES = {"orientation_on": "orientation", "shadowing_on": "shadowing", "conference_on": "conference"}
SITE_WORDS = {kept: said for said, kept in reversed(SITES.items())}


def in_words(key: str, value: Any) -> str:
    """A value of a column as pages say it."""
    if isinstance(value, date):
        return short_day(value)
    if key == "role":
        return IN_WORDS[value]
    if key == "shadowing_minutes":
        return count(int(value), "minute")
    return SITE_WORDS[value] if key == "orientation_at" else str(value)


def differences(member: Member, recorded: Recorded) -> list[Difference]:
    """What the line says anew or otherwise, in the order of the columns."""
    found = [
        *_of_person(member, recorded),
        *_of_posting(member, recorded),
        *_of_supervisor(member, recorded),
        *_of_events(member, recorded),
        *_of_details(member, recorded),
        *_of_trainings(member, recorded),
    ]
    order = {HIRE: 0.5, **{key: float(place) for place, key in enumerate(BY_KEY)}}
    return sorted(found, key=lambda each: order[each.key])


def _difference(key: str, recorded: str | None, kept: str, why_not: str | None = None) -> Difference:
    return Difference(key, LABELS[key], recorded, kept, why_not)


def _of_person(member: Member, recorded: Recorded) -> Iterator[Difference]:
    person = recorded.person
    if " ".join(member.name.split()) != person.name:
        yield _difference("name", person.name, member.name)
    if member.email and member.email.lower() != (person.email or "").lower():
        yield _difference("email", person.email, member.email)
    if member.phone and (dialed(member.phone) or member.phone) != (person.dialed or person.phone):
        yield _difference("phone", person.phone, member.phone)


def _of_posting(member: Member, recorded: Recorded) -> Iterator[Difference]:
    posting = recorded.person.posting
    if posting is None:
        until = f" to {short_day(member.left_on)}" if member.left_on else ""
        yield _difference(HIRE, None, f"{IN_WORDS[member.role]} from {short_day(member.hired_on)}{until}")
        return
    for key in OF_POSTING:
        wanted, known = getattr(member, key), getattr(posting, key)
        if wanted is not None and wanted != known:
            yield _difference(key, None if known is None else in_words(key, known), in_words(key, wanted))


def _of_supervisor(member: Member, recorded: Recorded) -> Iterator[Difference]:
    known = recorded.supervisor
    if member.supervisor and (known is None or known.same_name != same_name(member.supervisor)):
        yield _difference("supervisor", known.name if known else None, member.supervisor)


def events_of(recorded: Recorded, track: str, event: str) -> list[CredentialEvent]:
    """What is recorded of one kind of event."""
    return [each for each in recorded.events if (each.track.value, each.event) == (track, event)]


def _of_events(member: Member, recorded: Recorded) -> Iterator[Difference]:
    for track, event, key in EVENTS:
        wanted, rows = member.values.get(key), events_of(recorded, track, event)
        if event == "issued":
            yield from _of_number(member, rows)
        elif wanted and all(row.happened_on != wanted for row in rows):
            last = max((row.happened_on for row in rows), default=None)
            why_not = None if event == "billed" else _why_not(rows)
            yield _difference(key, short_day(last) if last else None, short_day(wanted), why_not)


def _of_number(member: Member, rows: Sequence[CredentialEvent]) -> Iterator[Difference]:
    number, on = member.number, member.values.get("provider_issued")
    if not number and not on:
        return
    if any(number in (None, row.number) and on in (None, row.happened_on) for row in rows):
        return
    known = rows[-1] if rows else None
    why_not = _why_not(rows) or (None if known or (number and on) else NO_DAY)
    said = _issued(number or (known.number if known else None), on or (known.happened_on if known else None))
    yield _difference("number", _issued(known.number, known.happened_on) if known else None, said, why_not)


def _issued(number: str | None, on: date | None) -> str:
    return ", ".join([number or "no Provider ID", *([f"issued {short_day(on)}"] if on else [])])


def _of_details(member: Member, recorded: Recorded) -> Iterator[Difference]:
    for key in ("npi", "payee_number"):
        wanted, known = getattr(member, key), getattr(recorded.details, key, None)
        if wanted and wanted != known:
            yield _difference(key, known, wanted)


def trainings_of(recorded: Recorded, kind: str) -> list[TrainingRecord]:
    """The activities of a kind that are recorded."""
    activities = (each for each in recorded.trainings if each.part is TrainingPart.ACTIVITIES)
    return [each for each in activities if each.facts.get("kind") == kind]


def areas_of(recorded: Recorded) -> dict[str, list[TrainingRecord]]:
    """The initial trainings that are recorded, by their area."""
    initial = [each for each in recorded.trainings if each.part is TrainingPart.INITIAL]
    return {area: [each for each in initial if each.facts.get("area") == area] for area in AREAS}


def entry_of(member: Member, kind: str) -> dict[str, Any] | None:
    """The activity of a kind that the line says."""
    return next((entry for _, entry in member.trainings if entry.get("kind") == kind), None)


def _of_trainings(member: Member, recorded: Recorded) -> Iterator[Difference]:
    if wanted := member.values.get("initial_on"):
        yield from _of_initial(wanted, recorded)
    for key, kind in ACTIVITIES.items():
        entry = entry_of(member, kind)
        rows = trainings_of(recorded, kind)
        if entry is None or any(is_same(entry, row.facts) for row in rows):
            continue
        earlier = corrected_by(kind, entry, rows)
        known = activity_in_words((earlier[-1] if earlier else rows[-1]).facts) if rows else None
        yield _difference(key, known, activity_in_words(entry), _why_not(earlier))


def corrected_by(kind: str, entry: Mapping[str, Any], rows: Sequence[TrainingRecord]) -> list[TrainingRecord]:
    """Which of what is recorded an activity corrects: there is one orientation, and one of each other kind on a day."""
    return list(rows) if kind == "orientation" else [each for each in rows if each.facts["on"] == entry["on"]]


def is_same(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a recorded activity says all that the line says of it."""
    return all(str(facts.get(key)).casefold() == str(value).casefold() for key, value in entry.items())


def _of_initial(wanted: date, recorded: Recorded) -> Iterator[Difference]:
    other = {area: rows for area, rows in areas_of(recorded).items() if not _has_day(rows, wanted)}
    if not other:
        return
    known = sorted({row.facts["on"] for rows in other.values() for row in rows})
    why_not = next((why for rows in other.values() if (why := _why_not(rows))), None)
    said = short_day(date.fromisoformat(known[-1])) if known else None
    yield _difference("initial_on", said, f"{short_day(wanted)}, for {count(len(other), 'area')}", why_not)


def _has_day(rows: Sequence[TrainingRecord], wanted: date) -> bool:
    return any(row.facts["on"] == wanted.isoformat() for row in rows)


def activity_in_words(facts: Mapping[str, Any]) -> str:
    """An activity with its day, and where and how long it was."""
    parts = [short_day(date.fromisoformat(facts["on"]))]
    if "minutes" in facts:
        parts.append(in_words("shadowing_minutes", facts["minutes"]))
    if where := SITE_WORDS.get(facts.get("location", "")) or facts.get("host_cohe"):
        parts.append(str(where))
    return ", ".join(parts)


def _why_not(rows: Sequence[Correctable]) -> str | None:
    """Why what is recorded cannot be corrected by a table."""
    if len(rows) > 1:
        return SEVERAL
    return PAPER if rows and rows[0].item_id else None
