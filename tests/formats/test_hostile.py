"""Documents made to break us: monstrous numbers, depth, size, odd characters, the ends of the calendar."""

import json
from time import perf_counter
from typing import Any

import pytest

from tests.cli.run import LEAST, Document, answered, lines, refused

ROW = {"id": "s1", "role": "hsc", "claim_fte": 1, "from": "2024-01-01"}
QUARTER = {"quarter": "2026-Q1", "claims": 1180}
SHADOWING = {"kind": "shadowing", "on": "2026-01-20", "host_cohe": "b", "host_role": "hsc", "minutes": int("9" * 4300)}


def staff(*rows: Document, **keys: Any) -> Document:
    return {"staff": list(rows)} | keys


def job_with(text: str) -> str:
    return f'{{"work": [{{"startDate": "2019", {text}}}]}}'


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("screen", '{"unknown": 1e9999999999999999999}'),
        ("screen", job_with('"hoursPerWeek": 1e9999999999999999999')),
        ("screen", job_with('"hoursPerWeek": 1e999999999')),
        ("screen", job_with('"hoursPerWeek": 1e-999999999')),
        ("screen", job_with('"hoursPerWeek": ' + "9" * 5000)),
        ("screen", job_with('"hoursPerWeek": 1.' + "9" * 5000)),
        ("screen", job_with('"duties": [{"category": "other", "share": ' + "9" * 5000 + "e0}]")),
        ("screen", job_with('"duties": [{"category": "other", "share": ' + "9" * 4300 + "}]")),
        ("staffing", '{"quarters": [{"quarter": "2026-Q1", "claims": 1e1000000}]}'),
        ("staffing", '{"quarters": [{"quarter": "2026-Q1", "claims": 1e999999999}]}'),
        ("staffing", '{"quarters": [{"quarter": "2026-Q1", "claims": -1e999999999}]}'),
        ("staffing", '{"quarters": [{"quarter": "2026-Q1", "claims": 1e-999999999}]}'),
    ],
    ids=lambda text: text if len(text) < 90 else f"{text[:60]}...{text[-20:]}",
)
def test_a_monstrous_number_is_refused_or_ignored(topic: str, text: str) -> None:
    ran = answered(topic, lines({"id": "before"}, text, {"id": "after"}))
    assert [each for each in ran.ids if each != "2"] == ["before", "after"]
    assert ran.status == (0 if "2" in ran.ids else 2)
    assert {fault.line for fault in ran.faults} <= {2}


@pytest.mark.parametrize("digits", [15, 20, 400, 4300])
def test_claims_in_any_number_are_answered_or_refused_by_their_path(digits: int) -> None:
    year = [{"quarter": f"2025-Q{n}", "claims": 0, "surgical_claims": int("9" * digits)} for n in (1, 2, 3, 4)]
    ran = answered("staffing", lines(staff(ROW | {"claim_fte": "1/3"}, quarters=year, as_of="2026-01-31")))
    assert ran.status == 0 or set(ran.paths) == {f"quarters[{place}].surgical_claims" for place in range(4)}
    year = [quarter | {"claims": quarter["surgical_claims"], "surgical_claims": 0} for quarter in year]
    ran = answered("staffing", lines(staff(ROW | {"claim_fte": "1/3"}, quarters=year, as_of="2026-01-31")))
    assert ran.status == 0 or set(ran.paths) == {f"quarters[{place}].claims" for place in range(4)}


def test_many_odd_fractions_of_full_time_add_up_or_are_refused() -> None:
    rows = [ROW | {"id": place, "claim_fte": f"1/{10**37 + place}"} for place in range(150)]
    ran = answered("staffing", lines({"id": "before"}, staff(*rows, quarters=[QUARTER], as_of="2026-04-20")))
    assert ran.ids[0] == "before"
    assert (ran.status, bool(ran.faults)) in ((0, False), (2, True))


def test_minutes_in_any_number_are_answered_or_refused_by_their_path() -> None:
    ran = answered("training", lines(LEAST["training"] | {"cohe": "a", "activities": [SHADOWING, SHADOWING]}))
    assert ran.status == 0 or ran.paths == ["activities[0].minutes", "activities[1].minutes"]


@pytest.mark.parametrize("depth", [900, 1200, 5000, 100_000])
@pytest.mark.parametrize(
    "text", ['{"a": %s}', '{"a": 1, "a": %s}', '{"work": %s}', '{"id": %s}', "%s"], ids=lambda text: text[:8]
)
def test_however_deep_it_is_nested_it_is_answered_or_refused(text: str, depth: int) -> None:
    ran = answered("screen", lines({"id": "before"}, text % ("[" * depth + "]" * depth), {"id": "after"}))
    assert [each for each in ran.ids if each != "2"] == ["before", "after"]
    assert all(fault.line == 2 and len(fault.what) < 200 for fault in ran.faults)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "nan", "01", "1.", ".5", "+1", "0x1"])
def test_what_json_knows_no_number_by_is_refused(number: str) -> None:
    ran = answered("screen", lines({"id": "before"}, f'{{"id": "bad", "unknown": {number}}}', {"id": "after"}))
    assert (ran.status, ran.ids, ran.paths) == (2, ["before", "after"], ["(document)"])
    assert ran.faults[0].line == 2


@pytest.mark.parametrize("text", ['"\\u0000"', '"\\ud83d\\ude00"', '"a\\nb"', '"\u2028"', '"\x7f\x9b"'], ids=ascii)
def test_any_text_is_answered_in_json_and_on_a_page(text: str) -> None:
    sent = f'{{"id": {text}, "basics": {{"name": {text}}}, "work": [{{"startDate": "2019", "name": {text}}}]}}'
    assert [ran.status for ran in (answered("screen", sent), answered("screen", sent, "--format", "text"))] == [0, 0]


HALF = '{"id": "half", "basics": {"name": "\\ud800"}, "work": [{"startDate": "2019", "position": "\\udc00"}]}'


@pytest.mark.parametrize("style", ["json", "text"])
@pytest.mark.parametrize("form", ["%s\n%s\n%s\n", "[%s, %s, %s]"], ids=["lines", "array"])
def test_half_a_character_harms_no_other_document(form: str, style: str) -> None:
    ran = answered("screen", form % ('{"id": "before"}', HALF, '{"id": "after"}'), "--format", style)
    assert ("before" in ran.out, "after" in ran.out) == (True, True)
    assert (ran.status, bool(ran.faults)) in ((0, False), (2, True))


def test_half_a_character_under_a_key_that_nobody_reads_is_ignored() -> None:
    ran = answered("screen", '{"id": "a", "basics": {"summary": "cut in the middle of an emoji: \\ud83d"}}')
    assert (ran.status, ran.err, ran.ids) == (0, "", ["a"])


@pytest.mark.parametrize("bad", ["\\ud800", "9" * 5000, "1e9999999999999999999"], ids=lambda bad: bad[:9])
def test_a_document_refused_for_what_it_holds_has_used_its_id(bad: str) -> None:
    text = f'"{bad}"' if "u" in bad else bad
    ran = answered("screen", lines(f'{{"id": "a", "cohe": [], "unknown": {text}}}', {"id": "a"}))
    assert (ran.status, ran.out, {fault.line for fault in ran.faults}) == (2, "", {1, 2})


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("screen", '{"hsc": {"skills": {"a\\nb: c": {}}}}'),
        ("screen", '{"a\\nb": 1, "a\\nb": 2}'),
        ("screen", '{"\\u001b[2J": 1, "\\u001b[2J": 2}'),
        ("staffing", json.dumps(staff(ROW | {"id": "s\n-:9: cohe: forged"}, ROW | {"id": "s\n-:9: cohe: forged"}))),
    ],
)
def test_a_fault_stays_on_its_line_whatever_the_document_says(topic: str, text: str) -> None:
    ran = answered(topic, text)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err[:-1].isprintable()


def test_a_fault_shows_no_more_of_a_huge_text_than_helps() -> None:
    huge = "x" * 1_000_000
    bad = {"as_of": huge, "cohe": [huge], "work": [{"startDate": huge, "category": huge}], "education": [{huge: 1}]}
    ran = answered("screen", lines(bad, {"id": huge}, {"id": huge}))
    assert ran.paths == ["as_of", "cohe", "work[0].startDate", "work[0].category", "id"]
    assert len(ran.err) < 2000


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("screen", "{" + "".join(f'"k{place}": 1, ' for place in range(20_000)) + '"k0": 2}'),
        ("staffing", json.dumps(staff(ROW, absences=[{"staff": "s1", "from": "2026-01-01", "to": "9999-12-31"}]))),
        ("screen", json.dumps({"work": [{"startDate": "2019", "position": "nurse " * 100_000}]})),
        ("training", json.dumps(LEAST["training"] | {"lni_required": [{"name": f"{n}"} for n in range(5_000)]})),
    ],
    ids=["keys", "absence", "position", "required"],
)
def test_no_one_document_holds_up_the_others_for_long(topic: str, text: str) -> None:
    begun = perf_counter()
    answered(topic, text)
    assert perf_counter() - begun < 3


def test_ten_thousand_jobs_are_answered() -> None:
    jobs = [{"startDate": f"{1990 + place % 30}-{place % 12 + 1:02}", "position": "RN"} for place in range(10_000)]
    ran = answered("screen", lines({"as_of": "2026-11-22", "work": jobs}))
    assert len(ran.answers[0]["claimed"]["requirements"]["experience"]["ledger"]) == 10_000


@pytest.mark.parametrize(
    ("topic", "document"),
    [
        ("staffing", staff(ROW | {"to": "9999-12-31"}, as_of="2026-04-20")),  # how many systems write "no end"
        ("staffing", staff(ROW | {"from": "0001-01-01", "to": "0001-01-02"}, as_of="0001-12-31")),
        ("staffing", {"quarters": [QUARTER | {"quarter": "0001-Q1"}, QUARTER | {"quarter": "9999-Q4"}]}),
        ("screen", {"work": [{"startDate": "9999-12-31"}]}),
        ("screen", {"work": [{"startDate": "0001", "endDate": "0001"}], "as_of": "0001-01-01"}),
        ("screen", {"work": [{"startDate": "2019"}], "as_of": "9999-12-31"}),
        ("credential", {"provider": [{"on": "9999-12-31", "event": "sent"}], "as_of": "9999-12-31"}),
        ("training", {"hired_on": "0001-01-01", "as_of": "0001-01-01"}),
        ("training", {"hired_on": "9999-06-30", "as_of": "9999-12-31"}),
    ],
)
def test_the_first_and_the_last_day_there_are_can_be_given(topic: str, document: Document) -> None:
    ran = answered(topic, lines(LEAST[topic] | document))
    assert (ran.status, ran.err) == (0, "")


def test_a_deadline_past_the_last_day_there_is_refuses_the_document() -> None:
    refused("training", {"hired_on": "9999-12-31"}, "(document)")
