"""Open questions: what all their readings together say, which of them matter, and what each reading gives."""

import pytest

from onboarding.rules.findings import Outcome
from onboarding.rules.readings import agreement, combinations
from onboarding.rules.rulebook import Question
from tests.rules.ask import NONE, additional, credited, experience, readings
from tests.rules.cast import HALF_CARE, HALF_TIME, QUALIFIED
from tests.rules.make import day, make_applicant, make_conference, make_job, make_trainee
from tests.rules.make_law import make_rulings

MET, NOT_MET, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.UNDETERMINED
DUTY, TIME = Question.MIXED_DUTY, Question.PART_TIME


def agreed(**outcomes: Outcome) -> tuple[str, list[str], dict[str, str]]:
    """What four combinations of two questions say, named by the readings' first letters: `sc` is share, calendar."""
    law = NONE.in_force(day("2026-11-22"), None, None)
    tried = [
        (combination, outcomes[combination[DUTY][0] + combination[TIME][0]])
        for combination in combinations(law, (DUTY, TIME))
    ]
    found = agreement(tried)
    return found.outcome, list(found.questions), readings(found)


def test_where_all_agree_that_is_the_outcome_and_no_question_matters() -> None:
    assert agreed(sc=MET, sp=MET, wc=MET, wp=MET) == ("met", [], {})
    assert agreed(sc=OPEN, sp=OPEN, wc=OPEN, wp=OPEN) == ("undetermined", [], {})


def test_a_question_matters_where_two_combinations_that_differ_in_it_alone_differ() -> None:
    assert agreed(sc=NOT_MET, sp=NOT_MET, wc=MET, wp=MET) == (
        "undetermined",
        ["mixed-duty-credit"],
        {"mixed-duty-credit share": "not_met", "mixed-duty-credit whole": "met"},
    )


def test_where_another_question_still_matters_a_reading_gives_undetermined() -> None:
    # By share it is not met either way; whole, it hangs on part time. By the calendar it hangs on the duties.
    assert agreed(sc=NOT_MET, sp=NOT_MET, wc=MET, wp=NOT_MET) == (
        "undetermined",
        ["mixed-duty-credit", "part-time-credit"],
        {
            "mixed-duty-credit share": "not_met",
            "mixed-duty-credit whole": "undetermined",
            "part-time-credit calendar": "undetermined",
            "part-time-credit prorated": "not_met",
        },
    )


def test_an_outcome_that_is_undetermined_itself_is_an_outcome_too() -> None:
    # Under one reading the facts are too vague, under the other they are enough: the question matters.
    found = agreed(sc=OPEN, sp=OPEN, wc=MET, wp=MET)
    assert found[1] == ["mixed-duty-credit"]
    assert found[2] == {"mixed-duty-credit share": "undetermined", "mixed-duty-credit whole": "met"}


@pytest.mark.parametrize(
    ("hours", "care", "expected"),
    [
        # 1,096 days are three years; half of them are not, nor is a quarter.
        (20, "1/2", {"mixed-duty-credit share": "not_met", "mixed-duty-credit whole": "undetermined",
                     "part-time-credit calendar": "undetermined", "part-time-credit prorated": "not_met"}),
        (40, "1/2", {"mixed-duty-credit share": "not_met", "mixed-duty-credit whole": "met"}),
        (20, "1", {"part-time-credit calendar": "met", "part-time-credit prorated": "not_met"}),
        (40, "1", {}),
    ],
)  # fmt: skip
def test_part_time_and_mixed_duties_together(hours: int, care: str, expected: dict[str, str]) -> None:
    rest = {} if care == "1" else {"other": "1/2"}
    finding = experience(make_applicant(make_job(hours=hours, duties={"equivalent": care} | rest)))
    assert readings(finding) == expected
    assert {str(question) for question in finding.questions} == {each.rpartition(" ")[0] for each in expected}


def test_the_credited_days_span_all_open_readings() -> None:
    # 20 of 40 hours, half of them care: a quarter of 1,096 days at least, all of them at most.
    finding = experience(make_applicant(make_job(hours=20, duties={"equivalent": "1/2", "other": "1/2"})))
    assert credited(finding) == ("274", "1096")


def test_a_question_that_changes_the_days_and_not_the_outcome_does_not_matter() -> None:
    # Six years half-time, with a degree: three prorated, six by the calendar. 2015-01-01..2020-12-31 is 2,192 days.
    finding = experience(make_applicant(make_job("2015-01-01", "2020-12-31", hours=20)))
    assert (credited(finding), finding.outcome, finding.questions) == (("1096", "2192"), "met", ())


def test_two_questions_that_would_each_be_enough_both_matter() -> None:
    # Half-time for three years and, in the same years, a job of half care. Prorated and by share: half and half are a
    # day. By any reading they are three years.
    both = make_applicant(*HALF_TIME.jobs, *HALF_CARE.jobs)
    assert (experience(both).outcome, experience(both).questions) == ("met", ())
    # A day shorter each, by any reading they are not.
    half = {"equivalent": "1/2", "other": "1/2"}
    short = make_applicant(make_job(end="2021-03-13", hours=20), make_job(end="2021-03-13", duties=half))
    assert (experience(short).outcome, experience(short).questions) == ("not_met", ())


def test_settled_questions_are_not_tried() -> None:
    law = make_rulings(part_time_credit="calendar").in_force(day("2026-11-22"), None, None)
    assert [each[TIME] for each in combinations(law, (DUTY, TIME))] == ["calendar", "calendar"]
    assert experience(HALF_TIME, make_rulings(part_time_credit="calendar")).questions == ()


def test_of_three_questions_on_one_conference_each_matters_where_it_decides() -> None:
    # On Monday 2026-03-02, due on Saturday: in time if rolled; without topics, enough if any one is.
    found = additional(make_trainee(make_conference("2026-03-02"), hired_on="2025-08-31"))
    assert readings(found) == {
        "deadline-roll-forward unrolled": "overdue",
        "deadline-roll-forward rolled": "undetermined",
        "option-two-coverage any-one": "undetermined",
        "option-two-coverage both-topics": "overdue",
    }


def test_nobody_of_the_plain_cast_hangs_on_a_question() -> None:
    assert experience(QUALIFIED).questions == ()
