"""Makers of stored things: each shows only what matters to the test, and goes through the services."""

import time
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from flask import current_app
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.claim import Claim, ClaimSource, How
from onboarding.models.evidence import EvidenceItem
from onboarding.models.imported import ImportBatch
from onboarding.models.message import Message
from onboarding.models.organisation import Invitation, Organisation
from onboarding.models.person import Person
from onboarding.models.reference import ReferenceRequest
from onboarding.models.ruling import RecordedRuling
from onboarding.models.source_check import SourceCheck
from onboarding.queries import rulings as rulings_of
from onboarding.roles import OrganisationKind, Role, StaffRole
from onboarding.rules import passages_file
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import (
    accounts,
    claims,
    evidence,
    imports,
    members,
    organisations,
    outbox,
    people,
    references,
    rulings,
    source_checks,
    statements,
)
from onboarding.services.change import SYSTEM, Actor, change
from tests.documents.make import make_pdf
from tests.shared import FIRST

numbers = count(FIRST)
HIRED = date(2026, 1, 15)
HERE_BEFORE = "Worked here before this record began."


def make_cohe(slug: str = "valley") -> Organisation:
    return organisations.add_organisation(SYSTEM, OrganisationKind.COHE, slug, f"{slug.title()} COHE")


def make_lni() -> Organisation:
    return organisations.add_organisation(SYSTEM, OrganisationKind.LNI, "lni", "Department of Labor & Industries")


def make_user(name: str = "Sam Stranger") -> User:
    """An account of the sample world with no role anywhere: signed in by `sign_in`."""
    with change(SYSTEM) as under_way:
        email = f"{name.casefold().replace(' ', '.')}.{next(numbers)}@example.org"
        return accounts.start_account(under_way, email, name, sample=True)


def make_member(organisation: Organisation, *roles: Role, name: str = "Mia Member") -> User:
    user = make_user(name)
    for role in roles:
        members.give_role(SYSTEM, organisation, user, role)
    return user


def make_person(
    organisation: Organisation,
    name: str = "Ana Ruiz",
    role: StaffRole = StaffRole.HSC,
    hired_on: date | None = None,
    left_on: date | None = None,
    user: User | None = None,
) -> Person:
    facts = people.PersonFacts(name, role, f"person{next(numbers)}@example.org")
    person = people.add_person(SYSTEM, organisation, facts)
    if hired_on:
        people.record_posting(
            SYSTEM, person, people.PostingFacts(role, hired_on, left_on, HERE_BEFORE), person.revision
        )
    if user:
        people.link_account(SYSTEM, person, user.id)
    return person


def make_import(organisation: Organisation, *entries: Any, kind: str = "applicants") -> ImportBatch:
    """A table of this kind that was taken in."""
    law = rulings_of.of(organisation, current_app.extensions["rulebook"])
    with change(SYSTEM) as under_way:
        return imports.add_all(under_way, organisation, imports.KINDS[kind], entries, law)


def make_evidence(
    person: Person,
    data: bytes | None = None,
    actor: Actor = SYSTEM,
    name: str = "scan.pdf",
    title: str = "Diploma",
) -> EvidenceItem:
    """A file about the person, taken in; a diploma unless something else is given."""
    facts = evidence.ItemFacts(title, evidence.Proves.DEGREE, HIRED)
    return evidence.take_in(actor, person, data or make_pdf(), name, facts)


def make_claim(person: Person, actor: Actor = SYSTEM) -> Claim:
    """What the person says: one job as a nurse since 2015, and a degree."""
    job = {"name": "Foothill Clinic", "position": "Registered Nurse", "startDate": "2015-01-05", "hoursPerWeek": "40"}
    degree = {"institution": "State College", "studyType": "Bachelor of Science", "endDate": "2014-06-10"}
    return claims.record(actor, person, {"work": [job], "education": [degree]}, ClaimSource.FORM)


def make_complete(person: Person) -> None:
    """An application of which nothing but the proof of the job and the degree is missing."""
    make_claim(person)
    for about in SKILL_AREAS:
        statements.state(
            SYSTEM, person, statements.StatementFacts(about, True, How.INTERVIEW, "Ina", clock.today(), None)
        )
    make_standing(person)
    claims.decide(SYSTEM, person, "j1", {"category": "direct_patient_care"}, "A nurse.")
    claims.decide(SYSTEM, person, "d1", {"level": "bachelor"}, "On the diploma.")


def make_standing(person: Person, checked: bool = True) -> None:
    """What the applicant signed on their standing with L&I, as the link brings it, and that somebody checked it."""
    with change(Actor(None, "applicant")) as under_way:
        for about, value in (("providerId", True), ("lniIssues", False)):
            said = statements.StatementFacts(about, value, How.ATTESTATION, person.name, clock.today())
            row = statements.add_statement(under_way, person, said)
            if checked:
                statements.add_proof(under_way, person, row, Action.STATEMENT_CHECKED)


def make_ruling(
    organisation: Organisation, settles: str = "part-time-credit", reading: str = "calendar", in_force: bool = False
) -> RecordedRuling:
    """A ruling of a contract manager, waiting to be put in force unless it is to be."""
    book = current_app.extensions["rulebook"]
    facts = rulings.RulingFacts(settles, reading, None, HIRED, None, "Cora Contract", "Letter of January 5, 2026")
    ruling = rulings.propose(SYSTEM, organisation, book, facts)
    return rulings.put_in_force(SYSTEM, organisation, book, ruling.id) if in_force else ruling


def make_source_check(organisation: Organisation | None, stands: bool = True) -> SourceCheck:
    """A recorded check of L&I's page, made today: all that is cited stands, or two passages do not."""
    page = next(iter(passages_file.shipped().values()))
    became = [(each.name, "stands" if stands or place > 1 else "changed") for place, each in enumerate(page.sections)]
    found = source_checks.Found(page.title, f"{next(numbers):064}", page.known, became, 0, f"{clock.today()}")
    book = current_app.extensions["rulebook"]
    return source_checks.record(SYSTEM, organisation.id if organisation else None, book, found)


def make_reference(person: Person, fact: str = "j1", asked: dict[str, Any] | None = None) -> ReferenceRequest:
    """A question to an employer about one job of the person, waiting for its answer."""
    said = asked or {"kind": "job", "name": "Harbor Clinic", "position": "Nurse", "start": "2019", "end": None}
    return references.ask(SYSTEM, person, fact, said, "Rita Records", f"records{next(numbers)}@example.org")


def make_invitation(organisation: Organisation, role: Role = Role.HR, expires_at: datetime | None = None) -> Invitation:
    """An invitation nobody has answered, of which nobody knows the link."""
    with change(SYSTEM) as under_way:
        now, number = clock.now(), next(numbers)
        invitation = Invitation(
            organisation_id=organisation.id,
            email=f"new{number}@example.org",
            name="New Member",
            role=role,
            token_hash=f"{number:064}",
            invited_at=now,
            expires_at=expires_at or now + timedelta(days=7),
        )
        db.session.add(invitation)
        db.session.flush()
        under_way.record(organisation.id, Action.INVITATION_SENT, invitation)
    return invitation


def make_message(
    organisation: Organisation | None = None, to: str = "ana@example.org", subject: str = "News", kind: str = "news"
) -> Message:
    """A message that waits to be sent."""
    with change(SYSTEM):
        number = next(numbers)
        of = organisation.id if organisation else None
        return outbox.write(of, f"news:{number}", kind, to, subject, f"This is message {number}.", about=())


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """The client, as that user's browser just after signing in."""
    with client.session_transaction() as session:
        session.update(_user_id=user.fs_uniquifier, _fresh=True, fs_cc="set", fs_paa=time.time())
    return client
