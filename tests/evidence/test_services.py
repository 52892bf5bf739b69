"""Evidence kept and judged: sealed before it is recorded, verified by others than who brought it, never overwritten."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from onboarding import clock
from onboarding.documents.kinds import RefusedFileError
from onboarding.documents.redaction import Box
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.evidence import EvidenceItem, PersonKey, StoredFile
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import evidence as found
from onboarding.queries.evidence import Proves, Result, Source, State
from onboarding.roles import Role
from onboarding.services import erasures, evidence, files, redacting, sealed_files
from onboarding.services.change import SYSTEM, Actor
from tests.accounts.race import at_once
from tests.documents.make import make_docx, make_pdf, make_picture
from tests.make import make_cohe, make_evidence, make_member, make_person

CHECK = evidence.VerificationFacts(Source.ISSUER, "Registrar, State College", date(2026, 1, 5), Result.CONFIRMED)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


@pytest.fixture
def screener(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.SCREENER, Role.HR, Role.MANAGER))


@pytest.fixture
def other(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.SCREENER))


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def reloaded(item: EvidenceItem) -> EvidenceItem:
    again = found.one(item.organisation_id, item.id)
    assert again
    return again


def test_a_file_is_kept_sealed_and_opens_again(app: Flask, ana: Person, screener: Actor) -> None:
    data = make_pdf(pages=2)
    item = make_evidence(ana, data, actor=screener)
    key = db.session.query(PersonKey).one()
    sealed = files.store().get(key.key_id, item.original)
    assert data[:200] not in sealed
    assert files.get(ana.organisation_id, ana.id, item.original) == data
    assert [page.number for page in found.pages(item)] == [1, 2]
    assert found.state(reloaded(item)) is State.UNVERIFIED


def test_every_file_of_an_item_has_its_record_and_every_record_its_file(ana: Person, screener: Actor) -> None:
    make_evidence(ana, make_pdf(pages=3), actor=screener)
    make_evidence(ana, make_docx("Twelve years"), actor=screener)
    make_evidence(ana, make_picture(), actor=screener)
    key = db.session.query(PersonKey).one()
    assert sorted(files.store().names(key.key_id)) == sorted(each.sha256 for each in db.session.query(StoredFile))


def test_the_same_file_twice_is_two_items_and_one_file(ana: Person, screener: Actor) -> None:
    data = make_pdf()
    first, second = (make_evidence(ana, data, actor=screener, title=each) for each in ("Diploma", "License"))
    assert first.id != second.id
    assert first.original == second.original
    key = db.session.query(PersonKey).one()
    assert len(list(files.store().names(key.key_id))) == db.session.query(StoredFile).count()


def test_two_people_with_the_same_file_keep_it_apart(valley: Organisation, ana: Person, screener: Actor) -> None:
    bo, data = make_person(valley, "Bo Berg"), make_pdf()
    make_evidence(ana, data, actor=screener)
    make_evidence(bo, data, actor=screener)
    one, another = db.session.query(PersonKey).order_by(PersonKey.id)
    name = next(iter(files.store().names(one.key_id)))
    assert files.store().get(one.key_id, name) != files.store().get(another.key_id, name)


def test_a_refused_file_leaves_nothing(ana: Person, screener: Actor) -> None:
    with pytest.raises(RefusedFileError):
        make_evidence(ana, b"<html>", actor=screener)
    assert db.session.query(EvidenceItem).count() == db.session.query(StoredFile).count() == 0
    assert [name for folder in files.store().folders() for name in files.store().names(folder)] == []


def test_who_submitted_an_item_cannot_verify_it_whatever_their_roles(
    ana: Person, screener: Actor, other: Actor
) -> None:
    item = make_evidence(ana, actor=screener)
    for actor in (screener, SYSTEM, screener._replace(name="another name")):
        with pytest.raises(OnboardingError, match="somebody else"):
            evidence.verify(actor, reloaded(item), CHECK)
    evidence.verify(other, reloaded(item), CHECK)
    assert found.state(reloaded(item)) is State.CONFIRMED


def test_nobody_verifies_what_is_about_themselves(valley: Organisation, screener: Actor) -> None:
    user = make_member(valley, Role.HSC, Role.MANAGER)
    item = make_evidence(make_person(valley, "Max Self", user=user), actor=screener)
    with pytest.raises(OnboardingError, match="is about you"):
        evidence.verify(as_actor(user), reloaded(item), CHECK)


def test_the_latest_check_holds_and_the_earlier_stay(ana: Person, screener: Actor, other: Actor) -> None:
    item = make_evidence(ana, actor=screener)
    for result in (Result.CONFIRMED, Result.NOT_CONFIRMED, Result.CONTRADICTED):
        evidence.verify(other, reloaded(item), CHECK._replace(result=result))
        assert found.state(reloaded(item)).value == result.value
    assert [each.result for each in reloaded(item).verifications] == [
        Result.CONTRADICTED,
        Result.NOT_CONFIRMED,
        Result.CONFIRMED,
    ]


@pytest.mark.parametrize(("days", "taken"), [(0, True), (1, False)])
def test_a_check_is_not_of_a_day_to_come(ana: Person, screener: Actor, other: Actor, days: int, taken: bool) -> None:
    item, day = make_evidence(ana, actor=screener), clock.today() + timedelta(days=days)
    if taken:
        evidence.verify(other, reloaded(item), CHECK._replace(checked_on=day))
    else:
        with pytest.raises(OnboardingError, match="after today"):
            evidence.verify(other, reloaded(item), CHECK._replace(checked_on=day))


def test_what_was_withdrawn_or_replaced_counts_no_more_and_stays(ana: Person, screener: Actor, other: Actor) -> None:
    first, second, third = (make_evidence(ana, actor=screener, title=each) for each in ("One", "Two", "Three"))
    evidence.verify(other, reloaded(first), CHECK)
    evidence.withdraw(screener, reloaded(first), "A newer one came.", reloaded(second))
    evidence.withdraw(screener, reloaded(third), "It was somebody else's.")
    assert [found.state(each) for each in found.of_person(ana)] == [State.WITHDRAWN, State.UNVERIFIED, State.REPLACED]
    for again in (evidence.withdraw, evidence.verify):
        with pytest.raises(OnboardingError, match="no longer counts"):
            again(other, reloaded(first), CHECK if again is evidence.verify else "Again.")  # type: ignore[operator]


def test_only_the_same_persons_item_replaces_one(valley: Organisation, ana: Person, screener: Actor) -> None:
    item, foreign = make_evidence(ana, actor=screener), make_evidence(make_person(valley, "Bo Berg"), actor=screener)
    for replacement in (foreign, item):
        with pytest.raises(OnboardingError, match="same person"):
            evidence.withdraw(screener, reloaded(item), "Newer.", reloaded(replacement))


def test_a_redaction_is_a_copy_with_a_hash_of_its_own(ana: Person, screener: Actor) -> None:
    item = make_evidence(ana, make_pdf(pages=2), actor=screener)
    before = [page.sha256 for page in found.pages(item)]
    first = redacting.redact(screener, reloaded(item), [Box(1, 0.1, 0.1, 0.3, 0.1)], "The birth date.")
    second = redacting.redact(screener, reloaded(item), [Box(2, 0.1, 0.1, 0.3, 0.1)], None)
    assert [each.version for each in found.redactions(item)] == [2, 1]
    assert len({item.original, item.copy, first.copy, second.copy}) == 4
    assert [page.sha256 for page in found.pages(item)] == before
    assert len(found.pages(item, second)) == 2


def test_a_text_and_boxes_beside_the_page_cannot_be_redacted(ana: Person, screener: Actor) -> None:
    text_item, item = make_evidence(ana, make_docx(), actor=screener), make_evidence(ana, actor=screener)
    for what, boxes in ((text_item, [Box(1, 0, 0, 1, 1)]), (item, []), (item, [Box(2, 0, 0, 1, 1)])):
        with pytest.raises(OnboardingError):
            redacting.redact(screener, reloaded(what), boxes, None)
    assert not found.redactions(item)


@pytest.mark.parametrize(
    ("table", "column"),
    [("evidence_item", "title"), ("stored_file", "size"), ("evidence_verification", "whom"), ("redaction", "copy")],
)
def test_the_database_refuses_to_change_what_was_written(
    ana: Person, screener: Actor, other: Actor, table: str, column: str
) -> None:
    item = make_evidence(ana, actor=screener)
    evidence.verify(other, reloaded(item), CHECK)
    redacting.redact(screener, reloaded(item), [Box(1, 0, 0, 1, 1)], None)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(f"UPDATE {table} SET {column} = {column}"))
    db.session.rollback()


def test_many_files_at_once_are_all_kept_under_one_key(app: Flask, ana: Person, screener: Actor) -> None:
    id = ana.id

    def add(title: str) -> str:
        person = db.session.get_one(Person, id)
        return make_evidence(person, actor=screener, title=title).original

    assert len(at_once(app, [partial(add, each) for each in ("One", "Two", "Three", "Four")])) == 4
    assert db.session.query(PersonKey).count() == 1
    assert db.session.query(EvidenceItem).count() == 4


def test_others_write_while_a_file_is_read(
    app: Flask, valley: Organisation, ana: Person, screener: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, ids = sealed_files.inspect, (valley.id, ana.id)
    waited: list[object] = []

    def slow(data: bytes) -> object:
        def write() -> str:
            return make_person(db.session.get_one(Organisation, ids[0]), "Written Meanwhile").name

        with app.app_context():
            waited.append(write())
        return real(data)

    monkeypatch.setattr(sealed_files, "inspect", slow)
    make_evidence(ana, actor=screener)
    assert waited == ["Written Meanwhile"]


def test_a_day_the_paper_bears_is_apart_from_the_day_it_came(ana: Person, screener: Actor) -> None:
    facts = evidence.ItemFacts("Diploma", Proves.DEGREE, date(2015, 6, 12))
    item = evidence.take_in(screener, ana, make_pdf(), "scan.pdf", facts)
    assert item.dated_on == date(2015, 6, 12)
    assert item.received_at.date() >= date(2026, 1, 1)


def test_who_brought_the_same_file_before_cannot_verify_it_either(
    valley: Organisation, ana: Person, screener: Actor, other: Actor
) -> None:
    data = make_pdf()
    evidence.withdraw(screener, make_evidence(ana, data, actor=screener), "Sent again by somebody else.")
    item = make_evidence(ana, data, actor=other)
    for actor in (screener, other):
        with pytest.raises(OnboardingError, match="somebody else"):
            evidence.verify(actor, reloaded(item), CHECK)
    evidence.verify(as_actor(make_member(valley, Role.HR)), reloaded(item), CHECK)


def test_nothing_is_recorded_of_a_person_who_is_erased_while_their_file_is_read(
    app: Flask, valley: Organisation, ana: Person, screener: Actor, other: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, ids = sealed_files.inspect, (valley.id, ana.id)

    def slow(data: bytes) -> object:
        with app.app_context():
            erase(db.session.get_one(Person, ids[1]), screener, other)
        return real(data)

    make_evidence(ana, actor=screener)
    monkeypatch.setattr(sealed_files, "inspect", slow)
    with pytest.raises(OnboardingError, match="was erased"):
        make_evidence(ana, name="Ana Ruiz.pdf", actor=screener)
    assert db.session.query(EvidenceItem).count() == db.session.query(StoredFile).count() == 0


def test_nothing_is_kept_of_an_erased_person_who_had_no_files(ana: Person, screener: Actor, other: Actor) -> None:
    erase(ana, screener, other)
    with pytest.raises(OnboardingError, match="was erased"):
        make_evidence(ana, actor=screener)
    assert db.session.query(PersonKey).count() == 0


def erase(person: Person, one: Actor, another: Actor) -> None:
    erasures.ask(one, person, "Asked for by the person.")
    erasures.confirm(another, db.session.get_one(Organisation, person.organisation_id), person.id)


def test_a_file_that_is_cleared_away_before_its_record_is_not_recorded(
    ana: Person, screener: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.keep

    def lost(key: files.Key, data: bytes, media_type: str) -> files.Kept:
        kept = real(key, data, media_type)
        files.store().remove(key.id, kept.sha256)
        return kept

    monkeypatch.setattr(files, "keep", lost)
    with pytest.raises(OnboardingError, match="Add it again"):
        make_evidence(ana, actor=screener)
    assert db.session.query(EvidenceItem).count() == db.session.query(StoredFile).count() == 0
