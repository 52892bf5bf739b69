"""Bad input: each fault named by file, line and path, exit status 2, nothing half-done, the others answered.

Which faults there are is in tests/formats, by document.
"""

import pytest

from tests.cli.run import LEAST, answered, lines, refused

JOB = {"startDate": "2018-03-15", "endDate": "2021-03-14"}


def test_a_fault_is_said_as_the_contract_says_it() -> None:
    ran = answered("screen", lines({"work": [JOB, JOB, JOB | {"endDate": "2018-03-14"}]}))
    assert (ran.status, ran.out, ran.err) == (2, "", "-:1: work[2].endDate: before startDate\n")


def test_every_fault_of_a_document_is_named_at_once() -> None:
    bad = {
        "as_of": "today",
        "work": [JOB | {"verified": "yes"}, {"hoursPerWeek": 0, "category": "nursing"}],
        "education": [{"level": "BA", "equivalency": {}}],
        "hsc": {"role": "boss", "skills": {"juggling": {"demonstrated": True}}},
    }
    paths = ["as_of", "work[0].verified", "work[1].startDate", "work[1].hoursPerWeek", "work[1].category"]
    paths += ["education[0].level", "education[0].equivalency.level", "hsc.role", "hsc.skills.juggling"]
    refused("screen", bad, *paths)


def test_a_provider_number_is_named_beside_the_faults_of_shape() -> None:
    issued, sent = {"on": "2026-02-05", "event": "issued", "number": "12"}, {"on": "soon", "event": "sent"}
    refused("credential", {"provider": [issued, sent]}, "provider[0].number", "provider[1].on")


@pytest.mark.parametrize("topic", LEAST)
def test_each_bad_document_of_a_batch_is_named_by_its_line(topic: str) -> None:
    good, bad = LEAST[topic] | {"cohe": "valley"}, LEAST[topic] | {"cohe": 3}
    batch = [good | {"id": "a"}, bad, good | {"id": "b"}, "{", bad | {"id": "c"}, good | {"id": "d"}]
    ran = answered(topic, lines(*batch))
    assert (ran.status, ran.ids) == (2, ["a", "b", "d"])
    assert [(fault.line, fault.path) for fault in ran.faults] == [(2, "cohe"), (4, "(document)"), (5, "cohe")]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('{"cohe": "a", "cohe": "a"}', ["cohe"]),
        ('{"cohe": null, "cohe": "a"}', ["cohe"]),
        ('{"work": [{"startDate": "2019", "startDate": "2020"}]}', ["work[0].startDate"]),
        ('{"unknown": {"a": [0, {"b": 1, "b": 1}]}}', ["unknown.a[1].b"]),
        ('{"a": 1, "a": 1, "a": 1, "b": {"c": 1, "c": 1}, "d": 1, "d": 2}', ["a", "b.c", "d"]),
        ('{"a": {"b": 1, "b": 1}, "cohe": 3}', ["a.b", "cohe"]),
    ],
)
def test_a_key_given_twice_is_refused(text: str, paths: list[str]) -> None:
    ran = answered("screen", lines({"id": "before"}, text, {"id": "after"}))
    assert (ran.status, ran.ids, sorted(ran.paths)) == (2, ["before", "after"], paths)


def test_an_id_given_twice_refuses_the_second() -> None:
    batch = [{"id": "a"}, {"id": 3}, {"id": "3"}, {"id": "a"}, '{"id": -0}', {"id": "0"}, {"id": "b"}]
    ran = answered("screen", lines(*batch))
    assert (ran.status, ran.ids) == (2, ["a", "3", "0", "b"])
    assert [(fault.line, fault.path) for fault in ran.faults] == [(3, "id"), (4, "id"), (6, "id")]


def test_a_refused_document_has_used_its_id() -> None:
    ran = answered("screen", lines({"id": "a", "work": 5}, {"id": "a"}, {"id": 7, "as_of": "x"}, {"id": "7"}))
    assert (ran.status, ran.out) == (2, "")
    assert [(fault.line, fault.path) for fault in ran.faults] == [(1, "work"), (2, "id"), (3, "as_of"), (4, "id")]


@pytest.mark.parametrize("written", ["true", "1.5", "1.0", "1e2", "[]", "{}"])
def test_an_id_is_a_text_or_a_whole_number(written: str) -> None:
    assert answered("screen", f'{{"id": {written}}}').paths == ["id"]


def test_a_document_without_id_is_known_by_its_line_and_in_an_array_by_its_place() -> None:
    assert answered("screen", lines({}, "", {"id": None}, {"id": "x"}, {})).ids == ["1", "3", "x", "5"]
    assert answered("screen", '\n[{},\n\n{"id": "x"},\n{"id": null}]').ids == ["1", "x", "3"]
    assert answered("screen", "\n\n{\n}").ids == ["3"]
