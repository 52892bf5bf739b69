"""The pages of a table of staff: which line has the headings, which column is what, and what becomes of each line."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.queries import imported
from onboarding.roles import Role
from tests.make import HIRED, make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite

AT = "/at/valley/imports"
HEAD = "Staff,Role/Title,DOH,Cell"
ANA, CY = "Ana Ruiz,HSC,1/15/2026,360-555-0142", "Cy New,Assistant,2/1/2026,"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def pages(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def send(pages: FlaskClient, *lines: str) -> Page:
    return fetch(pages, f"{AT}/staff").submit(file=(io.BytesIO("\n".join(lines).encode()), "staff.csv"))


def choose(page: Page, **chosen: object) -> Page:
    """Keep what is chosen on a page of lines: it is the form that begins with a revision and no taking in."""
    (place,) = [at for at, form in enumerate(page.forms()) if "/lines" in (form.get("action") or "")]
    return page.submit(place, **chosen)


def test_a_line_is_chosen_kept_and_taken_in(pages: FlaskClient, valley: Organisation) -> None:
    ana = make_person(valley, hired_on=HIRED)
    look = send(pages, HEAD, ANA, CY)
    assert look.heading == "What the table holds"
    assert look.messages[0].startswith("1 line waits for your choice")
    assert "This is Ana Ruiz, HSC from Jan 15, 2026. The same name with first day." in look.main
    assert "Phone: not recorded → becomes 360-555-0142" in look.main
    assert "First day in the role Jan 15, 2026 from 1/15/2026" in look.main
    assert "Add 1 person" not in look.main
    nothing = choose(look, do2=f"update-{ana.id}", **{f"of2x{ana.id}": None})
    assert "Line 2: choose what to update of Ana Ruiz, or skip it." in nothing.messages
    look = choose(look, do2=f"update-{ana.id}")
    assert "Add 1 person and update 1" in look.main
    taken = look.submit()
    assert taken.messages[0].startswith("1 person was updated. 1 person was taken in.")
    db.session.rollback()
    assert ana.phone == "360-555-0142"
    row = taken.rows("1 table was taken in")[0]
    assert (row["Added"], row["Updated"]) == ("1", "1")
    undo = fetch(pages, f"{AT}/1/undo")
    assert "1 person was updated. Undoing leaves them as they are." in undo.main
    assert "Ana Ruiz: Phone" in undo.main
    assert "1 person who came with the table was taken out again" in undo.submit(because="Wrong file").messages[0]


def test_every_line_can_be_chosen_otherwise_and_stays_so(pages: FlaskClient, valley: Organisation) -> None:
    look = send(pages, HEAD, CY, "Di New,HSC,2/1/2026,")
    assert "Add 2 people" in look.main
    look = choose(look, do2="skip")
    assert "Add 1 person" in look.main
    skipped = fetch(pages, f"{look.address.partition('?')[0]}?show=skip")
    assert "Line 2: Cy New" in skipped.main
    look = choose(skipped, do2="add")
    assert "Add 2 people" in look.main


def test_a_line_that_cannot_be_taken_in_is_skipped_instead(pages: FlaskClient, valley: Organisation) -> None:
    ana = make_person(valley, hired_on=HIRED)
    look = send(pages, HEAD, ANA, ANA.replace("0142", "0143"), CY.replace("2026", "1996"))
    assert look.rows("1 fault")[0]["Line"] == "4"
    look = choose(look, do2=f"update-{ana.id}", do3=f"update-{ana.id}")
    assert [row["Line"] for row in look.rows("2 faults")] == ["3", "4"]
    assert "Update 2 people" not in look.main
    lines = look.address.partition("?")[0]
    choose(fetch(pages, f"{lines}?show=update"), do3="skip")
    look = choose(fetch(pages, f"{lines}?show=add"), do4="skip")
    assert "Update 1 person" in look.main


def test_a_line_that_cannot_be_read_is_skipped_and_the_others_are_taken_in(pages: FlaskClient) -> None:
    look = send(pages, HEAD, CY, "Di New,HSC,soon,", ",HSC,2/1/2026,", "Ed New,Cook,2/1/2026,")
    assert [row["Line"] for row in look.rows("3 faults")] == ["3", "4", "5"]
    assert "Add 1 person" not in look.main
    skip = fetch(pages, look.address.partition("?")[0] + "/skip")
    assert "Line 3: Di New" in skip.main
    assert "Line 4: no name" in skip.main
    look = skip.submit(lines=["3", "4"])
    assert [row["Line"] for row in look.rows("1 fault")] == ["5"]
    look = fetch(pages, look.address + "/skip").submit(lines=["3", "4", "5"])
    assert [row["Line"] for row in look.rows("What can’t be read")] == ["3", "4", "5"]
    assert "Add 1 person" in look.main
    assert look.submit().messages[0].startswith("1 person was taken in.")


def test_what_is_skipped_can_be_read_again(pages: FlaskClient) -> None:
    look = send(pages, HEAD, CY.replace("2/1/2026", ""))
    look = fetch(pages, look.address + "/skip").submit()
    assert "Nothing to take in" in look.main
    look = fetch(pages, look.address + "/skip").submit(lines=None)
    assert [row["Line"] for row in look.rows("1 fault")] == ["2"]


def test_a_sound_line_is_not_skipped_as_one_that_cannot_be_read(pages: FlaskClient) -> None:
    look = send(pages, HEAD, CY, "Di New,HSC,soon,")
    refused = fetch(pages, look.address + "/skip").submit(lines=["2"])
    assert refused.heading == "Which lines to skip"
    look = send(pages, HEAD, CY)
    assert fetch(pages, look.address + "/skip").heading == "What the table holds"


def test_all_lines_are_chosen_at_once(pages: FlaskClient, valley: Organisation) -> None:
    for name in ("Ana Ruiz", "Bo Lind"):
        make_person(valley, name, hired_on=HIRED)
    lines = (HEAD, ANA, ANA.replace("Ana Ruiz", "Bo Lind"), ANA.replace("Ana Ruiz,HSC,1/15", "Ana Ruiz,HSC,3/15"))
    look = choose(send(pages, *lines), all="update")
    assert look.messages[0].startswith("1 line waits")
    look = choose(look, all="skip")
    assert "Update 2 people" in look.main
    assert "Nobody was added. 2 people were updated." in look.submit().messages[0]
    index = fetch(pages, AT)
    assert index.rows("1 table")[0]["Undo"] == "nobody was added"
    assert "nothing to undo" in fetch(pages, f"{AT}/1/undo").main


def test_many_lines_come_a_page_at_a_time(pages: FlaskClient, valley: Organisation) -> None:
    for place in range(27):
        make_person(valley, f"Person {place}", hired_on=HIRED)
    look = send(pages, HEAD, *(f"Person {place},HSC,1/15/2026,360-555-01{place:02}" for place in range(27)))
    asked: list[None] = []
    event.listen(db.engine, "before_cursor_execute", lambda *_: asked.append(None))
    look = fetch(pages, look.address, count=lambda: len(asked))
    assert "Line 26: Person 24" in look.main
    assert "Line 27: Person 25" not in look.main
    assert "Line 27: Person 25" in fetch(pages, f"{look.address}?show=choose&page=2").main
    for beyond in ("page=-3&show=nothing", "page=1&show=add"):
        assert "Line 2: Person 0" in fetch(pages, f"{look.address}?{beyond}").main


def test_a_table_whose_headings_cannot_be_told_asks_for_their_line(pages: FlaskClient) -> None:
    head = send(pages, "Valley COHE", "As of 11/1/2026", "Who,What,Since", "Ana Ruiz,HSC,1/15/2026")
    assert head.heading == "Which line has the headings?"
    assert "Line 3: Who | What | Since" in head.main
    for step in ("", "/columns"):  # nothing is read before
        assert fetch(pages, head.address.replace("/head", step)).heading == head.heading
    assert "line" in head.submit().faults
    columns = head.submit(line="3")
    assert columns.heading == "Which column is what"
    assert columns.faults == {}
    assert len(columns.submit().faults) == 3
    look = columns.submit(c0="name", c1="role", c2="hired_on")
    assert "Add 1 person" in look.main
    assert "headings, which are in line 3, was not read" in look.main
    other = fetch(
        pages, fetch(pages, look.links["Change which column is what"]).links["The headings are in another line than 3"]
    )
    assert other.submit(line="4").heading == "Which column is what"


def test_what_is_chosen_on_an_older_page_is_not_kept(pages: FlaskClient, valley: Organisation) -> None:
    look = send(pages, HEAD, CY)
    choose(look, do2="skip")
    assert "meanwhile" in choose(look, do2="add").messages[0]


@pytest.mark.parametrize("do", ["update-99", "update-x", "delete", "add-1"])
def test_what_cannot_be_chosen_is_refused(pages: FlaskClient, valley: Organisation, do: str) -> None:
    look = send(pages, HEAD, CY)
    assert "Choose from the list" in choose(look, do2=do).messages[0]


def test_a_table_of_applicants_has_no_lines_to_choose(pages: FlaskClient, valley: Organisation) -> None:
    look = fetch(pages, f"{AT}/applicants").submit(file=(io.BytesIO(b"Name\nAna Ruiz\n"), "a.csv"))
    token = look.forms()[0].find(".//input[@name='csrf_token']")
    assert token is not None
    (before,) = [each.revision for each in imported.waiting(valley.id, 1)]
    sent = {"csrf_token": token.get("value"), "revision": before, "do2": "skip"}
    assert pages.post(f"{look.address}/lines", data=sent).location == look.address
    db.session.rollback()
    assert [each.revision for each in imported.waiting(valley.id, 1)] == [before]
