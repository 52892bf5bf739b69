"""Another edition of the rulebook holds from its day on, and what is asked as of an earlier day stays as it was."""

from dataclasses import replace
from datetime import date

import pytest

from onboarding.rules.editions import differences, unfit
from onboarding.rules.rulebook import Question, Rulebook
from onboarding.rules.rulebook_file import SHIPPED, load, of_text, shipped
from onboarding.rules.rulings import Ruling, Rulings, inadmissible
from onboarding.rules.strict import DataFileError

NEW_YEAR, TODAY = date(2027, 1, 1), date(2026, 12, 1)
PRORATED = '  { id = "prorated", says = "A day counts by its hours, measured against full time.", '


def text(version: str = "2027-01-01") -> str:
    """The shipped file with nine months for the training in place of six, and part-time work settled."""
    before, rest = SHIPPED.read_text().split("[numbers.training_months]")
    whole = f"{before}[numbers.training_months]{rest.replace('value = 6,', 'value = 9,', 1)}"
    lines = [line for line in whole.splitlines() if not line.startswith(PRORATED)]
    assert len(lines) == len(whole.splitlines()) - 1
    return "\n".join(lines).replace(f'version = "{shipped().version}"', f'version = "{version}"')


def both() -> Rulebook:
    return replace(of_text(text(), "new"), since=NEW_YEAR, before=shipped())


def months(book: Rulebook, on: date) -> int:
    return Rulings(book).in_force(on, None, "hsc").numbers.training_months


def test_each_day_has_the_edition_of_that_day() -> None:
    book = both()
    assert [book.on(day).version for day in (date(2026, 12, 31), NEW_YEAR)] == [shipped().version, "2027-01-01"]
    assert [months(book, day) for day in (date(2020, 1, 1), date(2026, 12, 31), NEW_YEAR)] == [6, 6, 9]
    laws = [Rulings(book).in_force(day, None, "hsc") for day in (date(2026, 12, 31), NEW_YEAR)]
    assert [law.is_open(Question.PART_TIME) for law in laws] == [True, False]
    assert [law.book.version for law in laws] == [shipped().version, "2027-01-01"]


def test_a_ruling_holds_in_the_editions_that_have_a_place_for_it() -> None:
    ruling = Ruling("part-time-credit", "prorated", None, date(2026, 1, 1), None, None, "Cora Contract", "A letter")
    assert inadmissible(both(), ruling) is None
    assert inadmissible(of_text(text(), "new"), ruling)
    laws = [Rulings(both(), [ruling]).in_force(day, None, "hsc") for day in (date(2026, 12, 31), NEW_YEAR)]
    assert [law.readings[Question.PART_TIME] for law in laws] == [("prorated",), ("calendar",)]


@pytest.mark.parametrize(
    ("since", "version", "why"),
    [
        (date(2026, 11, 30), "new", "Choose a later day."),
        (TODAY, "new", "Answers of December 1, 2026 and before already rest"),
        (date(2026, 12, 2), "new", None),
        (NEW_YEAR, shipped().version, "already. Give the changed one another version."),
    ],
)
def test_one_is_in_force_tomorrow_at_the_earliest_under_a_version_of_its_own(
    since: date, version: str, why: str | None
) -> None:
    said = unfit(shipped(), of_text(text(version), "new"), since, TODAY)
    assert (said is None) if why is None else (said and why in said)


@pytest.mark.parametrize(("since", "fits"), [(date(2026, 12, 31), False), (NEW_YEAR, False), (date(2027, 1, 2), True)])
def test_another_follows_the_one_before(since: date, fits: bool) -> None:
    assert (unfit(both(), of_text(text("later"), "later"), since, TODAY) is None) is fits


def test_what_is_said_otherwise_is_named() -> None:
    said = {(each.id, each.before, each.after) for each in differences(shipped(), of_text(text(), "new"), NEW_YEAR)}
    assert said == {
        ("training_months", "6 months", "9 months"),
        ("part-time-credit", "calendar, prorated", "calendar"),
    }
    assert not list(differences(shipped(), load(SHIPPED), NEW_YEAR))


def test_a_text_that_was_kept_is_completed_by_the_file_in_use() -> None:
    """So that a later version of the product, whose rules need another number, still starts."""
    kept = text().replace("[numbers.foreseen_years]", "[numbers.no_rule_knows_it_any_more]")
    with pytest.raises(DataFileError, match="no_rule_knows_it_any_more: unused"):
        of_text(kept, "kept")
    book = of_text(kept, "kept", shipped())
    assert book.numbers["foreseen_years"] == shipped().numbers["foreseen_years"]
    assert "no_rule_knows_it_any_more" not in book.numbers
    assert months(book, NEW_YEAR) == 9
