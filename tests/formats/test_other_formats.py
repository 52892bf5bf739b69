"""A résumé in a format that we do not read is answered, and nobody takes its jobs for none."""

import json

import pytest

from onboarding.formats.other_formats import jobs_elsewhere
from onboarding.formats.shape import Shape
from tests.cli.run import Document, answered, lines

JOB = {"title": "Registered Nurse", "start": "2010-01", "end": "2024-01"}


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"experience": [JOB]}, "experience"),
        ({"basics": {"name": "Ana"}, "Work Experience": [JOB]}, "'Work Experience'"),
        ({"meta": {"format": "FRESH@0.6.0"}, "employment": {"history": [JOB]}}, "employment"),
        ({"SkillsPassport": {"LearnerInfo": {"WorkExperience": [JOB]}}}, "SkillsPassport.LearnerInfo.WorkExperience"),
        ({"resume": {"basics": {}, "work": [JOB]}}, "resume.work"),
        ({"Work": [JOB]}, "Work"),
        ({"work": None, "positions": {"values": [JOB]}}, "positions"),
        ({"employment_history": "Nurse since 2010"}, "employment_history"),
        ({"Past Experience": ["Nurse at Hill Clinic"]}, "'Past Experience'"),
        ({"workExpList": [JOB]}, "workExpList"),
        ({"data": {"otherJobs": [JOB]}}, "data.otherJobs"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_jobs_of_another_format_are_seen_and_left_open(document: Document, where: str) -> None:
    ran = answered("screen", lines(document))
    assert (ran.status, [(fault.line, fault.path) for fault in ran.faults]) == (0, [(1, "work")])
    assert where.strip("'") in ran.err
    (answer,) = ran.answers
    for judged in (answer["claimed"], answer["verified"]):
        found = judged["requirements"]["experience"]
        assert (judged["outcome"], found["outcome"], found["path"]) == ("needs_review", "undetermined", None)
        assert (found["met_from"], found["ledger"], [need["fact"] for need in found["needs"]]) == (None, [], ["work"])
        assert found["credited_days"] == {"at_least": "0", "at_most": None}
        assert {each["outcome"] for each in found["paths"].values()} == {"undetermined"}
    assert answer["also_qualifies_as"] is None


@pytest.mark.parametrize("role", ["hsc", "assistant"])
def test_neither_role_is_rejected(role: str) -> None:
    (answer,) = answered("screen", lines({"experience": [JOB], "hsc": {"role": role}})).answers
    assert answer["claimed"]["requirements"]["experience"]["outcome"] == "undetermined"


def test_a_person_reads_the_same() -> None:
    ran = answered("screen", lines({"experience": [JOB]}), "--format", "text")
    assert "in a format that is not read" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"work": []},
        {"work": [], "experience": [JOB]},
        {"experience": []},
        {"experience": None},
        {"experience": 12, "career": True},
        {"volunteer": [JOB], "projects": [{"position": "Lead"}], "basics": {"experience": "ten years"}},
        {"skills": [{"name": "work"}], "hobbies": ["work"]},
        {
            "workExpYears": "3",
            "jobTarget": {"title": "Nurse"},
            "volunteerWork": [JOB],
            "network": ["a"],
            "Other jobs": [],
        },
    ],
    ids=json.dumps,
)
def test_where_nothing_of_the_kind_is_there_no_job_is_no_job(document: Document) -> None:
    ran = answered("screen", lines(document))
    assert (ran.status, ran.err) == (0, "")
    assert ran.answers[0]["claimed"]["requirements"]["experience"]["outcome"] == "not_met"


def test_a_document_nested_deep_or_wide_takes_no_time() -> None:
    deep: Document = {}
    for _ in range(50_000):
        deep = {"a": deep}
    assert jobs_elsewhere(Shape.of(deep)) is None
    assert jobs_elsewhere(Shape.of({str(number): {} for number in range(50_000)})) is None
