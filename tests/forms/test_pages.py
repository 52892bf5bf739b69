"""A COHE loads L&I's form, maps it once, and each new hire's comes out filled; or an answer sheet does."""

import io
from datetime import date

import pikepdf
import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from onboarding.errors import OnboardingError, TamperedError
from onboarding.extensions import db
from onboarding.models.form import BlankForm, BlankFormCopy, FormMapping
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.queries import form_values, rulings, trail_compare
from onboarding.queries.credentials import TrackName as Track
from onboarding.roles import Role, StaffRole
from onboarding.services import account_details, forms, people
from onboarding.services.account_details import DetailFacts
from onboarding.services.change import SYSTEM
from tests import papers
from tests.documents.make import make_docx, make_form, make_pdf
from tests.forms.make import RADIO, Maker, group, make_boxes, make_thirty_six, printed
from tests.forms.test_filling import words
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

HIRED = date(2026, 1, 5)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def pages(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, "Núria Élise Björk-O'Neil", StaffRole.ASSISTANT, HIRED)
    facts = people.PersonFacts(person.name, StaffRole.ASSISTANT, "nuria@example.org", "(360) 555-0123")
    return people.edit_person(SYSTEM, person, facts, person.revision)


def load(pages: FlaskClient, data: bytes, name: str = "F248.pdf") -> Page:
    page = fetch(pages, "/at/valley/forms")
    return page.submit(title="Provider application", edition="F248, 08-2025", file=(io.BytesIO(data), name))


def test_a_form_is_loaded_mapped_once_and_filled_for_a_new_hire(
    pages: FlaskClient, valley: Organisation, ana: Person
) -> None:
    mapping = load(pages, make_thirty_six())
    numbers = {field["label"]: n for n, field in enumerate(db.session.query(BlankForm).one().fields["fields"])}
    selected = mapping.by_id(f"f{numbers['First name']}")
    assert [each.get("value") for each in selected if each.get("selected") is not None] == ["first_word"]
    chosen = {
        f"f{numbers['Middle name']}": "middle_words",
        f"f{numbers['Hire month']}": "hired_month",
        f"f{numbers['Hire day']}": "hired_day",
        f"f{numbers['Hire year']}": "hired_year",
        f"f{numbers['Area code']}": "phone_area",
        f"f{numbers['NPI number']}": "npi",
        f"f{numbers['Initials']}": "name",
        f"f{numbers['Remarks']}": "text",
        f"f{numbers['Remarks']}_text": "Works at the COHE, façade entrance.",
        f"f{numbers['Box 1']}": "always",
        f"f{numbers['Box 2']}": "hsc",
        f"f{numbers['Kind 1']}_hsc": "HSC",
        f"f{numbers['Kind 1']}_assistant": "Assistant",
        f"f{numbers['County 1']}_assistant": "Walla Walla",
    }
    page = mapping.submit(**chosen)
    assert "The fields are matched." in page.main
    again = page.by_id(f"f{numbers['Box 2']}")
    assert [each.get("value") for each in again if each.get("selected") is not None] == ["hsc"]

    shown = fetch(pages, f"/at/valley/people/{ana.id}/forms")
    assert "NPI number: not recorded" in shown.main
    assert "Initials: Núria Élise Björk-O'Neil: 24 characters, and the form has room for 3" in shown.main
    pdf = pages.get(f"/at/valley/people/{ana.id}/forms/1")
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    said = words(pdf.data)
    for text in ("Núria", "Élise", "Björk-O'Neil", "01", "05", "2026", "nuria@example.org", "Valley COHE",
                 "Works at the COHE, façade entrance.", "Walla Walla"):  # fmt: skip
        assert text in said, text
    screen = pages.get(f"/at/valley/people/{ana.id}/forms/1?as=screen")
    with pikepdf.open(io.BytesIO(screen.data)) as opened:
        values = {field.fully_qualified_name: str(field.value) for field in opened.acroform.fields}
    assert (values["Box_1"], values["Box_2"], values["Kind_1"]) == ("/On", "/Off", "/Assistant")
    noted = db.session.query(TrailEntry).filter_by(action="form.filled").all()
    assert [entry.subject for entry in noted] == ["blank_form:1", "blank_form:1"]


def test_what_there_is_none_of_stays_blank_and_is_no_gap(valley: Organisation, ana: Person) -> None:
    law = rulings.of(valley, current_app.extensions["rulebook"])
    said = DetailFacts(None, "exempt", None, None, None, None, None)
    account_details.record_details(SYSTEM, ana, said, law, 0)
    values = form_values.of(valley, ana, law, HIRED)
    assert values.by_source[form_values.Source.NPI] == ""
    assert values.by_source[form_values.Source.LICENCE] is None


@pytest.mark.parametrize(
    ("phone", "area"), [("(360) 555-0123", "360"), ("1-360-555-0123", "360"), ("555-0123", None), (None, None)]
)
def test_parts_of_a_phone_number_are_taken_from_a_whole_one_alone(
    valley: Organisation, phone: str | None, area: str | None
) -> None:
    person = make_person(valley, "Cher", hired_on=HIRED)
    people.edit_person(SYSTEM, person, people.PersonFacts("Cher", StaffRole.HSC, None, phone), person.revision)
    values = form_values.of(valley, person, rulings.of(valley, current_app.extensions["rulebook"]), HIRED)
    assert values.by_source[form_values.Source.PHONE_AREA] == area
    assert values.by_source[form_values.Source.LAST_WORD] is None  # who has one word as a name has no last one


def test_a_flat_form_has_an_answer_sheet(pages: FlaskClient, ana: Person) -> None:
    page = load(pages, make_pdf())
    assert page.rows("1 form")[0]["Fields"] == "none; use the answer sheet"
    assert pages.get(f"/at/valley/people/{ana.id}/forms/1").status_code == 404
    said = papers.read(pages.get(f"/at/valley/people/{ana.id}/forms/answers.pdf").data).text
    for text in ("Núria Élise Björk-O'Neil", "Assistant HSC", "01/05/2026", "(360) 555-0123", "not recorded"):
        assert text in said, text


@on_sqlite
def test_a_form_of_six_hundred_fields_is_mapped_on_one_page(pages: FlaskClient) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        maker = Maker(pdf)
        for number in range(600):
            maker.add("Tx", f"Line {number}")
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=maker.fields)

    page = load(pages, make_pdf(add, pages=25)).submit(f599="email")
    assert "The fields are matched." in page.main
    assert db.session.query(FormMapping).one().fields == {"Line_599": {"source": "email"}}


def test_radio_buttons_are_offered_by_the_words_beside_them(pages: FlaskClient) -> None:
    buttons = group("kind", {(20, 100, 32, 112): "0", (80, 100, 92, 112): "1"}, RADIO)
    page = load(pages, make_boxes(buttons, words=printed((36, 102, "Employed"), (96, 102, "On contract"))))
    offered = {each.get("value"): "".join(each.itertext()).strip() for each in page.by_id("f0_hsc")}
    assert offered == {"": "Leave blank", "0": "Employed", "1": "On contract"}


def test_a_form_that_was_loaded_stands_as_its_entry_says(pages: FlaskClient) -> None:
    buttons = group("kind", {(20, 100, 32, 112): "0", (80, 100, 92, 112): "1"}, RADIO)
    load(pages, make_boxes(buttons, words=printed((36, 102, "Employed"), (96, 102, "On contract"))))
    assert list(trail_compare.differences()) == []


def test_what_is_no_form_is_refused_and_nothing_is_kept(pages: FlaskClient) -> None:
    for data in (b"", b"%PDF-1.7", make_docx()):
        assert load(pages, data).faults["file"]
    assert "Choose a file" in fetch(pages, "/at/valley/forms").submit(title="F", edition="1").faults["file"]
    assert db.session.query(BlankForm).count() == db.session.query(BlankFormCopy).count() == 0
    form = make_form()
    load(pages, form)
    assert "added already" in load(pages, form).faults["file"]


def test_a_retired_form_is_not_filled_and_its_edition_no_longer_offered(pages: FlaskClient, ana: Person) -> None:
    load(pages, make_form())
    new = f"/at/valley/people/{ana.id}/credentials/provider/new"
    assert fetch(pages, new).by_id("form_edition").get("value") == "F248, 08-2025"
    fetch(pages, "/at/valley/forms/1/retire").submit()
    assert pages.get(f"/at/valley/people/{ana.id}/forms/1").status_code == 404
    assert "No form was added" in fetch(pages, f"/at/valley/people/{ana.id}/forms").main
    assert fetch(pages, new).by_id("form_edition").get("value") == ""
    fetch(pages, "/at/valley/forms/1/retire").submit()
    assert pages.get(f"/at/valley/people/{ana.id}/forms/1").status_code == 200


def test_the_edition_is_recorded_with_what_is_sent_and_with_nothing_else(pages: FlaskClient, ana: Person) -> None:
    load(pages, make_form())
    new = f"/at/valley/people/{ana.id}/credentials/provider/new"
    page = fetch(pages, new).submit(event="sent", happened_on="2026-01-12")
    page = fetch(pages, new).submit(event="received", happened_on="2026-01-14")
    assert page.main.count("Form edition F248, 08-2025") == 1


def test_two_who_map_a_form_at_once_are_told(valley: Organisation) -> None:
    row = forms.load(SYSTEM, valley, Track.PROVIDER, "F248", "1", make_form(), "form.pdf")
    forms.map_fields(SYSTEM, row, {"name": {"source": "name"}}, 0)
    with pytest.raises(OnboardingError, match="Somebody else matched"):
        forms.map_fields(SYSTEM, row, {}, 0)
    assert db.session.query(FormMapping).count() == 1


def test_a_copy_that_was_moved_to_another_form_is_not_filled(
    valley: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    one = forms.load(SYSTEM, valley, Track.PROVIDER, "F248", "1", make_form(), "one.pdf")
    two = forms.load(SYSTEM, valley, Track.SUPPLEMENTAL, "Supplement", "1", make_pdf(pages=2), "two.pdf")
    copies = {row.form_id: (row.wrapped, row.sealed) for row in db.session.query(BlankFormCopy)}
    db.session.execute(db.text("DELETE FROM blank_form_copy WHERE form_id = :id"), {"id": two.id})
    wrapped, sealed = copies[one.id]
    db.session.add(BlankFormCopy(organisation_id=valley.id, form_id=two.id, wrapped=wrapped, sealed=sealed))
    db.session.commit()
    with pytest.raises(TamperedError):
        forms.blank(two)
    assert f"blank_form:{two.id}" in caplog.text
