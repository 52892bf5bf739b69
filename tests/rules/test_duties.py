"""What of the training after a hire is to be done, and by when."""

from collections.abc import Iterable

from onboarding.rules.duties import Duty, of_training
from onboarding.rules.facts import AreaTrained, Required
from onboarding.rules.training import train
from tests.rules.ask import NONE
from tests.rules.make import day, make_areas, make_content, make_required, make_trainee

HIRED = day("2026-01-15")


def duties(
    *activities: object, initial: Iterable[AreaTrained] | None = None, required: Iterable[Required] | None = None
) -> dict[str, Duty]:
    trainee = make_trainee(*activities, initial=initial, required=required)  # type: ignore[arg-type]
    return {each.place: each for each in of_training(train(trainee, NONE, day("2026-03-02")), HIRED)}


def test_what_is_missing_is_to_be_done_the_additional_training_by_its_day() -> None:
    found = duties(initial=make_areas(but="surgical"), required=[make_required(passed=False)])
    assert {place: each.due_on for place, each in found.items()} == {
        "additional": day("2026-07-15"),
        "initial": None,
        "lni_required": None,
    }
    assert found["additional"].says.startswith(
        "Due on 2026-07-15. Still needed: an L&I orientation and one visit of 240"
    )
    assert found["lni_required"].says == "What L&I requires: Failed and not passed since: OHMS basics."


def test_nothing_is_to_be_done_once_all_of_it_is() -> None:
    assert duties(make_content("2026-02-03")) == {}


def test_while_nothing_is_known_to_be_required_by_lni_there_is_nothing_to_remind_of() -> None:
    assert "lni_required" not in duties(required=[])
    assert "lni_required" in duties(required=[make_required(on=None)])
