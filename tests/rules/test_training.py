"""The initial training in eight areas, and what L&I requires by name."""

import pytest
from hypothesis import given

from onboarding.rules.facts import Required
from onboarding.rules.findings import Finding
from onboarding.rules.lni_required import by_name
from onboarding.rules.training import AREAS, InitialFinding, train
from tests.rules.ask import NONE
from tests.rules.make import day, make_areas, make_required, make_trainee
from tests.rules.strategies import among
from tests.rules.strategies_after_hire import some_required


def initial(*, proven: bool = False, as_of: str = "2026-11-22", role: str = "hsc", **areas: object) -> InitialFinding:
    trainee = make_trainee(initial=make_areas(**areas), role=role)  # type: ignore[arg-type]
    found = train(trainee, NONE, day(as_of))
    return (found.verified if proven else found.claimed).initial


def required(*entries: Required, proven: bool = False, as_of: str = "2026-11-22") -> Finding:
    found = train(make_trainee(required=entries), NONE, day(as_of))
    return (found.verified if proven else found.claimed).lni_required


# Initial training


@pytest.mark.parametrize("role", ["hsc", "surgical_hsc", "assistant"])
def test_it_is_met_with_all_eight_areas(role: str) -> None:
    assert len(AREAS) == 8
    assert (initial(role=role).outcome, initial(role=role).missing) == ("met", ())


@pytest.mark.parametrize("area", AREAS)
def test_each_area_is_needed_and_named_where_it_is_missing(area: str) -> None:
    assert (initial(but=area).outcome, initial(but=area).missing) == ("due", (area,))


@pytest.mark.parametrize(("on", "expected"), [("2026-01-14", "due"), ("2026-01-15", "met"), ("2026-01-16", "met")])
def test_it_counts_from_the_hire_date_on(on: str, expected: str) -> None:
    # Hired on 2026-01-15.
    assert initial(on=on).outcome == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2026-02-01", "due"), ("2026-02-02", "met")])
def test_what_is_to_come_is_still_missing(as_of: str, expected: str) -> None:
    assert initial(on="2026-02-02", as_of=as_of).outcome == expected


def test_no_deadline_is_stated_so_that_it_is_never_overdue() -> None:
    assert initial(but="surgical", as_of="2036-11-22").outcome == "due"


def test_what_is_recorded_and_not_verified_is_open() -> None:
    assert initial(verified=False).outcome == "met"
    found = initial(verified=False, proven=True)
    assert (found.outcome, found.missing) == ("undetermined", AREAS)
    assert [need.fact for need in found.needs] == [f"initial[{place}].verified" for place in range(8)]


def test_what_is_not_recorded_is_due_whatever_is_verified() -> None:
    assert initial(verified=False, but="surgical", proven=True).outcome == "due"


# What L&I requires by name


def test_while_nothing_is_recorded_as_required_it_is_not_known() -> None:
    assert required().outcome == "undetermined"
    assert [need.fact for need in required().needs] == ["lni_required"]


@pytest.mark.parametrize(
    ("passed", "expected"),
    [(None, "met"), (True, "met"), (False, "not_met")],  # no result anywhere: a training; with one: a test
)
def test_a_training_is_completed_and_a_test_passed(passed: bool | None, expected: str) -> None:
    assert required(make_required(passed=passed)).outcome == expected


@pytest.mark.parametrize("passed", [None, True])
def test_what_is_not_completed_is_due(passed: bool | None) -> None:
    assert required(make_required(on=None, passed=passed)).outcome == "due"


@pytest.mark.parametrize(("as_of", "expected"), [("2026-02-01", "due"), ("2026-02-02", "met")])
def test_it_counts_from_the_day_it_is_completed(as_of: str, expected: str) -> None:
    assert required(make_required(on="2026-02-02"), as_of=as_of).outcome == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((False, "2026-02-02"), (True, "2026-03-02"), "met"),
        ((True, "2026-02-02"), (False, "2026-03-02"), "not_met"),  # the latest decides
        ((False, "2026-02-02"), (True, "2026-02-02"), "met"),  # on one day a pass wins
        ((False, "2026-02-02"), (None, "2026-03-02"), "not_met"),  # an entry without a result does not pass
        ((True, "2026-02-02"), (None, "2026-03-02"), "met"),
        ((False, "2026-02-02"), (True, "2026-12-01"), "not_met"),  # to come
    ],
)
def test_the_latest_result_decides(
    first: tuple[bool | None, str], second: tuple[bool | None, str], expected: str
) -> None:
    entries = [make_required(passed=passed, on=on) for passed, on in (first, second)]
    assert required(*entries).outcome == expected
    assert required(*reversed(entries)).outcome == expected


def test_a_test_that_was_only_sat_is_due() -> None:
    # An entry of that name has `passed`, so it is a test; none with a result is over yet.
    sat, result_to_come = make_required(on="2026-02-02"), make_required(on="2026-12-20", passed=True)
    assert required(sat, result_to_come).outcome == "due"


def test_one_failed_decides_then_one_due() -> None:
    failed, to_do = make_required("A", passed=False), make_required("B", on=None)
    assert required(make_required("C"), to_do, failed).outcome == "not_met"
    assert required(make_required("C"), to_do).outcome == "due"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([make_required(verified=False)], "undetermined"),
        ([make_required(passed=False, verified=False)], "undetermined"),
        ([make_required(passed=True, on="2026-02-02"), make_required(passed=False, on="2026-03-02", verified=False)],
         "undetermined"),
        ([make_required(), make_required(verified=False)], "met"),
        ([make_required(on=None, verified=False)], "due"),
        # A result of that name, verified or not, makes it a test, which a verified completion alone does not meet.
        ([make_required(), make_required(passed=True, verified=False)], "undetermined"),
        ([make_required(), make_required(passed=False, verified=False)], "undetermined"),
        ([make_required(), make_required(passed=True, on="2026-12-20", verified=False)], "due"),  # to come: not yet sat
        ([make_required(), make_required(passed=True, on=None, verified=False)], "due"),
        ([make_required(), make_required(" OHMS Basics", passed=True, verified=False)], "undetermined"),
        ([make_required(), make_required(passed=True, verified=False), make_required(passed=True)], "met"),
        ([make_required(), make_required("Another", passed=True)], "met"),
    ],
)  # fmt: skip
def test_it_is_open_where_unverified_entries_make_the_difference(entries: list[Required], expected: str) -> None:
    assert required(*entries, proven=True).outcome == expected


def test_an_unverified_pass_beside_a_verified_completion_is_open_and_says_which_proof_would_settle_it() -> None:
    # The pass, though nobody checked it, tells that this is a test; so that it was completed is not enough.
    entries = make_required(), make_required(passed=True, verified=False)
    assert required(*entries).outcome == "met"
    found = required(*entries, proven=True)
    assert (found.outcome, [need.fact for need in found.needs]) == ("undetermined", ["lni_required[1].verified"])


def test_each_name_is_told_apart_with_the_day_that_decides() -> None:
    entries = [
        make_required("OHMS", on="2026-02-02"),
        make_required("ohms ", on="2026-01-20", verified=False),
        make_required("Privacy", on="2026-02-03", passed=True),
        make_required("Privacy", on="2026-03-03", passed=False, verified=False),
        make_required("Ethics", on=None),
    ]
    found = by_name(make_trainee(required=entries), day("2026-11-22"))
    assert [tuple(each) for each in found] == [
        ("OHMS", False, "met", day("2026-01-20"), True),
        ("Privacy", True, "not_met", day("2026-03-03"), False),
        ("Ethics", False, "due", None, False),
    ]


@given(some_required, among("2025-10-15", "2026-11-22"))
def test_it_is_as_counted_name_by_name(entries: list[Required], as_of: str) -> None:
    stated = counted(entries, entries, as_of)
    proven = counted(entries, [entry for entry in entries if entry.verified], as_of)
    assert required(*entries, as_of=as_of).outcome == stated
    assert required(*entries, proven=True, as_of=as_of).outcome == (stated if proven == stated else "undetermined")


def counted(entries: list[Required], sure: list[Required], as_of: str) -> str:
    """The contract, naively: of each name, whether it is a test by all entries, and whether it is done by the sure."""
    done = set()
    for name in {entry.name for entry in entries}:
        is_test = any(entry.name == name and entry.passed is not None for entry in entries)
        mine = [
            entry for entry in sure if entry.name == name and entry.completed_on and str(entry.completed_on) <= as_of
        ]
        if not is_test:
            done.add("met" if mine else "due")
            continue
        last = max(
            (entry.completed_on for entry in mine if entry.completed_on and entry.passed is not None), default=None
        )
        results = {entry.passed for entry in mine if entry.completed_on == last and entry.passed is not None}
        done.add("due" if last is None else "met" if True in results else "not_met")
    return next((each for each in ("not_met", "due", "met") if each in done), "undetermined")
