"""Hostile and broken files, each named, each handled as decided: refused with what to do, or made harmless."""

import gzip
import io
import re
import time
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import FileKind, Refusal, RefusedFileError
from tests.documents import far, make

LONGEST = 60  # seconds that any of them may take, on a slow machine
PNG, JPEG, PDF = make.make_picture, lambda: make.make_picture("JPEG"), make.make_pdf
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

REFUSED: dict[str, tuple[Callable[[], bytes], Refusal]] = {
    "nothing at all": (lambda: b"", Refusal.EMPTY),
    "a byte more than is taken": (lambda: b"%PDF-" + b"\0" * (25 * 2**20 - 4), Refusal.TOO_LARGE),
    "a web page": (lambda: b"<!doctype html><script>alert(1)</script>", Refusal.UNKNOWN_KIND),
    "an SVG with a script": (lambda: SVG, Refusal.UNKNOWN_KIND),
    "a program": (lambda: b"MZ" + b"\0" * 400, Refusal.UNKNOWN_KIND),
    "a shell script": (lambda: b"#!/bin/sh\nrm -rf /\n", Refusal.UNKNOWN_KIND),
    "a GIF named as a PNG": (lambda: make.make_picture("GIF"), Refusal.UNKNOWN_KIND),
    "a TIFF": (lambda: make.make_picture("TIFF"), Refusal.UNKNOWN_KIND),
    "plain text": (lambda: b"I have a degree.", Refusal.UNKNOWN_KIND),
    "zero bytes, many": (lambda: b"\0" * 10_000, Refusal.UNKNOWN_KIND),
    "an old Word file, or a locked DOCX": (lambda: OLD_WORD, Refusal.UNKNOWN_KIND),
    "a PDF behind a web page": (lambda: b"<html>" + PDF(), Refusal.UNKNOWN_KIND),
    "a PDF locked by a password": (
        lambda: PDF(encryption=pikepdf.Encryption(user="secret", owner="owner")),
        Refusal.ENCRYPTED,
    ),
    "a PDF cut off in the middle": (lambda: PDF()[:500], Refusal.DAMAGED),
    "a PDF without its end": (lambda: PDF()[:-40], Refusal.DAMAGED),
    "a PDF that is only its first line": (lambda: b"%PDF-1.7\n", Refusal.DAMAGED),
    "a PDF of noise": (lambda: b"%PDF-1.7\n" + zlib.compress(bytes(range(256))) * 50, Refusal.DAMAGED),
    "a PDF whose pages go round in a circle": (make.with_a_loop_of_pages, Refusal.DAMAGED),
    "a PDF nested to the end of the stack": (make.deeply_nested, Refusal.DAMAGED),
    "a PDF without a page": (lambda: PDF(pages=0), Refusal.DAMAGED),
    "a PDF of 501 pages": (lambda: PDF(pages=501), Refusal.TOO_MANY_PAGES),
    "a PDF of 20,000 pages": (lambda: PDF(pages=20_000), Refusal.TOO_MANY_PAGES),
    "a PDF whose page unpacks to 600 MB": (make.with_a_bomb, Refusal.BOMB),
    "a PNG of 20,000 by 20,000 pixels in a hundred bytes": (
        lambda: make.png_that_claims(20_000, 20_000),
        Refusal.TOO_MANY_PIXELS,
    ),
    "a PNG just over the limit": (lambda: make.png_that_claims(7072, 7072), Refusal.TOO_MANY_PIXELS),
    "a PNG of more pixels than there are numbers": (
        lambda: make.png_that_claims(2**31 - 1, 2**31 - 1),
        Refusal.TOO_MANY_PIXELS,
    ),
    "a PNG whose pixels are missing": (lambda: make.png_that_claims(3000, 3000), Refusal.DAMAGED),
    "a PNG with half a gigabyte of notes": (make.png_with_a_text_bomb, Refusal.DAMAGED),
    "a PNG cut off in the middle": (lambda: make.make_picture(size=(900, 900))[:200], Refusal.DAMAGED),
    "a PNG that is only its sign": (lambda: b"\x89PNG\r\n\x1a\n", Refusal.DAMAGED),
    "a JPEG cut off in the middle": (lambda: make.make_picture("JPEG", (900, 900))[:700], Refusal.DAMAGED),
    "a JPEG that is only its sign": (lambda: b"\xff\xd8\xff\xe0", Refusal.DAMAGED),
    "a ZIP of anything": (lambda: make.rezipped(EMPTY_ZIP, {"note": b"hello"}), Refusal.UNKNOWN_KIND),
    "a ZIP without entries": (lambda: b"PK\x03\x04", Refusal.DAMAGED),
    "a DOCX cut off in the middle": (lambda: make.make_docx()[:3000], Refusal.DAMAGED),
    "a DOCX with macros in it": (
        lambda: make.rezipped(make.make_docx(), {"word/vbaProject.bin": b"\xcc\x61"}),
        Refusal.MACROS,
    ),
    "a DOCX that says it has macros": (lambda: make.macro_enabled(make.make_docx()), Refusal.MACROS),
    "an XLSX with macros in it": (
        lambda: make.rezipped(make.make_xlsx(), {"xl/vbaProject.bin": b"\xcc\x61"}),
        Refusal.MACROS,
    ),
    "a DOCX with a billion laughs": (
        lambda: make.rezipped(make.make_docx(), {"word/document.xml": make.BILLION_LAUGHS}),
        Refusal.DAMAGED,
    ),
    "a DOCX with a billion laughs in letters of two bytes": (
        lambda: make.rezipped(make.make_docx(), {"docProps/app.xml": make.IN_WIDE_LETTERS}),
        Refusal.DAMAGED,
    ),
    "a DOCX with a declaration where two pieces meet": (
        lambda: make.rezipped(make.make_docx(), {"docProps/app.xml": make.OVER_TWO_PIECES}),
        Refusal.DAMAGED,
    ),
    "a DOCX that asks for a file of this machine": (
        lambda: make.rezipped(make.make_docx(), {"word/document.xml": make.OUTSIDE}),
        Refusal.DAMAGED,
    ),
    "a DOCX without its document": (
        lambda: make.rezipped(make.make_docx(), {"word/document.xml": None}),
        Refusal.DAMAGED,
    ),
    "a DOCX that unpacks to 300 MB": (
        lambda: make.rezipped(make.make_docx(), {"word/media/x.bin": b"\0" * (300 * 2**20)}),
        Refusal.BOMB,
    ),
    "a DOCX of 3,000 entries": (
        lambda: make.rezipped(make.make_docx(), {f"word/media/{n}.bin": b"" for n in range(3000)}),
        Refusal.BOMB,
    ),
    "an XLSX one of whose entries shrank a thousandfold": (
        lambda: make.rezipped(make.make_xlsx(), {"xl/media/x.bin": b"\0" * (2 * 2**20)}),
        Refusal.BOMB,
    ),
    "an XLSX of more than half a million cells": (lambda: far.workbook(far.wide(31)), Refusal.BOMB),
    "an archive within an archive": (lambda: gzip.compress(PDF()), Refusal.UNKNOWN_KIND),
}
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what: str) -> None:
    made, reason = REFUSED[what]
    data, began = made(), time.monotonic()
    with pytest.raises(RefusedFileError) as refused:
        inspect(data)
    assert refused.value.reason is reason
    assert str(refused.value)
    assert time.monotonic() - began < LONGEST


ACTIONS = {
    "a script": {"S": pikepdf.Name.JavaScript, "JS": "app.alert(1)"},
    "an action that starts a program": {"S": pikepdf.Name.Launch, "F": "cmd.exe"},
    "a link to the web": {"S": pikepdf.Name.URI, "URI": "http://x.test/?who"},
    "an action that sends a form away": {"S": pikepdf.Name.SubmitForm, "F": "http://x.test"},
    "an action that loads data": {"S": pikepdf.Name.ImportData, "F": "file:///etc/passwd"},
    "a link to another file": {"S": pikepdf.Name.GoToR, "F": "\\\\x.test\\share"},
}
CLEANED: dict[str, tuple[Callable[[], bytes], str]] = {
    **{f"a PDF with {what}": (lambda act=act: make.with_action(**act), what) for what, act in ACTIONS.items()},  # type: ignore[misc]
    "a PDF with a program in it": (make.with_embedded, "an embedded file"),
    "a PDF with a dynamic form": (lambda: PDF(make.with_xfa), "a dynamic form (XFA)"),
    "a PDF with a script in a field": (lambda: PDF(make.with_script_in_a_field), "a script"),
    "a PDF with a script among its names": (lambda: PDF(make.with_script_in_the_names), "a script"),
    "a PDF with a script in a box that no list names": (lambda: PDF(make.with_script_in_an_unlisted_box), "a script"),
    "a PDF with a script in a field that no list names": (
        lambda: PDF(make.with_script_in_an_unlisted_field),
        "a script",
    ),
    "a PDF with a script in a box beside the list": (
        lambda: PDF(make.with_script_in_a_box_beside_the_list),
        "a script",
    ),
    "a PDF with a script far down": (lambda: PDF(make.with_script_far_down), "a script"),
    "a PDF with a film": (lambda: PDF(make.with_film), "sound or film"),
    "a PDF with a program behind a jump": (lambda: PDF(make.with_next_action), "an action that starts a program"),
    "a PDF with a bookmark to the web": (lambda: PDF(make.with_bookmark_that_acts), "a link to the web"),
}
DANGEROUS = re.compile(rb"/(JavaScript|JS|Launch|URI|SubmitForm|ImportData|GoToR|XFA|RichMedia|EmbeddedFiles?|EF)\b")


@pytest.mark.parametrize("what", CLEANED)
def test_it_is_made_harmless_and_says_so(what: str) -> None:
    made, removed = CLEANED[what]
    data = made()
    found = inspect(data)
    assert removed in found.removed
    assert found.copy
    assert not DANGEROUS.findall(make.unpacked(found.copy))
    assert DANGEROUS.findall(make.unpacked(data))  # so that the search can find it


def test_a_pdf_that_only_its_owner_may_change_is_taken_and_its_copy_is_unlocked() -> None:
    found = inspect(PDF(encryption=pikepdf.Encryption(user="", owner="owner")))
    assert found.copy
    with pikepdf.open(io.BytesIO(found.copy)) as pdf:
        assert not pdf.is_encrypted


def test_what_a_pdf_says_of_its_author_is_not_in_the_copy() -> None:
    data = PDF(make.with_notes)
    copy = inspect(data).copy
    assert copy
    assert b"CANARY" in make.unpacked(data)
    assert b"CANARY" not in make.unpacked(copy)


def test_what_follows_a_pdf_or_picture_is_not_in_the_copy() -> None:
    tail = make.rezipped(EMPTY_ZIP, {"canary": b"CANARY"}) + b"<script>CANARY</script>"
    for data in (PDF(), make.make_picture(), make.make_picture("JPEG")):
        copy = inspect(data + tail).copy
        assert copy
        assert b"CANARY" not in copy


def test_a_huge_page_is_drawn_small() -> None:
    (page,) = inspect(PDF(size=(14_400, 14_400))).pages
    assert page.width * page.height < 4_100_000


def test_a_photo_loses_its_notes_and_stands_upright() -> None:
    data = make.with_camera_notes()
    found = inspect(data)
    assert b"CANARY" in data
    assert found.copy
    assert b"CANARY" not in found.copy
    assert b"CANARY" not in found.pages[0].image
    assert (found.pages[0].width, found.pages[0].height) == (40, 60)
    assert found.removed == ("the camera's notes (EXIF) and the like",)
    with Image.open(io.BytesIO(found.copy)) as copy:
        assert not copy.getexif()


def test_a_picture_of_several_keeps_the_first() -> None:
    into = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    frames[0].save(into, "PNG", save_all=True, append_images=frames[1:])
    found = inspect(into.getvalue())
    assert found.removed == ("all pictures but the first",)
    assert found.kind is FileKind.PNG


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_mode_become_readable_ones(mode: str) -> None:
    into = io.BytesIO()
    picture = Image.new("L", (30, 20), 200)
    picture.paste(20, (0, 0, 15, 20))
    wide = Image.frombytes("I;16", (30, 20), b"".join(bytes([each, each]) for each in picture.tobytes()))
    made = wide if mode == "I;16" else picture.convert(mode, dither=Image.Dither.NONE)
    made.save(into, "JPEG" if mode == "CMYK" else "PNG")
    (page,) = inspect(into.getvalue()).pages
    with Image.open(io.BytesIO(page.image)) as shown:
        assert shown.mode in ("L", "RGB")
        assert shown.convert("L").getpixel((3, 3)) < 128 < shown.convert("L").getpixel((25, 3))  # type: ignore[operator]


def test_links_of_a_workbook_to_other_files_and_its_formulas_stay_unfollowed() -> None:
    text = inspect(make.make_xlsx(("=cmd|'/c calc'!A1", "='[http://x.test/b.xlsx]S'!A1", "plain"))).text
    assert text is not None
    assert "plain" in text
    assert "x.test" not in text
    assert "calc" not in text
