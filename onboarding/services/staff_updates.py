"""Updating somebody from a line of a table of staff: each value as a correction by hand would, within one change.

Nothing is overwritten: what stood before stays readable, with the reason that a table of staff said otherwise.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.formats.tables.staff import Member
from onboarding.formats.tables.staff_columns import EVENTS
from onboarding.models.credential import Track
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.queries import hiring as working
from onboarding.queries.recorded_staff import Recorded
from onboarding.roles import StaffRole
from onboarding.rules.alike import same_name
from onboarding.rules.rulings import Rulings
from onboarding.services import account_details, credentials, hiring, leaving, people, training
from onboarding.services.account_details import DetailFacts
from onboarding.services.change import Change
from onboarding.services.credentials import EventFacts
from onboarding.services.people import PersonFacts, PostingFacts
from onboarding.services.staff_differences import (
    ACTIVITIES,
    HIRE,
    OF_POSTING,
    areas_of,
    corrected_by,
    entry_of,
    events_of,
    trainings_of,
)
from onboarding.services.training import TrainingFacts

HERE_BEFORE = "Worked here before this record began. Taken in with a table of staff."
CORRECTED = "Corrected from a table of staff."
LEFT = "The last day is from a table of staff."
OF_PERSON = ("name", "email", "phone")
DETAILS = ("npi", "payee_number")


def update(
    under_way: Change,
    organisation: Organisation,
    member: Member,
    recorded: Recorded,
    keys: Collection[str],
    law: Rulings,
) -> None:
    """Put what these keys of the differences name in the place of what is recorded, of a person who is locked.

    Raises OnboardingError for what cannot be; the change is not to go on then.
    """
    person = recorded.person
    if wanted := {key: getattr(member, key) for key in OF_PERSON if key in keys}:
        said = PersonFacts(person.name, person.applied_for, person.email, person.phone, person.applied_on)
        people.put_facts(under_way, person, said._replace(**wanted))
    _put_posting(under_way, member, person, keys)
    if "supervisor" in keys:
        supervisor = _supervisor(organisation, member.supervisor or "")
        since = max(member.hired_on, person.posting.hired_on) if person.posting else member.hired_on
        hiring.put_supervision(under_way, person, supervisor, since)
    _put_events(under_way, member, recorded, keys, law)
    if wanted := {key: getattr(member, key) for key in DETAILS if key in keys}:
        _put_details(under_way, recorded, wanted, law)
    _put_trainings(under_way, member, recorded, keys)


def _put_posting(under_way: Change, member: Member, person: Person, keys: Collection[str]) -> None:
    before = person.posting
    if before is None:
        if HIRE not in keys:
            if any(key not in OF_PERSON for key in keys):
                raise OnboardingError(f"Record the hire of {person.name} too: the rest is that of somebody in a role.")
            return
        said = PostingFacts(StaffRole(member.role), member.hired_on, member.left_on, HERE_BEFORE)
        people.put_posting(under_way, person, said, person.revision)
        return
    wanted: dict[str, Any] = {key: getattr(member, key) for key in OF_POSTING if key in keys}
    if not wanted:
        return
    if "role" in wanted:
        wanted["role"] = StaffRole(member.role)
    said = PostingFacts(before.role, before.hired_on, before.left_on, CORRECTED)._replace(**wanted)
    if "left_on" in wanted and before.left_on is None:
        reason = f"{LEFT} {CORRECTED}" if len(wanted) > 1 else LEFT
        leaving.end_posting(under_way, person, said._replace(reason=reason), person.revision)
    else:
        people.put_posting(under_way, person, said, person.revision)


def _supervisor(organisation: Organisation, name: str) -> Person:
    found = [each for each in working.hscs(organisation.id, clock.today()) if each.same_name == same_name(name)]
    if len(found) != 1:
        what = "Several HSCs here have" if found else "No HSC here has"
        raise OnboardingError(f"{what} the name {name}. Leave the supervising HSC as it is, and name one afterwards.")
    return found[0]


def _put_events(under_way: Change, member: Member, recorded: Recorded, keys: Collection[str], law: Rulings) -> None:
    changed = False
    for track, event, key in EVENTS:
        if ("number" if event == "issued" else key) not in keys:
            continue
        rows, changed = events_of(recorded, track, event), True
        on = member.values.get(key) or rows[-1].happened_on
        if not rows or event == "billed":
            credentials.add_event(
                under_way, recorded.person, EventFacts(Track(track), event, on, _number(member, event))
            )
            continue
        said = EventFacts(*(getattr(rows[-1], field) for field in EventFacts._fields))._replace(happened_on=on)
        if event == "issued":
            said = said._replace(number=member.number or said.number)
        credentials.correct_event(under_way, recorded.person, rows[-1], said, CORRECTED)
    if changed:
        credentials.refuse_impossible(recorded.person, law)


def _number(member: Member, event: str) -> str | None:
    return member.number if event == "issued" else None


def _put_details(under_way: Change, recorded: Recorded, wanted: dict[str, Any], law: Rulings) -> None:
    before, person = recorded.details, recorded.person
    known = {key: getattr(before, key) for key in DetailFacts._fields} if before else {}
    if "npi" in wanted:
        known["no_npi_because"] = None
    said = DetailFacts(**{**known, **wanted})
    account_details.refuse_details(person, said, law)
    account_details.add_details(under_way, person, said, before.version + 1 if before else 1)


def _put_trainings(under_way: Change, member: Member, recorded: Recorded, keys: Collection[str]) -> None:
    if "initial_on" in keys:
        _put_initial(under_way, member.values["initial_on"], recorded)
    for key, kind in ACTIVITIES.items():
        entry = entry_of(member, kind) if key in keys else None
        if entry is None:
            continue
        earlier = corrected_by(kind, entry, trainings_of(recorded, kind))
        said = TrainingFacts(TrainingPart.ACTIVITIES, {**(earlier[-1].facts if earlier else {}), **entry})
        if earlier:
            training.correct_training(under_way, recorded.person, earlier[-1], said, CORRECTED)
        else:
            training.add_training(under_way, recorded.person, said)


def _put_initial(under_way: Change, on: date, recorded: Recorded) -> None:
    for area, rows in areas_of(recorded).items():
        said = TrainingFacts(TrainingPart.INITIAL, {"area": area, "on": on.isoformat()})
        if not rows:
            training.add_training(under_way, recorded.person, said)
        elif all(row.facts["on"] != on.isoformat() for row in rows):
            training.correct_training(under_way, recorded.person, rows[-1], said, CORRECTED)
