"""One changed byte anywhere is named; so is a page that was taken out, moved, put in or swapped, and what was added."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import example, given, settings, strategies as some
from pikepdf import Name, Pdf

from onboarding.confined import Limits
from onboarding.packets import layout
from onboarding.packets.checking import Verdict, checked
from onboarding.packets.compared import ADDED, compared
from onboarding.packets.part import Part
from onboarding.packets.sealing import sealed
from onboarding.packets.signature import of
from onboarding.signing_keys import made
from tests.documents.make import make_pdf
from tests.examples import TIMES
from tests.packets import sealed as one

LIMITS = Limits(memory=512 * 2**20, cpu_seconds=3, wall_seconds=20, answer=2**20)


def place_of() -> list[tuple[int, str]]:
    """Where each stretch of the packet begins, and which part it belongs to."""
    found = compared(one.packet())
    assert found
    assert found.manifest
    said = found.manifest
    spans = [(at, part["name"]) for part in said["parts"] for at, _ in part["ranges"]]
    pdf, start = one.packet(), said["starts"]
    signature = pdf.index(b"/Type /Sig ", start)
    return sorted([*spans, (start, "manifest"), (pdf.rindex(b"\n", 0, signature - 4) + 1, "signature"),
                   (pdf.rindex(b"xref\n0 "), "table of objects")])  # fmt: skip


def part_at(byte: int) -> str:
    return next(name for (at, name), (end, _) in pairwise([*place_of(), (2**40, "")]) if at <= byte < end)


def test_as_issued_it_is_whole() -> None:
    report = one.check(one.packet())
    assert (report.verdict, report.faults, report.holder) == (Verdict.WHOLE, (), "Evidence packets of Valley COHE")
    assert (report.pages, report.files, report.packet["number"]) == (12, 3, "2026-0042")


@settings(max_examples=250 * TIMES)
@given(some.integers(0, 2**40), some.integers(1, 255))
@example(0, 1)
@example(-1, 255)
def test_one_changed_byte_is_named_wherever_it_is(at: int, by: int) -> None:
    pdf = bytearray(one.packet())
    at %= len(pdf)
    pdf[at] ^= by
    assert part_at(at) in named(bytes(pdf))


def test_one_changed_byte_is_named_in_each_part_at_its_beginning_middle_and_end() -> None:
    ends = [*(at for at, _ in place_of()[1:]), len(one.packet())]
    for (start, name), end in zip(place_of(), ends, strict=True):
        for at in (start, (start + end) // 2, end - 1):
            pdf = bytearray(one.packet())
            pdf[at] ^= 1
            assert name in named(bytes(pdf)), (name, at - start)


def test_one_changed_byte_of_the_signatures_digits_is_named_each() -> None:
    """Where a signature would still hold, or say that somebody else signed, too."""
    whole = one.packet()
    digits = compared(whole)
    assert digits
    start = whole.index(digits.cms.hex().encode())
    for at in [*range(start, start + 2 * len(digits.cms), 61), start + 2 * len(digits.cms) + 9]:
        for by in (1, 0x20):
            pdf = bytearray(whole)
            pdf[at] ^= by
            report = one.check(bytes(pdf))
            assert report.parts == ["signature"] or report.verdict is Verdict.STRANGER, at - start
            assert report.verdict is not Verdict.WHOLE


@settings(max_examples=100 * TIMES)
@given(some.integers(0, 2**40), some.booleans())
def test_a_byte_put_in_or_taken_out_is_named(at: int, more: bool) -> None:
    pdf = one.packet()
    at %= len(pdf)
    report = one.check(pdf[:at] + b"7" + pdf[at:] if more else pdf[:at] + pdf[at + 1 :])
    assert report.verdict is Verdict.CHANGED
    near = {part_at(at), part_at(max(0, at - 1))}
    assert not near.isdisjoint(report.parts), (near, report.parts)
    assert len(report.parts) <= 3


def named(pdf: bytes) -> list[str]:
    report = one.check(pdf)
    assert report.verdict is Verdict.CHANGED
    assert len(report.parts) <= 2, report.parts
    return report.parts


def test_a_part_that_is_swapped_byte_by_byte_is_named() -> None:
    """One that another program never touched: only the words of a page are others, of the same length."""
    whole, other = one.packet(), one.packet("fifth")
    said, others = (json.loads(json.dumps(compared(each).manifest)) for each in (whole, other))  # type: ignore[union-attr]
    for part, another in zip(said["parts"], others["parts"], strict=True):
        if part["name"] == "page 7" and part["ranges"] == another["ranges"]:
            pdf = bytearray(whole)
            for at, long in part["ranges"]:
                pdf[at : at + long] = other[at : at + long]
            assert named(bytes(pdf)) == ["page 7"]


def remove(document: Pdf) -> None:
    del document.pages[4]


def swap(document: Pdf) -> None:
    other = pikepdf.open(BytesIO(one.packet("another")))
    document.pages[6] = other.pages[6]


def put_in(document: Pdf) -> None:
    other = pikepdf.open(BytesIO(one.packet("another")))
    document.pages.insert(3, other.pages[3])


def move(document: Pdf) -> None:
    page = document.pages[2]
    del document.pages[2]
    document.pages.append(page)


def draw(document: Pdf) -> None:
    document.pages[8].contents_add(b"0 0 9 9 re f")


def change_a_file(document: Pdf) -> None:
    held = document.Root.Names.EmbeddedFiles.Names[5]
    held.EF.F.write(b"another diploma")


def add_a_file(document: Pdf) -> None:
    document.attachments["more.txt"] = b"more"


def change_the_outline(document: Pdf) -> None:
    document.Root.Outlines.First.Title = pikepdf.String("Other words")


def change_the_metadata(document: Pdf) -> None:
    document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(b"Valley", b"Yakima"))


REWRITTEN: dict[str, tuple[Callable[[Pdf], None], dict[str, str]]] = {
    "saved again": (lambda _: None, {}),
    "a page taken out": (remove, {"page 5": "is missing"}),
    "a page of another packet": (swap, {"page 7": "is not what was issued: another page stands here"}),
    "a page put in": (put_in, {"page 4 of this file": "was put in"}),
    "a page moved": (move, {"page 3": "stands elsewhere in this file", "page 12 of this file": "was issued as page 3"}),
    "something drawn": (draw, {"page 9": "is not what was issued: another page stands here"}),
    "another exhibit": (change_a_file, {"exhibit 1, Diploma of Ana Łukasiewicz": "is not what was issued"}),
    "a file more": (add_a_file, {"file more.txt": "was put in"}),
    "other bookmarks": (change_the_outline, {"outline": "is not what was issued"}),
    "other metadata": (change_the_metadata, {"metadata": "is not what was issued"}),
}


@pytest.mark.parametrize("how", REWRITTEN)
def test_what_another_program_did_is_named(how: str) -> None:
    change, expected = REWRITTEN[how]
    report = one.check(one.written_anew(one.packet(), change))
    assert report.verdict is Verdict.CHANGED
    said = dict(report.faults)
    assert "signature does not cover it any more" in said.pop("file")
    if "page" in how:
        said.pop("outline", None)  # a bookmark led there
    assert said == expected


def test_an_update_after_the_signature_is_found_and_what_it_changes_is_named() -> None:
    report = one.check(updated(one.packet()))
    assert report.verdict is Verdict.CHANGED
    assert [says for part, says in report.faults if part == ADDED][1:] == ["what was added changes the packet"]
    assert "page 3" in report.parts
    assert report.holder  # what was signed is still that


def test_a_line_more_is_found_too() -> None:
    report = one.check(one.packet() + b"\n")
    assert report.parts == [ADDED]
    assert report.faults[0].says == "1 byte was added to the file after it was signed"


def test_a_second_signature_does_not_heal_an_update() -> None:
    report = one.check(updated(one.packet()) + b"\n%%EOF\n")
    assert report.verdict is Verdict.CHANGED


def updated(pdf: bytes) -> bytes:
    """The file, with a page blanked by an update at its end, as any editor writes it."""
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[2].obj
        number, root, size = page.objgen[0], document.Root.objgen[0], len(document.objects) + 1
        parent, resources = page.Parent.objgen[0], page.Resources.unparse()
    before = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    said = b"%d 0 obj\n<< /Type /Page /MediaBox [0 0 612 792] /Parent %d 0 R /Resources %s >>\nendobj\n" % (
        number, parent, resources)  # fmt: skip
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(pdf))
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, before, len(pdf) + len(said))  # fmt: skip
    return pdf + said + table + trailer


def test_whoever_seals_a_changed_packet_with_a_key_of_their_own_is_a_stranger() -> None:
    """Whole in itself, by the same name: only the certificate tells."""
    forged = sealed(one.pages("another"), one.PACKET, one.parts(), of(made("Evidence packets of Valley COHE")))
    report = one.check(forged)
    assert (report.verdict, report.faults, report.holder) == (Verdict.STRANGER, (), None)


def test_a_packet_in_a_packet_is_an_exhibit() -> None:
    inner = Part("packet.pdf", "An earlier packet", "application/pdf", one.packet(), "Source")
    pdf = bytearray(sealed(one.pages(), one.PACKET, [inner], one.signer()))
    assert one.check(bytes(pdf)).verdict is Verdict.WHOLE
    pdf[pdf.index(b"/Type /Sig ")] ^= 1  # of the inner one, which stands before
    assert one.check(bytes(pdf)).parts == ["exhibit 1, An earlier packet"]


NO_PACKETS = {
    "empty": b"",
    "text": b"A packet, I say.",
    "a PDF": make_pdf(),
    "half a PDF": make_pdf()[:300],
    "a locked PDF": make_pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
}


@pytest.mark.parametrize("what", NO_PACKETS)
def test_what_is_no_packet_is_said_to_be_none(what: str) -> None:
    report = one.check(NO_PACKETS[what])
    assert (report.verdict, report.certificate, report.packet) == (Verdict.NO_PACKET, None, {})


def test_half_a_packet_is_one_that_was_changed() -> None:
    pdf = one.packet()
    assert one.check(pdf[: pdf.rindex(b"xref\n0 ")]).verdict is Verdict.CHANGED
    assert one.check(pdf[: len(pdf) // 3]).verdict is not Verdict.WHOLE


HOSTILE: dict[str, object] = {
    "a list": [],
    "no packet": {"type": layout.TYPE, "version": layout.VERSION},
    "a far object": {"objects": {"manifest": 10**30, "signature": 5}},
    "many lines": {"entries": 10**9},
    "ranges before": {"parts": [{"name": "x", "ranges": [[-5, 10]], "sha256": ""}]},
    "texts for numbers": {"starts": "7"},
    "a day that is none": {"packet": {"issued_at": "soon", "number": 1, "cohe": None}},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_manifest_that_is_made_up_is_no_manifest(what: str) -> None:
    """By bytes, where there is nothing else; and inside of a PDF."""
    said = HOSTILE[what]
    if isinstance(said, dict) and "type" not in said:
        found = compared(one.packet())
        assert found
        said = {**(found.manifest or {}), **said}
    content = layout.canonical(said)  # type: ignore[arg-type]
    raw = layout.manifest_object(3, content, "D:20260101000000Z")
    assert one.check(b"%PDF-1.7\n" + raw).verdict is not Verdict.WHOLE
    carried = make_pdf(lambda pdf: pdf.attachments.__setitem__(layout.MANIFEST, content))
    assert one.check(carried).verdict in (Verdict.CHANGED, Verdict.NO_PACKET)


def test_checking_runs_apart_and_ends_in_time() -> None:
    assert checked(one.packet(), one.known()).verdict is Verdict.WHOLE
    bomb = make_pdf(lambda pdf: pdf.Root.__setattr__("Deep", deep(pdf)))
    assert checked(bomb, {}, LIMITS).verdict in (Verdict.NO_PACKET, Verdict.UNREADABLE)
    tight = LIMITS._replace(cpu_seconds=0)
    assert checked(one.packet(), one.known(), tight).verdict is Verdict.UNREADABLE


def deep(pdf: Pdf) -> pikepdf.Object:
    inner = pikepdf.Array([Name.End])
    for _ in range(400):
        inner = pdf.make_indirect(pikepdf.Array([inner, inner]))
    return inner
