"""The example applicants, screened by the real command. What is expected was worked out by hand from docs/rules.md."""

import hashlib
import json
import re
from functools import cache
from typing import Any

import pytest

from onboarding import create_app
from tests.house.source import ROOT

EXAMPLES = ROOT / "docs" / "examples"
APPLICANTS = EXAMPLES / "applicants"
NAMES = sorted(path.name for path in APPLICANTS.glob("*.json"))
AS_SENT = [name for name in NAMES if "hsc" not in json.loads((APPLICANTS / name).read_text(encoding="utf-8"))]
AS_OF = "2026-11-22"
ASKED_OF_ALL = {"hsc.providerId.able", "hsc.lniIssues.reported"} | {
    f"hsc.skills.{area}" for area in ("communication", "data_management", "care_documentation", "data_analysis")
}


@cache
def screened(name: str, *options: str) -> dict[str, Any]:
    """Give the answer for the one file whose name starts with `name`."""
    (path,) = APPLICANTS.glob(f"{name}*.json")
    return answered(*options, str(path))


def changed(name: str, **keys: Any) -> dict[str, Any]:
    """Give the answer for that file with some of its keys replaced."""
    (path,) = APPLICANTS.glob(f"{name}*.json")
    return answered("-", document=json.loads(path.read_text(encoding="utf-8")) | keys)


def answered(*arguments: str, document: dict[str, Any] | None = None) -> dict[str, Any]:
    """Run the command and read its one line."""
    command = ["rules", "screen", "--as-of", AS_OF, *arguments]
    done = create_app().test_cli_runner().invoke(args=command, input=json.dumps(document))
    assert done.exit_code == 0, done.output
    (line,) = done.stdout.splitlines()
    return json.loads(line)


def outcomes(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["claimed"]["outcome"], answer["verified"]["outcome"]


def experience(answer: dict[str, Any], how: str = "claimed") -> dict[str, Any]:
    return answer[how]["requirements"]["experience"]


def credited(answer: dict[str, Any], how: str = "claimed") -> tuple[str, str]:
    days = experience(answer, how)["credited_days"]
    return days["at_least"], days["at_most"]


def needed(finding: dict[str, Any]) -> set[str]:
    return {need["fact"] for need in finding["needs"]}


def readings(finding: dict[str, Any]) -> dict[str, str]:
    return {each["reading"]: each["outcome"] for each in finding["readings"]}


def test_richard_has_a_degree_but_one_year_of_work_and_none_of_it_named() -> None:
    # 2013-12-01..2014-12-01 is 366 days, both days in. Whatever a CEO did, that is short of 3 years.
    # What he did as a volunteer stands outside `work` and is not judged.
    answer = screened("00")
    assert outcomes(answer) == ("not_qualified", "not_qualified")
    assert credited(answer) == credited(answer, "verified") == ("0", "366")
    assert experience(answer)["outcome"] == experience(answer, "verified")["outcome"] == "not_met"
    assert (experience(answer)["met_from"], answer["also_qualifies_as"]) == (None, None)


@pytest.mark.parametrize("how", ["claimed", "verified"])
def test_grace_is_qualified_and_all_of_it_is_verified(how: str) -> None:
    # 2017-08-21..2020-08-20 is 3 years (1,096 days: 2020 is a leap year), to 2021-06-30 it is 314 more: 1,410.
    # 2021-10-04..2026-10-03 is 5 years (1,826 days: 2024), to 2026-11-22 it is 50 more: 1,876. 1,410 + 1,876 = 3,286.
    # The café is other work.
    answer = screened("01")
    found = experience(answer, how)
    assert outcomes(answer) == ("qualified", "qualified")
    assert (found["path"], found["met_from"]) == ("degree_and_experience", "2020-08-20")
    assert credited(answer, how) == ("3286", "3286")
    assert answer[how]["requirements"]["training"]["outcome"] == "pending"
    assert not any(needed(each) for each in answer[how]["requirements"].values())
    assert answer["also_qualifies_as"] is None


def test_tyler_is_too_new_and_is_told_the_day() -> None:
    # 2025-07-14..2026-07-13 is 365 days, to 2026-11-22 it is 132 more: 497. The summer as an aide is 26 + 31 + 25 = 82.
    # June to September at the pool are 122 days that at most count: 579..701, short of 3 years in any case.
    # 3 years from 2023-06-05 are 1,096 days (29 February 2024). 82 are there, so 1,014 are wanted from 2025-07-14:
    # 730 to 2027-07-13, 171 to the end of 2027, 31 + 29 + 31 + 22 in 2028: 22 April.
    answer = screened("02")
    found = experience(answer)
    assert outcomes(answer) == ("not_qualified", "not_qualified")
    assert credited(answer) == ("579", "701")
    assert credited(answer, "verified") == ("0", "701")
    assert (found["outcome"], found["path"], found["met_from"]) == ("not_met", None, "2028-04-22")
    assert experience(answer, "verified")["met_from"] is None
    assert answer["also_qualifies_as"] is None


@pytest.mark.parametrize("how", ["claimed", "verified"])
def test_priya_is_one_day_short(how: str) -> None:
    # 2023-11-24..2025-06-30 is 585 days and the promotion the day after leaves no gap: 585 + 510 = 1,095, which is
    # 3 x 365. But 29 February 2024 is among them: the third year ends on 2026-11-23.
    answer = screened("03")
    found = experience(answer, how)
    assert outcomes(answer) == ("not_qualified", "not_qualified")
    assert credited(answer, how) == ("1095", "1095")
    assert (found["outcome"], found["met_from"], found["questions"]) == ("not_met", "2026-11-23", [])
    assert answer["also_qualifies_as"] is None  # an assistant needs the same three years


def test_priya_is_qualified_the_day_after() -> None:
    assert outcomes(changed("03", as_of="2026-11-23")) == ("qualified", "qualified")


def test_denise_is_not_rejected_for_the_title_of_a_receptionist() -> None:
    # Medical assistant: 2020-02-03..2026-02-02 is 6 years (2,192 days: 2020 and 2024), to 2026-11-22 it is 293 more:
    # 2,485. At most also the scheduler's 2014-10-01..2020-01-31, 1,949, and the receptionist's 2011-06-01..2014-09-30,
    # 1,218: 5,652. Without a degree it takes 7 years, here 2,557 days: the last of them is 2027-02-02.
    answer = screened("04")
    found = experience(answer)
    assert outcomes(answer) == ("needs_review", "needs_review")
    assert credited(answer) == ("2485", "5652")
    assert credited(answer, "verified") == ("0", "5652")
    assert (found["outcome"], found["path"], found["met_from"]) == ("undetermined", None, "2027-02-02")
    assert needed(found) >= {"work[1].category", "work[2].category"}
    assert "work[0].category" not in needed(found)
    assert answer["also_qualifies_as"] is None  # nothing is known yet of Provider ID and skills


def test_denise_qualifies_by_experience_once_a_screener_finds_that_the_scheduling_was_care() -> None:
    # At least 2014-10-31..2020-01-01: 5 years to 2019-10-30 (1,826 days: 2016) and 63 more. 1,889 + 2,485 = 4,374.
    (path,) = APPLICANTS.glob("04*.json")
    work = json.loads(path.read_text(encoding="utf-8"))["work"]
    work[1]["category"] = "equivalent"
    found = experience(changed("04", work=work))
    assert (found["outcome"], found["path"]) == ("met", "experience_only")


def test_samuels_seven_years_are_between_five_and_eight() -> None:
    # At least 2016-12-31..2019-01-01 (1 + 365 + 365 + 1 = 732) and 2019-12-31..2023-01-01 (1 + 366 + 365 + 365 + 1 =
    # 1,098): 1,830. At most 2016-01-01..2023-12-31, 8 years with two leap days: 2,922. 7 years lie between.
    answer = screened("05")
    found = experience(answer)
    assert outcomes(answer) == ("needs_review", "needs_review")
    assert credited(answer) == ("1830", "2922")
    assert (found["outcome"], found["questions"], found["met_from"]) == ("undetermined", [], None)
    assert needed(found) == {f"work[{job}].{end}" for job in (0, 1) for end in ("startDate", "endDate")}


def test_maribel_waits_for_the_evaluation_of_her_degree() -> None:
    # 2022-05-16..2026-05-15 is 4 years (1,461 days), to 2026-11-22 it is 191 more: 1,652. Iloilo: 365 + 200 = 565.
    # 2,217 days are more than 3 years and less than 7, so the degree decides. 7 years from 2013-02-11 are 2,556 days
    # (29 February 2016 alone): 339 more, 39 of them in 2026 and 300 to 2027-10-27.
    answer = screened("06")
    found = experience(answer)
    assert outcomes(answer) == ("needs_review", "needs_review")
    assert credited(answer) == ("2217", "2217")
    assert credited(answer, "verified") == ("0", "2217")
    assert (found["outcome"], found["path"], found["met_from"]) == ("undetermined", None, "2027-10-27")
    assert needed(found) == {"education[0].equivalency"}


def test_maribels_degree_counts_once_it_is_evaluated_as_a_bachelors() -> None:
    # 3 years from 2013-02-11 are 1,095 days; with 565 from Iloilo, 530 more from 2022-05-16: 365 + 165, 2023-10-27.
    degree = {"studyType": "Bachelor of Science in Nursing", "endDate": "2012-03-30", "country": "Philippines"}
    found = experience(changed("06", education=[degree | {"equivalency": {"level": "bachelor"}}]))
    assert (found["outcome"], found["path"], found["met_from"]) == ("met", "degree_and_experience", "2023-10-27")


def test_daniels_two_jobs_at_once_count_once_and_any_bachelors_degree_will_do() -> None:
    # 2020-09-08..2023-05-26 is 991 days and 2023-03-06..2026-11-22 is 1,358; 82 days are in both: 2,267.
    # At most also the ten school years 2009-08-01..2019-06-30, 3,621 days: 5,888.
    # Three years of days without a gap from 2020-09-08 end on 2023-09-07.
    answer = screened("07")
    found = experience(answer)
    assert outcomes(answer) == ("needs_review", "needs_review")
    assert credited(answer) == ("2267", "5888")
    assert (found["outcome"], found["path"], found["met_from"]) == ("met", "degree_and_experience", "2023-09-07")
    assert (found["questions"], found["needs"]) == ([], [])
    assert credited(answer, "verified") == ("0", "5888")
    assert {"work[0].hoursPerWeek", "education[1].verified"} <= needed(experience(answer, "verified"))


def test_olena_has_nine_years_by_the_calendar_and_six_by_the_hour() -> None:
    # 2017-03-06..2020-06-30 is 1,213 days, 2021-02-01..2026-11-22 is 2,121: 3,334 by the calendar. Prorated it is
    # 1,213 x 24/40 + 2,121 x 30/40 = 46,371/20, or 2,318.55. Seven years from 2017-03-06 are 2,557 days: 238.45 are
    # wanting, which take 318 more days at 3/4: 39 in 2026 and 279 to 2027-10-06.
    # The evaluation calls her diploma an associate's, so three years are not enough for an HSC, but for an assistant.
    answer = screened("08")
    found = experience(answer)
    assert outcomes(answer) == ("needs_review", "needs_review")
    assert credited(answer) == ("46371/20", "3334")
    assert (found["path"], found["met_from"]) == (None, "2027-10-06")
    assert found["questions"] == ["part-time-credit"]
    assert readings(found) == {"calendar": "met", "prorated": "not_met"}
    assert needed(found) == set()  # every fact is known: what is missing is a ruling
    assert answer["also_qualifies_as"] == "assistant"


def test_olenas_first_employer_has_closed_so_that_work_is_not_verified() -> None:
    # 2,121 days are verified: 6,363/4 prorated. At most both jobs count, but prorated even that is short of 7 years.
    found = experience(screened("08"), "verified")
    assert credited(screened("08"), "verified") == ("6363/4", "3334")
    assert readings(found) == {"calendar": "undetermined", "prorated": "not_met"}
    assert needed(found) == {"work[2].verified"}


def test_olena_is_qualified_by_the_ruling_on_part_time_work() -> None:
    answer = screened("08", "--rulings", str(EXAMPLES / "rulings.json"))
    assert answer["claimed"]["outcome"] == "qualified"
    assert experience(answer)["path"] == "experience_only"
    assert credited(answer) == ("3334", "3334")
    assert answer["also_qualifies_as"] is None


def test_ruth_hangs_on_two_questions_at_once() -> None:
    # 2019-02-04..2022-08-31 is 1,305 days of claims management, 2023-01-09..2026-11-22 is 1,414 days of mixed duties.
    # Not counting claims and by share: 1,414 / 2 = 707. Counting claims and whole: 1,305 + 1,414 = 2,719.
    # Either reading that is kind to her gives three years; with neither, half a day a day does by 2029-01-08, six
    # years after 2023-01-09.
    answer = screened("09")
    found = experience(answer)
    assert outcomes(answer) == ("needs_review", "needs_review")
    assert credited(answer) == credited(answer, "verified") == ("707", "2719")
    assert set(found["questions"]) == {"claims-management-counts", "mixed-duty-credit"}
    assert readings(found) == {
        "counts": "met",
        "does-not-count": "undetermined",
        "share": "undetermined",
        "whole": "met",
    }
    assert (found["path"], found["met_from"], found["needs"]) == (None, "2029-01-08", [])


def test_nobody_has_said_that_ruth_has_no_issues_with_lni() -> None:
    claimed, verified = (screened("09")[how]["requirements"] for how in ("claimed", "verified"))
    assert claimed["provider_id"]["outcome"] == verified["provider_id"]["outcome"] == "undetermined"
    assert needed(claimed["provider_id"]) == {"hsc.lniIssues.reported"}
    assert (claimed["skills"]["outcome"], verified["skills"]["outcome"]) == ("met", "undetermined")
    assert "education[0].verified" in needed(verified["experience"])


def test_jasmine_qualifies_as_an_assistant_by_her_word() -> None:
    # At least 2018-09-30..2020-05-01 (580) and 2020-06-30..2024-08-01 (1,494): 2,074. At most 2018-09-01..2024-08-31,
    # 6 years with two leap days: 2,192. Being a referral coordinator since adds nothing.
    # 3 years from 2018-09-30 are 1,096 days: 516 more from 2020-06-30, 2021-11-27.
    answer = screened("10")
    found = experience(answer)
    assert (answer["role"], *outcomes(answer)) == ("assistant", "qualified", "needs_review")
    assert credited(answer) == ("2074", "2192")
    assert (found["path"], found["met_from"]) == ("experience_only", "2021-11-27")
    assert (found["questions"], answer["also_qualifies_as"]) == ([], None)


def test_jasmines_employer_confirmed_the_dates_and_not_the_hours() -> None:
    # Verified and by the calendar 1,494 days, more than 3 years. Prorated, unknown hours are none for certain.
    found = experience(screened("10"), "verified")
    assert credited(screened("10"), "verified") == ("0", "2192")
    assert readings(found) == {"calendar": "met", "prorated": "undetermined"}
    assert "work[1].hoursPerWeek" in needed(found)


def test_the_ruling_for_an_hsc_does_not_reach_jasmine() -> None:
    answer = screened("10", "--rulings", str(EXAMPLES / "rulings.json"))
    assert experience(answer, "verified")["questions"] == ["part-time-credit"]


@pytest.mark.parametrize("name", AS_SENT)
def test_what_an_applicant_sends_says_nothing_of_provider_id_and_skills(name: str) -> None:
    claimed = screened(name.removesuffix(".json"))["claimed"]["requirements"]
    assert claimed["provider_id"]["outcome"] == claimed["skills"]["outcome"] == "undetermined"
    assert needed(claimed["provider_id"]) | needed(claimed["skills"]) == ASKED_OF_ALL


@pytest.mark.parametrize("name", NAMES)
def test_every_job_has_its_line_in_the_ledger(name: str) -> None:
    jobs = json.loads((APPLICANTS / name).read_text(encoding="utf-8"))["work"]
    for how in ("claimed", "verified"):
        ledger = experience(screened(name.removesuffix(".json")), how)["ledger"]
        assert [line["job"] for line in ledger] == list(range(len(jobs)))
        assert [line["category"] for line in ledger] == [job.get("category") for job in jobs]
        assert all(set(line["credited_days"]) == {"at_least", "at_most"} for line in ledger)


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_of_the_examples_tells_the_answer(name: str) -> None:
    (row,) = [line for line in (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines() if f"/{name})" in line]
    assert tuple(re.findall(r"`(\w+)`", row)) == outcomes(screened(name.removesuffix(".json")))


def test_the_sample_of_the_package_is_unedited() -> None:
    digest = hashlib.sha256((APPLICANTS / "00-resume-schema-sample.json").read_bytes()).hexdigest()
    assert digest == "e8ff48c15df9ebaae2fa4a90a4a14fea7388243ae5cf0dd6efaab2c4d9a0b9b3"


@pytest.mark.parametrize("name", NAMES[1:])
def test_an_applicant_is_invented_and_dated_only_where_a_screener_was_at_work(name: str) -> None:
    document = json.loads((APPLICANTS / name).read_text(encoding="utf-8"))
    assert document["basics"]["email"].endswith("@example.org")
    assert document.get("as_of") == (None if name in AS_SENT else AS_OF)
    assert any("category" in job or "duties" in job for job in document["work"]) == (name not in AS_SENT)
