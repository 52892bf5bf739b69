"""Content that L&I was asked about and has not answered settles nothing. Hired on 2026-01-15: due on 2026-07-15."""

from dataclasses import replace

import pytest

from onboarding.rules.facts import Activity
from onboarding.rules.training import train
from onboarding.rules.training_options import options
from onboarding.rules.training_options_wording import advice
from tests.rules.ask import NONE, additional, facts_needed
from tests.rules.make import TOPICS, day, make_content, make_orientation, make_trainee

LNI = [TOPICS[0]]
NAME = "Claims in a day, Version 2"


def asked(on: str = "2026-03-01", topics: list[str] | None = None, verified: bool = True) -> Activity:
    content = make_content(on, None, topics=topics or list(TOPICS), verified=verified)
    return replace(content, asked_about=NAME)


@pytest.mark.parametrize("as_of", ["2026-04-01", "2026-11-22"])
def test_while_lni_has_not_answered_it_cannot_be_told_and_what_would_settle_it_is_said(as_of: str) -> None:
    found = additional(make_trainee(asked()), as_of=as_of)
    assert (found.outcome, found.met_on) == ("undetermined", None)
    assert [(need.fact, need.say) for need in found.needs] == [
        ("activities[0].approved_on", f"L&I's answer on {NAME}"),
    ]
    assert f"L&I has not answered yet whether it approves {NAME}." in found.because


def test_what_would_not_be_enough_even_if_approved_hangs_on_nothing() -> None:
    found = additional(make_trainee(asked(topics=LNI)))
    assert (found.outcome, facts_needed(found)) == ("overdue", [])


def test_what_is_met_without_it_is_met() -> None:
    assert additional(make_trainee(asked("2026-05-01"), make_content("2026-03-01"))).outcome == "met"


def test_as_verified_both_the_answer_and_the_proof_are_needed() -> None:
    found = additional(make_trainee(asked(verified=False)), proven=True)
    assert found.outcome == "undetermined"
    assert facts_needed(found) == ["activities[0].approved_on", "activities[0].verified"]


def test_before_the_hire_and_after_the_day_nothing_is_asked() -> None:
    assert additional(make_trainee(asked("2026-01-14"))).outcome == "overdue"
    assert "has not answered" not in additional(make_trainee(asked("2026-05-01")), as_of="2026-04-30").because


def test_an_approval_that_lni_has_not_confirmed_counts_and_says_so() -> None:
    content = replace(make_content("2026-03-01"), unconfirmed=NAME)
    found = additional(make_trainee(content))
    assert found.outcome == "met"
    assert found.because.endswith(f"L&I has not confirmed yet that it approved {NAME}.")


def test_the_option_waits_for_lni_and_the_advice_says_what_else_would_do() -> None:
    judged = train(make_trainee(asked()), NONE, day("2026-04-01")).claimed.additional
    picture = options(judged)
    assert picture.of("approved_content").stands == "asked"
    assert picture.of("orientation").stands == "possible"
    assert advice(judged, picture).startswith(
        "L&I was asked to approve the content and has not answered. If it says no: Still needed: an L&I orientation"
    )
    done = train(make_trainee(asked(), make_content("2026-03-05")), NONE, day("2026-04-01")).claimed.additional
    assert options(done).of("approved_content").stands == "done"
    assert not advice(done, options(done)).startswith("L&I was asked")


def test_an_orientation_beside_it_stands_as_before() -> None:
    with_, without = (
        options(train(make_trainee(*had), NONE, day("2026-04-01")).claimed.additional).of("orientation")
        for had in ((asked("2026-03-05"), make_orientation("2026-03-01")), (make_orientation("2026-03-01"),))
    )
    assert with_ == without
