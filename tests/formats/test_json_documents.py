"""Files as they come: one document, an array, JSON Lines; each document with its line, whatever surrounds it."""

import json

import pytest

from tests.cli.run import Ran, answered, lines, rules

PRETTY = json.dumps({"id": "p", "basics": {}, "work": [], "hsc": {"skills": {}}}, indent=2)


def screened(sent: str | bytes) -> Ran:
    return answered("screen", sent)


def faults(ran: Ran) -> list[tuple[int, str]]:
    return [(fault.line, fault.path) for fault in ran.faults]


@pytest.mark.parametrize(
    ("sent", "ids"),
    [
        ('{"id": "a"}', ["a"]),
        ('{"id": "a"}\n', ["a"]),
        (PRETTY, ["p"]),
        (PRETTY.replace("\n", "\r\n"), ["p"]),
        (PRETTY.replace(" ", "").replace("\n", "\n\n"), ["p"]),
        ('{\n"id":\n"a"}', ["a"]),
        ('{"id": "a",\n"work": []}', ["a"]),
        ('{"id": "a", "hsc":\n{"role": "assistant"}\n}\n', ["a"]),  # the second line is an object by itself
        ('{"basics":\n{}\n,\n"id": "a"}', ["a"]),
        ('\n \t\r\n{"id": "a"}\n\n\n', ["a"]),
        ('{"id": "a"}\n\n  \n{"id": "b"}\n', ["a", "b"]),
        ('{"id": "a"}\r\n{"id": "b"}\r\n', ["a", "b"]),
        ('[{"id": "a"}]', ["a"]),
        (f"[{PRETTY}]", ["p"]),
        (f"[\n{PRETTY}\n]", ["p"]),
        ('[{"id": "a"},{"id": "b"}\n,\n\n{"id": "c"}]\n', ["a", "b", "c"]),
        ("\n\n [\n]\n", []),
        ("[]", []),
        ('{"id": "a\u2028b"}\n{"id": "b\x85"}', ["a\u2028b", "b\x85"]),  # no ends of lines to JSON
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_documents_come_in_three_forms(mark: str, sent: str, ids: list[str]) -> None:
    ran = screened(f"{mark}{sent}".encode())
    assert (ran.status, ran.err, ran.ids) == (0, "", ids)


@pytest.mark.parametrize("sent", ["", "\n", "\r\n\r\n", "  \t ", "\ufeff", "\ufeff\n"], ids=ascii)
def test_an_empty_file_is_refused(sent: str) -> None:
    ran = screened(sent.encode())
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)


BROKEN = '{"id": "x"'


@pytest.mark.parametrize(
    ("sent", "ids", "broken"),
    [
        (lines(BROKEN, {"id": "b"}, {"id": "c"}), ["b", "c"], [1]),
        (lines("", BROKEN, "", {"id": "b"}, {"id": "c"}), ["b", "c"], [2]),
        (lines({"id": "a"}, BROKEN, {"id": "c"}), ["a", "c"], [2]),
        (lines({"id": "a"}, {"id": "b"}, BROKEN), ["a", "b"], [3]),
        (lines(BROKEN, BROKEN, {"id": "c"}, {"id": "d"}), ["c", "d"], [1, 2]),
        (lines(BROKEN, "5", {"id": "c"}), ["c"], [1, 2]),
        (lines("5", {"id": "b"}, "null", {"id": "d"}), ["b", "d"], [1, 3]),
        (lines({"id": "a"}, '{"id": "b"} {"id": "c"}', {"id": "d"}), ["a", "d"], [2]),
        (lines({"id": "a"}, "[]", {"id": "b"}), ["a", "b"], [2]),
        (lines("nonsense", {"id": "b"}), ["b"], [1]),
    ],
)
def test_a_broken_line_breaks_no_other(sent: str, ids: list[str], broken: list[int]) -> None:
    ran = screened(sent)
    assert (ran.status, ran.ids) == (2, ids)
    assert faults(ran) == [(line, "(document)") for line in broken]


@pytest.mark.parametrize(
    "sent", ["[", '[{"id": "a"}', '[{"id": "a"},]', '[{"id": "a"}] x', '\n{"id":\n', "{}}", "\ufeffx"]
)
def test_what_is_not_json_is_refused_as_a_whole(sent: str) -> None:
    ran = screened(sent.encode())
    assert (ran.status, ran.out) == (2, "")
    assert faults(ran) == [(2 if sent.startswith("\n") else 1, "(document)")]


@pytest.mark.parametrize(
    "line",
    ['  "x": 1', '  "x": NaN,', '  "ä": 1,', "  x,", '  "x": ' + "[" * 100_000 + "]" * 100_000 + ","],
    ids=lambda line: line[:9],
)
def test_no_part_of_a_broken_document_is_answered_as_if_it_were_one(line: str) -> None:
    text = '{\n  "id": "a",\n' + line + '\n  "work": [\n    {"startDate": "2019"}\n  ]\n}\n'
    ran = screened(text.encode("latin-1"))
    assert (ran.status, ran.out, faults(ran)) == (2, "", [(1, "(document)")])


def test_each_element_of_an_array_is_named_by_the_line_on_which_it_begins() -> None:
    bad = '{"cohe": 3}'
    ran = screened(f'\n[{bad},\n\n{{"id": "a"}}, {{\n"cohe":\n3}}\n,\n  {bad}, {bad}]')
    assert (ran.status, ran.ids) == (2, ["a"])
    assert faults(ran) == [(2, "cohe"), (4, "cohe"), (8, "cohe"), (8, "cohe")]


def test_a_pretty_printed_document_is_named_by_the_line_on_which_it_begins() -> None:
    assert faults(screened('\n\n{\n  "cohe":\n  3\n}\n')) == [(3, "cohe")]
    assert faults(screened('\r\n[\r\n  {\r\n    "cohe": 3\r\n  }\r\n]\r\n')) == [(3, "cohe")]


def test_brackets_and_ends_of_lines_in_a_text_are_not_counted() -> None:
    assert faults(screened('[{"id": "]\\n[{\\"", "x": ["},{"]},\n{"cohe": 3}]')) == [(2, "cohe")]


@pytest.mark.parametrize(
    ("sent", "ids", "line"),
    [
        (b'{"id": "a"}\n{"id": "\xff"}\n{"id": "c"}\n', ["a", "c"], 2),
        (b'{"id": "\xc3"}\n{"id": "b"}\n', ["b"], 1),
        (b'{"id": "a"}\n\xbf\xbb\n{"id": "c"}\n', ["a", "c"], 2),
        (b'[{"id": "a"},\n{"id": "\xff"}]', [], 1),
        ('{"id": "ä"}'.encode("utf-16"), [], 1),
        ('{"id": "ä"}'.encode("latin-1"), [], 1),
        (b'{"id": "\xed\xa0\x80"}', [], 1),  # half a character, as UTF-8 may not write it
        (b'{"id": "\xc0\x80"}', [], 1),  # a NUL, as UTF-8 may not write it
    ],
)
def test_what_is_not_utf_8_is_refused(sent: bytes, ids: list[str], line: int) -> None:
    ran = screened(sent)
    assert (ran.status, ran.ids, faults(ran)) == (2, ids, [(line, "(document)")])


@pytest.mark.parametrize("sent", ['{"id": "a\x00"}', '{"id": "a\tb"}', "\x00", '{"id": "a"}\x00'], ids=ascii)
def test_a_bare_control_character_is_not_json(sent: str) -> None:
    ran = screened(sent)
    assert (ran.status, ran.out, faults(ran)) == (2, "", [(1, "(document)")])


def test_files_are_read_in_order_and_each_fault_names_its_file(tmp_path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.jsonl"
    one.write_text('[{"id": "a"}, {"id": "b", "cohe": 3}]')
    two.write_text(lines({"id": "a"}, {"id": "c"}, {}))
    ran = rules("screen", two, "-", one, sent='{"id": "d"}')
    assert (ran.status, ran.ids) == (2, ["a", "c", "3", "d"])
    assert [fault[:3] for fault in ran.faults] == [(str(one), 1, "id"), (str(one), 1, "cohe")]
