"""Details that are erased: the chain verifies, what was erased is told from what is missing, and nothing is hidden."""

import pytest
from flask import Flask
from hypothesis import given, strategies as st
from sqlalchemy import text

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail_erasure import ranges, take_out
from onboarding.formats.trail_lines import Tampering
from onboarding.formats.trail_verify import verify
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailDetail
from onboarding.queries import trail_compare
from onboarding.queries.trail import chain_of, one
from onboarding.services.change import SYSTEM, change
from onboarding.services.trail_details import erase, erase_subject
from tests.make import make_cohe, make_person
from tests.trail.history import as_owner, exported, history

REASON = "asked for by the person"


def test_a_subjects_details_go_and_the_chain_verifies(cohe: Organisation) -> None:
    count = erase_subject(SYSTEM, cohe.id, "person:3", REASON)
    found = verify(exported(cohe))
    assert count == found.erased > 1
    assert list(trail_compare.differences()) == []
    last = one(cohe.id, found.entries)
    assert last
    assert last.detail
    assert last.detail.body
    assert (last.action, last.subject, last.detail.body["reason"]) == ("trail.detail_erased", "person:3", REASON)


def test_nothing_of_them_is_left_in_the_tables(app: Flask, cohe: Organisation) -> None:
    entry = one(cohe.id, 2)
    assert entry
    assert entry.detail
    salt = entry.detail.salt
    erase(SYSTEM, cohe.id, [2], REASON)
    rows = db.session.execute(text("SELECT salt, body FROM trail_detail")).all()
    assert salt not in str(rows)
    assert [tuple(row) for row in rows].count((None, None)) == 1
    if db.engine.dialect.name == "sqlite":
        db.session.remove()
        db.engine.dispose()  # the last connection that closes takes a write-ahead log with it
        for file in app.extensions["config"].instance.glob("onboarding.sqlite*"):
            assert str(salt).encode() not in file.read_bytes()


def test_erasing_twice_does_nothing_and_writes_nothing(cohe: Organisation) -> None:
    assert erase(SYSTEM, cohe.id, [2, 3, 99], REASON) == 2
    number = chain_of(cohe.id).number
    assert erase(SYSTEM, cohe.id, [2, 3, 99], REASON) == 0
    assert chain_of(cohe.id).number == number


def test_what_an_erased_erasure_listed_is_listed_anew(cohe: Organisation) -> None:
    erase(SYSTEM, cohe.id, [2, 4], REASON)
    erase(SYSTEM, cohe.id, [chain_of(cohe.id).number], "the reason named somebody")
    assert verify(exported(cohe)).erased == 3


def test_details_that_went_without_an_entry_are_missing(cohe: Organisation) -> None:
    erase(SYSTEM, cohe.id, [2], REASON)
    as_owner("UPDATE trail_detail SET salt = NULL, body = NULL WHERE entry_id = 5")
    with pytest.raises(Tampering, match=r"entry \d: its details are missing, and no entry says that they were erased"):
        verify(exported(cohe))


def test_erasing_hides_no_change_behind_the_products_back(cohe: Organisation) -> None:
    as_owner("UPDATE person SET name = 'Somebody Else' WHERE id = 3")
    with pytest.raises(OnboardingError, match="person:3 stands otherwise"):
        erase_subject(SYSTEM, cohe.id, "person:3", REASON)
    assert db.session.query(TrailDetail).filter(TrailDetail.salt.is_(None)).count() == 0


def test_a_record_is_compared_also_after_its_details_were_erased(cohe: Organisation) -> None:
    person = make_person(cohe)
    erase_subject(SYSTEM, cohe.id, f"person:{person.id}", REASON)
    as_owner(f"UPDATE person SET name = 'Somebody Else' WHERE id = {person.id}")
    assert [each.partition(":")[2].strip()[:8] for each in trail_compare.differences()] == [f"{person.id}: stan"[:8]]


def test_entries_of_another_organisation_are_not_erased(cohe: Organisation) -> None:
    harbor = history("harbor", changes=3)
    erase_subject(SYSTEM, cohe.id, "person:13", REASON)  # harbor's
    assert (verify(exported(cohe)).erased, verify(exported(harbor)).erased) == (0, 0)


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_ranges_say_what_they_were_made_of(erased: set[int], others: set[int]) -> None:
    missing = erased | others
    take_out(missing, ranges(erased))
    assert missing == others - erased


@pytest.mark.parametrize(
    "odd", [None, 1, "x", [1], [[1]], [[1, 2, 3]], [["1", "2"]], [[True, 9]], [[9, 1]], [[1.0, 9]]], ids=str
)
def test_what_is_no_range_takes_nothing_out(odd: object) -> None:
    missing = {1, 5, 9}
    take_out(missing, odd)
    assert missing == {1, 5, 9}


def test_a_range_to_the_end_of_the_world_is_quickly_taken_out() -> None:
    missing = {1, 5, 9}
    take_out(missing, [[2, 10**30]])
    assert missing == {1}


def test_an_entry_that_only_mentions_a_record_hides_no_change_of_it(app: Flask) -> None:
    person = make_person(make_cohe())
    with change(SYSTEM) as under_way:
        under_way.record(person.organisation_id, Action.EVIDENCE_HANDED_OUT, f"person:{person.id}")
    assert list(trail_compare.differences()) == []
    db.session.execute(text(f"UPDATE person SET phone = '1' WHERE id = {person.id}"))
    db.session.commit()
    assert "changed behind the product's back" in next(trail_compare.differences())
    db.session.expire_all()
    assert trail_compare.difference(person)
