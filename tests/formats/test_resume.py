"""An applicant's document: what of it is refused, under which path, and what is odd but fits."""

from typing import Any

import pytest

from onboarding.formats.resume import applicant
from onboarding.formats.shape import Shape
from tests.cli.run import Document, answered, lines, refused

JOB = {"startDate": "2018-03-15", "endDate": "2021-03-14"}
DUTY = {"category": "direct_patient_care", "share": 1}
NOT_DATES = [
    *("2023-02-29", "1900-02-29", "2019-04-31", "2019-13-01", "2019-01-32", "0000-01-01", "10000-01-01"),
    *("2019-00", "2019-00-15", "2019-05-00", "2019-00-00"),  # no month and no day has the number 0
    *("2019-02-30T00:00:00Z", "20190101", "01/02/2019", "13/13/2019", "2019-W01-1", "2019 - 2020", "3/15/18"),
    *("２０１９-01-01", "٢٠١٩-01-01", "2019-01-01\x00", "-2019-01-01", "+2019-01-01", "2019-"),  # noqa: RUF001
    *("soon", "0000", "2019-13"),
]


def work(**keys: Any) -> Document:
    return {"work": [JOB | keys]}


def degree(**keys: Any) -> Document:
    return {"education": [{"studyType": "BSN", "endDate": "2016-06-10"} | keys]}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (work(endDate="2018-03-14"), "work[0].endDate"),
        (work(endDate="2017"), "work[0].endDate"),
        (work(startDate="2019-06", endDate="2019-05"), "work[0].endDate"),
        ({"work": [{}]}, "work[0].startDate"),
        (work(startDate=""), "work[0].startDate"),
        (work(startDate="present"), "work[0].startDate"),
        (work(hoursPerWeek=0), "work[0].hoursPerWeek"),
        (work(hoursPerWeek=-1), "work[0].hoursPerWeek"),
        (work(hoursPerWeek=168.01), "work[0].hoursPerWeek"),
        (work(hoursPerWeek="40"), "work[0].hoursPerWeek"),
        (work(hoursPerWeek=True), "work[0].hoursPerWeek"),
        (work(duties=[DUTY], category="excluded"), "work[0].duties"),
        (work(duties=[]), "work[0].duties"),
        (work(duties={}), "work[0].duties"),
        (work(duties="care"), "work[0].duties"),
        (work(duties=[3]), "work[0].duties[0]"),
        (work(duties=[{"category": "other"}]), "work[0].duties[0].share"),
        (work(duties=[{"share": 1}]), "work[0].duties[0].category"),
        (work(duties=[DUTY | {"category": "nursing"}]), "work[0].duties[0].category"),
        (work(duties=[DUTY | {"share": "1"}]), "work[0].duties[0].share"),
        (work(duties=[DUTY, DUTY | {"share": 0}]), "work[0].duties[1].share"),
        (work(duties=[DUTY | {"share": 0.9}]), "work[0].duties"),
        (work(duties=[DUTY, DUTY]), "work[0].duties"),
        (work(duties=[DUTY | {"share": 0.3333}] * 3), "work[0].duties"),
        (work(category="nursing"), "work[0].category"),
        (work(category="Direct_Patient_Care"), "work[0].category"),
        (work(category=3), "work[0].category"),
        (work(verified="yes"), "work[0].verified"),
        (work(verified=1), "work[0].verified"),
        (work(startDate=2019), "work[0].startDate"),
        (work(endDate=20210314), "work[0].endDate"),
        (work(position=["RN"]), "work[0].position"),
        (work(name=5), "work[0].name"),
        ({"work": {}}, "work"),
        ({"work": "RN"}, "work"),
        ({"work": [JOB, 5]}, "work[1]"),
        ({"basics": []}, "basics"),
        ({"basics": {"name": 5}}, "basics.name"),
        ({"cohe": 7}, "cohe"),
        ({"education": "BSN"}, "education"),
        ({"education": [True]}, "education[0]"),
        (degree(level="bachelors"), "education[0].level"),
        (degree(country=1), "education[0].country"),
        (degree(studyType=False), "education[0].studyType"),
        (degree(verified="true"), "education[0].verified"),
        (degree(equivalency="bachelor"), "education[0].equivalency"),
        (degree(equivalency={}), "education[0].equivalency.level"),
        (degree(equivalency={"level": "BA"}), "education[0].equivalency.level"),
        (degree(equivalency={"level": "bachelor", "verified": 1}), "education[0].equivalency.verified"),
        ({"hsc": []}, "hsc"),
        ({"hsc": {"role": "surgical_hsc"}}, "hsc.role"),
        ({"hsc": {"role": 1}}, "hsc.role"),
        ({"hsc": {"providerId": True}}, "hsc.providerId"),
        ({"hsc": {"providerId": {"able": "yes"}}}, "hsc.providerId.able"),
        ({"hsc": {"lniIssues": {"reported": 0}}}, "hsc.lniIssues.reported"),
        ({"hsc": {"lniIssues": {"reported": False, "verified": "no"}}}, "hsc.lniIssues.verified"),
        ({"hsc": {"skills": ["communication"]}}, "hsc.skills"),
        ({"hsc": {"skills": {"communication": True}}}, "hsc.skills.communication"),
        ({"hsc": {"skills": {"communication": {"demonstrated": "yes"}}}}, "hsc.skills.communication.demonstrated"),
        ({"hsc": {"skills": {"cooking": {"demonstrated": True}}}}, "hsc.skills.cooking"),
    ],
)
def test_an_applicant_is_refused(document: Document, path: str) -> None:
    refused("screen", document, path)


@pytest.mark.parametrize("written", NOT_DATES, ids=ascii)
def test_an_impossible_date_is_refused(written: str) -> None:
    document = work(startDate=written, endDate=None) | degree(endDate=written)
    refused("screen", document, "work[0].startDate", "education[0].endDate")
    refused("screen", {"work": [{"startDate": "1990", "endDate": written}]}, "work[0].endDate")


def test_what_could_be_two_days_is_refused_with_both() -> None:
    (said,) = refused("screen", work(startDate="03/04/2018"), "work[0].startDate")
    assert said == "'03/04/2018' may be 2018-03-04 or 2018-04-03; write the one that is meant"


@pytest.mark.parametrize(
    "written", ["2019", "2019-06", "2019-1-1", "June 1, 2019", "present", "", *NOT_DATES], ids=ascii
)
def test_where_a_whole_date_is_needed_no_other_will_do(written: str) -> None:
    refused("training", {"hired_on": written, "as_of": written}, "hired_on", "as_of")


@pytest.mark.parametrize(
    "document",
    [
        work(endDate="2018-03"),  # it may have ended on the 31st
        work(startDate="2019-06", endDate="2019"),
        work(startDate="2019", endDate="2019-01-01"),
        work(startDate="0001-01-01", endDate="9999-12-31"),
        work(startDate="2024-02-29", endDate=" Present "),
        work(endDate=""),
        work(endDate="NOW"),
        work(endDate="Till Date"),
        work(startDate="2018-3-5", endDate="March 2021"),
        work(startDate="01/2018", endDate="2021-03-14T00:00:00.000Z"),
        work(hoursPerWeek=168),
        work(hoursPerWeek=0.01),
        work(hoursPerWeek=37.5),
        work(duties=[DUTY | {"share": 0.1}] * 10),  # exactly 1, though not in floating point
        work(duties=[DUTY | {"share": 0.6}, {"category": "other", "share": 0.4}]),
        work(name="", position="\x00"),
        degree(endDate="current", country="Österreich"),
        {"work": [], "education": [], "basics": {}, "hsc": {"skills": {}, "providerId": {}}},
    ],
    ids=ascii,
)
def test_what_is_odd_but_fits_is_answered(document: Document) -> None:
    assert answered("screen", lines(document)).status == 0


@pytest.mark.parametrize(
    ("job", "employer"),
    [
        ({"company": "Hill Clinic"}, "Hill Clinic"),
        ({"name": "", "company": "Hill Clinic"}, "Hill Clinic"),
        ({"name": "Bay Clinic", "company": "Hill Clinic"}, "Bay Clinic"),
        ({"name": "Bay Clinic", "company": 3}, "Bay Clinic"),
    ],
)
def test_the_employer_stands_under_its_older_name_too(job: Document, employer: str) -> None:
    """JSON Resume called it `company` before version 1.0, and a third of the files that people have still do."""
    (found,) = applicant(Shape.of(work(**job)), "a").jobs
    assert found.name == employer


def test_a_name_that_is_no_text_is_refused_whatever_else_is_there() -> None:
    refused("screen", work(name=3, company="Hill Clinic"), "work[0].name")


def test_what_is_under_the_older_name_and_no_text_is_ignored() -> None:
    assert answered("screen", lines(work(company={"name": "Hill Clinic"}))).status == 0
