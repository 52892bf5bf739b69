"""Another rulebook, another answer: each number changed in a copy of the file, and each question settled in one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from onboarding.rules.checklist import shipped as shipped_steps
from onboarding.rules.credential import credential
from onboarding.rules.days import Quarter
from onboarding.rules.facts import Contradiction
from onboarding.rules.forecast import forecast
from onboarding.rules.ladder import Ladder, link_until, next_rung, reference_until, times_told
from onboarding.rules.lead_times import History, expected, lead_times
from onboarding.rules.numbers import Numbers
from onboarding.rules.packet_delivery import answer_by, longest_until, shared_until
from onboarding.rules.programs import gives_up, kept_until, last_day, old_secret_until, seconds_to_wait
from onboarding.rules.retention import Retained, keep
from onboarding.rules.rulebook import READINGS, Question
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from onboarding.rules.training_ladder import To, Toward, is_quiet, rungs
from onboarding.rules.training_options import options
from onboarding.rules.upkeep import duties, statement_fresh
from tests.rules import ask
from tests.rules.cast import A_DAY_SHORT, ASSISTANT, CLAIMS_MANAGER, HALF_CARE, HALF_TIME, NO_DEGREE
from tests.rules.make import (
    day,
    make_applicant,
    make_conference,
    make_content,
    make_job,
    make_orientation,
    make_quarters,
    make_row,
    make_shadowing,
    make_staffing,
    make_tracks,
    make_trainee,
)
from tests.rules.make_law import edited, make_rulebook, make_ruling

Asked = Callable[[Rulings], Any]

ACTIVE = make_tracks("2026-01-05 sent", "2026-02-20 issued", "2026-03-01 effective", "2026-03-01 changed")
FULL_YEAR = make_staffing(make_quarters(588, 588, 587, 587, surgical=(150,) * 4))  # 2,350 claims, one HSC
BOTH_TOPICS = make_trainee(make_orientation("2026-03-02"), make_shadowing("2026-03-09", 240))
AFTER = make_staffing(make_quarters(*[1175] * 4), [make_row("ana"), make_row("ben", last="2026-02-10")])
FROM_2083 = make_applicant(make_job("2083-11-23", None))  # three years are full on 2086-11-22, sixty years ahead


def number_refused(number: str) -> Asked:
    def asked(rulings: Rulings) -> str:
        try:
            return str(ask.account(make_tracks("2026-01-05 sent", f"2026-02-20 issued {number}"), rulings).number)
        except Contradiction as refused:
            return "NPI" if "NPI" in str(refused) else "refused"

    return asked


def kept(retained: Retained) -> Asked:
    return lambda rulings: str(keep(retained, rulings.in_force(date(2026, 11, 22), None, None)).through)


LEFT = Retained(True, date(2026, 1, 31), None, date(2026, 3, 31), date(2026, 1, 31))
NOT_HIRED = Retained(False, closed_on=date(2026, 1, 5))


def half_steps(rulings: Rulings) -> str:
    required = ask.year(FULL_YEAR, rulings).required_fte
    return str(required and required.at_most)


def awaited(own: int, on: str = "2024-06-01") -> Asked:
    """By when L&I's answer to an application of May 10, 2024 is expected, with so many own cases of 40 days."""
    cases = [History(None, make_tracks("2023-01-02 sent", "2023-02-11 issued"))] * own

    def asked(rulings: Rulings) -> str:
        law = rulings.in_force(day(on), None, None)
        found = expected("provider", "sent", day("2024-05-10"), lead_times(cases, day(on)), law)
        return f"{found.earliest} {found.latest}" if found else ""

    return asked


def reminded(kind: str, *events: str) -> Asked:
    """From which day we remind of something, on March 2, 2026."""

    def asked(rulings: Rulings) -> str:
        tracks, on = make_tracks(*events), day("2026-03-02")
        answer = credential(tracks, rulings, on)
        found = duties(tracks, answer, day("2026-01-05"), rulings.in_force(on, None, None))
        return str(next(each.remind_on for each in found if each.kind == kind and each.place == "provider"))

    return asked


def fresh(rulings: Rulings) -> bool:
    return statement_fresh(day("2026-01-01"), day("2026-04-02"), rulings.in_force(day("2026-04-02"), None, None))


def chased(ladder: Ladder) -> Asked:
    """Days after it was asked somebody is reminded, one after the other."""

    def days(rulings: Rulings) -> str:
        began = now = datetime(2026, 11, 1, tzinfo=UTC)
        numbers, found = rulings.in_force(began.date(), None, None).numbers, []
        while rung := next_rung(ladder, began, now, numbers):
            now = rung
            found.append((rung - began).days)
        return " ".join(map(str, found))

    return days


def opened(until: Callable[[datetime, Numbers], datetime]) -> Asked:
    """For how many days a link works."""
    began = datetime(2026, 11, 1, tzinfo=UTC)
    return lambda rulings: (until(began, rulings.in_force(began.date(), None, None).numbers) - began).days


def shared(until: Callable[[date, Numbers], date]) -> Asked:
    """For how many days a link to a packet works."""
    began = date(2026, 11, 30)
    return lambda rulings: (until(began, rulings.in_force(began, None, None).numbers) - began).days


def answered_by(rulings: Rulings) -> str:
    """By when a question about a packet is answered that was asked on Monday, November 30."""
    asked_on = date(2026, 11, 30)
    return str(answer_by(rulings.book, asked_on, rulings.in_force(asked_on, None, None).numbers))


def told(after: int) -> Asked:
    """How often managers were told of something so many days after it is due."""

    def times(rulings: Rulings) -> object:
        on, numbers = day("2026-11-01"), rulings.in_force(day("2026-11-01"), None, None).numbers
        return str(times_told(on, on, on + timedelta(days=after), numbers))

    return times


def trained(to: To) -> Asked:
    """How many days before a training is due somebody is told, until two weeks after."""
    hired_on, due_on = day("2026-01-15"), day("2026-07-15")

    def ahead(rulings: Rulings) -> str:
        numbers = rulings.in_force(due_on, None, None).numbers
        found = rungs(Toward(hired_on, due_on), due_on + timedelta(days=14), numbers, to)
        return " ".join(str((due_on - rung.on).days) for rung in found)

    return ahead


def in_december(rulings: Rulings) -> Numbers:
    return rulings.in_force(day("2026-12-01"), None, None).numbers


def program(until: Callable[[date, Numbers], date]) -> Asked:
    """Until which day something of a program's lasts that began on December 1, 2026."""
    return lambda rulings: until(day("2026-12-01"), in_december(rulings))


def quiet(hour: int) -> Asked:
    """Whether nobody is reminded of training in that hour."""
    return lambda rulings: is_quiet(hour, rulings.in_force(day("2026-11-22"), None, None).numbers)


def start_by(kind: str) -> Asked:
    """Until when an option can be started, of a training due on July 15, 2026."""

    def asked(rulings: Rulings) -> str:
        judged = ask.additional(make_trainee(), rulings, "2026-02-02")
        return str(options(judged).of(kind).start_by)

    return asked


def first_step(rulings: Rulings) -> str:
    """By when the first step is to be done for somebody who was hired on January 5, 2026."""
    steps = shipped_steps(rulings.in_force(day("2026-01-05"), None, None).numbers)
    return str(next(iter(steps.values())).due_on(day("2026-01-05")))


def off_by(rulings: Rulings) -> str:
    """What forecasts one quarter ahead were off by, of which there are four: 0, 0, 0 and 20 of 100."""
    known = {row.quarter: row.claims for row in make_quarters(*[100] * 11, 120, first="2024-Q1")}
    return str(forecast(known, Quarter(2027, 1), rulings.in_force(day("2027-01-01"), None, None).numbers).tested[0].off)


ACCOUNT = ("2026-01-05 sent", "2026-02-20 issued", "2026-03-01 effective", "2026-03-01 changed")

# A number, another value for it, an answer that hangs on it, and what it is before and after.
THREE_DAYS = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 4, 9, tzinfo=UTC)
ANSWERS: list[tuple[str, int | str, Asked, object, object]] = [
    ("years_with_degree", 2, lambda rulings: ask.outcomes(A_DAY_SHORT, rulings)[0], "not_qualified", "qualified"),
    ("years_without_degree", 3, lambda rulings: ask.outcomes(NO_DEGREE, rulings)[0], "not_qualified", "qualified"),
    ("years_assistant", 4, lambda rulings: ask.outcomes(ASSISTANT, rulings)[0], "qualified", "not_qualified"),
    ("full_time_hours", 20, lambda rulings: ask.outcomes(HALF_TIME, rulings)[0], "needs_review", "qualified"),
    ("foreseen_years", 59, lambda rulings: str(ask.experience(FROM_2083, rulings).met_from), "2086-11-22", "None"),
    ("training_months", 1, lambda rulings: str(ask.due(make_trainee(), rulings)[0]), "2026-07-15", "2026-02-15"),
    ("shadowing_minutes", 241, lambda rulings: ask.additional(BOTH_TOPICS, rulings).outcome, "met", "undetermined"),
    ("claims_per_fte", 2349, lambda rulings: ask.year(FULL_YEAR, rulings).outcome, "met", "undetermined"),
    ("claims_per_half_fte", 1174, half_steps, "1", "3/2"),
    ("quarter_trigger", "587.5", lambda rulings: ask.discussions(FULL_YEAR, rulings)[0], "not_required", "required"),
    ("recommended_claims", 2350, lambda rulings: ask.year(FULL_YEAR, rulings).recommendation, "over", "within"),
    ("recommended_surgical_claims", 599, lambda rulings: str(ask.surgical(
        make_staffing(make_quarters(0, 0, 0, 0, surgical=(150,) * 4), [make_row(role="surgical_hsc")]), rulings
    ).recommendation), "within", "over"),
    ("replacement_months", 12, lambda rulings: ask.replacements(AFTER, rulings)[0].outcome, "overdue", "open"),
    ("dormancy_months", 24, lambda rulings: str(ask.account(ACTIVE, rulings).dormant_on), "2027-09-01", "2028-03-01"),
    ("dormancy_warning_days", 31, lambda given: str(ask.account(ACTIVE, given).warn_on), "2027-06-03", "2027-08-01"),
    ("change_report_days", 31, lambda given: str(ask.account(ACTIVE, given).change_report_due_on),
     "2026-03-16", "2026-04-01"),
    ("provider_number_digits", 8, number_refused("12345678"), "refused", "12345678"),
    ("npi_digits", 11, number_refused("12345678901"), "refused", "NPI"),
    ("service_record_years", 7, kept(LEFT), "2032-03-31", "2033-01-31"),
    ("contract_record_years", 4, kept(LEFT), "2032-03-31", "2031-01-31"),
    ("applicant_record_years", 2, kept(NOT_HIRED), "2029-01-05", "2028-01-05"),
    ("processing_days_least", 10, awaited(0), "2024-05-10 2024-09-10", "2024-05-20 2024-09-10"),
    ("processing_days_most", 100, awaited(0), "2024-05-10 2024-09-10", "2024-05-10 2024-08-18"),
    ("own_cases_least", 2, awaited(2), "2024-05-10 2024-09-10", "2024-06-19 2024-06-19"),
    ("sending_days", 15, reminded("send"), "2026-01-19", "2026-01-20"),
    ("unanswered_days", 31, reminded("answer", "2026-01-05 sent"), "2026-02-04", "2026-02-05"),
    ("status_check_days", 91, reminded("check", *ACCOUNT), "2026-05-30", "2026-05-31"),
    ("change_warning_days", 4, reminded("report", *ACCOUNT), "2026-03-11", "2026-03-12"),
    ("statement_days", 91, fresh, False, True),
    ("reference_first_days", 6, chased(Ladder.REFERENCE), "5 10 16", "6 10 16"),
    ("reference_second_days", 9, chased(Ladder.REFERENCE), "5 10 16", "5 9 16"),
    ("reference_last_days", 17, chased(Ladder.REFERENCE), "5 10 16", "5 10 17"),
    ("reference_open_days", 22, opened(reference_until), 21, 22),
    ("link_first_days", 6, chased(Ladder.APPLICATION), "5 12", "6 12"),
    ("link_last_days", 13, chased(Ladder.APPLICATION), "5 12", "5 13"),
    ("link_open_days", 22, opened(link_until), 21, 22),
    ("information_first_days", 8, chased(Ladder.INFORMATION), "7 14 21", "8 14 21"),
    ("information_second_days", 15, chased(Ladder.INFORMATION), "7 14 21", "7 15 21"),
    ("information_last_days", 22, chased(Ladder.INFORMATION), "7 14 21", "7 14 22"),
    ("retell_days", 8, told(7), "1", "0"),
    ("retell_until_days", 57, told(56), "None", "8"),
    ("first_week_days", 8, first_step, "2026-01-12", "2026-01-13"),
    ("content_approval_days", 11, start_by("approved_content"), "2026-06-30", "2026-06-29"),
    ("orientation_notice_days", 11, start_by("orientation"), "2026-06-30", "2026-06-29"),
    ("shadowing_notice_days", 6, start_by("shadowing"), "2026-07-08", "2026-07-07"),
    ("conference_registration_days", 11, start_by("conference"), "2026-06-30", "2026-06-29"),
    ("training_first_days", 91, trained(To.HSC), "90 60 30 14 7 1 0 -7 -14", "91 60 30 14 7 1 0 -7 -14"),
    ("training_second_days", 61, trained(To.HSC), "90 60 30 14 7 1 0 -7 -14", "90 61 30 14 7 1 0 -7 -14"),
    ("training_third_days", 31, trained(To.HSC), "90 60 30 14 7 1 0 -7 -14", "90 60 31 14 7 1 0 -7 -14"),
    ("training_fourth_days", 15, trained(To.HSC), "90 60 30 14 7 1 0 -7 -14", "90 60 30 15 7 1 0 -7 -14"),
    ("training_fifth_days", 8, trained(To.HSC), "90 60 30 14 7 1 0 -7 -14", "90 60 30 14 8 1 0 -7 -14"),
    ("training_last_days", 2, trained(To.HSC), "90 60 30 14 7 1 0 -7 -14", "90 60 30 14 7 2 0 -7 -14"),
    ("training_overdue_days", 6, trained(To.HSC), "90 60 30 14 7 1 0 -7 -14", "90 60 30 14 7 1 0 -6 -12"),
    ("training_manager_days", 29, trained(To.MANAGER), "30 14 7 1 0 -7 -14", "14 7 1 0 -7 -14"),
    ("training_hr_days", 6, trained(To.HR), "7 1 0 -7 -14", "1 0 -7 -14"),
    ("quiet_from_hour", 17, quiet(17), False, True),
    ("quiet_until_hour", 9, quiet(8), False, True),
    ("packet_link_days", 31, shared(shared_until), 30, 31),
    ("packet_link_longest_days", 90, shared(longest_until), 180, 90),
    ("packet_question_days", 6, answered_by, "2026-12-07", "2026-12-08"),
    ("forecast_held_percent", 75, off_by, "1/5", "0"),
    ("forecast_errors_least", 5, off_by, "1/5", "None"),
    ("api_token_days", 30, program(last_day), day("2027-12-02"), day("2026-12-31")),
    ("api_key_days", 8, program(kept_until), day("2026-12-08"), day("2026-12-09")),
    ("api_requests_a_minute", 299, lambda rulings: seconds_to_wait(299, 20, in_december(rulings)), None, 40),
    ("webhook_failing_days", 4, lambda rulings: gives_up(*THREE_DAYS, in_december(rulings)), True, False),
    ("webhook_old_secret_hours", 25, lambda rulings: old_secret_until(THREE_DAYS[0], in_december(rulings)).hour, 9, 10),
]  # fmt: skip


@pytest.mark.parametrize(("number", "value", "asked", "before", "after"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_another_number_gives_another_answer(
    tmp_path: Path, number: str, value: int | str, asked: Asked, before: object, after: object
) -> None:
    book = make_rulebook(tmp_path, edited(f"[numbers.{number}]", r"value = \d+", f"value = {value}"))
    assert asked(Rulings(shipped())) == before
    assert asked(Rulings(book)) == after


@pytest.mark.parametrize(("number", "value", "asked", "before", "after"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_a_ruling_on_a_number_gives_the_same_as_another_rulebook(
    number: str, value: int | str, asked: Asked, before: object, after: object
) -> None:
    assert asked(Rulings(shipped(), [make_ruling(number, value)])) == after != before


def test_every_number_is_tried() -> None:
    assert sorted(row[0] for row in ANSWERS) == sorted(Numbers.__dataclass_fields__)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2026-11-21", 7), ("2026-11-22", 7), ("2027-06-30", 7), ("2027-07-01", 5), ("2030-01-01", 5)],
)
def test_the_value_in_force_on_the_day_counts_and_the_first_holds_before(
    tmp_path: Path, as_of: str, expected: int
) -> None:
    values = (
        'values = [{ since = 2026-11-22, value = 7, document = "hsc-page", section = "x" },'
        ' { since = 2027-07-01, value = 5, document = "hsc-page", section = "x" }]'
    )
    book = make_rulebook(tmp_path, edited("[numbers.years_without_degree]", r"^values = .*", values))
    assert book.numbers_on(day(as_of))["years_without_degree"] == Fraction(expected)
    assert Rulings(book).in_force(day(as_of), None, None).numbers.years_without_degree == expected


# One reading of a question in the rulebook settles it

LATE = make_trainee(make_content("2026-03-02"), hired_on="2025-08-31")  # between Saturday and the working day
MAY_NOT_BILL = make_staffing(make_quarters(500), [make_row(billable=None)])
WITH_ASSISTANT = make_staffing(make_quarters(500), [make_row(role="assistant")])
SAME_FTE = make_staffing(make_quarters(588, 588, 588, 587), [make_row("ana"), make_row("ben", "0.25")])  # 2,351 claims


def one_more(trainee: Any, *settled: str) -> Asked:
    rulings = [make_ruling(*each.split("=")) for each in settled]
    return lambda given: ask.additional(trainee, Rulings(given.book, rulings))


QUESTIONS: dict[str, Asked] = {
    "claims-management-counts": lambda rulings: ask.experience(CLAIMS_MANAGER, rulings),
    "mixed-duty-credit": lambda rulings: ask.experience(HALF_CARE, rulings),
    "part-time-credit": lambda rulings: ask.experience(HALF_TIME, rulings),
    "deadline-roll-forward": one_more(LATE),
    "option-two-coverage": one_more(make_trainee(make_conference("2026-05-12"))),
    "shadowing-total": one_more(
        make_trainee(make_shadowing("2026-03-09", 120), make_shadowing("2026-03-10", 120)),
        "option-two-coverage=any-one",
    ),
    "assistant-additional-training": one_more(make_trainee(role="assistant")),
    "required-fte-rounding": lambda rulings: ask.year(SAME_FTE, rulings),
    "assistant-time-counts": lambda rulings: ask.quarters(WITH_ASSISTANT, rulings)["2025-Q1"],
    "unbillable-time-counts": lambda rulings: ask.quarters(MAY_NOT_BILL, rulings)["2025-Q1"],
}


def outcome(finding: Any) -> str:
    return str(finding.discussion if hasattr(finding, "discussion") else finding.outcome)


def test_every_question_is_tried() -> None:
    assert set(QUESTIONS) == set(Question)


@pytest.mark.parametrize(
    ("question", "reading"), [(question, reading) for question in Question for reading in READINGS[question]]
)
def test_a_rulebook_with_one_reading_of_a_question_settles_it(tmp_path: Path, question: Question, reading: str) -> None:
    asked = QUESTIONS[question]
    (other,) = set(READINGS[question]) - {reading}
    text = edited(f"[questions.{question}]", rf'^  \{{ id = "{other}".*\n', "")
    if (question, other) == ("claims-management-counts", "counts"):
        # The later edition of the page is cited by that reading alone, and a document must be cited.
        text = text[: text.index("[documents.hsc-page-later]")] + text[text.index("[documents.cohe-toolkit]") :]
    book = make_rulebook(tmp_path, text)
    before, after = asked(Rulings(shipped())), asked(Rulings(book))
    assert outcome(before) == "undetermined"
    assert list(before.questions) == [question]
    assert outcome(after) == ask.readings(before)[f"{question} {reading}"]
    assert (after.questions, after.readings) == ((), ())
