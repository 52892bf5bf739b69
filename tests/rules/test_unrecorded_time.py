"""Time that nobody recorded is anything from 0 to 1: what is found without it is true of whatever it turns out as."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, strategies as st

from onboarding.rules.facts import Staffing
from onboarding.rules.findings import Bounds, Outcome
from onboarding.rules.staffing import StaffingAnswer, staff
from tests.rules.ask import NONE
from tests.rules.make import day
from tests.rules.strategies_after_hire import staffings

JUDGED_ON = day("2026-11-22")
POSSIBLE = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(4, 5), Fraction(1)])


class Said(NamedTuple):
    """One outcome, or the bounds of one figure."""

    what: str
    outcome: Outcome | None
    figure: Bounds | None


def said(found: StaffingAnswer) -> Iterator[Said]:
    """Everything that a year's and the quarters' findings say, in an order that does not hang on anybody's time."""
    year, surgical = found.year, found.surgical
    yield Said("requirement", year.outcome, year.hsc_fte)
    yield Said("recommendation", year.recommendation, year.required_fte)
    yield Said("surgical", surgical.recommendation, surgical.fte)
    yield Said("surgical ratio", None, surgical.claims_per_fte)
    for each in found.quarters:
        yield Said(str(each.quarter), each.discussion, each.hsc_fte)
        yield Said(f"{each.quarter} ratio", None, each.claims_per_fte)


@given(staffings(), st.data())
def test_what_is_found_without_it_is_true_whatever_it_was(facts: Staffing, data: st.DataObject) -> None:
    silent = data.draw(st.sets(st.integers(0, max(0, len(facts.staff) - 1))))
    rows = [replace(row, claim_fte=None) if place in silent else row for place, row in enumerate(facts.staff)]
    known = [replace(row, claim_fte=data.draw(POSSIBLE)) if row.claim_fte is None else row for row in rows]
    without = staff(replace(facts, staff=tuple(rows)), NONE, JUDGED_ON)
    turned_out = staff(replace(facts, staff=tuple(known)), NONE, JUDGED_ON)
    for before, after in zip(said(without), said(turned_out), strict=True):
        assert before.outcome in (after.outcome, Outcome.UNDETERMINED), before.what
        if before.figure is None or after.figure is None:
            assert before.figure == after.figure
            continue
        if after.figure.at_least is not None:
            assert before.figure.at_least is not None
            assert before.figure.at_least <= after.figure.at_least
        if before.figure.at_most is not None:
            assert after.figure.at_most is not None
            assert before.figure.at_most >= after.figure.at_most


def left(found: StaffingAnswer) -> dict[tuple[str, date], Outcome]:
    return {(each.staff, each.left_on): each.outcome for each in found.replacements}


@given(staffings(), st.data())
def test_so_is_what_is_found_of_each_leaving(facts: Staffing, data: st.DataObject) -> None:
    rows = [replace(row, claim_fte=None) if data.draw(st.booleans()) else row for row in facts.staff]
    known = [replace(row, claim_fte=data.draw(POSSIBLE)) if row.claim_fte is None else row for row in rows]
    without = left(staff(replace(facts, staff=tuple(rows)), NONE, JUDGED_ON))
    turned_out = left(staff(replace(facts, staff=tuple(known)), NONE, JUDGED_ON))
    for each in without.keys() | turned_out.keys():
        before, after = (found.get(each, Outcome.NOT_REQUIRED) for found in (without, turned_out))
        assert before in (after, Outcome.UNDETERMINED), each


@given(staffings())
def test_who_would_settle_it_is_named(facts: Staffing) -> None:
    rows = tuple(replace(row, claim_fte=None) for row in facts.staff)
    found = staff(replace(facts, staff=rows), NONE, JUDGED_ON)
    for each in found.quarters:
        there = {row.id for row in rows if row.role != "surgical_hsc" and row.first <= each.quarter.last
                 and (row.last is None or row.last >= each.quarter.first)}  # fmt: skip
        if each.discussion is Outcome.UNDETERMINED:
            assert [need.fact for need in each.needs] == ["staff"] * len(there)
            assert all(any(f"the time of {who} from" in need.say for need in each.needs) for who in there)
