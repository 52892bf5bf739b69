"""A finding that is written when it is read is used like every other: compared, changed in a copy, turned into text."""

from dataclasses import FrozenInstanceError

import pytest

from onboarding.rules.findings import Outcome
from onboarding.rules.qualification import screen
from onboarding.rules.training import train
from tests.rules.ask import AS_OF, NONE, experience
from tests.rules.make import day, make_applicant, make_content, make_job, make_trainee

KEYS = (
    "outcome", "path", "because", "source", "credited_days", "met_from", "paths", "ledger", "questions", "readings",
    "needs",
)  # fmt: skip
OF_FINDING = ("because", "source", "questions", "readings", "needs")
WRITTEN = {"because", "source", "paths", "ledger", "needs"}


def test_nothing_is_written_before_it_is_read() -> None:
    found = experience(make_applicant())
    assert found.outcome is Outcome.MET
    assert not vars(found).keys() & WRITTEN
    assert found.because is found.because
    assert "because" in vars(found)
    assert "ledger" not in vars(found)


def test_its_keys_are_those_of_the_contract_in_their_order() -> None:
    found = experience(make_applicant())
    assert tuple(found._asdict()) == found._fields == KEYS


def test_it_is_equal_to_what_says_the_same() -> None:
    found = experience(make_applicant())
    assert found == experience(make_applicant())
    assert found != experience(make_applicant(make_job(end="2021-03-13")))
    assert found != tuple(found._asdict().values())


def test_it_cannot_be_changed_but_said_otherwise_in_a_copy() -> None:
    found = experience(make_applicant())
    with pytest.raises(FrozenInstanceError):
        found.because = "otherwise"  # type: ignore[misc]
    other = found._replace(because="otherwise")
    assert (other.because, other.ledger) == ("otherwise", found.ledger)
    assert found.because != "otherwise"


def test_what_is_proven_is_said_in_the_same_words() -> None:
    applicant = make_applicant(make_job(), make_job("2022-01-01", "2022-12-31", verified=False))
    claimed, verified = experience(applicant).ledger, experience(applicant, proven=True).ledger
    assert claimed[0] == verified[0]
    assert claimed[1] != verified[1]


def test_a_screening_is_judged_as_far_as_it_is_read() -> None:
    found = screen(make_applicant(), NONE, day(AS_OF))
    assert found._fields == ("id", "role", "as_of", "claimed", "verified", "also_qualifies_as")
    assert found.claimed.outcome is Outcome.QUALIFIED
    assert not vars(found).keys() & {"verified", "also_qualifies_as"}
    assert found == screen(make_applicant(), NONE, day(AS_OF))


def test_of_a_training_nothing_is_written_before_it_is_read() -> None:
    found = train(make_trainee(make_content("2026-03-01")), NONE, day(AS_OF))
    judged = found.claimed
    assert [finding.outcome for finding in judged] == [Outcome.MET] * 3
    for finding in judged:
        assert not vars(finding).keys() & {"because", "source", "needs"}
        assert tuple(finding._asdict()) == finding._fields
    assert judged.additional._fields == ("outcome", "met_on", *OF_FINDING)
    assert judged.initial._fields == ("outcome", "missing", *OF_FINDING)
    assert judged.lni_required._fields == ("outcome", *OF_FINDING)
