"""How far somebody has come on the way from applying to being trained, and what is next."""

from datetime import date, timedelta
from typing import Any

import pytest

from onboarding.rules.additional_training import TOPICS
from onboarding.rules.credential import credential
from onboarding.rules.duties import About, Duty, Kind, Who
from onboarding.rules.facts import Activity, AreaTrained, Required, Tracks, Trainee
from onboarding.rules.journey import IN_WORDS, Act, Known, Next, Progress, Step, Taken, journey
from onboarding.rules.training import AREAS, train
from tests.rules.make_law import make_rulings
from tests.rules.test_upkeep import duties_on, track

ON = date(2026, 3, 2)
HIRED = date(2026, 1, 5)
LAW = make_rulings()
BOTH_SENT = {"provider": "2026-01-08 sent", "supplemental": "2026-01-09 sent"}
BILLING = {
    "provider": "2026-01-08 sent, 2026-02-01 issued, 2026-02-03 effective",
    "supplemental": "2026-01-09 sent, 2026-02-01 accepted",
}


def applied(**known: Any) -> Known:
    return Known(date(2025, 11, 3), **known)


def hired(provider: str = "", supplemental: str = "", **known: Any) -> Known:
    """Somebody hired upon a determination, with these events on the two tracks."""
    tracks = Tracks("c-1", None, track(provider), track(supplemental))
    duties = duties_on(ON.isoformat(), provider, supplemental, HIRED.isoformat())
    said = {"application": Act.HIRE, "recommended_on": date(2025, 12, 1), "decided_on": date(2025, 12, 4)}
    said |= {"hired_on": HIRED, "tracks": tracks, "answer": credential(tracks, LAW, ON), "duties": duties}
    return applied(**{**said, **known})


def shown(known: Known, on: date = ON) -> dict[Step, str]:
    return {step: f"{progress} {day}" if day else str(progress) for step, progress, day in journey(known, on).steps}


def test_the_steps_stand_in_the_order_in_which_they_are_taken() -> None:
    assert [taken.step for taken in journey(applied(application=Act.SCREEN), ON).steps] == list(Step) == list(IN_WORDS)


def act_of(known: Known) -> object:
    found = journey(known, ON).next
    return found and found.act


@pytest.mark.parametrize("act", [Act.SCREEN, Act.SETTLE])
def test_before_a_recommendation_somebody_is_to_be_screened(act: Act) -> None:
    found = journey(applied(application=act, recommended_on=date(2025, 12, 1), decided_on=date(2025, 12, 4)), ON)
    assert found.steps[:3] == (
        Taken(Step.APPLIED, Progress.DONE, date(2025, 11, 3)),
        Taken(Step.SCREENED, Progress.NOW, None),
        Taken(Step.DECIDED, Progress.AHEAD, None),
    )
    assert found.next == Next(act)


@pytest.mark.parametrize("day", [None, date(2025, 11, 3)])
def test_of_whom_no_application_is_entered_the_first_step_is_under_way(day: date | None) -> None:
    found = journey(Known(day, Act.APPLY), ON)
    assert found.steps[:2] == (Taken(Step.APPLIED, Progress.NOW, day), Taken(Step.SCREENED, Progress.AHEAD, None))
    assert found.next == Next(Act.APPLY)


def test_who_was_recommended_waits_for_a_decision() -> None:
    found = shown(applied(application=Act.DECIDE, recommended_on=date(2025, 12, 1)))
    assert found[Step.SCREENED] == "done 2025-12-01"
    assert found[Step.DECIDED] == "now"


def test_who_was_decided_against_has_no_next_step() -> None:
    known = applied(application=None, recommended_on=date(2025, 12, 1), decided_on=date(2025, 12, 4))
    assert shown(known)[Step.DECIDED] == "done 2025-12-04"
    assert shown(known)[Step.HIRED] == "ahead"
    assert journey(known, ON).next is None


def test_who_was_hired_sends_both_applications_to_lni() -> None:
    assert shown(hired())[Step.HIRED] == "done 2026-01-05"
    assert shown(hired())[Step.SENT] == "now"
    assert journey(hired(), ON).next == Next(Kind.SEND, "provider", HIRED + timedelta(days=14))
    one = hired(provider="2026-01-08 sent")
    assert shown(one)[Step.SENT] == "now"
    assert journey(one, ON).next == Next(Kind.SEND, "supplemental", HIRED + timedelta(days=14))


def test_both_are_sent_on_the_day_of_the_later() -> None:
    found = shown(hired(**BOTH_SENT))
    assert found[Step.SENT] == "done 2026-01-09"
    assert found[Step.MAY_BILL] == "now"


def test_what_lni_returned_is_not_sent_any_more() -> None:
    known = hired(provider="2026-01-08 sent, 2026-02-20 returned", supplemental="2026-01-09 sent")
    assert shown(known)[Step.SENT] == "now"
    assert act_of(known) is Kind.RESEND


def test_who_bills_is_trained_next() -> None:
    training = train(Trainee("p-1", None, "hsc", HIRED, (), (), ()), LAW, ON)
    duty = Duty(About.TRAINING, Kind.TRAIN, "additional", Who.COHE, HIRED, training.due_on, training.due_on, "")
    known = hired(**BILLING, training=training)._replace(duties=(duty,))
    assert shown(known)[Step.MAY_BILL] == "done 2026-02-03"
    assert shown(known)[Step.TRAINED] == "now"
    assert journey(known, ON).next == Next(Kind.TRAIN, "additional", date(2026, 7, 5))


def test_who_has_had_every_training_has_nothing_next() -> None:
    # The last area was trained on January 9, and again on the 20th; approved content covers the additional training.
    initial = [AreaTrained(area, HIRED + timedelta(days=1), True) for area in AREAS[:-1]]
    initial += [AreaTrained(AREAS[-1], HIRED + timedelta(days=days), True) for days in (15, 4)]
    talk = Activity("approved_content", date(2026, 1, 7), True, frozenset(TOPICS), date(2025, 12, 1))
    training = train(Trainee("p-1", None, "hsc", HIRED, tuple(initial), (), (talk,)), LAW, ON)
    known = hired(**BILLING, training=training)._replace(duties=())
    assert shown(known)[Step.TRAINED] == "done 2026-01-09"
    assert journey(known, ON).next is None


@pytest.mark.parametrize(("passed", "stands"), [(True, "done 2026-01-12"), (None, "done 2026-01-12"), (False, "now")])
def test_a_test_of_lnis_that_was_failed_keeps_somebody_from_being_trained(passed: bool | None, stands: str) -> None:
    initial = tuple(AreaTrained(area, HIRED + timedelta(days=1), True) for area in AREAS)
    talk = Activity("approved_content", date(2026, 1, 7), True, frozenset(TOPICS), date(2025, 12, 1))
    test = Required("Privacy", date(2026, 1, 12), passed, True)
    training = train(Trainee("p-1", "hsc", None, HIRED, initial, (test,), (talk,)), LAW, ON)
    assert shown(hired(**BILLING, training=training))[Step.TRAINED] == stands


def test_an_assistant_needs_a_supervisor_before_what_can_wait() -> None:
    assert act_of(hired(**BOTH_SENT, supervised=False)) is Act.SUPERVISE
    assert act_of(hired(supervised=False)) is Kind.SEND


def test_what_does_not_fit_together_is_mended_first() -> None:
    assert journey(hired(answer=None, supervised=False), ON).next == Next(Act.MEND)


def test_a_promotion_goes_on_as_an_application_once_nothing_is_due() -> None:
    known = hired(**BILLING, promotion=True, application=Act.SCREEN)._replace(duties=())
    assert journey(known, ON).next == Next(Act.SCREEN)
    assert shown(known)[Step.SCREENED] == "now"
    assert journey(known._replace(promotion=False), ON).next is None


def test_of_a_hire_without_an_application_it_is_said_that_none_is_recorded() -> None:
    found = shown(hired(application=Act.APPLY, recommended_on=None, decided_on=None)._replace(applied_on=None))
    assert [found[step] for step in list(Step)[:4]] == ["unrecorded"] * 3 + ["done 2026-01-05"]


def test_a_hire_still_to_come_is_under_way() -> None:
    known = hired(hired_on=date(2026, 3, 3))
    assert shown(known)[Step.HIRED] == "now 2026-03-03"
    assert shown(known, date(2026, 3, 3))[Step.HIRED] == "done 2026-03-03"


@pytest.mark.parametrize(
    ("left", "over"), [(ON - timedelta(days=1), True), (ON, False), (ON + timedelta(days=1), False)]
)
def test_of_who_has_left_nothing_is_next(left: date, over: bool) -> None:
    known = hired(left_on=left)
    assert (journey(known, ON).next is None) is over
    assert shown(known)[Step.SENT] == ("ahead" if over else "now")
