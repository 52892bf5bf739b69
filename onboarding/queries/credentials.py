"""Credentials: what is recorded of a person's two tracks, and what the rules say of it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.credential import AccountDetails, Attestation, Channel, CredentialEvent, Track
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import facts, standing
from onboarding.queries.correctable import in_force
from onboarding.queries.keeping import erased
from onboarding.queries.people import Stage, goes_on, in_stage
from onboarding.rules.credential import CredentialAnswer, credential
from onboarding.rules.duties import Duty
from onboarding.rules.facts import Contradiction, Tracks
from onboarding.rules.faults import Fault
from onboarding.rules.lead_times import History, LeadTime, Step, lead_times
from onboarding.rules.rulings import Law, Rulings
from onboarding.rules.upkeep import duties

TrackName = Track  # for those who may not know the tables
Way = Channel


class Credentials(NamedTuple):
    """What is recorded of one person, and what follows on a day.

    `answer` None: the rules refuse the events, and `faults` say why (a ruling changed what a number looks like).
    """

    person: Person
    tracks: Tracks
    answer: CredentialAnswer | None
    duties: tuple[Duty, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def may_bill(self) -> bool:
        return bool(self.answer and self.answer.may_bill)

    @property
    def bills_before_supplemental(self) -> bool:
        """Whether they may bill and the HSC Supplemental Application is not accepted: L&I does not say if so."""
        return bool(self.answer and self.answer.may_bill and self.answer.supplemental.state != "accepted")


class IssuesSaid(NamedTuple):
    """That somebody said, on a day, whether there are reported issues with L&I. `applied`: in the application, where it
    was verified or not; after the hire it is said, and no more."""

    reported: bool
    said_by: str
    said_on: date
    note: str | None
    applied: bool = False
    verified: bool = False


def history(person: Person) -> Sequence[CredentialEvent]:
    """Every row of the person's events, corrected ones and corrections included, as they were recorded."""
    return db.session.scalars(_events([person.id]).options(joinedload(CredentialEvent.recorded_by))).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> CredentialEvent | None:
    """The event, if it is this organisation's."""
    chosen = select(CredentialEvent).where(CredentialEvent.organisation_id == organisation_id, CredentialEvent.id == id)
    return db.session.scalar(chosen)


def of(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> Credentials:
    """The credentials of one person on a day."""
    return of_all(organisation, [person], rulings, on)[person.id]


def of_all(organisation: Organisation, people: Sequence[Person], rulings: Rulings, on: date) -> dict[int, Credentials]:
    """The credentials of several people, by person; asked for in one question."""
    events, law = events_of(people), rulings.in_force(on, organisation.slug, None)
    return {
        person.id: _credentials(person, facts.tracks(str(person.id), organisation, events[person.id]), rulings, law)
        for person in people
    }


def events_of(people: Sequence[Person]) -> dict[int, list[CredentialEvent]]:
    """The events of several people that are in force, by person; asked for in one question."""
    rows: dict[int, list[CredentialEvent]] = {person.id: [] for person in people}
    for row in db.session.scalars(_events(list(rows))):
        rows[row.person_id].append(row)
    return {id: in_force(each) for id, each in rows.items()}


def staff(organisation: Organisation, on: date, among: Collection[int] | None = None) -> Sequence[Person]:
    """Who is in a role at the COHE, or will be from a later day on; by name. Nobody who was erased.

    `among`: of these people.
    """
    chosen = (
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .options(joinedload(Person.posting))
        .where(*in_a_role(organisation.id, on))
    )
    if among is not None:
        chosen = chosen.where(Person.id.in_(among))
    return db.session.scalars(chosen.order_by(Person.sorted_as, Person.id)).all()


def in_a_role(organisation_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    """Whether a person, joined with their posting, is in a role at the COHE, or will be; and was not erased."""
    here = in_stage(Stage.STAFF, on) | (Posting.hired_on > on)
    return Person.organisation_id == organisation_id, goes_on(Person), ~erased(), here


def own_times(organisation: Organisation, on: date) -> dict[Step, LeadTime]:
    """How long each step took in this COHE, from everybody who has or had a role here."""
    return lead_times(histories(organisation), on)


def histories(organisation: Organisation) -> list[History]:
    """What happened with L&I, and the first day in the role, of everybody who has or had one here."""
    hired = dict(
        db.session.execute(
            select(Person.id, Posting.hired_on)
            .join(Posting, Person.posting_id == Posting.id)
            .where(Person.organisation_id == organisation.id)
        ).all()
    )
    rows: dict[int, list[CredentialEvent]] = {}
    chosen = select(CredentialEvent).where(CredentialEvent.organisation_id == organisation.id)
    for row in db.session.scalars(chosen.order_by(CredentialEvent.id)):
        rows.setdefault(row.person_id, []).append(row)
    return [
        History(hired.get(id), facts.tracks(str(id), organisation, in_force(events))) for id, events in rows.items()
    ]


def details(person: Person) -> AccountDetails | None:
    """What else the account is about, as it holds."""
    return db.session.scalar(_versions(person).limit(1))


def details_versions(person: Person) -> Sequence[AccountDetails]:
    """Every version of it, the latest first."""
    return db.session.scalars(_versions(person)).all()


def attestations(person: Person, before: standing.Known | None = None) -> Sequence[IssuesSaid]:
    """What was said of reported issues with L&I, the latest first; `before`, what was said in the application."""
    rows = db.session.scalars(
        select(Attestation)
        .where(Attestation.organisation_id == person.organisation_id, Attestation.person_id == person.id)
        .order_by(Attestation.said_on.desc(), Attestation.id.desc())
    )
    found = [IssuesSaid(row.reported, row.said_by, row.said_on, row.note) for row in rows]
    if before:
        row = before.statement
        found.append(IssuesSaid(row.value, row.said_by, row.said_on, row.note, True, before.verified))
    return sorted(found, key=lambda each: each.said_on, reverse=True)


def holder(organisation_id: int, number: str, but: int) -> Person | None:
    """Somebody else than `but` who has the Provider ID by an event that holds."""
    rows = db.session.scalars(
        select(CredentialEvent).where(
            CredentialEvent.organisation_id == organisation_id,
            CredentialEvent.number == number,
            CredentialEvent.person_id != but,
        )
    ).all()
    later = select(CredentialEvent.corrects_id).where(CredentialEvent.corrects_id.in_([row.id for row in rows]))
    corrected = set(db.session.scalars(later)) if rows else set()
    held = next((row for row in rows if row.id not in corrected and not row.struck), None)
    return db.session.get(Person, held.person_id) if held else None


def payee_of(organisation_id: int, number: str) -> Person | None:
    """Somebody who bills under that number as a group's, as it holds now."""
    rows = db.session.scalars(
        select(AccountDetails).where(
            AccountDetails.organisation_id == organisation_id, AccountDetails.payee_number == number
        )
    )
    for row in rows:
        person = db.session.get_one(Person, row.person_id)
        last = details(person)
        if last and last.id == row.id:
            return person
    return None


def _credentials(person: Person, tracks: Tracks, rulings: Rulings, law: Law) -> Credentials:
    posting = person.posting
    try:
        answer = credential(tracks, rulings, law.on)
    except Contradiction as contradiction:
        return Credentials(person, tracks, None, (), contradiction.faults)
    applies = bool(posting and (posting.left_on is None or posting.left_on >= law.on))
    return Credentials(
        person, tracks, answer, duties(tracks, answer, posting.hired_on if posting else None, law, applies)
    )


def _events(ids: Sequence[int]) -> Select[CredentialEvent]:
    return select(CredentialEvent).where(CredentialEvent.person_id.in_(ids)).order_by(CredentialEvent.id)


def _versions(person: Person) -> Select[AccountDetails]:
    return (
        select(AccountDetails)
        .where(AccountDetails.organisation_id == person.organisation_id, AccountDetails.person_id == person.id)
        .order_by(AccountDetails.version.desc())
    )
