"""Who may act about whom: nobody alone on what is or was their own, and no link with one person at both ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.models.account import User
from onboarding.models.claim import ClaimSource, How
from onboarding.models.determination import Decision
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.queries import checklist as steps, own as found
from onboarding.queries.organisations import by_id
from onboarding.roles import Role, StaffRole
from onboarding.services import (
    account_details,
    applicant_links,
    checklist,
    claims,
    determinations,
    duplicates,
    erasures,
    evidence,
    holds,
    links,
    own,
    people,
    references,
    statements,
    training,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.training import TrainingFacts
from tests.determinations.test_services import rests_on
from tests.documents.make import make_pdf
from tests.make import HIRED, make_claim, make_cohe, make_evidence, make_member, make_person, make_reference, sign_in
from tests.page import fetch

VISITOR = Actor(None, "visitor", "192.0.2.9")
CHECKED = evidence.VerificationFacts(evidence.Source.ISSUER, "The college", HIRED, evidence.Result.CONFIRMED)
DIPLOMA = evidence.ItemFacts("Diploma", evidence.Proves.DEGREE, HIRED)
FACTS = references.AnswerFacts(references.Answered.CONFIRMED, {}, None, "Rita Records", "Records officer")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def max_(valley: Organisation) -> User:
    """A manager who is an HSC too."""
    return make_member(valley, Role.HSC, Role.MANAGER, Role.SCREENER, name="Max Moreno")


@pytest.fixture
def his(valley: Organisation, max_: User) -> Person:
    """Max's own record, with something to write about."""
    person = make_person(valley, "Max Moreno", hired_on=HIRED, user=max_)
    make_claim(person)
    return person


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def referred(actor: Actor, person: Person, address: str = "records@example.com") -> None:
    references.ask(actor, person, "j1", {"kind": "job", "name": "Clinic"}, "Rita Records", address)


def posting(person: Person) -> people.PostingFacts:
    return people.PostingFacts(StaffRole.HSC, HIRED - timedelta(days=90), None, "Began earlier.")


def said(about: str, how: How) -> statements.StatementFacts:
    return statements.StatementFacts(about, about != "lniIssues", how, "Cora Contract", clock.today())


Write = Callable[[Actor, Person], object]
WRITES: dict[str, Write] = {
    "editing": lambda actor, person: people.edit_person(
        actor, person, people.PersonFacts("M. Moreno", StaffRole.HSC, person.email), person.revision
    ),
    "correcting the hire": lambda actor, person: people.record_posting(actor, person, posting(person), person.revision),
    "recording a training": lambda actor, person: training.record(
        actor, person, TrainingFacts(TrainingPart.INITIAL, {"area": "return_to_work", "on": "2026-01-20"})
    ),
    "categorising a job": lambda actor, person: claims.decide(
        actor, person, "j1", {"category": "direct_patient_care"}, "A nurse."
    ),
    "attesting as L&I": lambda actor, person: statements.state(actor, person, said("lniIssues", How.LNI)),
    "an interview": lambda actor, person: statements.state(actor, person, said("providerId", How.INTERVIEW)),
    "asking a referee": referred,
    "sending the link": applicant_links.send,
    "recommending": lambda actor, person: determinations.recommend(
        actor, person, rests_on, Decision.QUALIFIED, "I am good."
    ),
    "withdrawing": lambda actor, person: determinations.withdraw(actor, person, "I thought better of it."),
    "a checklist step": lambda actor, person: checklist.mark(
        actor, person, steps.every(person.organisation_id)[0].key, True, clock.today(), None
    ),
    "attesting that nothing was reported": lambda actor, person: account_details.attest(
        actor, person, False, "Max Moreno", clock.today(), None
    ),
    "a hold": lambda actor, person: holds.place(actor, by_id(person.organisation_id), person, "A court asked."),
    "asking for the erasure": lambda actor, person: erasures.ask(actor, person, "I want to go."),
    "telling a double apart": lambda actor, person: duplicates.tell_apart(
        actor, person, make_person(by_id(person.organisation_id), "Max Moreno")
    ),
}
LISTED = {
    Action.PERSON_ADDED,
    Action.PERSON_LINKED,
    Action.EVIDENCE_KEY_MADE,
    Action.EVIDENCE_ADDED,
    Action.CLAIM_RECORDED,
    Action.CLAIM_CORRECTED,
    Action.STATEMENT_RECORDED,
    Action.STATEMENT_PROVEN,
    Action.HOST_NAMED,
    Action.COURSE_TEST_TAKEN,
    Action.COURSE_COMPLETED,
    Action.CERTIFICATE_ADDED,
    Action.CERTIFICATE_TAKEN_BACK,
}


@pytest.mark.parametrize("what", WRITES)
def test_nobody_writes_about_themselves(what: str, max_: User, his: Person) -> None:
    with pytest.raises(OnboardingError, match=r"your own|yourself"):
        WRITES[what](as_actor(max_), his)


def test_what_may_be_done_to_ones_own_record_is_listed_and_nothing_else_is(max_: User, his: Person) -> None:
    assert own.ON_ONES_OWN == LISTED
    for action in set(Action) - LISTED:
        with pytest.raises(OnboardingError, match="your own"):
            own.refuse(max_.id, [(action, his)])


def test_one_says_something_of_oneself_and_brings_papers_and_another_checks_them(
    valley: Organisation, max_: User, his: Person
) -> None:
    item = evidence.take_in(as_actor(max_), his, make_pdf(), "diploma.pdf", DIPLOMA)
    statements.state_all(as_actor(max_), his, [said("providerId", How.ATTESTATION)])
    document = {"work": [], "education": [{"institution": "College", "studyType": "Master of Science"}]}
    claims.record(as_actor(max_), his, document, ClaimSource.FORM, "I forgot it.", 1)
    with pytest.raises(OnboardingError, match="somebody else"):
        evidence.verify(as_actor(max_), item, CHECKED)
    evidence.verify(as_actor(make_member(valley, Role.MANAGER)), item, CHECKED)


def test_an_account_that_was_linked_once_stays_known(valley: Organisation, max_: User, his: Person) -> None:
    people.link_account(SYSTEM, his, make_member(valley, Role.HSC).id)
    another = make_person(valley, "Somebody Else", user=max_)
    item = make_evidence(his)
    with pytest.raises(OnboardingError, match="about you"):
        evidence.verify(as_actor(max_), item, CHECKED)
    for person in (his, another):
        with pytest.raises(OnboardingError, match="your own"):
            determinations.withdraw(as_actor(max_), person, "Because.")
        with pytest.raises(OnboardingError, match="your own"):
            erasures.ask(as_actor(max_), person, "Because.")


@pytest.mark.parametrize("written", ["{}@example.org", "{}+jobs@example.org", "{}@EXAMPLE.org.", " {}.@example.org "])
def test_a_record_with_ones_own_address_is_ones_own(valley: Organisation, max_: User, written: str) -> None:
    address = written.format(max_.email.partition("@")[0]).strip()
    facts = people.PersonFacts("Maximilian Moreno", StaffRole.HSC, address)
    person = people.add_person(as_actor(max_), valley, facts)
    with pytest.raises(OnboardingError, match="your own"):
        determinations.withdraw(as_actor(max_), person, "Because.")


def test_an_address_that_was_recorded_once_stays_known(valley: Organisation, max_: User) -> None:
    person = people.add_person(SYSTEM, valley, people.PersonFacts("M. Moreno", StaffRole.HSC, max_.email))
    people.edit_person(
        SYSTEM, person, people.PersonFacts("M. Moreno", StaffRole.HSC, "mm@example.net"), person.revision
    )
    assert found.records_of(max_.id) == {person.id}


@pytest.mark.parametrize("his_goes_on", [True, False])
def test_a_record_that_was_merged_with_ones_own_is_ones_own(valley: Organisation, his_goes_on: bool) -> None:
    user = make_member(valley, Role.SCREENER)
    mine = people.add_person(SYSTEM, valley, people.PersonFacts("Sam Stranger", StaffRole.HSC, user.email))
    twin = make_person(valley, "Sam Stranger")
    ends, goes_on = (twin, mine) if his_goes_on else (mine, twin)
    duplicates.merge(SYSTEM, ends, goes_on, contact_of=goes_on, with_claim=False)
    assert found.records_of(user.id) == {mine.id, twin.id}
    with pytest.raises(OnboardingError, match="your own"):
        determinations.withdraw(as_actor(user), goes_on, "Because.")


def test_erasing_a_person_forgets_whose_own_they_were(valley: Organisation, max_: User, his: Person) -> None:
    erasures.ask(as_actor(make_member(valley, Role.MANAGER)), his, "She asked.")
    with pytest.raises(OnboardingError, match="your own"):
        erasures.confirm(as_actor(max_), valley, his.id)
    erasures.confirm(as_actor(make_member(valley, Role.MANAGER)), valley, his.id)
    assert found.records_of(max_.id) == set()


def test_a_reference_is_asked_of_nobody_inside_nor_of_the_applicant(valley: Organisation, max_: User) -> None:
    ana = make_person(valley, "Ana Ruiz")
    first = ana.email or ""
    people.edit_person(SYSTEM, ana, people.PersonFacts("Ana Ruiz", StaffRole.HSC, "ana@example.net"), ana.revision)
    for address in (first, "ana+work@example.net", "ANA@example.net."):
        with pytest.raises(OnboardingError, match="applicant's own"):
            referred(as_actor(max_), ana, address)
    local, _, domain = max_.email.partition("@")
    for address in (max_.email, f"{local}+me@{domain}", f"{local}@{domain}.", max_.email.upper()):
        with pytest.raises(OnboardingError, match="an account at this COHE"):
            referred(as_actor(make_member(valley, Role.SCREENER)), ana, address)


def test_no_link_goes_to_a_member_but_to_whose_own_record_it_is(valley: Organisation) -> None:
    member, assistant = make_member(valley, Role.SCREENER), make_member(valley, Role.HSC)
    theirs = people.add_person(SYSTEM, valley, people.PersonFacts("Sam Sock", StaffRole.HSC, member.email))
    with pytest.raises(OnboardingError, match="an account at this COHE"):
        applicant_links.send(as_actor(make_member(valley, Role.HR)), theirs)
    hers = people.add_person(SYSTEM, valley, people.PersonFacts("Ada Aide", StaffRole.HSC, assistant.email))
    people.link_account(SYSTEM, hers, assistant.id)
    assert applicant_links.send(as_actor(member), hers).sent_to == assistant.email


def test_a_member_who_is_signed_in_answers_nobodys_link(app: Flask, valley: Organisation, max_: User) -> None:
    ana = make_person(valley, "Ana Ruiz")
    make_claim(ana)
    token = links.token_of(references.PURPOSE, make_reference(ana).nonce)
    key = links.token_of(applicant_links.PURPOSE, applicant_links.send(SYSTEM, ana).nonce)
    client = sign_in(app.test_client(), max_)
    for path in (f"/references/{token}", f"/apply/{key}", f"/apply/{key}/files"):
        assert "signed in as somebody of Valley COHE" in fetch(client, path, status=409).html
    for write in (
        lambda: references.answer(as_actor(max_), token, FACTS),
        lambda: applicant_links.save(as_actor(max_), key, {}),
        lambda: applicant_links.add_file(as_actor(max_), key, make_pdf(), "diploma.pdf", DIPLOMA),
        lambda: applicant_links.hand_in(as_actor(max_), key, {"work": [], "education": []}, {}),
    ):
        with pytest.raises(OnboardingError, match="signed in"):
            write()


def test_somebody_of_another_cohe_answers_as_anybody_does(valley: Organisation) -> None:
    ana, stranger = make_person(valley, "Ana Ruiz"), make_member(make_cohe("harbor"), Role.HR)
    token = links.token_of(references.PURPOSE, make_reference(ana).nonce)
    assert references.answer(as_actor(stranger), token, FACTS).name == "Rita Records"


def by_link(actor: Actor, person: Person) -> EvidenceItem:
    key = links.token_of(applicant_links.PURPOSE, applicant_links.send(actor, person).nonce)
    return applicant_links.add_file(VISITOR, key, make_pdf(), "diploma.pdf", DIPLOMA)


def test_who_sent_the_link_does_not_verify_what_came_by_it(valley: Organisation) -> None:
    first, second, third = (as_actor(make_member(valley, Role.SCREENER)) for _ in range(3))
    ana = make_person(valley, "Ana Ruiz")
    applicant_links.send(first, ana)
    item = by_link(second, ana)
    for actor in (first, second):
        with pytest.raises(OnboardingError, match="You sent the link"):
            evidence.verify(actor, item, CHECKED)
    evidence.verify(third, item, CHECKED)


@pytest.mark.parametrize("by_adding", [True, False])
def test_who_recorded_the_address_does_not_verify_what_came_by_it(valley: Organisation, by_adding: bool) -> None:
    screener, other = (as_actor(make_member(valley, Role.SCREENER)) for _ in range(2))
    facts = people.PersonFacts("Ana Ruiz", StaffRole.HSC, "private@example.net")
    if by_adding:
        ana = people.add_person(screener, valley, facts)
    else:
        ana = make_person(valley, "Ana Ruiz")
        people.edit_person(screener, ana, facts, ana.revision)
    people.edit_person(other, ana, facts._replace(name="Ana Ruiz Soto"), ana.revision)
    item = by_link(SYSTEM, ana)
    with pytest.raises(OnboardingError, match="recorded the address"):
        evidence.verify(screener, item, CHECKED)
    evidence.verify(other, item, CHECKED)
