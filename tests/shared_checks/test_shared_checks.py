"""A file that was added for several people is checked once for all of them, by somebody else than who added it."""

from io import BytesIO

import pytest
from flask import Flask

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.evidence import EvidenceItem, EvidenceVerification, Proves, Result, Source
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import evidence as found, training as trainings
from onboarding.queries.sign_offs import is_confirmed
from onboarding.roles import Role
from onboarding.services import evidence, shared_checks, training
from onboarding.services.evidence import VerificationFacts
from onboarding.services.several import SharedFile
from tests.certificates.make import HIRED, TODAY, as_actor, orientation
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import fetch

CHECK = VerificationFacts(Source.ISSUER, "The office of L&I", TODAY, Result.CONFIRMED)
NAMES = ("Ana Ruiz", "Bo Berg", "Cy Chan")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(valley: Organisation) -> User:
    """Who added it."""
    return make_member(valley, Role.MANAGER)


@pytest.fixture
def moe(valley: Organisation) -> User:
    return make_member(valley, Role.MANAGER, Role.HSC, name="Moe Moreno")


@pytest.fixture
def three(valley: Organisation, mia: User) -> list[Person]:
    """Three people who were trained together, with the sheet."""
    people = [make_person(valley, name, hired_on=HIRED) for name in NAMES]
    shared(valley, mia, people)
    return people


def shared(cohe: Organisation, by: User, people: list[Person]) -> None:
    file = SharedFile(make_pdf(), "sheet.pdf", Proves.TRAINING)
    training.record_for(as_actor(by), cohe, [each.id for each in people], [orientation()], file)


def sheets(*people: Person) -> list[EvidenceItem]:
    return [item for person in people for item in found.of_person(person)]


def checks() -> int:
    return db.session.query(EvidenceVerification).count()


def test_one_check_confirms_the_training_of_all(three: list[Person], moe: User) -> None:
    items = sheets(*three)
    assert [each.id for each in found.shared(items[1])] == [each.id for each in items]
    names = shared_checks.verify_for(as_actor(moe), items[1], [each.id for each in items], CHECK)
    assert names == list(NAMES)
    assert all(is_confirmed(row) for person in three for row in trainings.of(person))
    assert checks() == 3


def test_who_is_not_in_the_file_is_left_out(three: list[Person], moe: User) -> None:
    first, _, third = sheets(*three)
    assert shared_checks.verify_for(as_actor(moe), first, [third.id, first.id], CHECK) == ["Cy Chan", "Ana Ruiz"]
    assert [is_confirmed(*trainings.of(person)) for person in three] == [True, False, True]


def test_who_added_it_checks_it_of_nobody(three: list[Person], mia: User) -> None:
    items = sheets(*three)
    with pytest.raises(OnboardingError, match=r"Nothing was recorded. Ana Ruiz: You added this file"):
        shared_checks.verify_for(as_actor(mia), items[0], [each.id for each in items], CHECK)
    assert checks() == 0


def test_of_all_or_of_none_and_never_of_oneself(valley: Organisation, mia: User, moe: User) -> None:
    ana, own = make_person(valley, "Ana Ruiz", hired_on=HIRED), make_person(valley, "Moe", hired_on=HIRED, user=moe)
    shared(valley, mia, [ana, own])
    items = sheets(ana, own)
    with pytest.raises(OnboardingError, match="Moe: This file is about you"):
        shared_checks.verify_for(as_actor(moe), items[0], [each.id for each in items], CHECK)
    assert checks() == 0


def test_what_is_sent_twice_is_recorded_once(three: list[Person], moe: User) -> None:
    items = sheets(*three)
    ids = [each.id for each in items]
    shared_checks.verify_for(as_actor(moe), items[0], ids, CHECK)
    with pytest.raises(OnboardingError, match="It was not recorded twice"):
        shared_checks.verify_for(as_actor(moe), items[0], ids, CHECK)
    assert checks() == 3


def test_a_copy_that_was_withdrawn_or_another_file_is_none_of_them(
    valley: Organisation, three: list[Person], moe: User
) -> None:
    first, second, _ = sheets(*three)
    evidence.withdraw(as_actor(moe), second, "Was not there.")
    other = make_evidence(three[0], make_pdf(pages=2))
    elsewhere = make_evidence(make_person(make_cohe("harbor"), "Hal Harbor", hired_on=HIRED))
    for id in (second.id, other.id, elsewhere.id):
        with pytest.raises(NotFoundError):
            shared_checks.verify_for(as_actor(moe), first, [first.id, id], CHECK)
    assert checks() == 0


def test_a_check_of_a_day_to_come_is_refused(three: list[Person], moe: User) -> None:
    (first, *_) = sheets(*three)
    ahead = CHECK._replace(checked_on=TODAY.replace(year=TODAY.year + 1))
    with pytest.raises(OnboardingError, match="cannot be after today"):
        shared_checks.verify_for(as_actor(moe), first, [first.id], ahead)


def test_from_the_file_to_the_check_of_everybody(app: Flask, three: list[Person], moe: User) -> None:
    client, (first, *_) = sign_in(app.test_client(), moe), sheets(*three)
    page = fetch(client, f"/at/valley/evidence/{first.id}")
    page = fetch(client, page.links["Check it for all 3 people"])
    assert page.main.count("Cy Chan") == 1
    page = page.submit(source="issuer", whom="The office of L&I", result="confirmed")
    assert page.messages == ["The check was recorded for 3 people: Ana Ruiz, Bo Berg and Cy Chan."]
    again = fetch(client, f"/at/valley/evidence/{first.id}/verify-for-all")
    assert "Bo Berg. Checked before: it is right" in again.main
    assert "people" in again.submit(source="issuer", whom="The office of L&I", result="confirmed").faults


def test_a_file_of_one_person_offers_no_such_check(app: Flask, valley: Organisation, moe: User) -> None:
    item = make_evidence(make_person(valley, "Ana Ruiz", hired_on=HIRED))
    page = fetch(sign_in(app.test_client(), moe), f"/at/valley/evidence/{item.id}")
    assert not [each for each in page.links if each.startswith("Check it for all")]


def test_it_is_read_beside_its_own_kind_alone(valley: Organisation, three: list[Person], mia: User, moe: User) -> None:
    """The same paper that somebody else added for another thing is another file."""
    (first, *_) = sheets(*three)
    facts = evidence.ItemFacts("The sheet", Proves.OTHER)
    evidence.take_in(as_actor(moe), three[0], BytesIO(make_pdf()).read(), "sheet.pdf", facts)
    assert len(found.shared(first)) == 3
