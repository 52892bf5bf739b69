"""The pages of evidence: added by those who may, seen as far as each may, handed out as what cannot act."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.actions import Action
from onboarding.documents.redaction import Box
from onboarding.errors import OnboardingError
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import evidence as found, trail
from onboarding.roles import Role
from onboarding.services import organisations, redacting
from onboarding.services.change import SYSTEM
from tests.accounts.steps import token_of
from tests.documents.make import make_docx, make_pdf, make_picture
from tests.documents.make_office import with_pictures
from tests.make import make_cohe, make_evidence, make_lni, make_member, make_person, sign_in
from tests.page import Page, answered, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


def browser(app: Flask, cohe: Organisation, *roles: Role) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, *roles))


def outsider(app: Flask, cohe: Organisation) -> FlaskClient:
    user = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, user, cohe)
    return sign_in(app.test_client(), user)


def add(client: FlaskClient, person: Person, *files: tuple[bytes, str], **said: str) -> Page:
    at = f"/at/valley/people/{person.id}/evidence/new"
    data = {
        "csrf_token": token_of(client, at),
        "proves": "degree",
        "files": [(io.BytesIO(data), name) for data, name in files],
        **said,
    }
    return answered(client, "POST", at, data=data)


def items(person: Person) -> list[EvidenceItem]:
    return list(found.of_person(person))


def test_an_empty_list_says_what_goes_there(app: Flask, valley: Organisation, ana: Person) -> None:
    page = fetch(browser(app, valley, Role.HR), f"/at/valley/people/{ana.id}/evidence")
    assert "No files yet" in page.main
    assert page.links["Add evidence"].endswith("/evidence/new")


def test_several_files_are_added_at_once(app: Flask, valley: Organisation, ana: Person) -> None:
    client = browser(app, valley, Role.HR)
    page = add(
        client, ana, (make_pdf(), "a.pdf"), (make_picture("JPEG"), "b.jpg"), title="Diploma", dated_on="6/12/2015"
    )
    assert page.messages == ["2 files were added."]
    assert [row["What it is"] for row in page.rows("2 files")] == ["Diploma", "Diploma"]
    assert page.rows()[0]["Dated"] == "Jun 12, 2015"


def test_what_is_refused_is_named_with_what_to_do_and_the_rest_is_kept(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    client = browser(app, valley, Role.HR)
    page = add(client, ana, (make_pdf(), "good.pdf"), (b"<html>", "page.pdf"), (b"", "empty.png"))
    said = page.messages[0]
    assert "good.pdf: added." in said
    assert "page.pdf: This is none of the kinds" in said
    assert "empty.png: The file is empty" in said
    assert [each.file_name for each in items(ana)] == ["good.pdf"]


def test_no_file_and_a_wrong_day_are_said_beside_the_field(app: Flask, valley: Organisation, ana: Person) -> None:
    client = browser(app, valley, Role.HR)
    assert "files" in add(client, ana).faults
    assert add(client, ana, (make_pdf(), "a.pdf"), dated_on="31.12.").faults.keys() == {"dated_on"}
    assert not items(ana)


def test_a_name_cannot_do_anything(app: Flask, valley: Organisation, ana: Person) -> None:
    client = browser(app, valley, Role.HR)
    add(client, ana, (make_pdf(), "../../<script>alert(1)</script>\u202efdp.exe"))
    (item,) = items(ana)
    page = fetch(client, f"/at/valley/evidence/{item.id}")
    assert "<script>alert" not in page.html
    answer = client.get(f"/at/valley/evidence/{item.id}/original")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert not re.search(r"[\r\n/<>\u202e]", answer.headers["Content-Disposition"].replace("UTF-8''", ""))


def test_a_file_is_handed_out_as_what_cannot_act_and_that_is_written_down(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    item = make_evidence(ana, name="Zeugnis Ärztin.pdf")
    client = browser(app, valley, Role.MANAGER)
    for what in ("original", "copy"):
        answer = client.get(f"/at/valley/evidence/{item.id}/{what}")
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "filename*=UTF-8''Zeugnis%20" in answer.headers["Content-Disposition"]
    rows = trail.listed(valley.id, trail.Filters(action=Action.EVIDENCE_HANDED_OUT)).rows
    assert [each.subject for each in rows] == [f"evidence_item:{item.id}"] * 2


def test_the_original_is_byte_for_byte_what_was_sent(app: Flask, valley: Organisation, ana: Person) -> None:
    data = make_pdf(pages=2)
    item = make_evidence(ana, data)
    client = browser(app, valley, Role.AUDITOR)
    assert client.get(f"/at/valley/evidence/{item.id}/original").get_data() == data


def test_pages_are_turned_and_stay_within_the_file(app: Flask, valley: Organisation, ana: Person) -> None:
    item = make_evidence(ana, make_pdf(pages=3))
    client = browser(app, valley, Role.MANAGER)
    page = fetch(client, f"/at/valley/evidence/{item.id}")
    assert "Page 1 of 3" in page.main
    page = fetch(client, page.links["Next page"].partition("#")[0])
    assert "Page 2 of 3" in page.main
    assert "Page 3 of 3" in fetch(client, f"/at/valley/evidence/{item.id}?page=99").main
    assert client.get(f"/at/valley/evidence/{item.id}/pages/3").mimetype == "image/jpeg"
    for number in (0, 4):
        assert client.get(f"/at/valley/evidence/{item.id}/pages/{number}").status_code == 404


def test_pictures_in_a_document_are_shown_beneath_its_text_and_not_to_whoever_is_outside(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    item = make_evidence(ana, with_pictures(make_picture(), words="My certificate"), name="letter.docx")
    inside, outside = browser(app, valley, Role.HR), outsider(app, valley)
    page = fetch(inside, f"/at/valley/evidence/{item.id}")
    assert "My certificate" in page.main
    assert "Picture 1 of 1" in page.main
    assert inside.get(f"/at/valley/evidence/{item.id}/pages/1").mimetype == "image/png"
    seen = fetch(outside, f"/at/valley/evidence/{item.id}").main
    assert "Ask for it as a PDF" in seen
    assert "Picture 1" not in seen
    assert outside.get(f"/at/valley/evidence/{item.id}/pages/1").status_code == 404
    with pytest.raises(OnboardingError, match="no pages to draw on"):
        redacting.redact(SYSTEM, item, [Box(1, 0, 0, 0.5, 0.5)], None)


def test_a_letter_in_word_is_shown_as_text(app: Flask, valley: Organisation, ana: Person) -> None:
    item = make_evidence(ana, make_docx("Ana worked here <b>twelve</b> years."), name="letter.docx")
    page = fetch(browser(app, valley, Role.HR), f"/at/valley/evidence/{item.id}")
    assert "Ana worked here <b>twelve</b> years." in page.main
    assert "Download the copy" not in page.links


def test_a_check_is_recorded_by_another_and_shown(app: Flask, valley: Organisation, ana: Person) -> None:
    client = browser(app, valley, Role.HR)
    add(client, ana, (make_pdf(), "a.pdf"))
    (item,) = items(ana)
    page = fetch(client, f"/at/valley/evidence/{item.id}")
    assert "Somebody else has to check it" in page.main
    said = {"source": "call", "whom": "Registrar, State College", "checked_on": "2026-01-05", "result": "confirmed"}
    own = fetch(client, f"/at/valley/evidence/{item.id}/verify").submit(**said)
    assert "somebody else has to check it" in own.main
    page = fetch(browser(app, valley, Role.SCREENER), f"/at/valley/evidence/{item.id}/verify").submit(**said)
    assert page.rows("1 check")[0]["Who was asked"] == "Registrar, State College"


def test_a_check_without_its_facts_is_sent_back(app: Flask, valley: Organisation, ana: Person) -> None:
    item = make_evidence(ana)
    page = fetch(browser(app, valley, Role.HR), f"/at/valley/evidence/{item.id}/verify").submit(checked_on="")
    assert page.faults.keys() == {"source", "whom", "checked_on", "result"}


def test_an_item_is_replaced_by_another_and_both_stay(app: Flask, valley: Organisation, ana: Person) -> None:
    old, new = make_evidence(ana), make_evidence(ana)
    foreign = make_evidence(make_person(valley, "Bo Berg"))
    client = browser(app, valley, Role.HR)
    form = fetch(client, f"/at/valley/evidence/{old.id}/withdraw")
    assert "replaced_by" in form.submit(because="Newer.", replaced_by=str(foreign.id)).faults
    page = form.submit(because="A better scan came.", replaced_by=str(new.id))
    assert "Replaced by a newer item" in page.links
    rows = fetch(client, f"/at/valley/people/{ana.id}/evidence").rows("2 files")
    assert [row["State"] for row in rows] == ["Unverified", "Replaced"]


def test_whoever_is_outside_gets_the_redacted_copy_and_never_the_original(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    item = make_evidence(ana)
    client = outsider(app, valley)
    at = f"/at/valley/evidence/{item.id}"
    assert client.get(f"{at}/original").status_code == 403
    before = client.get(f"{at}/pages/1").get_data()
    redacting.redact(SYSTEM, item, [Box(1, 0, 0, 1, 1)], "All of it.")
    assert client.get(f"{at}/pages/1").get_data() != before
    assert client.get(f"{at}/copy").get_data() == client.get(f"{at}/redacted").get_data()
    page = fetch(client, at)
    assert "Redacted copy" in page.main
    assert not {"Download the original", "Download the copy", "See the copy without boxes"} & page.links.keys()
    inside = browser(app, valley, Role.MANAGER)
    assert inside.get(f"{at}/pages/1").get_data() == before


def test_boxes_are_given_by_numbers_without_a_script(app: Flask, valley: Organisation, ana: Person) -> None:
    item = make_evidence(ana)
    client = browser(app, valley, Role.MANAGER)
    form = fetch(client, f"/at/valley/evidence/{item.id}/redact")
    form = form.submit(more="1", **box(0, 1, 10, 10, 30, 5))
    page = form.submit(more=None, because="Birth date.", **box(0, 1, 10, 10, 30, 5), **box(1, 1, 50, 50, 10, 10))
    assert page.messages[0].startswith("The redacted copy was made.")
    (made,) = found.redactions(item)
    assert [each["left"] for each in made.boxes] == [0.1, 0.5]


@pytest.mark.parametrize(
    ("values", "field"),
    [((9, 0, 0, 10, 10), "boxes"), ((1, 95, 0, 10, 10), "boxes"), ((1, -1, 0, 10, 10), "boxes-0-left")],
)
def test_a_box_outside_of_the_page_is_sent_back(
    app: Flask, valley: Organisation, ana: Person, values: tuple[int, ...], field: str
) -> None:
    item = make_evidence(ana)
    form = fetch(browser(app, valley, Role.MANAGER), f"/at/valley/evidence/{item.id}/redact")
    assert field in form.submit(**box(0, *values)).faults
    assert not found.redactions(item)


def box(number: int, *values: int) -> dict[str, str]:
    names = ("page", "left", "top", "width", "height")
    return {f"boxes-{number}-{name}": str(value) for name, value in zip(names, values, strict=True)}


def test_hr_sees_no_evidence_of_who_was_hired(app: Flask, valley: Organisation) -> None:
    hired = make_person(valley, "Sid Staff", hired_on=date(2025, 1, 6))
    item = make_evidence(hired)
    client = browser(app, valley, Role.HR)
    for path in (f"people/{hired.id}/evidence", f"evidence/{item.id}", f"evidence/{item.id}/pages/1"):
        assert client.get(f"/at/valley/{path}").status_code == 404


def test_a_request_as_large_as_no_file_is_refused_before_it_is_read(app: Flask, valley: Organisation) -> None:
    client = browser(app, valley, Role.HR)
    for path in ("people/new", "people/1/evidence/new"):
        answer = client.post(f"/at/valley/{path}", data=b"x" * 100, headers={"Content-Length": str(200 * 2**20)})
        assert answer.status_code in (400, 413)
