"""`flask evidence reinspect`: copies that an earlier version made, or took, are named with what to do about them."""

import pytest
from flask import Flask

from onboarding import clock, turns
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.documents.inspection import inspect
from onboarding.documents.redaction import Box
from onboarding.extensions import db
from onboarding.formats.trail import pages_digest
from onboarding.models.credential import Track
from onboarding.models.evidence import EvidenceItem, PersonKey, Proves, Redaction
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.records import subject_of
from onboarding.models.ruling import RulingPaper
from onboarding.models.trail import TrailEntry
from onboarding.queries import trail_compare
from onboarding.services import (
    course_papers,
    evidence,
    files,
    forms,
    redacting,
    reinspection,
    ruling_papers,
    sealed_copies,
)
from onboarding.services.change import SYSTEM, change
from onboarding.services.course_papers import Sent
from tests.courses.make import make_version
from tests.documents.make import make_docx, make_form, make_pdf, make_picture
from tests.documents.test_packed import JPEG, among, on_the_page
from tests.make import make_cohe, make_evidence, make_person, make_ruling

WITH_A_NOTE = make_pdf(lambda pdf: on_the_page(pdf, among(JPEG, b"/CS/RGB /F/DCT")))
NOT_TAKEN = make_pdf(lambda pdf: on_the_page(pdf, among(b"x", b"/CS/RGB /F/Foo")))
PLAIN = make_pdf()


@pytest.fixture
def ana(app: Flask) -> Person:
    return make_person(make_cohe(), "Ana Ruiz")


def says() -> list[str]:
    return [each for looked in reinspection.looked_at() for each in looked.says]


def reinspect(app: Flask, *options: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["evidence", "reinspect", *options])
    return found.exit_code, found.output


def cohe_of(person: Person) -> Organisation:
    return db.session.get_one(Organisation, person.organisation_id)


def taken_in_earlier(person: Person, original: bytes, copy: bytes, shown: bytes = PLAIN) -> EvidenceItem:
    """An item as an earlier version recorded it: its copy, and pages that show something."""
    key, pages = files.key_of(SYSTEM, person), inspect(shown).pages
    kept = [files.keep(key, each, "application/pdf") for each in (original, copy)]
    drawn = files.keep_pages(key, pages)
    with change(SYSTEM) as under_way:
        files.note(person, [*kept, *(page.file for page in drawn)])
        numbered = evidence.numbered(drawn)
        item = EvidenceItem(
            organisation_id=person.organisation_id,
            person_id=person.id,
            title="Diploma",
            proves=Proves.DEGREE,
            file_name="scan.pdf",
            file_kind="pdf",
            size=len(original),
            original=kept[0].sha256,
            copy=kept[1].sha256,
            pages_sha256=pages_digest(numbered),
            removed=[],
            submitted_as="Ina",
            received_at=clock.now(),
        )
        db.session.add(item)
        db.session.flush()
        evidence.add_pages(item, numbered)
        under_way.record(person.organisation_id, Action.EVIDENCE_ADDED, item, person=person.id, proves="degree")
    return item


def redacted_earlier(item: EvidenceItem) -> None:
    """The next redacted copy, of which the pages are not what its boxes make of the item's."""
    key, (page,) = files.key_of(SYSTEM, item.person), inspect(make_pdf(size=(700, 800))).pages
    copy = files.keep(key, b"%PDF-1.4 as it was", "application/pdf")
    drawn = files.keep_pages(key, [page])
    with change(SYSTEM) as under_way:
        files.note(item.person, [copy, drawn[0].file])
        numbered = evidence.numbered(drawn)
        row = Redaction(
            organisation_id=item.organisation_id,
            person_id=item.person_id,
            item_id=item.id,
            version=2,
            boxes=[Box(1, 0, 0, 0.5, 0.5)._asdict()],
            copy=copy.sha256,
            pages_sha256=pages_digest(numbered),
            redacted_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        evidence.add_pages(item, numbered, row.id)
        under_way.record(item.organisation_id, Action.EVIDENCE_REDACTED, row, item=item.id, boxes=1)


def paper_added_earlier(person: Person, copy: bytes) -> RulingPaper:
    ruling = make_ruling(cohe_of(person))
    with change(SYSTEM) as under_way:
        row = RulingPaper(
            organisation_id=ruling.organisation_id,
            ruling_id=ruling.id,
            file_name="paper.pdf",
            original="0" * 64,
            sha256=files.sha256(copy),
            size=len(copy),
            added_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        sealed_copies.keep(row, copy)
        under_way.record(row.organisation_id, Action.RULING_PAPER_ADDED, row, ruling=ruling.id)
    return row


def test_copies_of_today_are_not_named(app: Flask, ana: Person) -> None:
    for data in (PLAIN, WITH_A_NOTE, make_picture("PNG"), make_picture("JPEG"), make_docx()):
        make_evidence(ana, data)
    redacting.redact(SYSTEM, make_evidence(ana, make_pdf(pages=2)), [Box(1, 0.1, 0.1, 0.2, 0.2)], None)
    ruling = make_ruling(cohe_of(ana))
    for data in (PLAIN, WITH_A_NOTE, make_picture("JPEG")):
        ruling_papers.add(SYSTEM, ruling, data, "paper.pdf")
    forms.load(SYSTEM, cohe_of(ana), Track.PROVIDER, "F248", "1", make_form(), "form.pdf")
    course_papers.add_material(SYSTEM, cohe_of(ana), make_version(cohe_of(ana)).id, Sent(WITH_A_NOTE, "slides.pdf"))
    assert reinspect(app) == (0, "11 checked, 0 to be made again.\n")


def test_a_copy_that_would_be_written_otherwise_is_named_with_what_to_do(app: Flask, ana: Person) -> None:
    item = taken_in_earlier(ana, WITH_A_NOTE, WITH_A_NOTE)
    status, said = reinspect(app)
    assert status == 1
    assert said == (
        f"evidence_item:{item.id}: its copy would be written otherwise today. Save its original, add that as a new "
        "item, and withdraw this one as replaced by the new one.\n1 checked, 1 to be made again.\n"
    )


def test_what_would_be_taken_out_today_is_said(ana: Person) -> None:
    acts = make_pdf(lambda pdf: pdf.Root.__setitem__("/Other", pdf.make_stream(b"hidden")))
    taken_in_earlier(ana, acts, acts)
    (said,) = says()
    assert said.startswith("its copy would be written otherwise today, without data that no page shows.")


def test_a_file_that_would_not_be_taken_is_named_with_its_page_and_what_to_do(ana: Person) -> None:
    taken_in_earlier(ana, NOT_TAKEN, NOT_TAKEN)
    (said,) = says()
    assert said.startswith("it would not be taken today. Page 1 holds a picture")
    assert said.endswith("withdraw this item as replaced by the new one.")


def test_pages_that_would_be_drawn_otherwise_are_named(ana: Person) -> None:
    taken_in_earlier(ana, PLAIN, inspect(PLAIN).copy or b"", shown=make_pdf(size=(700, 800)))
    assert [each.partition(".")[0] for each in says()] == ["its pages would be drawn otherwise today"]


def test_the_redacted_copy_that_is_handed_out_is_looked_at_too(ana: Person) -> None:
    item = make_evidence(ana)
    redacting.redact(SYSTEM, item, [Box(1, 0, 0, 0.5, 0.5)], None)
    redacted_earlier(item)
    assert says() == [f"its redacted copy would be drawn otherwise today. {reinspection.REDACT_AGAIN}"]
    redacting.redact(SYSTEM, item, [Box(1, 0, 0, 0.5, 0.5)], None)
    assert says() == []


def test_papers_and_forms_are_looked_at_by_their_copies(ana: Person) -> None:
    paper_added_earlier(ana, WITH_A_NOTE)
    paper_added_earlier(ana, NOT_TAKEN)
    first, second = says()
    assert first == f"its copy would be written otherwise today. {reinspection.PAPER_AGAIN}"
    assert second.startswith("its copy would not be taken today. Page 1 ")
    assert second.endswith(reinspection.PAPER_AGAIN)


def test_a_file_that_does_not_open_is_left_to_the_command_that_tells_of_it(
    app: Flask, ana: Person, config: Config
) -> None:
    item = make_evidence(ana)
    make_evidence(ana, make_pdf(pages=2))
    (config.evidence_folder / db.session.query(PersonKey).one().key_id / item.original).unlink()
    says = f"evidence_item:{item.id}: a file of it does not open. See: flask evidence check\n"
    assert reinspect(app) == (1, f"{says}2 checked, 1 to be made again.\n")


def test_it_goes_on_where_it_was_stopped(app: Flask, ana: Person) -> None:
    first, second = make_evidence(ana), make_evidence(ana, make_picture())
    paper = paper_added_earlier(ana, WITH_A_NOTE)
    subject = subject_of(first)
    assert reinspect(app, "--most", "1") == (
        0,
        f"Stopped. Go on with: flask evidence reinspect --after {subject}\n1 checked, 0 to be made again.\n",
    )
    rest = [each.subject for each in reinspection.looked_at(subject)]
    assert rest == [subject_of(second), subject_of(paper)]
    assert list(reinspection.looked_at(rest[-1])) == []
    for nothing in ("12", "person:1", "evidence_item:x", "evidence_item:"):
        status, said = reinspect(app, "--after", nothing)
        assert (status, "Give what was printed, like evidence_item:12." in said) == (1, True)


def test_it_changes_nothing(app: Flask, ana: Person, config: Config) -> None:
    taken_in_earlier(ana, WITH_A_NOTE, WITH_A_NOTE)
    redacted_earlier(make_evidence(ana))
    entries, before = db.session.query(TrailEntry).count(), sorted(config.evidence_folder.rglob("*"))
    assert reinspect(app)[0] == 1
    assert db.session.query(TrailEntry).count() == entries
    assert sorted(config.evidence_folder.rglob("*")) == before
    assert list(trail_compare.differences()) == []


def test_who_comes_to_no_turn_is_told_where_to_go_on(app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    redacting.redact(SYSTEM, make_evidence(ana), [Box(1, 0, 0, 0.5, 0.5)], None)
    monkeypatch.setattr(turns, "PLACES", 0)
    monkeypatch.setattr(turns, "COMMAND_WAITS", 0.0)
    status, said = reinspect(app)
    assert status == 1
    assert said == "Error: Many other files are being checked just now. Give the command again.\n"
