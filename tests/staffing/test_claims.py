"""The claims of quarters: recorded, corrected with history, taken back; what cannot be; two people at once."""

from datetime import date, datetime

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import ChangedMeanwhileError, OnboardingError
from onboarding.formats.tables.quarters import CountedQuarter
from onboarding.models.organisation import Organisation
from onboarding.queries import initiated_claims as found, staffing
from onboarding.rules.days import Quarter
from onboarding.services import initiated_claims as changes
from onboarding.services.change import SYSTEM
from onboarding.services.initiated_claims import Changed, Counted
from onboarding.services.quarters_table import QUARTERS
from onboarding.services.undoing import undo
from tests.make import make_cohe, make_import, make_person
from tests.staffing.make import count, numbers

Q1, Q2 = Quarter(2025, 1), Quarter(2025, 2)
NOW = Quarter.of(clock.today())


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def held(valley: Organisation) -> dict[str, tuple[int, int | None]]:
    return {str(of): (row.claims, row.surgical_claims) for of, row in found.of(valley).items()}


def test_several_quarters_are_recorded_corrected_and_taken_back_at_once(valley: Organisation) -> None:
    count(valley, "2025-Q1", 1180, 1200)
    assert held(valley) == {"2025-Q1": (1180, 0), "2025-Q2": (1200, 0)}
    said = [Counted(Q1, 1181, None), Counted(Q2, None, None), Counted(Quarter(2025, 3), 900, 12)]
    with pytest.raises(OnboardingError, match="Say why the number is corrected"):
        changes.record(SYSTEM, valley, said)
    assert held(valley) == {"2025-Q1": (1180, 0), "2025-Q2": (1200, 0)}, "none of it was done"
    assert changes.record(SYSTEM, valley, said, "Counted anew.") == Changed(1, 1, 1)
    assert held(valley) == {"2025-Q1": (1181, None), "2025-Q3": (900, 12)}
    earlier, _, corrected, struck, _ = found.history(valley)
    assert (earlier.claims, corrected.corrects_id, corrected.because) == (1180, earlier.id, "Counted anew.")
    assert (struck.struck, struck.claims) == (True, 1200)
    with pytest.raises(OnboardingError, match="recorded already"):
        changes.record(SYSTEM, valley, said, "Again.")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (Counted(NOW.earlier(-1), 1, 0), "has not begun"),
        (Counted(Quarter(1999, 4), 1, 0), "too long ago"),
        (Counted(Q1, -1, 0), "Enter a number from 0 to 1,000,000"),
        (Counted(Q1, 1, 1_000_001), "1,000,001 claims in a quarter cannot be"),
        (Counted(Q1, None, 3), "Enter the other claims of Q1 2025 too"),
    ],
)
def test_what_cannot_be_is_refused_with_the_quarter(valley: Organisation, said: Counted, says: str) -> None:
    with pytest.raises(OnboardingError, match=says) as refused:
        changes.record(SYSTEM, valley, [Counted(Q2, 5, 0), said])
    assert refused.value.field == str(said.quarter)
    assert held(valley) == {}


def test_a_reason_names_nobody(valley: Organisation) -> None:
    make_person(valley, "Ana Ruiz")
    count(valley, "2025-Q1", 10)
    for reason in ("Ana Ruiz counted", "Without claim AB12345"):
        with pytest.raises(OnboardingError):
            changes.record(SYSTEM, valley, [Counted(Q1, 11, 0)], reason)
    assert held(valley) == {"2025-Q1": (10, 0)}


def test_who_saw_another_number_is_told_and_overwrites_nothing(valley: Organisation) -> None:
    count(valley, "2025-Q1", 10)
    seen = {Q1: found.of(valley)[Q1].id}
    changes.record(SYSTEM, valley, [Counted(Q1, 11, 0)], "Counted anew.", seen)
    with pytest.raises(ChangedMeanwhileError, match="11 claims are recorded of Q1 2025"):
        changes.record(SYSTEM, valley, [Counted(Q1, 12, 0)], "Counted anew.", seen)
    with pytest.raises(ChangedMeanwhileError, match="nothing is recorded of Q2 2025"):
        changes.record(SYSTEM, valley, [Counted(Q2, 12, 0)], None, {Q2: 999})
    assert held(valley) == {"2025-Q1": (11, 0)}


def test_a_quarter_under_way_is_counted_further_without_a_reason_and_is_not_the_whole_quarter(
    valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    amid = datetime(2025, 2, 14, 12, tzinfo=clock.WASHINGTON)
    monkeypatch.setattr(clock, "now", lambda: amid)
    monkeypatch.setattr(clock, "today", lambda: amid.date())
    count(valley, "2025-Q1", 400)
    changes.record(SYSTEM, valley, [Counted(Q1, 450, 0)])
    assert found.of(valley)[Q1].because == changes.WENT_ON
    known = staffing.recorded(valley)
    assert [row.claims for row in staffing.facts_of(valley, known, numbers(valley), amid.date()).quarters] == [450]
    # The quarter is over, and what was counted in the middle of it is not what was initiated in all of it.
    after = date(2025, 4, 2)
    assert staffing.facts_of(valley, known, numbers(valley), after).quarters == ()
    assert staffing.counted_too_early(known, after) == [Q1]


def test_a_table_is_undone_as_long_as_none_of_its_quarters_was_corrected(valley: Organisation) -> None:
    entries = [CountedQuarter(2, Q1, 10, 0), CountedQuarter(3, Q2, 20, None)]
    batch = make_import(valley, *entries, kind="quarters")
    assert held(valley) == {"2025-Q1": (10, 0), "2025-Q2": (20, None)}
    assert QUARTERS.of_cohe
    take_back = QUARTERS.of_cohe.take_back
    changes.record(SYSTEM, valley, [Counted(Q1, 11, 0)], "Counted anew.")
    with pytest.raises(OnboardingError, match="The claims of Q1 2025 were corrected since"):
        undo(SYSTEM, valley, batch.id, "The wrong list.", take_back)
    assert held(valley) == {"2025-Q1": (11, 0), "2025-Q2": (20, None)}
    other = make_import(valley, CountedQuarter(2, Quarter(2025, 3), 30, 0), kind="quarters")
    undo(SYSTEM, valley, other.id, "The wrong list.", take_back)
    assert held(valley) == {"2025-Q1": (11, 0), "2025-Q2": (20, None)}
    with pytest.raises(OnboardingError):
        undo(SYSTEM, valley, other.id, "The wrong list.", take_back)
