"""Which work counts: the categories, what a title only suggests, and jobs of mixed duties."""

import pytest

from tests.rules.ask import credited, experience, facts_needed, readings
from tests.rules.cast import CLAIMS_MANAGER, HALF_CARE
from tests.rules.make import Amount, make_applicant, make_job
from tests.rules.make_law import make_ruling, make_rulings

SHARE, WHOLE = make_rulings(mixed_duty_credit="share"), make_rulings(mixed_duty_credit="whole")


def outcomes(category: str | None, position: str = "Staff") -> tuple[str, str]:
    """Three years of such work, as claimed and as verified."""
    applicant = make_applicant(make_job(category=category, position=position))
    return experience(applicant).outcome, experience(applicant, proven=True).outcome


@pytest.mark.parametrize("category", ["direct_patient_care", "return_to_work", "occupational_health", "equivalent"])
def test_four_categories_count(category: str) -> None:
    assert outcomes(category) == ("met", "met")


@pytest.mark.parametrize("category", ["excluded", "other"])
def test_two_categories_do_not(category: str) -> None:
    assert outcomes(category) == ("not_met", "not_met")


def test_claims_management_counts_or_not_as_the_question_is_read() -> None:
    finding = experience(CLAIMS_MANAGER)
    assert (credited(finding), finding.outcome) == (("0", "1096"), "undetermined")
    assert readings(finding) == {
        "claims-management-counts counts": "met",
        "claims-management-counts does-not-count": "not_met",
    }
    assert facts_needed(finding) == []


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-04-30", "not_met"), ("2026-05-01", "met"), ("2026-05-02", "met")]
)
def test_a_past_decision_keeps_the_edition_it_was_made_under(as_of: str, expected: str) -> None:
    # The later edition of the page holds from May on; who was screened in April is not screened anew by it.
    before = make_ruling("claims-management-counts", "does-not-count", since="2020-01-01")
    later = make_ruling("claims-management-counts", "counts", since="2026-05-01")
    assert experience(CLAIMS_MANAGER, make_rulings(before, later), as_of=as_of).outcome == expected


# What a title suggests


@pytest.mark.parametrize("title", ["Registered Nurse", "Medical Assistant", "Care Coordinator", "Nurse Navigator"])
def test_a_title_that_lni_includes_is_taken_as_claimed_and_is_never_proof(title: str) -> None:
    assert outcomes(None, title) == ("met", "undetermined")


@pytest.mark.parametrize("title", ["Referral Coordinator", "Scheduler", "Receptionist", "Medical Secretary"])
def test_an_excluded_title_rejects_nobody(title: str) -> None:
    # It is excluded from direct patient care alone; which category the work had is for a screener to say.
    assert outcomes(None, title) == ("undetermined", "undetermined")


def test_a_schedulers_work_counts_where_a_screener_puts_it_in_another_category() -> None:
    assert outcomes("occupational_health", "Scheduler") == ("met", "met")


def test_what_a_screener_decided_stands_above_the_title() -> None:
    # By name a care coordinator; by duty, a screener found, one who only schedules.
    assert outcomes("excluded", "Care Coordinator") == ("not_met", "not_met")


@pytest.mark.parametrize("title", ["Referral Care Coordinator", "Nurse Scheduler"])
def test_exclusion_wins_over_inclusion(title: str) -> None:
    finding = experience(make_applicant(make_job(category=None, position=title)))
    assert finding.ledger[0].suggestion == "excluded"
    assert credited(finding) == ("0", "1096")


@pytest.mark.parametrize("title", ["Paramedic", "Physical Therapist", "Vocational Rehabilitation Counselor", "Lead"])
def test_a_title_that_lni_does_not_list_goes_to_a_reviewer(title: str) -> None:
    finding = experience(make_applicant(make_job(category=None, position=title)))
    assert (finding.ledger[0].suggestion, finding.outcome) == (None, "undetermined")
    assert facts_needed(finding) == ["work[0].category"]


# Mixed duties


def test_mixed_duties_count_by_their_share_or_whole() -> None:
    # Half of 1,096 days by share, all of them whole.
    finding = experience(HALF_CARE)
    assert (credited(finding), finding.outcome) == (("548", "1096"), "undetermined")
    assert readings(finding) == {"mixed-duty-credit share": "not_met", "mixed-duty-credit whole": "met"}


@pytest.mark.parametrize(
    ("duties", "by_share", "whole"),
    [
        ({"direct_patient_care": "0.6", "excluded": "0.4"}, "3288/5", "1096"),  # 1,096 x 0.6 = 657.6
        ({"direct_patient_care": "0.3", "equivalent": "0.3", "other": "0.4"}, "3288/5", "1096"),  # shares add up
        ({"direct_patient_care": "0.001", "excluded": "0.999"}, "137/125", "1096"),  # any counting duty: 1.096
        ({"excluded": "0.5", "other": "0.5"}, "0", "0"),
        ({"direct_patient_care": "1"}, "1096", "1096"),
        ({"return_to_work": "0.5", "occupational_health": "0.5"}, "1096", "1096"),
    ],
)
def test_the_share_of_each_duty_is_exact(duties: dict[str, Amount], by_share: str, whole: str) -> None:
    applicant = make_applicant(make_job(duties=duties))
    assert credited(experience(applicant, SHARE)) == (by_share, by_share)
    assert credited(experience(applicant, WHOLE)) == (whole, whole)


def test_claims_management_may_be_a_duty() -> None:
    # Under `whole` it makes the job count or not; under `share` half of it counts or none.
    applicant = make_applicant(make_job(duties={"claims_management": "0.5", "other": "0.5"}))
    counts = make_rulings(claims_management_counts="counts", mixed_duty_credit="share")
    does_not = make_rulings(claims_management_counts="does-not-count", mixed_duty_credit="whole")
    assert credited(experience(applicant, counts)) == ("548", "548")
    assert credited(experience(applicant, does_not)) == ("0", "0")
    assert credited(experience(applicant)) == ("0", "1096")


def test_a_share_of_part_time_is_a_share_of_a_share() -> None:
    # 20 of 40 hours, half of them counting: a quarter of 1,096 days.
    applicant = make_applicant(make_job(hours=20, duties={"equivalent": "0.5", "other": "0.5"}))
    rulings = make_rulings(mixed_duty_credit="share", part_time_credit="prorated")
    assert credited(experience(applicant, rulings)) == ("274", "274")


def test_two_halves_of_two_jobs_on_one_day_are_a_day() -> None:
    half = make_job(duties={"equivalent": "0.5", "other": "0.5"})
    assert experience(make_applicant(half, half), SHARE).outcome == "met"
    # Three of them are still a day a day, and 1,095 days are a day short.
    short = make_job(end="2021-03-13", duties={"equivalent": "0.5", "other": "0.5"})
    assert experience(make_applicant(short, short, short), SHARE).outcome == "not_met"


def test_unverified_work_counts_as_verified_for_no_more_than_it_states() -> None:
    finding = experience(make_applicant(make_job(verified=False)), proven=True)
    assert (credited(finding), finding.outcome) == (("0", "1096"), "undetermined")
    excluded = experience(make_applicant(make_job(category="excluded", verified=False)), proven=True)
    assert (credited(excluded), excluded.outcome) == (("0", "0"), "not_met")


def test_each_line_of_the_ledger_says_what_the_job_would_count_for_alone() -> None:
    # Two full-time jobs at once: 1,096 days each, and 1,096 together.
    finding = experience(make_applicant(make_job(), make_job()))
    assert [line.credited_days for line in finding.ledger] == [(1096, 1096), (1096, 1096)]
    assert [line.job for line in finding.ledger] == [0, 1]
    assert [line.category for line in experience(HALF_CARE).ledger] == [None]
