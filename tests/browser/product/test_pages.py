"""Every page of the product that needs a user, as each role of the sample world sees it: for all, at every width."""

import fcntl
import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from onboarding import clock, turns
from onboarding.queries import people
from onboarding.queries.organisations import by_slug
from tests.browser import axe
from tests.browser.product.steps import HERE, press, sign_in, sign_in_anew
from tests.browser.visit import Visit
from tests.documents.make import make_pdf, make_picture

UNCOVERED = timedelta(26)  # from the day on which the sample world was made: nobody covers
# Who looks at what. `{person}` is somebody who was hired, `{applicant}` somebody who was not.
PAGES = [
    ("Max Moreno", f"{HERE}/"),
    ("Max Moreno", f"{HERE}/people"),
    ("Max Moreno", f"{HERE}/people?q=nobody-of-that-name"),
    ("Max Moreno", f"{HERE}/people?stage=former&sort=hired&descending=1"),
    ("Max Moreno", f"{HERE}/people/new"),
    ("Max Moreno", HERE + "/people/{person}"),
    ("Max Moreno", HERE + "/people/{applicant}"),
    ("Max Moreno", HERE + "/people/{person}/edit"),
    ("Max Moreno", HERE + "/people/{person}/posting"),
    ("Max Moreno", HERE + "/people/{person}/account"),
    ("Max Moreno", f"{HERE}/credentials"),
    ("Max Moreno", f"{HERE}/people/8/credentials"),
    ("Max Moreno", f"{HERE}/people/9/credentials"),
    ("Max Moreno", f"{HERE}/people/8/credentials/provider/new"),
    ("Max Moreno", f"{HERE}/people/8/credentials/provider/history"),
    ("Max Moreno", f"{HERE}/people/9/credentials/details"),
    ("Max Moreno", f"{HERE}/people/9/credentials/attest"),
    ("Hugo Harper", f"{HERE}/people/8/credentials"),
    ("Max Moreno", f"{HERE}/people/8/training"),
    ("Max Moreno", f"{HERE}/people/10/training"),
    ("Hugo Harper", f"{HERE}/people/8/training"),
    ("Max Moreno", f"{HERE}/people/8/training/new"),
    ("Max Moreno", f"{HERE}/people/8/training/areas"),
    ("Max Moreno", f"{HERE}/people/8/training/shadowing/new"),
    ("Max Moreno", f"{HERE}/people/9/checklist"),
    ("Max Moreno", f"{HERE}/checklist"),
    ("Max Moreno", f"{HERE}/people/9"),
    ("Clay Corbin", f"{HERE}/people/10"),
    ("Max Moreno", f"{HERE}/staffing"),
    ("Clay Corbin", f"{HERE}/staffing?period=2025"),
    ("Max Moreno", f"{HERE}/staffing/claims"),
    ("Max Moreno", f"{HERE}/staffing/ahead"),
    ("Max Moreno", f"{HERE}/staffing/ahead/what-ifs/1"),
    ("Max Moreno", f"{HERE}/staffing/absences"),
    ("Max Moreno", f"{HERE}/staffing/vacancies"),
    ("Max Moreno", f"{HERE}/staffing/coverage"),
    ("Max Moreno", HERE + "/staffing/coverage?month={uncovered:%Y-%m}"),
    ("Clay Corbin", f"{HERE}/staffing/coverage/plan"),
    ("Hugo Harper", f"{HERE}/cover"),
    ("Hugo Harper", f"{HERE}/cover/1"),
    ("Max Moreno", f"{HERE}/people/11/time"),
    ("Max Moreno", f"{HERE}/people/11/time/new"),
    ("Max Moreno", f"{HERE}/people/11/absences"),
    ("Max Moreno", f"{HERE}/forms"),
    ("Max Moreno", f"{HERE}/people/8/forms"),
    ("Max Moreno", f"{HERE}/imports"),
    ("Max Moreno", f"{HERE}/imports/staff"),
    ("Selma Stone", f"{HERE}/applicants"),
    ("Selma Stone", f"{HERE}/applicants?state=withdrawn"),
    ("Max Moreno", f"{HERE}/applicants/watch"),
    ("Selma Stone", f"{HERE}/applicants/duplicates"),
    ("Selma Stone", f"{HERE}/people/1/same-as/4"),
    ("Selma Stone", f"{HERE}/people/4/link"),
    ("Max Moreno", f"{HERE}/letters"),
    ("Max Moreno", f"{HERE}/letters/not_qualified"),
    ("Selma Stone", f"{HERE}/imports/applicants"),
    ("Selma Stone", f"{HERE}/people/1/screening"),
    ("Selma Stone", f"{HERE}/people/4/screening"),
    ("Selma Stone", f"{HERE}/people/1/claim"),
    ("Selma Stone", f"{HERE}/people/1/claim/versions"),
    ("Selma Stone", f"{HERE}/people/1/claim/resume"),
    ("Selma Stone", f"{HERE}/people/1/screening?open=interview"),
    ("Selma Stone", f"{HERE}/people/4/screening?open=j1"),
    ("Selma Stone", f"{HERE}/people/2/references"),
    ("Selma Stone", f"{HERE}/people/1/references/ask/j1"),
    ("Selma Stone", f"{HERE}/people/1/determination"),
    ("Selma Stone", f"{HERE}/people/1/determination/withdraw"),
    ("Hedda Hale", HERE + "/people/{applicant}/evidence"),
    ("Hedda Hale", HERE + "/people/{applicant}/evidence/new"),
    ("Max Moreno", HERE + "/people/{person}/evidence"),
    ("Max Moreno", f"{HERE}/evidence/1"),
    ("Max Moreno", f"{HERE}/evidence/2?copy=redacted"),
    ("Max Moreno", f"{HERE}/evidence/1/verify"),
    ("Max Moreno", f"{HERE}/evidence/1/withdraw"),
    ("Max Moreno", f"{HERE}/evidence/1/redact"),
    ("Clay Corbin", f"{HERE}/evidence/2"),
    ("Max Moreno", f"{HERE}/holds"),
    ("Max Moreno", f"{HERE}/holds/new"),
    ("Max Moreno", HERE + "/people/{applicant}/hold"),
    ("Max Moreno", HERE + "/people/{applicant}/erasure"),
    ("Max Moreno", f"{HERE}/rulings"),
    ("Max Moreno", f"{HERE}/rulings/new?settles=part-time-credit"),
    ("Max Moreno", f"{HERE}/rulings/new?settles=claims_per_fte"),
    ("Max Moreno", f"{HERE}/rulings/1"),
    ("Max Moreno", f"{HERE}/rulings/2"),
    ("Max Moreno", f"{HERE}/rulings/2/effect"),
    ("Max Moreno", f"{HERE}/rulings/2/confirm"),
    ("Max Moreno", f"{HERE}/rulings/2/withdraw"),
    ("Max Moreno", f"{HERE}/messages"),
    ("Max Moreno", f"{HERE}/messages?state=given_up"),
    ("Max Moreno", f"{HERE}/messages/2"),
    ("Max Moreno", f"{HERE}/messages/2/retry"),
    ("Max Moreno", f"{HERE}/messages/2/withdraw"),
    ("Max Moreno", "/account"),
    ("Max Moreno", "/sample"),
    ("Selma Stone", f"{HERE}/"),
    ("Hedda Hale", f"{HERE}/people"),
    ("Hugo Harper", f"{HERE}/"),
    ("Alma Archer", f"{HERE}/"),
    ("Alma Archer", f"{HERE}/members"),
    ("Alma Archer", f"{HERE}/members/invite"),
    ("Alma Archer", f"{HERE}/members/2/end"),
    ("Arno Abel", f"{HERE}/trail"),
    ("Arno Abel", f"{HERE}/trail/3"),
    ("Arno Abel", f"{HERE}/trail?action=person.added&from_on=never"),
    ("Clay Corbin", "/organisations"),
    ("Clay Corbin", "/at/lni/"),
    ("Clay Corbin", f"{HERE}/people"),
]
LOOKS = [(1280, "screen"), (320, "screen"), (720, "print")]


def written(product: Flask, path: str) -> str:
    """The path with the ids of somebody who was hired, and of somebody who was not, and a day that nobody covers."""
    with product.app_context():
        cohe = by_slug("cedar-valley")
        assert cohe
        rows = people.listed(cohe.id, people.Filters(), clock.today()).rows
        person = next(each.id for each in rows if each.posting)
        applicant = next(each.id for each in rows if not each.posting)
    return path.format(person=person, applicant=applicant, uncovered=clock.today() + UNCOVERED)


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_can_be_read_by_all_at_every_width_and_on_paper(
    read_by: Callable[[str], Visit], product: Flask, name: str, path: str
) -> None:
    visit = read_by(name)
    visit.go(written(product, path))
    for width, media in LOOKS:
        visit.look(width, media)
        if media == "screen":
            axe.check(visit.page)
        assert visit.too_wide() == [], (width, media)


def test_a_hire_is_recorded_with_the_keyboard_alone(visit: Visit, product: Flask) -> None:
    sign_in(visit, product, "Max Moreno")
    page = visit.go(written(product, HERE + "/people/{applicant}/posting"))
    page.locator("#role").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("11/2/2026")
    page.keyboard.press("Tab")
    page.keyboard.type("She worked here before.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/people/[0-9]+$"))
    assert "The days were recorded." in page.inner_text("main")
    assert "May 2, 2027" in page.inner_text("main")


def test_the_product_works_with_scripts_switched_off(visit: Visit, product: Flask) -> None:
    visit.without_scripts()
    sign_in(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/people", 320)
    page.fill("#site-search", "grace")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("link", name="Grace Yamamoto").is_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in", exact=True).first.is_visible()


def test_evidence_is_added_viewed_checked_and_redacted_with_the_keyboard_alone(
    visit: Visit, product: Flask, tmp_path: Path
) -> None:
    paper = tmp_path / "transcript.pdf"
    paper.write_bytes(make_pdf(pages=2))
    sign_in(visit, product, "Hedda Hale")
    page = visit.go(written(product, HERE + "/people/{applicant}/evidence/new"))
    page.set_input_files("#files", paper)  # what the browser's own dialog gives
    page.locator("#files").focus()
    press(page, "Tab", "t")  # Training
    press(page, "Tab", *"Transcript", "Tab", *"6/12/2015", "Tab", "Tab", "Enter")
    page.wait_for_url("**/evidence")
    assert "Transcript" in page.inner_text("main")
    page.get_by_role("link", name="Transcript").focus()
    press(page, "Enter")
    page.wait_for_url("**/evidence/*")
    press(page, "ArrowRight")
    page.wait_for_url("**page=2*")
    assert "Page 2 of 2" in page.inner_text("main")
    item = page.url.partition("?")[0].removeprefix(visit.site)
    sign_in_anew(visit, product, "Selma Stone")
    page = visit.go(f"{item}/verify")
    page.locator("#source-0").focus()
    press(page, "Space", "Tab", *"Registrar", "Tab", "Tab", "Space", "Tab", "Tab", "Enter")
    page.wait_for_url("**/evidence/*")
    assert "Confirmed" in page.inner_text("main")
    page = visit.go(f"{item}/redact")
    page.locator("#boxes-0-page").focus()
    press(page, "Tab", *"10", "Tab", *"20", "Tab", *"30", "Tab", *"5", "ArrowUp")
    assert page.locator(".redact-box").count() == 1
    press(page, "Tab", "Tab", "Tab", *"Birth date", "Tab", "Enter")
    page.wait_for_url("**copy=redacted*")
    assert "Redacted copy" in page.inner_text("main")


def test_boxes_are_drawn_with_the_mouse(visit: Visit, product: Flask) -> None:
    sign_in(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/evidence/1/redact")
    canvas = page.locator(".redact-canvas").bounding_box()
    assert canvas
    for number in range(2):
        page.mouse.move(canvas["x"] + 20, canvas["y"] + 20 + number * 60)
        page.mouse.down()
        page.mouse.move(canvas["x"] + 120, canvas["y"] + 60 + number * 60, steps=3)
        page.mouse.up()
    assert page.locator(".redact-box").count() == page.locator(".box-fields").count() == 2
    page.get_by_role("button", name="Make the redacted copy").click()
    page.wait_for_url("**copy=redacted*")


def test_files_are_sent_one_by_one_and_each_says_what_became_of_it(
    visit: Visit, product: Flask, tmp_path: Path
) -> None:
    for name, data in (("good.png", make_picture()), ("bad.pdf", b"%PDF-1.7\n"), ("odd.txt", b"text")):
        (tmp_path / name).write_bytes(data)
    sign_in(visit, product, "Hedda Hale")
    page = visit.go(written(product, HERE + "/people/{applicant}/evidence/new"))
    page.set_input_files("#files", [tmp_path / name for name in ("good.png", "bad.pdf", "odd.txt")])
    page.get_by_role("button", name="Add the files").click()
    page.get_by_role("link", name="See the evidence").wait_for()
    said = page.locator(".upload-progress li").all_inner_texts()
    assert "added" in said[0]
    assert "damaged or incomplete" in said[1]
    assert "none of the kinds" in said[2]
    axe.check(page)
    visit.foresee("422")


def test_who_comes_to_no_turn_is_told_so_beside_the_file(visit: Visit, product: Flask, tmp_path: Path) -> None:
    (tmp_path / "good.png").write_bytes(make_picture(color="green"))  # the same file again is told so
    sign_in(visit, product, "Hedda Hale")
    page = visit.go(written(product, HERE + "/people/{applicant}/evidence/new"))
    page.set_input_files("#files", tmp_path / "good.png")
    folder = product.extensions["config"].instance / turns.FOLDER
    folder.mkdir(exist_ok=True)
    with ExitStack() as held:
        for number in range(turns.PLACES):
            fcntl.flock(held.enter_context((folder / f"place-{number}").open("w")), fcntl.LOCK_EX)
        page.get_by_role("button", name="Add the files").click()
        page.get_by_role("link", name="See the evidence").wait_for()
    assert "Many files are being looked at just now" in page.locator(".upload-progress li").inner_text()
    page.get_by_role("button", name="Add the files").click()
    page.wait_for_url("**/evidence")
    visit.foresee("503")
