"""A ruling's paper is kept as a harmless sealed copy, handed out with an entry, and replaced by nothing."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from onboarding.documents.kinds import RefusedFileError
from onboarding.errors import OnboardingError, TamperedError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RulingPaperCopy
from onboarding.models.trail import TrailEntry
from onboarding.queries import rulings as found
from onboarding.roles import Role
from onboarding.services import ruling_papers as papers
from onboarding.services.change import SYSTEM
from tests.accounts.steps import token_of
from tests.documents.make import make_docx, make_pdf
from tests.make import make_cohe, make_member, make_ruling, sign_in
from tests.page import fetch


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def test_what_was_added_comes_back_harmless_and_lies_sealed(valley: Organisation) -> None:
    ruling = make_ruling(valley)
    paper = papers.add(SYSTEM, ruling, make_pdf(), "Letter of January 5.exe")
    assert [each.file_name for each in found.papers(ruling)] == ["Letter of January 5.pdf"]
    data = papers.hand_out(SYSTEM, paper)
    assert data.startswith(b"%PDF")
    sealed = db.session.scalars(select(RulingPaperCopy.sealed)).one()
    assert b"%PDF" not in sealed
    assert [row for row in db.session.scalars(select(TrailEntry.action)) if "paper" in row] == [
        "ruling.paper_added",
        "ruling.paper_handed_out",
    ]


def test_a_file_that_is_broken_there_already_or_no_picture_of_a_page_is_refused(valley: Organisation) -> None:
    ruling, other = make_ruling(valley), make_ruling(valley)
    with pytest.raises(RefusedFileError):
        papers.add(SYSTEM, ruling, b"%PDF-1.7", "letter.pdf")
    with pytest.raises(OnboardingError, match="Save the file as a PDF"):
        papers.add(SYSTEM, ruling, make_docx(), "letter.docx")
    letter = make_pdf()
    papers.add(SYSTEM, ruling, letter, "letter.pdf")
    with pytest.raises(OnboardingError, match="is there already"):
        papers.add(SYSTEM, ruling, letter, "again.pdf")
    papers.add(SYSTEM, other, letter, "letter.pdf")


def test_a_copy_that_was_changed_or_moved_to_another_paper_is_not_handed_out(valley: Organisation) -> None:
    one = papers.add(SYSTEM, make_ruling(valley), make_pdf(), "one.pdf")
    two = papers.add(SYSTEM, make_ruling(valley), make_pdf(pages=2), "two.pdf")
    rows = {row.paper_id: (row.wrapped, row.sealed) for row in db.session.scalars(select(RulingPaperCopy))}
    with pytest.raises(Exception, match="ruling_paper_copy"):
        db.session.execute(update(RulingPaperCopy).where(RulingPaperCopy.paper_id == one.id).values(sealed=b"x"))
    db.session.rollback()
    db.session.execute(text("DELETE FROM ruling_paper_copy"))
    for paper, source in ((one, two), (two, one)):
        wrapped, sealed = rows[source.id]
        db.session.add(RulingPaperCopy(organisation_id=valley.id, paper_id=paper.id, wrapped=wrapped, sealed=sealed))
    db.session.commit()
    with pytest.raises(TamperedError):
        papers.hand_out(SYSTEM, one)


def test_the_page_takes_a_paper_and_names_what_is_wrong_with_one(app: Flask, valley: Organisation) -> None:
    client, ruling = sign_in(app.test_client(), make_member(valley, Role.MANAGER)), make_ruling(valley)
    at = f"/at/{valley.slug}/rulings/{ruling.id}"
    assert "Not added yet" in fetch(client, at).main
    page = fetch(client, at).submit()
    assert page.faults["file"] == "Choose a file."
    sent = {"csrf_token": token_of(client, at), "file": (BytesIO(make_pdf()), "letter.pdf")}
    answer = client.post(f"{at}/papers", data=sent, follow_redirects=True)
    assert "The paper was added." in answer.text
    link = fetch(client, at).links["letter.pdf"]
    file = client.get(link)
    assert file.data.startswith(b"%PDF")
    assert file.headers["Content-Disposition"] == "attachment; filename=letter.pdf"
