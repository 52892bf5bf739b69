"""The rulebook is read strictly: what is unknown, missing, unused or of the wrong type is refused, its place named."""

import re
from pathlib import Path

import pytest

from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import READINGS, UNITS
from onboarding.rules.rulebook_file import SHIPPED, load, shipped
from onboarding.rules.strict import DataFileError
from tests.rules.make import day
from tests.rules.make_law import edited, make_rulebook

DIGITS, TIME = "[numbers.npi_digits]", "[questions.part-time-credit]"
COVER, HOLIDAYS = "[provisions.coverage-plan]", "[holidays]"
VALUES = r'values = \[\{ (since = 2026-11-22), (value = 10), (document = "house"), (section = ".*") \}\]'


def refusal(folder: Path, section: str, pattern: str, new: str) -> str:
    """Why the rulebook with that one change is refused."""
    with pytest.raises(DataFileError) as refused:
        make_rulebook(folder, edited(section, pattern, new))
    return str(refused.value)


@pytest.mark.parametrize(
    ("section", "pattern", "new", "place"),
    [
        # An unknown key, wherever it is
        ("", r"^version = ", "edition = 2\nversion = ", "edition"),
        (DIGITS, r"^unit = ", 'units = "digits"\nunit = ', "npi_digits: units"),
        (DIGITS, VALUES, r"values = [{ \1, \2, \3, \4, until = 2027-01-01 }]", "npi_digits: values 1: until"),
        (TIME, r"^asks = ", "settled = true\nasks = ", "part-time-credit: settled"),
        (TIME, r'\{ id = "calendar", ', '{ id = "calendar", default = true, ', "part-time-credit: readings 1: default"),
        (COVER, r"^says = ", 'note = "x"\nsays = ', "coverage-plan: note"),
        (HOLIDAYS, r"^moves = ", "observed = true\nmoves = ", "holidays: observed"),
        (HOLIDAYS, r"sunday = 1", "sonntag = 1", "holidays: moves: sonntag"),
        ("[documents.house]", r"^title = ", 'page = 2\ntitle = ', "documents: house: page"),
        # Something missing
        ("", r"^version = .*\n", "", "version"),
        (DIGITS, r"^checked_on = .*\n", "", "npi_digits: checked_on"),
        (DIGITS, r"^nature = .*\n", "", "npi_digits: nature"),
        (DIGITS, r"^unit = .*\n", "", "npi_digits: unit"),
        (DIGITS, r"^says = .*\n", "", "npi_digits: says"),
        (DIGITS, r"^values = .*\n", "", "npi_digits: values"),
        (DIGITS, VALUES, "values = []", "npi_digits: values"),
        (DIGITS, VALUES, r"values = [{ \2, \3, \4 }]", "npi_digits: values 1: since"),
        (DIGITS, VALUES, r"values = [{ \1, \3, \4 }]", "npi_digits: values 1: value"),
        (TIME, r"^passage = .*\n", "", "part-time-credit: passage"),
        (TIME, r"^readings = \[\n(.*\n)*?\]\n", "", "part-time-credit: readings"),
        (HOLIDAYS, r"^checked_on = .*\n", "", "holidays: checked_on"),
        # A missing citation
        (DIGITS, VALUES, r"values = [{ \1, \2, \4 }]", "npi_digits: values 1: document"),
        (DIGITS, VALUES, r"values = [{ \1, \2, \3 }]", "npi_digits: values 1: section"),
        (DIGITS, VALUES, r'values = [{ \1, \2, \3, section = " " }]', "npi_digits: values 1: section"),
        (TIME, r"^document = .*\n", "", "part-time-credit: document"),
        (TIME, r'(id = "calendar", says = ".*?"), document = ".*?"', r"\1", "part-time-credit: readings 1: document"),
        (COVER, r"^section = .*\n", "", "coverage-plan: section"),
        (HOLIDAYS, r"^document = .*\n", "", "holidays: document"),
        ("[documents.house]", r"^address = .*\n", "", "documents: house: address"),
        # A citation of nothing we have
        (COVER, r"^document = .*", 'document = "marfs"', "coverage-plan: document"),
        # A name that no rule knows, or that a rule needs
        (DIGITS, r"^\[numbers.npi_digits\]", "[numbers.npi_length]", "npi_length"),
        (COVER, r"^\[provisions.coverage-plan\]", "[provisions.cover]", "cover"),
        (TIME, r"^\[questions.part-time-credit\]", "[questions.part-time]", "part-time"),
        (TIME, r'id = "calendar"', 'id = "by-the-day"', "part-time-credit: readings 1: id"),
        (TIME, r'id = "prorated"', 'id = "calendar"', "part-time-credit: readings"),
        # The wrong type
        (DIGITS, r"value = 10\b", 'value = "10"', "npi_digits: values 1: value"),
        (DIGITS, r"value = 10\b", "value = true", "npi_digits: values 1: value"),
        (DIGITS, r"value = 10\b", "value = nan", "npi_digits: values 1: value"),
        (DIGITS, r"value = 10\b", "value = 10.5", "npi_digits: values 1: value"),
        (DIGITS, r"value = 10\b", "value = 0", "npi_digits: values 1: value"),
        (DIGITS, r"since = 2026-11-22", 'since = "2026-11-22"', "npi_digits: values 1: since"),
        (DIGITS, r"since = 2026-11-22", "since = 2026-11-22T00:00:00", "npi_digits: values 1: since"),
        (DIGITS, VALUES, "values = 10", "npi_digits: values"),
        (DIGITS, VALUES, "values = [10]", "npi_digits: values"),
        (DIGITS, r"^unit = .*", 'unit = "figures"', "npi_digits: unit"),
        (DIGITS, r"^nature = .*", 'nature = "law"', "npi_digits: nature"),
        (DIGITS, r"^says = .*", "says = 10", "npi_digits: says"),
        (COVER, r"^checked_on = .*", 'checked_on = "today"', "coverage-plan: checked_on"),
        ("[numbers.full_time_hours]", r"value = 40\b", "value = 169", "full_time_hours: values 1: value"),
        ("[numbers.years_with_degree]", r"value = 3\b", "value = 2018", "years_with_degree: values 1: value"),
        ("", r"^version = .*", "version = 1", "version"),
        # A document that nothing cites
        ("", r"^\[documents.house\]", '[documents.x]\ntitle = "x"\naddress = "x"\n\n[documents.house]', "documents"),
    ],
)  # fmt: skip
def test_it_is_refused_and_the_place_is_named(tmp_path: Path, section: str, pattern: str, new: str, place: str) -> None:
    assert f": {place}: " in refusal(tmp_path, section, pattern, new)


@pytest.mark.parametrize(
    "later",
    ["2026-11-22", "2026-11-21", "2020-01-01"],  # the same day again, the day before, years before
)
def test_dated_values_stand_oldest_first_each_day_once(tmp_path: Path, later: str) -> None:
    new = rf"values = [{{ \1, \2, \3, \4 }}, {{ since = {later}, value = 11, \3, \4 }}]"
    assert "npi_digits: values: " in refusal(tmp_path, DIGITS, VALUES, new)


@pytest.mark.parametrize(
    ("pattern", "new", "place"),
    [
        (r'kind = "date"', 'kind = "easter"', "days 1: kind"),
        (r"month = 1\n", "month = 13\n", "days 1: month"),
        (r"month = 1\n", "month = 0\n", "days 1: month"),
        (r"month = 1\n", 'month = "january"\n', "days 1: month"),
        (r"day = 1\n", "day = 32\n", "days 1: day"),
        (r"month = 1\nday = 1\n", "month = 2\nday = 29\n", "days 1: day"),  # not in every year
        (r"month = 1\nday = 1\n", "month = 4\nday = 31\n", "days 1: day"),
        (r"month = 1\nday = 1\n", "month = 1\n", "days 1: day"),
        (r"day = 1\n", 'day = 1\nweekday = "monday"\n', "days 1: weekday"),  # of the other kind
        (r'weekday = "monday"\nnth = 3', 'weekday = "montag"\nnth = 3', "days 2: weekday"),
        (r"nth = 3", "nth = 5", "days 2: nth"),
        (r"nth = 3", "nth = 0", "days 2: nth"),
        (r"nth = -1", "nth = -2", "days 4: nth"),
        (r"since = 2022-01-01", "since = 2022", "days 5: since"),
        (r'of = "thanksgiving-day"', 'of = "easter"', "days: "),
        (r'of = "thanksgiving-day"', 'of = "native-american-heritage-day"', "days: "),  # of itself
        (r'id = "labor-day"', 'id = "presidents-day"', "days: "),  # an id twice
        (r'says = "Labor Day"\n', "", "days 7: says"),
    ],
)
def test_a_holiday_at_fault_is_refused_and_its_place_named(tmp_path: Path, pattern: str, new: str, place: str) -> None:
    assert f"holidays: {place}" in refusal(tmp_path, "", pattern, new)


@pytest.mark.parametrize("text", ["version = ", "[numbers", "version = 1\nversion = 2", "\ufffe"])
def test_what_is_not_toml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataFileError, match=r"rulebook\.toml"):
        make_rulebook(tmp_path, text)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml")


# What stands in the shipped one


def test_the_shipped_rulebook_has_the_numbers_of_the_contract() -> None:
    assert {id: int(value) for id, value in shipped().numbers_on(day("2026-11-22")).items()} == {
        "years_with_degree": 3,
        "years_without_degree": 7,
        "years_assistant": 3,
        "full_time_hours": 40,
        "foreseen_years": 60,
        "training_months": 6,
        "shadowing_minutes": 240,
        "claims_per_fte": 2350,
        "claims_per_half_fte": 1175,
        "quarter_trigger": 588,
        "recommended_claims": 1650,
        "recommended_surgical_claims": 600,
        "replacement_months": 3,
        "dormancy_months": 18,
        "dormancy_warning_days": 90,
        "change_report_days": 15,
        "provider_number_digits": 7,
        "npi_digits": 10,
        "service_record_years": 5,
        "contract_record_years": 6,
        "applicant_record_years": 3,
        "processing_days_least": 60,
        "processing_days_most": 90,
        "own_cases_least": 3,
        "sending_days": 14,
        "unanswered_days": 30,
        "status_check_days": 90,
        "change_warning_days": 5,
        "statement_days": 90,
        "reference_first_days": 5,
        "reference_second_days": 10,
        "reference_last_days": 16,
        "reference_open_days": 21,
        "link_first_days": 5,
        "link_last_days": 12,
        "link_open_days": 21,
        "information_first_days": 7,
        "information_second_days": 14,
        "information_last_days": 21,
        "retell_days": 7,
        "retell_until_days": 56,
        "first_week_days": 7,
        "content_approval_days": 10,
        "orientation_notice_days": 10,
        "shadowing_notice_days": 5,
        "conference_registration_days": 10,
        "training_first_days": 90,
        "training_second_days": 60,
        "training_third_days": 30,
        "training_fourth_days": 14,
        "training_fifth_days": 7,
        "training_last_days": 1,
        "training_overdue_days": 7,
        "training_manager_days": 30,
        "training_hr_days": 7,
        "quiet_from_hour": 18,
        "quiet_until_hour": 8,
        "packet_link_days": 30,
        "packet_link_longest_days": 180,
        "packet_question_days": 5,
        "forecast_held_percent": 80,
        "forecast_errors_least": 4,
        "api_token_days": 366,
        "api_key_days": 7,
        "api_requests_a_minute": 300,
        "webhook_failing_days": 3,
        "webhook_old_secret_hours": 24,
    }
    assert set(shipped().numbers) == set(Numbers.__dataclass_fields__)


def test_every_question_of_the_shipped_rulebook_is_open_in_every_reading() -> None:
    assert {id: tuple(each.id for each in found.readings) for id, found in shipped().questions.items()} == READINGS


def test_everything_in_it_is_cited_and_was_checked() -> None:
    book = shipped()
    entries = [*book.numbers.values(), *book.questions.values(), *book.provisions.values(), book.holidays]
    assert all(entry.checked_on.year >= 2026 for entry in entries)
    cited = [value.citation for number in book.numbers.values() for value in number.values]
    cited += [reading.citation for question in book.questions.values() for reading in question.readings]
    cited += [entry.citation for entry in [*book.questions.values(), *book.provisions.values(), book.holidays]]
    assert all(each.document and each.section and each.address for each in cited)


def test_house_numbers_cite_the_house_and_no_other_number_does() -> None:
    for number in shipped().numbers.values():
        documents = {value.citation.document for value in number.values}
        assert (documents == {"House rule of this product"}) is (number.nature == "house"), number.id


def test_each_number_stands_once_in_the_file() -> None:
    headers = re.findall(r"^\[(.+)\]$", SHIPPED.read_text(encoding="utf-8"), re.M)
    assert {header for header in headers if headers.count(header) > 1} == {"[holidays.days]"}
    assert {number.unit for number in shipped().numbers.values()} <= set(UNITS)
