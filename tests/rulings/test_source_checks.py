"""A recorded check of L&I's page dates what the rulebook says of it, and is listed until it is settled."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.queries import source_checks as recorded
from onboarding.roles import Role
from onboarding.rules import sources
from onboarding.rules.rulebook_file import shipped
from tests.api.make import Program, make_token
from tests.make import make_cohe, make_member, make_source_check, sign_in
from tests.operation.test_commands import did, run
from tests.page import Page, fetch
from tests.rulings.test_source_pages import CHANGED, TEXT, known
from tests.stored import on_sqlite

TITLE = "L&I, Health Services Coordination"
LATER = datetime(2026, 12, 20, 20, tzinfo=UTC)


@pytest.fixture
def valley(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """A COHE on a later day than that of the rulebook, which cites two lines of one page."""
    known(monkeypatch, title=TITLE)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    monkeypatch.setattr(clock, "today", lambda: LATER.date())
    return make_cohe()


def compared(client: FlaskClient, text: str) -> Page:
    page = fetch(client, "/at/valley/rulings/page")
    return page.submit(file=(BytesIO(text.encode()), "page.txt"))


def member(app: Flask, cohe: Organisation, role: Role) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, role))


def checked_on(client: FlaskClient) -> set[str]:
    """What the page of the rulebook says of the numbers of that page of L&I."""
    rows = fetch(client, "/rulebook").rows(f"{len(shipped().numbers)} numbers")
    titles = [number.values[-1].citation.document for number in shipped().numbers.values()]
    return {row["Last checked"] for row, title in zip(rows, titles, strict=True) if title == TITLE}


def test_a_check_in_which_all_stood_dates_what_is_cited_of_that_page_and_nothing_else(
    app: Flask, valley: Organisation
) -> None:
    client = member(app, valley, Role.ADMINISTRATOR)
    assert checked_on(client) == {"Nov 22, 2026"}
    page = compared(client, TEXT).submit()
    assert "Checked on December 20, 2026: every cited passage stands." in page.main
    assert checked_on(client) == {"Dec 20, 2026"}
    dated = recorded.dated(shipped())
    for before, after in zip(sources.cited(shipped()), sources.cited(dated), strict=True):
        assert before == after
    other = {each.checked_on for each in dated.numbers.values() if each.values[-1].citation.document != TITLE}
    assert max(other) < date(2026, 12, 20)
    assert shipped().numbers["years_with_degree"].checked_on == date(2026, 11, 22)
    (row,) = recorded.listed(valley.id)
    assert (row.page, row.changed, row.rulebook) == (TITLE, 0, shipped().version)
    assert row.address == shipped().numbers["years_with_degree"].values[-1].citation.address


@on_sqlite
def test_the_api_and_the_command_say_the_same_days(app: Flask, valley: Organisation, tmp_path: Path) -> None:
    (tmp_path / "now.txt").write_text(TEXT)
    (tmp_path / "then.txt").write_text(CHANGED)
    did(app, "rulebook", "check", str(tmp_path / "now.txt"), "--record")
    run(app, "rulebook", "check", str(tmp_path / "now.txt"), str(tmp_path / "then.txt"))  # records nothing
    assert did(app, "rulebook", "checks") == f"2026-12-20\tinstallation\t{TITLE}\tevery cited passage stands\n"
    program = Program(app, make_token(valley, make_member(valley, Role.MANAGER)))
    days = {each["id"]: each["checked_on"] for each in program.get("/rulebook").get_json()["numbers"]}
    assert (days["years_with_degree"], days["full_time_hours"]) == ("2026-12-20", "2026-11-22")
    run(app, "rulebook", "check", str(tmp_path / "then.txt"), "--record")
    assert did(app, "rulebook", "checks").splitlines()[0].endswith("1 passage changed, 1 new paragraph")


def test_a_check_that_found_a_change_dates_nothing_and_waits_until_a_later_one_settles_it(
    app: Flask, valley: Organisation
) -> None:
    client = member(app, valley, Role.ADMINISTRATOR)
    page = compared(client, CHANGED).submit()
    assert "Checked on December 20, 2026: 1 passage changed, 1 new paragraph." in page.main
    assert "Years of qualifying experience an HSC needs without a degree" in page.main
    assert checked_on(client) == {"Nov 22, 2026"}
    home = fetch(client, "/at/valley/")
    assert "Checked on Dec 20, 2026: 1 passage of L&I's page changed." in home.main
    status = fetch(client, "/at/valley/status")
    assert "Checked on December 20, 2026: 1 passage changed, 1 new paragraph" in status.main
    make_source_check(None)
    compared(client, TEXT).submit()
    assert "passage of L&I's page changed" not in fetch(client, "/at/valley/").main
    assert recorded.unsettled(valley.id) == []


def test_a_rulebook_that_knows_the_page_as_it_is_settles_it_too(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared(member(app, valley, Role.MANAGER), CHANGED).submit()
    assert recorded.unsettled(valley.id)
    known(monkeypatch, CHANGED, TITLE)
    assert not recorded.unsettled(valley.id)


def test_what_a_cohe_recorded_is_not_seen_by_another_but_its_day_is(app: Flask, valley: Organisation) -> None:
    row = make_source_check(valley, stands=False)
    harbor = make_cohe("harbor")
    theirs = member(app, harbor, Role.MANAGER)
    assert fetch(theirs, "/at/harbor/rulings/page").main.count("No check is recorded yet.") == 1
    assert theirs.get(f"/at/harbor/rulings/page/{row.id}").status_code == 404
    assert not recorded.unsettled(harbor.id)
    make_source_check(valley)
    assert recorded.stood() == {TITLE: date(2026, 12, 20)}
    make_source_check(None, stands=False)  # what a command found is of everybody
    assert [each.organisation_id for each in recorded.unsettled(harbor.id)] == [None]


@on_sqlite
def test_a_check_is_recorded_once_and_only_as_it_was_found(app: Flask, valley: Organisation) -> None:
    client = member(app, valley, Role.MANAGER)
    page = compared(client, CHANGED)
    page.submit()
    assert "This is there already, recorded on December 20, 2026." in page.submit().main
    (form,) = [each for each in page.all("form") if each.get("action", "").endswith("/record")]
    sealed = next(each.get("value", "") for each in form.iter("input") if each.get("name") == "found")
    for forged in (sealed.replace("W", "X", 1), "", "x.y"):
        said = page.submit(0, found=forged)
        assert "Nothing was recorded. Compare the page again first." in said.main
    other = compared(member(app, valley, Role.ADMINISTRATOR), TEXT)
    assert "Nothing was recorded." in other.submit(0, found=sealed).main
    assert len(recorded.listed(valley.id)) == 1


@on_sqlite
def test_what_was_compared_yesterday_is_not_recorded_today(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = compared(member(app, valley, Role.MANAGER), TEXT)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 21))
    assert "Save it again today" in page.submit().main
    assert recorded.listed(valley.id) == []


@on_sqlite
def test_who_may_only_read_records_nothing(app: Flask, valley: Organisation) -> None:
    page = compared(member(app, valley, Role.AUDITOR), TEXT)
    assert "Record this check" not in page.main
    administrator = compared(member(app, valley, Role.ADMINISTRATOR), CHANGED)
    assert "of this COHE" not in administrator.main  # they read no applicants
