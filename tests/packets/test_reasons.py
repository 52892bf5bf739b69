"""The reason in one line, as page 2 of a packet has it: what it is about and how late, before anything may be cut."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.packets import freezing
from onboarding.queries import packet_exceptions, packets, rulings
from onboarding.rules import packet_lines
from onboarding.rules.packet_contents import Section
from tests.make import make_cohe, make_person
from tests.packets.issued import make_definition
from tests.stored import on_sqlite

pytestmark = on_sqlite


def test_what_is_overdue_says_first_by_how_many_days(app: Flask) -> None:
    valley = make_cohe()
    make_person(valley, hired_on=clock.today() - timedelta(days=300))
    definition = make_definition(valley, sections=(Section.ROSTER, Section.CREDENTIALS, Section.TRAINING))
    law = rulings.of(valley, app.extensions["rulebook"])
    days = packets.days(definition, clock.today())
    (person,) = freezing.gathered(valley, definition, law, days)["told"]["people"]
    lines = [each["short"] for each in person["exceptions"] if each["out"]]
    assert any(
        re.fullmatch(r"\d+ days overdue: send the provider account application to L&I\.", each) for each in lines
    )
    assert any(re.fullmatch(r"The additional training is \d+ days overdue\.", each) for each in lines)


def test_a_line_of_staffing_is_named_with_how_it_stands() -> None:
    line = {
        "nature": "Requirement",
        "outcome": "Can't tell yet",
        "says": "1 HSC FTE for every 2,350 claims.",
        "kept": False,
        "unknown": True,
    }
    (found,) = packet_exceptions.staffing({"lines": [line], "unknown": [], "vacancies": [], "gaps": []})
    assert (found["out"], found["unknown"]) == (False, True)
    assert found["short"] == "1 HSC FTE for every 2,350 claims: can't tell yet."
    assert found["says"] == "Requirement: can't tell yet. 1 HSC FTE for every 2,350 claims."


@pytest.mark.parametrize(
    ("outcome", "stands"), [("overdue", "Not in order"), ("undetermined", "Can’t tell yet"), ("due", "Open")]
)
def test_a_place_that_can_still_be_filled_in_time_breaks_no_rule(outcome: str, stands: str) -> None:
    vacancy = {"outcome": outcome, "advice": "Hire by Mar 1, 2027."}
    (found,) = packet_exceptions.staffing({"lines": [], "unknown": [], "vacancies": [vacancy], "gaps": []})
    assert packet_lines.stands(found) == stands
