"""After a merge, what is listed of the record that goes on follows the files of the one that ended in it.

Each test ends with the lists rebuilt and compared, as every test of stored things does.
"""

from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import update

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.application import Application
from onboarding.models.evidence import EvidenceItem, Result, Source
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applications as listed
from onboarding.roles import Role
from onboarding.services import claims, duplicates, erasures, evidence
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_complete, make_evidence, make_member, make_person
from tests.projected import differences

TODAY = clock.today()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def actor(valley: Organisation) -> Actor:
    member = make_member(valley, Role.MANAGER)
    return Actor(member.id, member.name)


def verified(person: Person) -> str | None:
    line = listed.of(person)
    assert line
    return line.verified


def check(item: EvidenceItem, by: Actor, result: Result = Result.CONFIRMED) -> None:
    evidence.verify(by, item, evidence.VerificationFacts(Source.ISSUER, "The college", TODAY, result))


def proven_by_another(valley: Organisation, chain: int = 1) -> tuple[Person, EvidenceItem, Actor]:
    """Who goes on, the file of a record that was merged into it over so many steps, and who may verify it."""
    by = actor(valley)
    people = [make_person(valley, "Ana Ruiz") for _ in range(chain + 1)]
    goes_on, brought = people[0], people[-1]
    make_complete(goes_on)
    item = make_evidence(brought)
    for into, person in reversed([*pairwise(people)]):
        duplicates.merge(SYSTEM, person, into, into, with_claim=False)
    for fact in ("j1", "d1"):
        claims.prove(SYSTEM, goes_on, fact, item)
    return goes_on, item, by


@pytest.mark.parametrize("chain", [1, 3])
def test_a_file_of_the_other_record_is_verified(valley: Organisation, chain: int) -> None:
    goes_on, item, by = proven_by_another(valley, chain)
    assert verified(goes_on) == "needs_review"
    check(item, by)
    assert verified(goes_on) == "qualified"


def test_a_later_check_contradicts_it(valley: Organisation) -> None:
    goes_on, item, by = proven_by_another(valley)
    check(item, by)
    check(item, by, Result.CONTRADICTED)
    assert verified(goes_on) == "needs_review"


def test_it_is_withdrawn_or_replaced(valley: Organisation) -> None:
    goes_on, item, by = proven_by_another(valley)
    check(item, by)
    evidence.withdraw(by, item, "Of somebody else.")
    assert verified(goes_on) == "needs_review"


def test_the_other_record_is_erased(valley: Organisation) -> None:
    goes_on, item, by = proven_by_another(valley)
    check(item, by)
    assert verified(goes_on) == "qualified"
    erasures.ask(actor(valley), item.person, "Request 7.")
    erasures.confirm(by, valley, item.person_id)
    assert verified(goes_on) == "needs_review"


def test_it_was_verified_before_the_merge(valley: Organisation) -> None:
    by = actor(valley)
    old, new = make_person(valley), make_person(valley)
    make_complete(old)
    item = make_evidence(new)
    check(item, by)
    duplicates.merge(SYSTEM, new, old, old, with_claim=False)
    for fact in ("j1", "d1"):
        claims.prove(SYSTEM, old, fact, item)
    assert verified(old) == "qualified"


def test_rebuilding_finds_a_line_that_says_otherwise_or_is_missing(valley: Organisation) -> None:
    ana, bo = make_person(valley), make_person(valley)
    db.session.execute(update(Application).where(Application.person_id == ana.id).values(verified="qualified"))
    db.session.delete(listed.of(bo))
    db.session.flush()
    assert [each.partition(" is ")[0] for each in differences()] == [f"person {bo.id}", f"person {ana.id}"]
    db.session.rollback()
