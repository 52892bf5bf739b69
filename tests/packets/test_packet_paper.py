"""A packet on paper: one is made in a process, and everything is read from it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask, current_app
from pikepdf import Dictionary, Name, Pdf

from onboarding import clock, packet_keys
from onboarding.documents.redaction import Box
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.packets import building, exhibits, freezing, laying_out
from onboarding.packets.checking import Verdict, checked
from onboarding.packets.sections.summary import MOST
from onboarding.queries import packet_standing, packets as found
from onboarding.queries.packet_standing import Standing
from onboarding.queries.packets import Evidence
from onboarding.queries.training import Part
from onboarding.rules.packet_contents import Section
from onboarding.services import evidence, packet_cache, packets, redacting, training
from onboarding.services.change import SYSTEM
from tests import papers
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_person
from tests.packets import lasting
from tests.packets.issued import make_definition
from tests.stored import on_sqlite

pytestmark = on_sqlite
HOSTILE = 'Zoë <script>alert(1)</script> & "Co" Łukasiewicz'
SECRET, HIDDEN = "QZSECRETQZ", "qz-hidden-file.pdf"
ALL = (*Section,)
UNKNOWN_WHY = "No rule is known to be broken. What would settle it is below."
Made = dict[str, Any]


def made() -> Made:
    """A packet of two people with three exhibits: one redacted, one as it came, and a résumé."""
    valley, today = make_cohe(), clock.today()
    ana = make_person(valley, HOSTILE, hired_on=today - timedelta(days=300))
    ben = make_person(valley, "Ben Bright", hired_on=today - timedelta(days=20))
    training.record(SYSTEM, ana, training.TrainingFacts(Part.INITIAL, {"area": "referrals", "on": f"{today}"}))
    for title, proves, name in (
        ("Diploma", evidence.Proves.DEGREE, HIDDEN),
        ("About claim A-123456", evidence.Proves.OTHER, "b.pdf"),
        ("Résumé", evidence.Proves.RESUME, "c.pdf"),
    ):
        facts = evidence.ItemFacts(title, proves, date(2020, 1, 2), f"A note with {SECRET}")
        item = evidence.take_in(SYSTEM, ana, make_pdf(lambda pdf, say=name: _say(pdf, say)), name, facts)
        if name == HIDDEN:
            redacting.redact(SYSTEM, item, [Box(1, 0.0, 0.0, 1.0, 0.5)], None)
    definition = make_definition(valley, name="Everything", sections=ALL, evidence=Evidence.ALL)
    row = packets.prepare(SYSTEM, valley, definition.id)
    assert building.build_next(_config(), _book(), lambda: False)
    packets.issue(SYSTEM, valley, row.id)
    assert building.build_next(_config(), _book(), lambda: False)
    packet = found.one(valley.id, row.id)
    assert packet
    content = packets.content(packet)
    return {"id": row.id, "of": valley.id, "content": content, "pdf": packets.hand_out(SYSTEM, packet), "ben": ben.id}


def _say(pdf: Pdf, words: str) -> None:
    pdf.docinfo["/Author"] = SECRET
    page = pdf.pages[0]
    page.contents_add(f"BT /F1 20 Tf 60 700 Td ({SECRET} {words}) Tj ET".encode())
    page.obj.Annots = pdf.make_indirect(
        pikepdf.Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=SECRET)])
    )


def _config() -> Any:
    return current_app.extensions["config"]


def _book() -> Any:
    return current_app.extensions["rulebook"]


@pytest.fixture
def packet(made_once: Callable[[Callable[[], Any]], Any]) -> Made:
    """The packet, and the installation it was issued in."""
    found: Made = made_once(made)
    return found


def again(packet: Made) -> bytes:
    """The PDF once more, from what was frozen."""
    return laying_out.unsigned(freezing.read(packet["content"]), packet["of"], lambda _done, _of: None)


def test_it_says_what_it_must_in_words_that_people_read(packet: Made) -> None:
    said = papers.read(packet["pdf"])
    assert (said.language, said.tagged, said.claims) == ("en", True, ("PDF/A-3b", "PDF/UA-1"))
    assert said.title.startswith("Everything, Valley COHE, Q")
    assert "This is the COHE’s own evidence. It is not a determination" in said.pages[0]
    assert said.pages[0].startswith("Packet VALLEY-0001") or "Packet VALLEY-0001" in said.pages[0]
    assert "Not in order" in said.pages[1]
    assert "2 people of 2" in said.pages[1]
    assert "The additional training is" in said.pages[1]
    assert "Hired without a determination" in said.pages[1]
    for number, page in enumerate(said.pages, start=1):
        assert f"Page {number} of {len(said.pages)}" in page
    for heading in ("What changed", "Roster", "Staffing worksheet", "Rulings relied on", "Glossary", "How to check"):
        assert any(heading in page for page in said.pages[3:])
    assert any(HOSTILE in " ".join(page.split()) for page in said.pages)


def test_it_is_checked_to_be_as_issued_and_how_it_stands(packet: Made) -> None:
    known = packet_keys.known(_config())
    report = checked(packet["pdf"], known)
    assert (report.verdict, report.faults) == (Verdict.WHOLE, ())
    assert (report.packet["number"], report.packet["cohe"]) == ("VALLEY-0001", "Valley COHE")
    assert all(isinstance(said, str) for said in report.packet.values()), (
        "each of these is shown where a packet is checked"
    )
    assert report.packet["period"].startswith("Q")
    assert packet_standing.known("VALLEY-0001", report.sha256) is Standing.ISSUED
    assert packet_standing.known("VALLEY-0002", report.sha256) is Standing.UNKNOWN
    changed = bytearray(packet["pdf"])
    changed[len(changed) // 2] ^= 1
    assert checked(bytes(changed), known).verdict is Verdict.CHANGED
    valley = db.session.get_one(Organisation, packet["of"])
    packets.withdraw(SYSTEM, valley, packet["id"], "A wrong hire date.")
    assert packet_standing.known("VALLEY-0001", report.sha256) is Standing.WITHDRAWN


def test_it_keeps_what_it_claims_after_it_was_signed(packet: Made, tmp_path: Path) -> None:
    """Each exhibit says above its pages whom it is about: what is repeated so is content, and no running line."""
    found = lasting.faults(packet["pdf"], tmp_path)
    assert [each for each in found if not each.startswith("PAG-001: 1 running header or footer line(s)")] == []


def test_the_contents_say_the_page_on_which_each_section_begins(packet: Made) -> None:
    with pypdfium2.PdfDocument(packet["pdf"]) as document:
        bookmarks = {each.get_title(): each.get_dest().get_index() + 1 for each in document.get_toc()}
    pages = papers.read(packet["pdf"]).pages
    listed = pages[2]  # after the cover and a summary of one page
    for title in ("Roster", "Staffing worksheet", "Glossary", "Exceptions, and what is missing"):
        assert re.search(rf"{title}\s*{bookmarks[title]}\b", listed), title
        assert title in pages[bookmarks[title] - 1]


def test_every_link_leads_to_a_page_and_nowhere_else(packet: Made) -> None:
    with pikepdf.open(BytesIO(packet["pdf"])) as document:
        pages = {page.obj.objgen for page in document.pages}
        links = [each for page in document.pages for each in page.obj.get("/Annots", ()) if each.Subtype == "/Link"]
        actions = [each.A for each in links]
        assert actions
        inside = [each for each in actions if each.S == "/GoTo"]
        assert inside
        assert all(each.D[0].objgen in pages for each in inside)
        elsewhere = {str(each.URI) for each in actions if each.S == "/URI"}  # where rules are written
        assert len(inside) + sum(each.S == "/URI" for each in actions) == len(actions)
        assert all(re.match(r"https://(www\.lni|app\.leg)\.wa\.gov/", each) for each in elsewhere), elsewhere


def test_every_mark_on_every_page_belongs_to_one_element_of_that_page(packet: Made) -> None:
    with pikepdf.open(BytesIO(packet["pdf"])) as document:
        tree = dict(pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree).items())
        for page in document.pages:
            marks = tree[int(page.obj.StructParents)]
            content = pikepdf.parse_content_stream(page)
            shown = {int(ops[1].MCID) for ops, op in content if str(op) == "BDC" and "/MCID" in ops[1]}
            assert shown == {place for place, each in enumerate(marks) if each is not None}  # of running lines, none
            assert {each.Pg.objgen for each in marks if each is not None} == {page.obj.objgen}
        ids = [
            str(each.ID) for each in document.objects if isinstance(each, Dictionary) and "/ID" in each and "/S" in each
        ]
        assert len(ids) == len(set(ids)) > 0


def test_every_font_is_in_the_file(packet: Made) -> None:
    with pikepdf.open(BytesIO(packet["pdf"])) as document:
        described = [
            each for each in document.objects if isinstance(each, Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert described
        assert all("/FontFile2" in each or "/FontFile3" in each for each in described)


def test_nothing_that_is_withheld_or_hidden_is_anywhere_in_it(packet: Made) -> None:
    with pikepdf.open(BytesIO(packet["pdf"])) as document:
        unpacked = b"".join(each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)
                            and each.get("/Subtype") != "/Image")  # fmt: skip
    for planted in (SECRET, HIDDEN, "A-123456"):
        assert planted.encode() not in unpacked
        assert planted.encode() not in packet["pdf"]
        assert planted not in papers.read(packet["pdf"]).text
    assert "(withheld: it looks like a claim number)" in papers.read(packet["pdf"]).text


def test_what_is_black_in_the_copy_is_black_in_the_picture(packet: Made) -> None:
    (page,) = _pages_of(packet, "Exhibit 1: Diploma", 1)
    picture = page.convert("L")
    width, height = picture.size
    assert picture.getpixel((width // 2, height // 4)) < 40


def test_an_exhibit_says_what_it_shows_its_hash_and_why_one_is_not_there(packet: Made) -> None:
    told = json.loads(packet["content"])["told"]
    text = "".join(papers.read(packet["pdf"]).text.split())
    assert [each["left_out"] for each in told["exhibits"]] == [None, None, exhibits.RESUME]
    for each in told["exhibits"]:
        assert each["sha256"] in text
    assert "".join(exhibits.RESUME.split()) in text
    assert "Couldnotbeincluded" in text
    assert "Nobodyhasverifiedit" in text


def test_the_same_as_data_is_inside_and_nothing_that_stays_here(packet: Made) -> None:
    with pikepdf.open(BytesIO(packet["pdf"])) as document:
        manifest, content = (each.get_file() for each in document.attachments.values())
        assert [str(each.obj.Subtype) for each in (manifest, content)] == ["/application/json"] * 2
        data = json.loads(content.read_bytes())
    assert data == json.loads(packet["content"])["told"]
    assert SECRET not in json.dumps(data)
    assert "kept" not in data


def test_what_was_frozen_gives_the_same_bytes_also_laid_out_anew(packet: Made, app: Flask) -> None:
    first = again(packet)
    assert hashlib.sha256(again(packet)).digest() == hashlib.sha256(first).digest()
    packet_cache.clear(packet["of"])
    assert hashlib.sha256(again(packet)).digest() == hashlib.sha256(first).digest()


def test_a_small_change_lays_out_what_changed_alone(packet: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    again(packet)
    laid: list[str] = []
    real = laying_out.laid_out

    def counted(documents: Any, by: Any) -> list[bytes]:
        laid.extend(re.search(r"<title>(.*?)</title>", html)[1] for html, _ in documents)  # type: ignore[index]
        return real(documents, by)

    monkeypatch.setattr(laying_out, "laid_out", counted)
    content = freezing.read(packet["content"])
    content["told"]["rulings"] = []
    content["told"]["number"] = "VALLEY-0002"
    content["told"]["people"][0]["role"] = "Assistant HSC"
    laying_out.unsigned(content, packet["of"], lambda _done, _of: None)
    assert sorted(laid) == ["Ben Bright", "Roster"]


def test_a_picture_that_does_not_open_is_said_and_the_rest_is_there(
    packet: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet_cache.clear(packet["of"])

    def damaged(_of: int, kept: Any) -> Iterator[bytes]:
        yield from (b"\x89PNG no picture" for _ in kept["pages"])

    monkeypatch.setattr(laying_out, "pictures", damaged)
    text = papers.read(again(packet)).text
    assert text.count("Its pages could not be printed, so nothing of it is shown.") == 2


def test_what_was_changed_behind_the_products_back_is_not_shown(packet: Made, app: Flask) -> None:
    row = found.one(packet["of"], packet["id"])
    assert isinstance(row, Packet)
    kept = json.loads(packet["content"])["kept"]["exhibits"][0]
    for path in app.extensions["config"].evidence_folder.glob(f"*/{kept['pages'][0]['sha256']}"):
        path.write_bytes(b"otherwise")
    valley = next(iter(found.organisations([packet["of"]]).values()))
    from onboarding.queries import rulings

    whole = freezing.gathered(
        valley, row.definition, rulings.of(valley, _book()), found.days(row.definition, clock.today())
    )
    assert whole["told"]["exhibits"][0]["left_out"] == exhibits.CHANGED


def test_with_nobody_in_it_it_says_so() -> None:
    from onboarding.packets.sections.summary import answered

    told: Any = {"people": [], "exceptions": [], "exhibits": []}
    answer = answered(told, {"exceptions": 3})
    assert (answer.word, answer.counts[0][0]) == ("In order", 0)


@pytest.mark.parametrize(
    ("stand", "word", "why"),
    [
        (["open"], "In order", "No rule is broken that was looked at. Some things are open."),
        (["open", "unknown"], "Can’t tell yet", f"1 person of 2. {UNKNOWN_WHY}"),
        (["unknown", "out"], "Not in order", "1 person of 2. Each reason is below."),
    ],
)  # fmt: skip
def test_what_nothing_recorded_tells_is_neither_a_fault_nor_in_order(stand: list[str], word: str, why: str) -> None:
    from onboarding.packets.sections.summary import answered

    lines = [
        {"about": "Training", "says": each, "short": each, "out": each == "out", "unknown": each == "unknown"}
        for each in stand
    ]
    people = [{"name": "Ana Ruiz", "exceptions": lines}, {"name": "Ben Bright", "exceptions": []}]
    answer = answered({"people": people, "exceptions": [], "exhibits": []}, {"exceptions": 3})
    assert (answer.word, answer.why) == (word, why)
    titles = {"out": "Not in order: 1", "unknown": "Can’t tell yet: 1", "open": "Open: 1"}
    assert [title for title, lines, _ in answer.lists if lines] == [t for each, t in titles.items() if each in stand]
    whole = answered({"people": [], "exceptions": lines, "exhibits": []}, {"exceptions": 3})
    assert whole.word == word


def test_of_very_many_exceptions_the_summary_stays_on_its_page_and_says_how_many_more() -> None:
    from onboarding.packets.sections.summary import answered

    line = {"about": "Training", "says": "Late.", "short": "Late.", "out": True}
    people = [{"name": f"Person {number}", "exceptions": [line]} for number in range(MOST + 7)]
    answer = answered({"people": people, "exceptions": [], "exhibits": []}, {"exceptions": 3})
    (_, shown, more), (_, unknown, _), (_, open_, _) = answer.lists
    assert (len(shown), more, unknown, open_) == (MOST, 7, [], [])
    assert answer.why == f"{MOST + 7} people of {MOST + 7}. Each reason is below."


def _pages_of(packet: Made, title: str, after: int) -> Iterator[Any]:
    """The page so many after the one on which a section begins, as a picture."""
    with pypdfium2.PdfDocument(packet["pdf"]) as document:
        for each in document.get_toc():
            if each.get_title() == title:
                yield document[each.get_dest().get_index() + after].render(scale=1).to_pil()
