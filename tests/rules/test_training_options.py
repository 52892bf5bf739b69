"""The options of the additional training: how each stands, the last day to start it, meters, what rulings change.

The plain trainee is hired on Thursday, January 15, 2026; the training is due on Wednesday, July 15.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from onboarding.rules.additional_training import KINDS, QUESTIONS
from onboarding.rules.facts import Activity, Trainee
from onboarding.rules.holidays import day_off, is_working_day, legal_holidays
from onboarding.rules.rulebook import READINGS, Question
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train
from onboarding.rules.training_options import SETTLED, Option, Options, Stands, options
from onboarding.rules.training_options_wording import STANDS, advice, effects, why_due
from tests.rules.ask import NONE
from tests.rules.make import (
    day,
    make_conference,
    make_content,
    make_orientation,
    make_shadowing,
    make_trainee,
)
from tests.rules.make_law import make_ruling, make_rulings
from tests.rules.strategies import among, thoroughly
from tests.rules.strategies_after_hire import HIRES, trainees

ALL_DONE = "All of it is done. What that comes to depends on a ruling."
some_readings = st.fixed_dictionaries(
    {}, optional={question: st.sampled_from(READINGS[question]) for question in QUESTIONS}
)
ANY_ONE = make_rulings(option_two_coverage="any-one", deadline_roll_forward="unrolled", shadowing_total="sum")


def picture(*activities: Activity, as_of: str = "2026-03-02", rulings: Rulings = NONE, **hire: str) -> Options:
    return options(train(make_trainee(*activities, **hire), rulings, day(as_of)).claimed.additional)


def stands(*activities: Activity, as_of: str = "2026-03-02", rulings: Rulings = NONE) -> dict[str, str]:
    return {each.kind: str(each.stands) for each in picture(*activities, as_of=as_of, rulings=rulings).options}


def said(*activities: Activity, as_of: str = "2026-03-02", rulings: Rulings = NONE, **hire: str) -> str:
    judged = train(make_trainee(*activities, **hire), rulings, day(as_of)).claimed.additional
    return advice(judged, options(judged))


# The last day to start


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        # Back from Wednesday, July 15. Friday, July 3 is the holiday of Saturday, July 4.
        ("shadowing", "2026-07-08"),  # 5 working days: 14, 13, 10, 9, 8
        ("orientation", "2026-06-30"),  # 10: 14, 13, 10, 9, 8, 7, 6, 2, 1, June 30
        ("approved_content", "2026-06-30"),
        ("conference", "2026-06-30"),
    ],
)
def test_it_is_so_many_working_days_before_the_last_day_in_time(kind: str, expected: str) -> None:
    assert picture().of(kind).start_by == day(expected)


def test_a_due_date_on_which_nobody_works_is_left_for_the_working_day_before() -> None:
    # Hired on August 31, 2025: due on Saturday, February 28, 2026. Monday, February 16 is Presidents' Day.
    found = picture(hired_on="2025-08-31").of("orientation")
    assert (found.last_on, found.start_by) == (day("2026-02-27"), day("2026-02-12"))
    assert picture(hired_on="2025-08-31", rulings=make_rulings(deadline_roll_forward="rolled")).of(
        "orientation"
    ).last_on == day("2026-03-02")


def test_a_ruling_on_a_lead_time_moves_it() -> None:
    found = picture(rulings=make_rulings(shadowing_notice_days=0)).of("shadowing")
    assert (found.start_by, found.lead_days) == (day("2026-07-15"), 0)


@given(among(*HIRES), st.integers(0, 30))
def test_it_is_the_last_day_from_which_the_time_suffices_counted_day_by_day(hired_on: str, lead: int) -> None:
    found = picture(hired_on=hired_on, rulings=make_rulings(orientation_notice_days=lead)).of("orientation")
    start = due = picture(hired_on=hired_on).plan_to
    while not is_working_day(shipped(), start) or after(start, lead) > due:
        start -= timedelta(1)
    assert found.start_by == start


def after(start: date, working_days: int) -> date:
    """So many working days later, a day at a time."""
    while working_days:
        start += timedelta(1)
        working_days -= start.weekday() < 5 and start not in legal_holidays(shipped(), start.year)
    return start


# How each option stands


@pytest.mark.parametrize(
    ("as_of", "shadowing", "conference"),
    [
        ("2026-06-30", "possible", "possible"),
        ("2026-07-01", "possible", "short"),
        ("2026-07-08", "possible", "short"),
        ("2026-07-09", "short", "short"),
        ("2026-07-15", "short", "short"),
        ("2026-07-16", "late", "gone"),
    ],
)
def test_what_was_not_begun_becomes_short_then_late_and_a_conference_impossible(
    as_of: str, shadowing: str, conference: str
) -> None:
    found = stands(as_of=as_of)
    assert (found["shadowing"], found["conference"]) == (shadowing, conference)


def test_while_it_is_open_whether_the_deadline_moves_a_conference_in_between_hangs_on_that() -> None:
    # Due on Saturday, February 28, 2026, or on Monday, March 2.
    for as_of, expected in (("2026-02-28", "short"), ("2026-03-01", "hangs"), ("2026-03-03", "gone")):
        found = picture(as_of=as_of, hired_on="2025-08-31").of("conference").stands
        assert found == expected, as_of


def test_an_option_is_done_on_the_day_with_which_it_is_enough() -> None:
    assert picture(make_orientation("2026-02-03")).of("orientation").done_on == day("2026-02-03")
    found = picture(make_content("2026-02-03", topics=["lni_processes"]), make_content("2026-02-10"))
    assert found.of("approved_content").done_on == day("2026-02-10")


@pytest.mark.parametrize(
    "not_enough",
    [
        make_orientation("2026-02-03", "other"),
        make_orientation("2026-01-14"),  # before the hire
        make_orientation("2026-03-03"),  # still to come
        make_content("2026-02-03", None),
        make_content("2026-02-03", topics=["lni_processes"]),
        make_shadowing("2026-02-03", 239),
        make_shadowing("2026-02-03", host="Valley"),
        make_conference("2026-02-03", sponsor="other"),
        make_conference("2026-02-03", attended=False),
    ],
)
def test_what_does_not_count_or_is_not_enough_leaves_it_to_be_done(not_enough: Activity) -> None:
    assert set(stands(not_enough).values()) == {"possible"}


def test_visits_that_are_enough_only_together_hang_on_a_ruling() -> None:
    visits = make_shadowing("2026-02-03", 120), make_shadowing("2026-02-10", 120)
    assert stands(*visits)["shadowing"] == "hangs"
    assert stands(*visits, rulings=make_rulings(shadowing_total="sum"))["shadowing"] == "done"
    assert stands(*visits, rulings=make_rulings(shadowing_total="single"))["shadowing"] == "possible"


def test_once_the_training_is_had_the_other_options_are_not_needed() -> None:
    assert stands(make_content("2026-02-03")) == {
        "approved_content": "done", "orientation": "spare", "shadowing": "spare", "conference": "spare"
    }  # fmt: skip


def test_proof_is_told_apart() -> None:
    assert picture(make_orientation("2026-02-03")).of("orientation").verified
    assert not picture(make_orientation("2026-02-03", verified=False)).of("orientation").verified
    assert not picture().of("orientation").verified


def test_every_state_has_a_word() -> None:
    assert STANDS.keys() == set(Stands)


# Meters


def test_the_minutes_of_visits_that_count_are_added_up_and_the_longest_told() -> None:
    visits = [
        make_shadowing("2026-02-03", 100),
        make_shadowing("2026-02-10", 70, verified=False),
        make_shadowing("2026-02-11", 500, host="valley"),
    ]
    done = picture(*visits).shadowed
    assert (done.together, done.longest, done.verified, done.needed, done.visits) == (170, 100, 100, 240, 2)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2026-01-10", 0), ("2026-01-15", 0), ("2026-01-16", 1), ("2026-07-15", 181), ("2027-01-01", 181)],
)
def test_the_time_is_counted_from_the_day_after_the_hire(as_of: str, expected: int) -> None:
    # January has 16 days left, then 28, 31, 30, 31, 30, and 15 of July: 181.
    assert picture(as_of=as_of).time == (expected, 181)


# Words


def test_the_due_date_is_explained() -> None:
    def steps(hired_on: str, rulings: Rulings = NONE) -> str:
        return " ".join(why_due(train(make_trainee(hired_on=hired_on), rulings, day("2026-03-02")).claimed.additional))

    assert steps("2026-01-15").startswith("Hired on 2026-01-15. 6 calendar months later is 2026-07-15. The day of the")
    assert steps("2026-01-15").endswith("2026-07-15 is a working day, so that the deadline does not move.")
    assert "2026-02-28, the last day of a shorter month." in steps("2025-08-31")
    assert "2026-02-28 is a Saturday. L&I does not say whether the deadline moves to 2026-03-02." in steps("2025-08-31")
    assert "2025-11-27 is Thanksgiving Day." in steps("2025-05-27")
    assert "moves to 2025-12-01" in steps("2025-05-27", make_rulings(deadline_roll_forward="rolled"))
    assert "stays" in steps("2025-05-27", make_rulings(deadline_roll_forward="unrolled"))


def test_days_off_have_names() -> None:
    book = shipped()
    for on, expected in (
        ("2026-07-03", "Independence Day"),
        ("2026-07-04", "a Saturday"),
        ("2026-07-05", "a Sunday"),
        ("2021-12-31", "New Year's Day"),  # kept on the Friday before Saturday, January 1, 2022
        ("2026-07-06", None),
    ):
        assert day_off(book, day(on)) == expected


def test_what_is_still_needed_is_said_so_that_no_ruling_can_undo_it() -> None:
    visit = "one visit of 240 minutes to an HSC of another COHE. Content that L&I approved beforehand does as well."
    assert said() == f"Still needed: an L&I orientation and {visit}"
    assert said(make_orientation("2026-02-03")) == f"Still needed: {visit}"
    together = make_rulings(shadowing_total="sum")
    assert "and 70 more minutes of shadowing at another COHE." in said(
        make_shadowing("2026-02-03", 170), rulings=together
    )
    assert said(rulings=ANY_ONE) == "Still needed: one of these options."
    assert said(make_orientation("2026-02-03"), rulings=ANY_ONE) == "Nothing more is needed."
    assert said(role="assistant").startswith("Still needed if L&I asks it of Assistants: an L&I orientation")
    assert "not asked" in said(role="assistant", rulings=make_rulings(assistant_additional_training="not-required"))


def test_what_is_done_between_the_two_deadlines_is_done_and_its_lateness_depends_on_a_ruling() -> None:
    # Due on Saturday, February 28, 2026, or on Monday, March 2.
    assert said(make_content("2026-03-01"), as_of="2026-03-05", hired_on="2025-08-31") == ALL_DONE


def test_minutes_that_are_still_needed_are_rounded_up() -> None:
    visit, together = make_shadowing("2026-02-03", "170.5"), make_rulings(shadowing_total="sum")
    assert "70 more minutes" in said(visit, rulings=together)


def test_what_a_ruling_would_change_is_told_of_each_question_that_matters_here() -> None:
    judged = train(make_trainee(make_orientation("2026-02-03")), NONE, day("2026-03-02")).claimed.additional
    (found,) = effects(judged, options(judged))
    assert found.question == Question.OPTION_TWO
    assert [(each.outcome, each.comes_to) for each in found.readings] == [
        ("met", "Nothing more is needed."),
        ("due", "Still missing: training on how HSCs of another COHE work."),
    ]


def test_nothing_is_left_to_rule_on_once_the_training_is_had() -> None:
    judged = train(make_trainee(make_content("2026-02-03")), NONE, day("2026-03-02")).claimed.additional
    assert list(effects(judged, options(judged))) == []


# What must hold of any trainee


@thoroughly
@given(trainees())
def test_each_reading_says_what_the_ruling_would_give(trainee_and_day: tuple[Trainee, date]) -> None:
    trainee, as_of = trainee_and_day
    judged = train(trainee, NONE, as_of).claimed.additional
    for question in QUESTIONS:
        if question is Question.ASSISTANT_TRAINING and trainee.role != "assistant":
            continue
        for reading in READINGS[question]:
            ruled = train(trainee, make_rulings(make_ruling(question, reading)), as_of).claimed.additional
            assert judged.under(question, reading) == ruled.outcome


@thoroughly
@given(trainees(), among(*KINDS))
def test_an_option_that_is_tried_turns_out_as_it_stands(trainee_and_day: tuple[Trainee, date], kind: str) -> None:
    trainee, as_of = trainee_and_day
    judged = train(trainee, ANY_ONE, as_of).claimed.additional
    if judged.outcome not in ("due", "overdue"):
        return
    option = options(judged).of(kind)
    today = with_one_more(trainee, option, as_of)
    expected = {"possible": "met", "short": "met", "late": "met_late", "gone": "overdue"}[option.stands]
    assert train(today, ANY_ONE, as_of).claimed.additional.outcome == expected
    if option.stands == "possible":
        begun = after(as_of, option.lead_days)
        assert begun <= option.last_on
        assert train(with_one_more(trainee, option, begun), ANY_ONE, begun).claimed.additional.outcome == "met"
    if option.stands == "short":
        assert after(as_of, option.lead_days) > option.last_on


@thoroughly
@given(trainees())
def test_what_is_said_to_be_needed_is_enough_whatever_is_ruled(trainee_and_day: tuple[Trainee, date]) -> None:
    trainee, as_of = trainee_and_day
    found = options(train(trainee, NONE, as_of).claimed.additional)
    add = {"lni_processes": make_orientation(str(as_of)), "other_cohe_practice": make_shadowing(str(as_of))}
    for combined in (("any-one", "sum"), ("both-topics", "single")):
        rulings = make_rulings(*map(make_ruling, (Question.OPTION_TWO, Question.SHADOWING), combined))
        done = with_more(trainee, *(add[topic] for topic in found.missing))
        outcome = train(done, rulings, as_of).claimed.additional.outcome
        assert outcome in ("met", "met_late", "not_required", "undetermined")
        if outcome == "undetermined":  # only because the deadline may move
            for reading in ("rolled", "unrolled"):
                ruled = make_rulings(
                    make_ruling(Question.ROLL_FORWARD, reading),
                    make_ruling(Question.ASSISTANT_TRAINING, "required"),
                    *map(make_ruling, (Question.OPTION_TWO, Question.SHADOWING), combined),
                )
                assert train(done, ruled, as_of).claimed.additional.outcome in ("met", "met_late")


@thoroughly
@given(trainees(), some_readings)
def test_something_can_be_said_of_everybody(trainee_and_day: tuple[Trainee, date], ruled: dict[Question, str]) -> None:
    trainee, as_of = trainee_and_day
    judged = train(trainee, make_rulings(*(make_ruling(*each) for each in ruled.items())), as_of).claimed.additional
    found = options(judged)
    said = [
        advice(judged, found),
        *why_due(judged),
        *(read.comes_to for each in effects(judged, found) for read in each.readings),
    ]
    assert all((each.endswith(".") and each[0].isupper()) or each[0].isdigit() for each in said)
    assert ("Still needed" in said[0]) is (judged.outcome not in SETTLED and said[0] != ALL_DONE)


def with_one_more(trainee: Trainee, option: Option, on: date) -> Trainee:
    one = {
        "approved_content": make_content(str(on), "2020-01-01"),
        "orientation": make_orientation(str(on)),
        "shadowing": make_shadowing(str(on)),
        "conference": make_conference(str(on)),
    }[option.kind]
    return with_more(trainee, one)


def with_more(trainee: Trainee, *more: Activity) -> Trainee:
    return make_trainee(*trainee.activities, *more, hired_on=str(trainee.hired_on), role=trainee.role)
