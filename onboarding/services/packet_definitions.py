"""Defining what a COHE puts together as a packet of evidence, to be issued again and again."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import AsOf, Evidence, Files, PacketDefinition, Quarterly, Span, Whom
from onboarding.queries import packets as found
from onboarding.rules.packet_contents import OF_A_PERSON, Section, blocks, moved
from onboarding.services import names, twice
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation

MOST_PEOPLE = 200


class Said(NamedTuple):
    """A definition as somebody enters it; `models/packet.py` says what each part is."""

    name: str
    whom: Whom
    people: tuple[int, ...]
    span: Span
    first_on: date | None
    last_on: date | None
    as_of: AsOf
    sections: tuple[Section, ...]
    evidence: Evidence
    files: Files = Files.ONE
    quarterly: Quarterly = Quarterly.NEVER
    letter: str | None = None


def define(actor: Actor, organisation: Organisation, said: Said) -> PacketDefinition:
    """Record a definition. Raises OnboardingError for one that cannot be."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        _refuse(organisation, said)
        row = PacketDefinition(organisation_id=organisation.id, revision=0, **_columns(said))
        row.recorded_by_id, row.recorded_at = actor.user_id, clock.now()
        _begin_quarterly(row)
        twice.refuse(actor, row, "organisation_id", "name", field="name")
        db.session.add(row)
        db.session.flush()
        _record(under_way, Action.PACKET_DEFINED, row)
    return row


def redefine(actor: Actor, organisation: Organisation, id: int, said: Said, seen: int) -> PacketDefinition:
    """Change a definition; packets that were issued stay as they are. `seen`: the revision that the page showed.

    Raises ChangedMeanwhileError where somebody else changed it since.
    """
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        row = found.definition(organisation.id, id)
        if row is None:
            raise NotFoundError
        db.session.refresh(row)
        if row.revision != seen:
            raise ChangedMeanwhileError("somebody else changed this definition")
        _refuse(organisation, said)
        columns = {**_columns(said), "sections": _in_order(said.sections, row.sections)}
        if all(getattr(row, key) == value for key, value in columns.items()):
            raise OnboardingError("Nothing is different. Nothing was changed.")
        for key, value in columns.items():
            setattr(row, key, value)
        row.revision += 1
        _begin_quarterly(row)
        _record(under_way, Action.PACKET_REDEFINED, row)
    return row


def move(actor: Actor, organisation: Organisation, id: int, block: str, up: bool, seen: int) -> PacketDefinition:
    """Have a section stand a place further up or down. `seen`: the revision that the page showed.

    Raises NotFoundError where there is no such section, and ChangedMeanwhileError where the definition was changed.
    """
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        row = found.definition(organisation.id, id)
        if row is None or block not in blocks(row.sections):
            raise NotFoundError
        db.session.refresh(row)
        if row.revision != seen:
            raise ChangedMeanwhileError("somebody else changed this definition")
        sections = moved(row.sections, block, up)
        if sections == row.sections:
            raise OnboardingError("It stands at the end already. Nothing was changed.")
        row.sections, row.revision = sections, row.revision + 1
        _record(under_way, Action.PACKET_REDEFINED, row)
    return row


def _in_order(chosen: Collection[Section], before: Sequence[str]) -> list[str]:
    """The sections chosen: those that were there in the order they had, and the new ones after what they follow."""
    found = [each for each in before if Section(each) in chosen]
    usual = list(Section)
    for each in sorted(set(chosen) - set(before), key=usual.index):
        earlier = [place for place, there in enumerate(found) if usual.index(Section(there)) < usual.index(each)]
        found.insert(max(earlier, default=-1) + 1, each.value)
    return [str(each) for each in found]


def _begin_quarterly(row: PacketDefinition) -> None:
    """Since when the clock may act: since it was first told to."""
    row.quarterly_since = None if row.quarterly is Quarterly.NEVER else row.quarterly_since or clock.today()


def _columns(said: Said) -> dict[str, object]:
    days = (said.first_on, said.last_on) if said.span is Span.DAYS else (None, None)
    people = list(said.people) if said.whom in (Whom.PERSON, Whom.CHOSEN) else []
    return {
        **said._asdict(),
        "people": people,
        "first_on": days[0],
        "last_on": days[1],
        "sections": [each.value for each in Section if each in said.sections],
    }


def _refuse(organisation: Organisation, said: Said) -> None:
    if said.whom is Whom.PERSON and len(said.people) != 1:
        raise OnboardingError("Choose one person in the list below.", "whom")
    if said.whom is Whom.CHOSEN and not 0 < len(said.people) <= MOST_PEOPLE:
        raise OnboardingError(f"Choose one person at least in the list below, and {MOST_PEOPLE} at most.", "whom")
    if said.whom in (Whom.PERSON, Whom.CHOSEN) and not found.are_people(organisation.id, said.people):
        raise OnboardingError("Choose people from the list below.", "whom")
    if said.whom is Whom.NOBODY and any(each in said.sections for each in (*OF_A_PERSON, Section.ROSTER)):
        raise OnboardingError("A packet about nobody has no roster and no section on each person.", "sections")
    _refuse_files(said)
    if not said.sections:
        raise OnboardingError("Choose one section at least.", "sections")
    if said.span is Span.DAYS:
        _refuse_days(said)
    names.refuse_any(organisation.id, name=said.name, letter=said.letter)


def _refuse_files(said: Said) -> None:
    if said.quarterly is not Quarterly.NEVER and said.span not in (Span.LAST_QUARTER, Span.FOUR_QUARTERS):
        raise OnboardingError("Choose a period of quarters that have ended.", "quarterly")
    if said.files is Files.EACH and said.whom not in (Whom.CHOSEN, Whom.STAFF):
        raise OnboardingError("A file for each person is of several people or of everybody on staff.", "files")
    if said.files is Files.EACH and Section.STAFFING in said.sections:
        raise OnboardingError(
            "The staffing worksheet is about the COHE. Take it out, or choose one file for everybody.", "files"
        )


def _refuse_days(said: Said) -> None:
    if said.first_on is None or said.last_on is None:
        raise OnboardingError("Enter the first and the last day of the period.", "first_on")
    if said.last_on < said.first_on:
        raise OnboardingError("The last day is before the first.", "last_on")
    if said.first_on > clock.today():
        raise OnboardingError("The period has not begun. Nothing can be shown of it.", "first_on")


def _record(under_way: Change, action: Action, row: PacketDefinition) -> None:
    under_way.record(row.organisation_id, action, row, whom=row.whom.value, sections=list(row.sections))
