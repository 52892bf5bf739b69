"""A résumé beside the form that is typed from it: kept as evidence, shown, and no typing lost over it."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.extensions import db
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import dossier, evidence, trail_compare
from onboarding.queries.evidence import Proves
from onboarding.roles import Role
from onboarding.services import evidence as changes, resumes
from onboarding.services.change import SYSTEM
from tests.documents.make import make_docx, make_pdf, make_picture
from tests.make import make_claim, make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

TYPED = {"work-0-position": "Nurse", "work-0-startDate": "2015", "work-0-still": "y"}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


@pytest.fixture
def hr(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.HR))


def form(client: FlaskClient, person: Person) -> Page:
    return fetch(client, f"/at/valley/people/{person.id}/claim")


def pdf() -> tuple[io.BytesIO, str]:
    return io.BytesIO(make_pdf()), "Résumé of Ana.pdf"


def items() -> list[EvidenceItem]:
    db.session.rollback()
    return db.session.query(EvidenceItem).order_by(EvidenceItem.id).all()


def test_a_resume_is_kept_as_evidence_and_shown_with_what_was_typed(hr: FlaskClient, ana: Person) -> None:
    page = form(hr, ana).submit(**TYPED, show="1", resume=pdf())
    (item,) = items()
    assert (item.person_id, item.proves, item.title) == (ana.id, Proves.RESUME, "Résumé")
    assert page.messages == ["Résumé of Ana.pdf was kept as evidence. It is shown with this form."]
    assert page.by_id("work-0-position").get("value") == "Nurse"
    (shown,) = page.with_class("viewer-page")
    with hr.get(shown.get("src", "")) as picture:
        assert picture.mimetype == "image/jpeg"
    assert dossier.of(ana).claim is None
    assert list(trail_compare.differences(ana.organisation_id)) == []


@on_sqlite
def test_it_stays_beside_the_form_and_the_same_file_is_kept_once(hr: FlaskClient, ana: Person) -> None:
    form(hr, ana).submit(show="1", resume=pdf())
    page = form(hr, ana).submit(show="1", resume=pdf())
    assert len(items()) == len(page.with_class("viewer-page")) == 1
    changes.withdraw(SYSTEM, items()[0], "Of somebody else.")
    assert not form(hr, ana).with_class("viewer-page")


@on_sqlite
def test_whichever_button_is_pressed_the_file_that_was_chosen_is_kept(hr: FlaskClient, ana: Person) -> None:
    page = form(hr, ana).submit(**TYPED, more_work="1", resume=pdf())
    assert "Job 2" in page.main
    assert len(items()) == 1
    page = form(hr, ana).submit(**TYPED, resume=(io.BytesIO(make_picture()), "cv.png"))
    assert page.heading == "Screening of Ana Ruiz"
    assert [each.file_kind for each in items()] == ["pdf", "png"]
    assert dossier.of(ana).claim


@on_sqlite
@pytest.mark.parametrize("button", ["show", "save"])
@pytest.mark.parametrize(
    ("data", "says"),
    [(b"MZ nothing of ours", "This is none of the kinds that are taken"), (make_pdf()[:300], "damaged or incomplete")],
    ids=["program", "damaged"],
)
def test_a_file_that_is_refused_loses_nothing_that_was_typed(
    hr: FlaskClient, ana: Person, data: bytes, says: str, button: str
) -> None:
    sent: dict[str, Any] = {"resume": (io.BytesIO(data), "cv.pdf"), button: "1"}
    page = form(hr, ana).submit(**TYPED, **sent)
    assert says in page.faults["resume"]
    assert page.faults["resume"].startswith("cv.pdf: ")
    assert "What you typed is still here." in page.faults["resume"]
    assert page.by_id("work-0-position").get("value") == "Nurse"
    assert dossier.of(ana).claim is None
    assert items() == []


@on_sqlite
def test_a_word_document_is_shown_as_its_text_and_nothing_of_it_is_markup(hr: FlaskClient, ana: Person) -> None:
    sent = io.BytesIO(make_docx("Ana Ruiz", "<script>alert(1)</script>")), "cv.docx"
    page = form(hr, ana).submit(show="1", resume=sent)
    (text,) = page.with_class("beside-text")
    assert "<script>alert(1)</script>" in "".join(text.itertext())


@on_sqlite
def test_showing_nothing_asks_for_the_file(hr: FlaskClient, ana: Person) -> None:
    page = form(hr, ana).submit(**TYPED, show="1")
    assert page.faults == {"resume": "Choose the file."}
    assert page.by_id("work-0-position").get("value") == "Nurse"


@on_sqlite
def test_other_papers_are_not_shown_beside_the_form(hr: FlaskClient, ana: Person) -> None:
    make_evidence(ana)
    assert not form(hr, ana).with_class("viewer-page")


@on_sqlite
def test_a_form_of_many_jobs_is_no_more_than_may_be_sent(hr: FlaskClient, ana: Person) -> None:
    make_claim(ana)
    rows = {
        f"work-{row}-{key}": value
        for row in range(29)
        for key, value in {"position": f"Nurse {row}", "startDate": "2015", "still": "y", "summary": "a" * 1500}.items()
    }
    page = form(hr, ana).submit(
        **rows, **{f"work-{row}-hoursPerWeek": "40" for row in range(29)}, more_work="1", resume=pdf()
    )
    assert page.status == 200
    assert "Job 30" in page.main


def test_who_may_not_see_the_person_finds_no_form(app: Flask, valley: Organisation, ana: Person) -> None:
    elsewhere = sign_in(app.test_client(), make_member(make_cohe("hills"), Role.HR))
    assert elsewhere.post(f"/at/valley/people/{ana.id}/claim").status_code in (400, 404)
    assert resumes.keep(SYSTEM, ana, make_pdf(), "cv.pdf").id
    assert evidence.resume(make_person(valley, "Bo")) is None
