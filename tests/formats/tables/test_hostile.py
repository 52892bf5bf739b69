"""Files that are no table, or mean harm: each ends in a sentence that says what to do, soon and in little memory."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from onboarding.formats.tables import workbook
from onboarding.formats.tables.lines import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ENDS, MOST_LINES
from tests.examples import examples
from tests.formats.tables.make import HEAD, PARTS, TYPES, cell, csv, faults, good, packed, read, sheet, xlsx

NAMES = f'<row r="1">{cell("A1", "Name")}</row>'


def zipped(**parts: str | bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


def locked() -> bytes:
    """A workbook whose entries say that they are encrypted."""
    data = bytearray(packed(NAMES))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def twice() -> bytes:
    into = io.BytesIO(packed(NAMES))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(into, "a") as archive:
        archive.writestr("xl/workbook.xml", PARTS["xl/workbook.xml"])
    return into.getvalue()


def many_entries() -> bytes:
    return packed(NAMES, **{f"x/{place}": "" for place in range(2100)})


LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + place)} "{f"&{chr(97 + place)};" * 10}">' for place in range(9)
)
# What the file is -> its bytes, and a part of what is said.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "holds no lines"),
    "a mark alone": (lambda: b"\xef\xbb\xbf", "holds no lines"),
    "a wide mark alone": (lambda: b"\xff\xfe", "holds no lines"),
    "blanks": (lambda: b" \r\n\t\n\n  \n", "holds no lines"),
    "zeros": (lambda: b"\0" * 1000, "no text file"),
    "zeros within text": (lambda: csv("1,A\0na,,,,,"), "no text file"),
    "half of UTF-16": (lambda: "Name\nAna".encode("utf-16") + b"\0", "damaged"),
    "a lone surrogate in UTF-16": (lambda: b"\xff\xfeN\0a\0m\0e\0\n\0\x00\xd8A\0", "damaged"),
    "UTF-32": (lambda: "Name\nAna\n".encode("utf-32"), "no text file"),
    "no known characters": (lambda: b"Name\nAn\x81\x8d\x8f", "cannot be made out"),
    "noise": (lambda: random.Random(1).randbytes(5000), ""),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
    "a PDF": (lambda: b"%PDF-1.7\n", "This is a PDF"),
    "a PNG": (lambda: b"\x89PNG\r\n\x1a\n", "This is a picture"),
    "a JPEG": (lambda: b"\xff\xd8\xff\xe0", "This is a picture"),
    "RTF": (lambda: b"{\\rtf1}", "text document"),
    "an empty archive": (lambda: b"PK\x05\x06" + b"\0" * 18, "empty archive"),
    "an archive cut short": (lambda: packed(NAMES)[:-40], "damaged"),
    "an archive with a hole": (lambda: packed(NAMES)[:200] + b"\0" * 50 + packed(NAMES)[250:], "damaged"),
    "an archive of something": (lambda: zipped(a="b"), "no Excel workbook"),
    "a DOCX": (lambda: zipped(**{"[Content_Types].xml": TYPES.replace("spreadsheetml.sheet", "x")}), "no Excel"),
    "an ODS": (lambda: zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "no Excel workbook"),
    "macros by type": (
        lambda: packed(NAMES, **{"[Content_Types].xml": TYPES.replace("spreadsheetml.sheet.main", "x.macroEnabled")}),
        "macros",
    ),
    "macros by part": (lambda: packed(NAMES, **{"xl/vbaProject.bin": b"x"}), "macros"),
    "a password": (locked, "password"),
    "a part twice": (twice, "damaged"),
    "too many parts": (many_entries, "beyond measure"),
    "a bomb of zeros": (lambda: packed(NAMES, **{"xl/media/x": b"\0" * (160 * 2**20)}), "beyond measure"),
    "a bomb of a sheet": (lambda: packed(sheet1=sheet("<row/>" * 2_000_000)), "beyond measure"),
    "a bomb of entities": (lambda: packed(sheet1=LAUGHS + "]><x>&j;</x>"), "damaged"),
    "an entity of a file": (
        lambda: packed(sheet1='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet(NAMES)[21:]),
        "damaged",
    ),
    "a declaration over two pieces": (
        lambda: packed(sheet1="<!--" + random.Random(2).randbytes(32_764).hex() + "-->\n<!DOCTYPE x []>" + sheet("")),
        "damaged",
    ),
    "a declaration in UTF-16": (
        lambda: packed(sheet1=('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x []><x/>').encode("utf-16")),
        "damaged",
    ),
    "a sheet that is no XML": (lambda: packed(sheet1="<worksheet"), "damaged"),
    "a sheet of another kind": (lambda: packed(sheet1="<html/>"), "holds no lines"),
    "a workbook without sheets": (
        lambda: packed(
            **{"xl/workbook.xml": PARTS["xl/workbook.xml"].replace('<sheet name="A" sheetId="1" r:id="rId1"/>', "")}
        ),
        "",
    ),
    "a sheet that is not there": (
        lambda: packed(NAMES, **{"xl/_rels/workbook.xml.rels": PARTS["_rels/.rels"]}),
        "",
    ),
    "only a hidden sheet": (
        lambda: packed(
            NAMES, **{"xl/workbook.xml": PARTS["xl/workbook.xml"].replace('name="A"', 'name="A" state="hidden"')}
        ),
        "holds no lines",
    ),
    "a cell far to the right": (lambda: packed(f'{NAMES}<row r="2">{cell("XFD2", "x")}</row>'), "200 columns"),
    "a cell past all columns": (lambda: packed(f'{NAMES}<row r="2">{cell("ZZZZZ2", "x")}</row>'), ""),
    "a line far below": (lambda: packed(f'{NAMES}<row r="1048576">{cell("A1048576", "")}</row>'), "no line below"),
    "a negative line": (lambda: packed(f'{NAMES}<row r="-5">{cell("A-5", "x")}</row>'), ""),
    "a size that is a lie": (
        lambda: packed(sheet1=sheet(NAMES).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
        "no line below",
    ),
    "a shared text that is not there": (lambda: packed(f'{NAMES}<row><c t="s"><v>99</v></c></row>'), ""),
    "a number that is none": (lambda: packed(f"{NAMES}<row><c><v>1e999999</v></c></row>"), ""),
    "an error of the spreadsheet": (
        lambda: packed(f'{NAMES}<row><c t="e"><v>#REF!</v></c></row>'),
        "#REF! is an error",
    ),
    "a hidden character": (lambda: packed(f"{NAMES}<row>{cell('A2', 'a_x0007_b')}</row>"), "U+0007"),
    "half a character": (lambda: packed(f"{NAMES}<row>{cell('A2', 'a_xD800_b')}</row>"), ""),
    "too many columns": (lambda: csv(head="Name" + ",x" * MOST_COLUMNS), "200 columns"),
    "too many lines": (lambda: csv(*["A"] * (MOST_LINES + 1), head="Name"), "50,000 lines"),
    "a cell too long": (lambda: csv("A" * (LONGEST_CELL + 1), head="Name"), "Shorten it to 10,000"),
    "a cell without end": (lambda: csv('"' + "A" * 200_000, head="Name"), "far more than 10,000"),
    "a quotation mark never closed": (lambda: csv('"Ana,,,', head=HEAD), "quotation marks do not fit"),
    "text after a quotation mark": (lambda: csv('1,"Ana" Ruiz,,,,,'), "quotation marks do not fit"),
    "too many bytes": (lambda: b"Name\n" + b"\n" * MOST_BYTES, "larger than 25 MB"),
    "twelve million ends of lines": (lambda: b"Name\nAna\n" + b"\n" * (12 * 10**6), "more than 200,000 lines"),
    "as many ends of lines of an old Mac": (lambda: b"Name\rAna\r" + b"\r" * MOST_ENDS, "more than 200,000 lines"),
    "as many ends of lines within one cell": (lambda: b'Name\n"' + b"\n" * MOST_ENDS + b'"', "more than 200,000 lines"),
    "as many ends of lines in UTF-16": (
        lambda: ("Name\r\nAna" + "\r\n" * (MOST_ENDS + 1)).encode("utf-16"),
        "more than 200,000 lines",
    ),
    "twelve million commas": (lambda: b"Name\nAna" + b"," * (12 * 10**6), "more than 1,000,000 commas"),
    "a million semicolons": (lambda: b"Name;Email\n" + b";" * (10**6 + 1), "more than 1,000,000 semicolons"),
    "a million tabs": (lambda: b"Name\tEmail\n" + b"\t" * (10**6 + 1), "more than 1,000,000 tabs"),
    "a row of number two thousand million": (
        lambda: packed(f'{NAMES}<row r="2000000000">{cell("A2000000000", "x")}</row>'),
        "Line 1048577: Sheet 1: its row 2,000,000,000 lies beyond the last",
    ),
    "a row whose number has an exponent": (lambda: packed(f'{NAMES}<row r="2e9"/>'), "row 2,000,000,000 lies beyond"),
    "many cells in the last column": (
        lambda: packed(NAMES + "".join(f'<row r="{n}">{cell(f"XFD{n}", "")}</row>' for n in range(2, 100))),
        "Line 63: Sheet 1, row 63: there are more than 1,000,000 cells up to here",
    ),
    "hidden columns without end": (
        lambda: packed(
            sheet1=sheet(NAMES).replace(
                "<sheetData>", '<cols><col min="1" max="2000000000" hidden="1"/></cols><sheetData>'
            )
        ),
        "describes more columns than a workbook has",
    ),
    "a list of entries without end": (
        lambda: packed(NAMES) + b"PK\x01\x02" * 20_001,
        "grow beyond measure",
    ),
    "headings nobody knows": (lambda: csv("1,2", head="Foo,Bar"), "no column is read as this one"),
    "no headings": (lambda: csv(head="Ana Ruiz,MA,2018"), "no column is read as this one"),
    "a heading twice": (lambda: csv("a,b", head="Name,NAME"), "two columns are read as this one"),
    "two headings of one column": (lambda: csv("a,b", head="Name,Full name"), "two columns are read as this one"),
    "no column of names": (lambda: csv("1,x", head="ID,Job title"), "no column is read as this one"),
    "text that turns around": (lambda: csv("1,Ana\u202egnp.exe,,,,,"), "U+202E"),
    "a bell": (lambda: csv("1,Ana\x07,,,,,"), "U+0007"),
    "an address with a line break": (lambda: csv('1,Ana,"a@x.org\nBcc: b@x.org",,,,'), "no email address"),
    "two addresses": (lambda: csv('1,Ana,"a@x.org,b@x.org",,,,'), "no email address"),
    "a name too long": (lambda: csv(f"1,{'A' * 201},,,,,"), "Shorten it to 200"),
    "a date of another world": (lambda: csv("1,Ana,,MA,9999999999-01-01,,"), "no date"),
    "hours without end": (lambda: csv(f"1,Ana,,MA,2018,,{'9' * 4000}"), "no number of hours"),
    "hours that are not a number": (lambda: csv("1,Ana,,MA,2018,,NaN"), "no number of hours"),
    "HTML": (lambda: b"<!doctype html><table><tr><td>Name", "no column is read as this one"),
    "JSON": (lambda: b'{"basics": {"name": "Ana"}}', ""),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(name: str) -> None:
    make, says = FILES[name]
    found = " ".join(faults(make()))
    assert says.casefold() in found.casefold()
    assert "Traceback" not in found


def test_there_are_more_than_sixty_of_them() -> None:
    assert len(FILES) >= 60


def test_a_size_that_is_a_lie_does_not_hide_lines() -> None:
    small = sheet(f'{NAMES}<row r="2">{cell("A2", "Ana")}</row>').replace(
        "<sheetData>", '<dimension ref="A1"/><sheetData>'
    )
    assert [each.name for each in good(packed(sheet1=small))] == ["Ana"]


def test_the_largest_that_is_taken() -> None:
    people = [f"Somebody {place}" for place in range(MOST_LINES)]
    assert len(good(csv(*people, head="Name"))) == MOST_LINES
    assert good(csv(f"Ana,2018,{'A' * LONGEST_CELL}", head="Name,Job start,Duties" + "," * (MOST_COLUMNS - 3)))


def test_empty_lines_below_the_table_are_passed_over_as_far_as_they_are_gone_through() -> None:
    assert good(b"Name\nAna" + b"\n" * (MOST_ENDS - 1))


def test_a_workbook_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LIMITS", workbook.LIMITS._replace(cpu_seconds=1))
    rows = "".join(f"<row>{cell(f'A{place}', f'Somebody {place}')}</row>" for place in range(2, 120_000))
    assert "takes too long" in faults(packed(NAMES + rows))[0]


def test_a_workbook_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LIMITS", workbook.LIMITS._replace(memory=120 * 2**20))
    rows = [["Name"], *([f"Somebody {place} " + "x" * 900] for place in range(40_000))]
    assert "beyond measure" in faults(xlsx(rows))[0]


@given(st.binary(max_size=300))
@examples(250)
def test_no_bytes_break_it(data: bytes) -> None:
    found = read(b"Name,Job start,Hours\n" + data)
    assert found.entries or found.faults


LETTERS = st.characters(codec="utf-8")
CELLS = st.one_of(
    st.text(LETTERS, max_size=12), st.sampled_from(["2018", "3/15/2018", "Ana", "7", "a@x.org", "yes", '"', ""])
)


@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=6))
@examples(250)
def test_no_cells_break_it_and_it_is_all_or_nothing(rows: list[list[str]]) -> None:
    import csv as library

    into = io.StringIO()
    library.writer(into).writerows([HEAD.split(","), *rows])
    found = read(into.getvalue().encode())
    assert bool(found.entries) != bool(found.faults)
    assert all(each.name.strip() and each.document["basics"]["name"] == each.name for each in found.entries)


PART = st.sampled_from(sorted([*PARTS, "xl/worksheets/sheet1.xml"]))


@given(PART, st.integers(0, 600), st.binary(min_size=1, max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_damage_of_a_part_breaks_it(part: str, at: int, damage: bytes) -> None:
    whole = {**PARTS, "xl/worksheets/sheet1.xml": sheet(f"{NAMES}<row>{cell('A2', 'Ana')}</row>")}[part].encode()
    found = read(packed(**{part: whole[:at] + damage + whole[at + len(damage) :]}))
    assert found.entries or found.faults
