"""A certificate waits until a manager accepts it or sends it back; nothing follows from it before."""

import pytest
from flask import Flask

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.certificate import Answered, Certificate
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import certificates as found, evidence as items, training as trainings
from onboarding.roles import Role
from onboarding.services import certificates, evidence, training
from onboarding.services.change import SYSTEM
from onboarding.services.evidence import VerificationFacts
from tests.certificates.make import HIRED, NAME, add, areas, as_actor, make_hsc, of, orientation, said
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_evidence, make_member, make_person

Hana = tuple[User, Person]


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def hana(valley: Organisation) -> Hana:
    return make_hsc(valley)


@pytest.fixture
def mia(valley: Organisation) -> User:
    return make_member(valley, Role.MANAGER)


def waiting(valley: Organisation, user: User) -> int:
    return found.waiting(valley.id, user.id, 5)[1]


def test_nothing_is_recorded_before_it_is_accepted(valley: Organisation, hana: Hana, mia: User) -> None:
    row = add(*hana)
    assert trainings.of(hana[1]) == []
    assert waiting(valley, mia) == 1
    (recorded,) = certificates.accept(as_actor(mia), hana[1], row.id)
    assert (recorded.facts, recorded.item_id) == (dict(orientation().facts), row.item_id)
    assert waiting(valley, mia) == 0
    (after,) = found.of_person(hana[1])
    assert (after.answered, after.answered_by_id, after.recorded_id) == (Answered.ACCEPTED, mia.id, recorded.id)


def test_several_areas_are_one_certificate(valley: Organisation, hana: Hana, mia: User) -> None:
    row = add(*hana, said(*areas("referrals", "barriers")))
    recorded = certificates.accept(as_actor(mia), hana[1], row.id)
    assert [each.facts["area"] for each in recorded] == ["referrals", "barriers"]
    assert {each.item_id for each in recorded} == {row.item_id}


def test_it_is_attached_to_the_training_that_it_is_of(valley: Organisation, hana: Hana, mia: User) -> None:
    had = training.record(SYSTEM, hana[1], orientation())
    row = add(*hana, of(had))
    assert trainings.of(hana[1])[0].item_id is None
    certificates.accept(as_actor(mia), hana[1], row.id)
    (now,) = trainings.of(hana[1])
    assert (now.corrects_id, now.item_id, now.facts) == (had.id, row.item_id, had.facts)


def test_a_training_that_was_corrected_meanwhile_is_the_one_that_it_shows(hana: Hana, mia: User) -> None:
    had = training.record(SYSTEM, hana[1], orientation())
    row = add(*hana, of(had))
    training.correct(SYSTEM, hana[1], had, orientation(ago=6), "Misread.")
    certificates.accept(as_actor(mia), hana[1], row.id)
    (now,) = trainings.of(hana[1])
    assert (now.facts["on"], now.item_id) == (orientation(ago=6).facts["on"], row.item_id)


def test_a_training_that_was_taken_away_meanwhile_is_said(hana: Hana, mia: User) -> None:
    had = training.record(SYSTEM, hana[1], orientation())
    row = add(*hana, of(had))
    training.strike(SYSTEM, hana[1], had, "It never was.")
    with pytest.raises(OnboardingError, match="taken away meanwhile"):
        certificates.accept(as_actor(mia), hana[1], row.id)
    assert trainings.of(hana[1]) == []


def test_a_training_that_was_recorded_meanwhile_is_not_recorded_twice(hana: Hana, mia: User) -> None:
    row = add(*hana)
    had = training.record(SYSTEM, hana[1], orientation())
    certificates.accept(as_actor(mia), hana[1], row.id)
    (now,) = trainings.of(hana[1])
    assert (now.corrects_id, now.item_id) == (had.id, row.item_id)


def test_what_is_checked_stays_checked_and_the_certificate_lies_beside_it(
    valley: Organisation, hana: Hana, mia: User
) -> None:
    sheet = make_evidence(hana[1])
    had = training.record(SYSTEM, hana[1], orientation(), sheet)
    check = VerificationFacts(evidence.Source.ISSUER, "L&I", HIRED, evidence.Result.CONFIRMED)
    evidence.verify(as_actor(mia), sheet, check)
    row = add(*hana, of(had), pages=2)
    (kept,) = certificates.accept(as_actor(mia), hana[1], row.id)
    assert (kept.id, kept.item_id) == (had.id, sheet.id)
    assert items.counts(row.item)


def test_what_is_sent_back_says_why_and_counts_no_more(hana: Hana, mia: User) -> None:
    row = add(*hana)
    certificates.send_back(as_actor(mia), hana[1], row.id, "Too dark.")
    (after,) = found.of_person(hana[1])
    assert (after.answered, after.because) == (Answered.SENT_BACK, "Too dark.")
    assert not items.counts(after.item)
    assert trainings.of(hana[1]) == []
    assert add(*hana).id != row.id  # the same may be added again


def test_it_is_taken_back_while_it_waits_by_who_added_it_alone(hana: Hana, mia: User) -> None:
    row = add(*hana)
    with pytest.raises(OnboardingError, match="Only Hana Hsc can take this back"):
        certificates.take_back(as_actor(mia), hana[1], row.id)
    certificates.take_back(as_actor(hana[0]), hana[1], row.id)
    assert not items.counts(found.of_person(hana[1])[0].item)
    for again in (certificates.take_back, certificates.accept):
        with pytest.raises(OnboardingError, match="taken back by Hana Hsc already"):
            again(as_actor(mia), hana[1], row.id)


def test_of_two_managers_the_second_is_told_who_was_first(valley: Organisation, hana: Hana, mia: User) -> None:
    row, moe = add(*hana), make_member(valley, Role.MANAGER, name="Moe Manager")
    certificates.accept(as_actor(mia), hana[1], row.id)
    with pytest.raises(OnboardingError, match="accepted by Mia Member already"):
        certificates.send_back(as_actor(moe), hana[1], row.id, "Too dark.")
    assert len(trainings.of(hana[1])) == 1


def test_what_is_sent_twice_waits_once(hana: Hana) -> None:
    add(*hana)
    with pytest.raises(OnboardingError, match="waits already"):
        add(*hana, pages=2)
    assert db.session.query(EvidenceItem).count() == 1


def test_nobody_accepts_their_own_nor_adds_for_others(valley: Organisation, mia: User) -> None:
    max_, his = make_hsc(valley, "Max Moreno", Role.MANAGER)
    row = add(max_, his)
    with pytest.raises(OnboardingError, match="your own"):
        certificates.accept(as_actor(max_), his, row.id)
    with pytest.raises(OnboardingError, match="your own"):
        certificates.send_back(as_actor(max_), his, row.id, "Too dark.")
    assert waiting(valley, max_) == 0
    with pytest.raises(OnboardingError, match="Only Max Moreno can add this here"):
        add(mia, his, said(orientation(ago=9)))


@pytest.mark.parametrize(
    ("brought", "says"),
    [
        (said(orientation(ago=-1)), "after today"),
        (said(note="Claim AB12345 of Joe"), "claim number"),
        (said(*areas("referrals"), note="SY12345"), "claim number"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_kept(
    hana: Hana, brought: certificates.Brought, says: str
) -> None:
    with pytest.raises(OnboardingError, match=says):
        add(*hana, brought)
    assert db.session.query(EvidenceItem).count() == db.session.query(Certificate).count() == 0


def test_what_is_recorded_already_is_chosen_from_the_list(hana: Hana) -> None:
    had = training.record(SYSTEM, hana[1], orientation())
    with pytest.raises(OnboardingError, match="recorded already"):
        add(*hana)
    training.strike(SYSTEM, hana[1], had, "It never was.")
    with pytest.raises(OnboardingError, match="taken away"):
        add(*hana, of(had))


def test_no_more_wait_than_a_manager_can_look_at(hana: Hana, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "MOST_WAITING", 1)
    add(*hana)
    with pytest.raises(OnboardingError, match="wait already"):
        add(*hana, said(orientation(ago=9)), pages=2)


def test_a_file_that_was_withdrawn_meanwhile_is_not_accepted(hana: Hana, mia: User) -> None:
    row = add(*hana)
    evidence.withdraw(as_actor(mia), row.item, "Somebody else's.")
    with pytest.raises(OnboardingError, match="withdrawn meanwhile"):
        certificates.accept(as_actor(mia), hana[1], row.id)
    certificates.send_back(as_actor(mia), hana[1], row.id, "It is not yours.")


def test_somebody_elses_and_what_is_elsewhere_do_not_exist(valley: Organisation, hana: Hana, mia: User) -> None:
    row = add(*hana)
    other = make_person(valley, "Bo Berg", hired_on=HIRED)
    with pytest.raises(NotFoundError):
        certificates.accept(as_actor(mia), other, row.id)


def test_without_a_hire_there_is_no_training_to_add(valley: Organisation) -> None:
    user = make_member(valley, Role.HSC, name="Nia New")
    person = make_person(valley, "Nia New", user=user)
    with pytest.raises(OnboardingError, match="Your hire is not recorded yet"):
        certificates.add(as_actor(user), person, make_pdf(), NAME, said())
