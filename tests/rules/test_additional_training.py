"""The additional training of a new HSC: two topics, two options. Hired on 2026-01-15: due on Wednesday 2026-07-15."""

from collections.abc import Iterable

import pytest

from onboarding.rules.facts import Activity
from tests.rules.ask import additional, facts_needed, readings
from tests.rules.make import TOPICS, make_conference, make_content, make_orientation, make_shadowing, make_trainee
from tests.rules.make_law import make_ruling, make_rulings

LNI, OTHER = [TOPICS[0]], [TOPICS[1]]
ANY_ONE = make_rulings(option_two_coverage="any-one", shadowing_total="sum")
BOTH = make_rulings(option_two_coverage="both-topics", shadowing_total="sum")


def outcome(*activities: Activity, any_one: bool = True, proven: bool = False) -> str:
    rulings = ANY_ONE if any_one else BOTH
    return additional(make_trainee(*activities), rulings, proven=proven).outcome


# Option 1


def test_approved_content_on_both_topics_is_enough_by_any_reading() -> None:
    found = additional(make_trainee(make_content("2026-03-01")))
    assert (found.outcome, str(found.met_on), found.questions) == ("met", "2026-03-01", ())


def test_the_topics_may_come_in_two_parts() -> None:
    found = additional(make_trainee(make_content("2026-03-01", topics=LNI), make_content("2026-04-01", topics=OTHER)))
    assert (found.outcome, str(found.met_on)) == ("met", "2026-04-01")


def test_one_topic_of_approved_content_is_not_enough_by_any_reading() -> None:
    assert additional(make_trainee(make_content("2026-03-01", topics=LNI))).outcome == "overdue"


@pytest.mark.parametrize(
    ("approved_on", "expected"),
    [("2026-02-28", "met"), ("2026-03-01", "met"), ("2026-03-02", "overdue"), (None, "overdue")],
)
def test_content_must_be_approved_on_or_before_the_day_it_is_delivered(approved_on: str | None, expected: str) -> None:
    # An in-house course is no option 1, and an approval afterwards does not make it one.
    assert outcome(make_content("2026-03-01", approved_on)) == expected


# Option 2: an orientation


@pytest.mark.parametrize(
    ("location", "expected"), [("headquarters", "met"), ("regional_office", "met"), ("other", "overdue")]
)
def test_an_orientation_is_at_headquarters_or_a_regional_office(location: str, expected: str) -> None:
    assert outcome(make_orientation("2026-03-01", location)) == expected


# Option 2: a conference


@pytest.mark.parametrize(
    ("sponsor", "attended", "expected"), [("lni", True, "met"), ("other", True, "overdue"), ("lni", False, "overdue")]
)
def test_a_conference_is_lnis_and_was_attended(sponsor: str, attended: bool, expected: str) -> None:
    assert outcome(make_conference("2026-05-12", sponsor=sponsor, attended=attended)) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-07-14", "met"), ("2026-07-15", "met"), ("2026-07-16", "overdue")])
def test_a_conference_after_the_due_date_never_counts(on: str, expected: str) -> None:
    assert outcome(make_conference(on)) == expected


def test_a_late_conference_covers_no_topic_either() -> None:
    # The orientation is in time and lacks the second topic; a day late a conference cannot bring it.
    assert outcome(make_orientation("2026-07-01"), make_conference("2026-07-16", OTHER), any_one=False) == "overdue"
    assert outcome(make_orientation("2026-07-01"), make_conference("2026-07-15", OTHER), any_one=False) == "met"


def test_a_conference_between_the_deadline_and_the_working_day_counts_by_one_reading() -> None:
    # Due on Saturday 2026-02-28, rolled to Monday 2026-03-02, the day of the conference.
    found = additional(make_trainee(make_conference("2026-03-02"), hired_on="2025-08-31"), ANY_ONE)
    assert readings(found) == {"deadline-roll-forward unrolled": "overdue", "deadline-roll-forward rolled": "met"}


# One activity, or both topics


@pytest.mark.parametrize(
    "one", [make_orientation("2026-03-02"), make_shadowing("2026-03-09"), make_conference("2026-05-12", OTHER)]
)
def test_one_activity_of_option_two_is_enough_or_not_as_the_question_is_read(one: Activity) -> None:
    found = additional(make_trainee(one))
    assert found.outcome == "undetermined"
    assert readings(found) == {"option-two-coverage any-one": "met", "option-two-coverage both-topics": "overdue"}


@pytest.mark.parametrize(
    ("activities", "expected"),
    [
        ([make_orientation("2026-03-02"), make_shadowing("2026-03-09")], "met"),
        ([make_orientation("2026-03-02"), make_shadowing("2026-03-09", 239)], "overdue"),
        ([make_orientation("2026-03-02"), make_content("2026-03-09", topics=OTHER)], "met"),
        ([make_shadowing("2026-03-02"), make_content("2026-03-09", topics=LNI)], "met"),
        ([make_shadowing("2026-03-02"), make_content("2026-03-09", topics=OTHER)], "overdue"),  # the same topic twice
        ([make_conference("2026-05-12", TOPICS)], "met"),
        ([make_conference("2026-05-12", LNI), make_orientation("2026-03-02")], "overdue"),
        ([make_conference("2026-05-12")], "overdue"),  # no topics recorded
    ],
)
def test_where_both_topics_are_asked_for_all_activities_cover_them_together(
    activities: Iterable[Activity], expected: str
) -> None:
    assert outcome(*activities, any_one=False) == expected


# Who, when, and what is proven


def test_an_assistant_may_not_be_asked_at_all() -> None:
    found = additional(make_trainee(role="assistant"))
    assert found.outcome == "undetermined"
    assert readings(found) == {
        "assistant-additional-training not-required": "not_required",
        "assistant-additional-training required": "overdue",
    }


def test_an_assistant_who_has_had_it_has_met_it_by_either_reading() -> None:
    found = additional(make_trainee(make_content("2026-03-01"), role="assistant"))
    assert (found.outcome, str(found.met_on)) == ("met", "2026-03-01")


@pytest.mark.parametrize(("reading", "expected"), [("not-required", "not_required"), ("required", "overdue")])
def test_a_ruling_settles_what_is_asked_of_assistants(reading: str, expected: str) -> None:
    rulings = make_rulings(assistant_additional_training=reading)
    assert additional(make_trainee(role="assistant"), rulings).outcome == expected
    assert additional(make_trainee(role="hsc"), rulings).outcome == "overdue"


def test_a_surgical_hsc_is_an_hsc() -> None:
    assert additional(make_trainee(role="surgical_hsc")).outcome == "overdue"
    assert additional(make_trainee(make_content("2026-03-01"), role="surgical_hsc")).outcome == "met"


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-01-14", "overdue"), ("2026-01-15", "met"), ("2026-11-22", "met_late")]
)
def test_what_was_before_hire_does_not_count(on: str, expected: str) -> None:
    assert outcome(make_orientation(on)) == expected


def test_what_is_after_the_as_of_date_does_not_count_yet() -> None:
    trainee = make_trainee(make_orientation("2026-03-02"))
    assert additional(trainee, ANY_ONE, as_of="2026-03-01").outcome == "due"
    assert additional(trainee, ANY_ONE, as_of="2026-03-02").outcome == "met"


def test_another_date_than_hire_does_not_start_the_clock_anew() -> None:
    # The first thing in her file is of May; due is still six months after hire.
    assert outcome(make_orientation("2026-07-16")) == "met_late"


def test_late_is_late_however_early_it_is_judged_and_whatever_follows() -> None:
    found = additional(make_trainee(make_orientation("2026-07-16"), make_orientation("2026-07-20")), ANY_ONE)
    assert (found.outcome, str(found.met_on)) == ("met_late", "2026-07-16")


def test_the_day_it_was_met_is_the_latest_that_the_readings_give() -> None:
    # Any one: the orientation of 2 March. Both topics: the shadowing of 9 March.
    found = additional(make_trainee(make_orientation("2026-03-02"), make_shadowing("2026-03-09")))
    assert (found.outcome, str(found.met_on), found.questions) == ("met", "2026-03-09", ())


def test_what_is_not_verified_may_have_been() -> None:
    unproven = make_orientation("2026-03-02", verified=False)
    assert outcome(unproven) == "met"
    found = additional(make_trainee(unproven), ANY_ONE, proven=True)
    assert (found.outcome, found.met_on, facts_needed(found)) == ("undetermined", None, ["activities[0].verified"])


def test_what_is_not_verified_and_would_not_help_leaves_nothing_open() -> None:
    unproven = make_orientation("2026-03-02", "other", verified=False)
    found = additional(make_trainee(unproven), ANY_ONE, proven=True)
    assert (found.outcome, facts_needed(found)) == ("overdue", [])


def test_verified_late_and_unverified_in_time_is_open() -> None:
    claims = make_orientation("2026-07-15", verified=False), make_orientation("2026-07-16")
    assert outcome(*claims) == "met"
    assert outcome(*claims, proven=True) == "undetermined"


# Rulings that L&I has not confirmed


@pytest.mark.parametrize(
    ("hired_on", "says_so"),
    [("2026-01-14", False), ("2026-01-15", False), ("2026-01-18", True)],  # due on a Tuesday, a Wednesday, a Saturday
)
def test_a_ruling_on_days_off_is_doubted_only_where_the_deadline_is_one(hired_on: str, says_so: bool) -> None:
    ruling = make_ruling("deadline-roll-forward", "rolled")._replace(recorded_by="Mia Member")
    found = additional(make_trainee(hired_on=hired_on), make_rulings(ruling))
    assert ("recorded by Mia Member" in found.because) is says_so
    assert str(ruling) in found.source  # the citation stays: it is what the due date was found by


def test_another_unconfirmed_ruling_is_doubted_on_any_day() -> None:
    ruling = make_ruling("option-two-coverage", "any-one")._replace(recorded_by="Mia Member")
    assert "recorded by Mia Member" in additional(make_trainee(), make_rulings(ruling)).because
