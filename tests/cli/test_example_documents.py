"""The example documents of the other commands. What is expected was worked out by hand from docs/rules.md."""

import json
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from onboarding import create_app
from tests.house.source import ROOT

EXAMPLES = ROOT / "docs" / "examples"
RULINGS = ("--rulings", str(EXAMPLES / "rulings.json"))


@cache
def answers(topic: str, *options: str) -> dict[str, dict[str, Any]]:
    """Give the answers for the example of a command, by their ids."""
    command = ["rules", topic, *options, str(EXAMPLES / f"{topic}.json")]
    done = create_app().test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def readings(finding: dict[str, Any]) -> dict[str, str]:
    return {each["reading"]: each["outcome"] for each in finding["readings"]}


def spans(low: str, high: str) -> dict[str, str]:
    return {"at_least": low, "at_most": high}


# ------------------------------------------------------------------------------------------------------- training


def test_noors_training_is_due_on_thanksgiving_or_on_the_monday_after() -> None:
    # Hired 2025-05-27: six months later is Thursday 27 November, Thanksgiving. Friday is Native American Heritage Day.
    noor = answers("training")["noor-haddad"]
    assert (noor["due_on"], noor["due_on_rolled"]) == ("2025-11-27", "2025-12-01")


def test_noors_training_is_met_or_late_or_overdue_as_three_questions_are_read() -> None:
    # Any one activity: the orientation of 16 July is enough. Both topics: she lacks the other COHE, where 150 minutes
    # in October and 90 on 1 December make 240. That is late for 27 November and in time for 1 December; and no single
    # visit reaches 240. Her colleagues' 240 are at her own COHE, and the conference of 3 December is after both days.
    found = answers("training")["noor-haddad"]["claimed"]["additional"]
    assert (found["outcome"], found["met_on"]) == ("undetermined", None)
    assert set(found["questions"]) == {"option-two-coverage", "shadowing-total", "deadline-roll-forward"}
    assert readings(found)["any-one"] == "met"
    assert {outcome for reading, outcome in readings(found).items() if reading != "any-one"} == {"undetermined"}
    assert found["needs"] == []


def test_the_host_has_not_confirmed_noors_second_visit() -> None:
    # Without proof of 1 December it is overdue or not, whichever day the deadline is: that question drops out.
    found = answers("training")["noor-haddad"]["verified"]["additional"]
    assert found["outcome"] == "undetermined"
    assert set(found["questions"]) == {"option-two-coverage", "shadowing-total"}
    assert [need["fact"] for need in found["needs"]] == ["activities[3].verified"]


@pytest.mark.parametrize("how", ["claimed", "verified"])
def test_noor_passed_the_test_the_second_time_and_lacks_one_area(how: str) -> None:
    judged = answers("training")["noor-haddad"][how]
    assert judged["lni_required"]["outcome"] == "met"
    assert (judged["initial"]["outcome"], judged["initial"]["missing"]) == ("due", ["surgical"])


def test_the_sunday_after_a_saturday_deadline_is_too_late_or_not_for_an_assistant_who_is_asked_or_not() -> None:
    # Hired 2025-08-29: February 2026 has no 29th, and the 28th is a Saturday. On Sunday, 1 March, nothing is done.
    peter = answers("training")["peter-lund"]
    found = peter["claimed"]["additional"]
    assert (peter["due_on"], peter["due_on_rolled"]) == ("2026-02-28", "2026-03-02")
    assert found["outcome"] == "undetermined"
    assert set(found["questions"]) == {"assistant-additional-training", "deadline-roll-forward"}
    assert (readings(found)["not-required"], readings(found)["required"]) == ("not_required", "undetermined")


def test_peter_failed_a_test_and_one_area_lacks_its_proof() -> None:
    peter = answers("training")["peter-lund"]
    assert peter["claimed"]["lni_required"]["outcome"] == peter["verified"]["lni_required"]["outcome"] == "not_met"
    assert (peter["claimed"]["initial"]["outcome"], peter["verified"]["initial"]["outcome"]) == ("met", "undetermined")


# ----------------------------------------------------------------------------------------------------- credential


def test_noor_may_bill_and_has_a_change_to_report() -> None:
    # The change of 15 June was reported; of the two since, the first is of 30 October: 15 days later is 14 November.
    # Last billed 2026-08-31: 18 months later is the last of February 2028, the 29th; 90 days before it, 1 December.
    noor = answers("credential")["noor-haddad"]
    account = noor["provider"]
    assert (account["state"], account["since"], account["may_bill_from"]) == ("active", "2026-05-18", "2026-05-18")
    assert (account["dormant_on"], account["warn_on"]) == ("2028-02-29", "2027-12-01")
    assert (account["change_report_due_on"], account["number"]) == ("2026-11-14", "0271828")
    assert (noor["supplemental"]["state"], noor["supplemental"]["since"]) == ("accepted", "2026-06-30")
    assert noor["may_bill"] is True


@pytest.mark.parametrize(
    ("who", "state", "since", "number"),
    [
        ("peter-lund", "issued", "2026-10-28", "0271903"),  # effective on 1 December, which is still to come
        ("carol-weiss", "inactive", "2025-09-15", "0198450"),
    ],
)
def test_a_number_that_is_not_active_bills_nothing(who: str, state: str, since: str, number: str) -> None:
    answer = answers("credential")[who]
    account = answer["provider"]
    assert (account["state"], account["since"], account["number"]) == (state, since, number)
    assert (account["may_bill_from"], account["dormant_on"], answer["may_bill"]) == (None, None, False)


# ------------------------------------------------------------------------------------------------------- staffing


def staffing(*options: str) -> dict[str, Any]:
    return answers("staffing", *options)["foothills-2026"]


def test_only_the_quarter_in_which_ben_left_may_call_for_a_discussion() -> None:
    # 1 + 0.8 + 0.5 = 2.3 HSC FTE, 2.9 with the assistant: at most 1,215 / 2.3 = 528 claims, until ben leaves on
    # 14 August. Then 1.5 + 0.8 x 45/92 = 87/46, 666 claims for each; with the assistant 573/230, 506 for each.
    quarters = {each["quarter"]: each for each in staffing()["quarters"]}
    autumn = quarters["2026-Q3"]
    assert [each["discussion"] for each in quarters.values()] == [*["not_required"] * 4, "undetermined", "open"]
    assert autumn["hsc_fte"] == spans("87/46", "573/230")
    assert autumn["claims_per_fte"] == spans(str(1260 / Fraction(573, 230)), str(1260 / Fraction(87, 46)))
    assert readings(autumn) == {"excluded": "required", "included": "not_required"}
    assert quarters["2026-Q4"]["hsc_fte"] is None  # it is not over


def test_the_year_is_enough_or_not_by_rounding_and_by_the_assistant() -> None:
    # 1,105 + 1,190 + 1,215 + 1,260 = 4,770 claims: 4,770 / 2,350 = 477/235 (2.03), or five started halves, 2.5.
    # 1.5 + 0.8 x 318/365 = 8,019/3,650 (2.197); 0.6 more with the assistant. 4,770 / 2.797 is 1,705: over 1,650 always.
    year = staffing()["year"]
    assert (year["claims"], year["outcome"], year["recommendation"]) == (4770, "undetermined", "over")
    assert year["required_fte"] == spans("477/235", "5/2")
    assert year["hsc_fte"] == spans("8019/3650", "10209/3650")
    assert set(year["questions"]) == {"required-fte-rounding", "assistant-time-counts"}
    assert (readings(year)["proportional"], readings(year)["included"]) == ("met", "met")


def test_under_the_contracts_own_number_only_the_assistant_matters() -> None:
    # 4,770 / 2,000 = 477/200 (2.385), more than 2.197 and less than 2.797; and so is 2.5.
    year = staffing(*RULINGS)["year"]
    assert year["required_fte"] == spans("477/200", "5/2")
    assert readings(year) == {"excluded": "not_met", "included": "met"}


def test_bens_replacement_is_in_her_seat_and_may_not_bill_yet() -> None:
    # The year to June: 1,130 + 1,105 + 1,190 + 1,215 = 4,640 claims, 1.97 or 2 FTE. From 2.3 to 1.5 is a fall below;
    # from 2.9 to 2.1 with the assistant is none. Eli brings 0.8 on 2 November, before 14 November, if it counts.
    (ben,) = staffing()["replacements"]
    assert (ben["staff"], ben["left_on"], ben["replace_by"]) == ("ben", "2026-08-14", "2026-11-14")
    assert ben["outcome"] == "undetermined"
    assert set(ben["questions"]) == {"assistant-time-counts", "unbillable-time-counts"}


def test_a_stand_in_who_is_away_herself_covers_nobody() -> None:
    away = {"from": "2026-07-13", "to": "2026-07-15"}
    assert staffing()["coverage_gaps"] == [{"staff": "ana", **away}, {"staff": "chi", **away}]


def test_surgical_claims_stand_apart() -> None:
    # 118 + 125 + 131 + 126 = 500 claims for 0.9 FTE: 5,000/9, or 556, of the 600 recommended at most.
    surgical = staffing()["surgical"]
    assert (surgical["claims"], surgical["claims_per_fte"]) == (500, spans("5000/9", "5000/9"))
    assert (surgical["fte"], surgical["recommendation"]) == (spans("9/10", "9/10"), "within")
