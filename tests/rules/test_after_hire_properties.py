"""What must hold of training, credentials and staffing whatever the facts: order, proof, more of what counts."""

from datetime import date
from random import Random

from hypothesis import given, strategies as st

from onboarding.rules import additional_training, replacement
from onboarding.rules.credential import CredentialAnswer, credential
from onboarding.rules.facts import Activity, Contradiction, Event, Staffing, StaffRow, Tracks, Trainee
from onboarding.rules.rulebook import READINGS
from onboarding.rules.staffing import staff
from onboarding.rules.training import train
from tests.rules.ask import NONE
from tests.rules.make import day, make_event, make_row, make_staffing, make_trainee
from tests.rules.make_law import make_ruling, make_rulings
from tests.rules.strategies import thoroughly
from tests.rules.strategies_after_hire import activities, events, staffings, trainees

JUDGED_ON = day("2026-10-15")
chances = st.randoms(use_true_random=False)
some_readings = st.tuples(*(st.sampled_from(READINGS[question]) for question in additional_training.QUESTIONS))
RANK = {"overdue": 0, "due": 0, "met_late": 1, "met": 2}


# Credentials


def answered(entered: list[Event], as_of: date) -> CredentialAnswer | None:
    """The answer to events entered in this order; None where they are refused."""
    try:
        return credential(Tracks("c-1", None, tuple(entered), ()), NONE, as_of)
    except Contradiction:
        return None


@given(events(), chances, st.dates(date(2025, 1, 1), date(2025, 12, 1)) | st.just(date(2026, 10, 1)))
def test_the_order_in_which_events_are_entered_does_not_matter(written: list[str], chance: Random, as_of: date) -> None:
    entered = [make_event(each) for each in written]
    shuffled = list(entered)
    chance.shuffle(shuffled)
    assert answered(entered, as_of) == answered(shuffled, as_of)


@given(events(), st.dates(date(2025, 1, 1), date(2025, 12, 1)) | st.just(date(2026, 10, 1)))
def test_an_account_bills_where_it_is_active_and_its_days_are_in_order(written: list[str], as_of: date) -> None:
    found = answered([make_event(each) for each in written], as_of)
    if found is None:
        return
    account = found.provider
    assert found.may_bill is (account.state == "active") is (account.may_bill_from is not None)
    assert (account.since is None) is (account.state == "not_started")
    assert account.since is None or account.since <= as_of
    if account.dormant_on and account.warn_on and account.may_bill_from:
        assert account.may_bill_from < account.warn_on < account.dormant_on


# Training


@thoroughly
@given(trainees(), chances, some_readings)
def test_the_order_of_activities_does_not_matter(
    trainee_and_day: tuple[Trainee, date], chance: Random, readings: tuple[str, ...]
) -> None:
    trainee, as_of = trainee_and_day
    rulings = make_rulings(*map(make_ruling, additional_training.QUESTIONS, readings))
    shuffled = list(trainee.activities)
    chance.shuffle(shuffled)
    one, other = (train(each, rulings, as_of) for each in (trainee, with_activities(trainee, shuffled)))
    assert (one.claimed.additional.outcome, one.claimed.additional.met_on) == (
        other.claimed.additional.outcome,
        other.claimed.additional.met_on,
    )
    assert one.verified.additional.outcome == other.verified.additional.outcome


@thoroughly
@given(trainees())
def test_proof_never_turns_an_answer_round(trainee_and_day: tuple[Trainee, date]) -> None:
    found = train(trainee_and_day[0], NONE, trainee_and_day[1])
    for claimed, verified in zip(found.claimed, found.verified, strict=True):
        assert verified.outcome in (claimed.outcome, "undetermined")
        assert bool(verified.questions) is bool(verified.readings)


@thoroughly
@given(trainees(), st.data(), some_readings)
def test_another_activity_never_harms(
    trainee_and_day: tuple[Trainee, date], data: st.DataObject, readings: tuple[str, ...]
) -> None:
    trainee, as_of = trainee_and_day
    rulings = make_rulings(*map(make_ruling, additional_training.QUESTIONS, readings))
    more = with_activities(trainee, [*trainee.activities, data.draw(activities(trainee.hired_on))])
    less, better = (train(each, rulings, as_of).claimed.additional for each in (trainee, more))
    assert RANK.get(less.outcome, 3) <= RANK.get(better.outcome, 3)
    assert (better.met_on or date.max) <= (less.met_on or date.max)


def with_activities(trainee: Trainee, done: list[Activity]) -> Trainee:
    return make_trainee(*done, hired_on=str(trainee.hired_on), role=trainee.role, cohe=trainee.cohe)


# Staffing


@given(staffings(), chances)
def test_the_order_of_rows_and_quarters_does_not_matter(facts: Staffing, chance: Random) -> None:
    quarters, rows = list(facts.quarters), list(facts.staff)
    chance.shuffle(quarters)
    chance.shuffle(rows)
    assert staff(make_staffing(quarters, rows), NONE, JUDGED_ON) == staff(facts, NONE, JUDGED_ON)


@given(staffings())
def test_no_lower_bound_is_above_its_upper_bound(facts: Staffing) -> None:
    found = staff(facts, NONE, JUDGED_ON)
    year, surgical = found.year, found.surgical
    spans = [year.hsc_fte, year.required_fte, surgical.fte, surgical.claims_per_fte]
    spans += [span for each in found.quarters for span in (each.hsc_fte, each.claims_per_fte)]
    for at_least, at_most in filter(None, spans):
        if at_most is not None:
            assert 0 <= at_least <= at_most


@thoroughly
@given(staffings(), st.tuples(*(st.sampled_from(READINGS[q]) for q in replacement.QUESTIONS)))
def test_another_hsc_never_harms(facts: Staffing, readings: tuple[str, ...]) -> None:
    rulings = make_rulings(*map(make_ruling, replacement.QUESTIONS, readings))
    more: list[StaffRow] = [*facts.staff, make_row("eve", "0.3", "2025-02-01")]
    less, better = (staff(each, rulings, JUDGED_ON) for each in (facts, make_staffing(facts.quarters, more)))
    good = {"met", "within", "not_required"}
    assert (less.year.outcome in good) <= (better.year.outcome in good)
    assert (less.year.recommendation in good) <= (better.year.recommendation in good)
    for before, after in zip(less.quarters, better.quarters, strict=True):
        assert (before.discussion in good) <= (after.discussion in good)


@given(staffings())
def test_unknown_is_never_met(facts: Staffing) -> None:
    found = staff(facts, NONE, JUDGED_ON)
    assert (found.year.required_fte is None) is bool(found.year.needs)
    assert found.year.outcome == "undetermined" or not found.year.questions
    for each in found.replacements:
        assert each.outcome == "undetermined" or not (each.questions or each.needs)
        assert (each.replaced_on is not None) is (each.outcome in ("replaced", "replaced_late"))
