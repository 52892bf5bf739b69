"""The pages of deadlines: who sees what, what clears each, how a view leads to the list, and the files."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.queries import trail
from onboarding.roles import Role
from onboarding.rules.days import add_months
from onboarding.rules.wording import short_day
from onboarding.services import organisations, putting_off
from onboarding.services.change import SYSTEM
from tests.deadlines.test_list import LONG_AGO, TODAY, listed, valley
from tests.make import make_lni, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.page_rules import words
from tests.stored import on_sqlite

__all__ = ["valley"]
pytestmark = on_sqlite
HERE = "/at/valley/deadlines"


def page(app: Flask, cohe: Organisation, address: str = HERE, role: Role = Role.MANAGER) -> Page:
    return fetch(sign_in(app.test_client(), make_member(cohe, role)), address)


def rows(page: Page) -> list[str]:
    return [words(each) for each in page.all("tr")][1:]


def test_a_line_says_who_what_by_when_and_what_clears_it(app: Flask, valley: Organisation) -> None:
    found = page(app, valley)
    assert "Deadlines" in found.links
    first, last = rows(found)[0], rows(found)[-1]
    assert first.startswith("Ana Ruiz")
    assert "days overdue" in first
    assert "The COHE" in first
    assert "no day is set" in last
    [reference] = [each for each in rows(found) if "Reference by Rita Records." in each]
    assert "In 21 days Requests The former employer or school Look at the reference" in reference


def test_what_is_put_off_says_so(app: Flask, valley: Organisation) -> None:
    first, until = listed(valley).every()[0], TODAY + timedelta(days=9)
    putting_off.put_off(SYSTEM, first.person, first.thing, until, "She is on leave.")
    assert f"Put off until {short_day(until)}: She is on leave." in rows(page(app, valley))[0]
    narrowed = page(app, valley, f"{HERE}?waits=put_off&q=ruiz").main
    assert f"1 deadline (“ruiz”, Put off), as of {short_day(TODAY)}" in narrowed


def test_who_may_only_read_is_led_to_look(app: Flask, valley: Organisation) -> None:
    found = page(app, valley, role=Role.AUDITOR)
    assert "Look at the record: Ana Ruiz" in found.main
    assert "Put off:" not in found.main
    assert "Mark the steps" not in found.main


def test_who_may_not_read_of_staff_sees_requests_alone(app: Flask, valley: Organisation) -> None:
    for role in (Role.SCREENER, Role.HR):
        for address in (HERE, f"{HERE}/month", f"{HERE}/months", f"{HERE}?about=training"):
            found = page(app, valley, address, role)
            assert "Ana Ruiz" not in found.main
            assert "Training" not in found.main
        assert "Cleo Park" in page(app, valley, HERE, role).main


def test_a_contract_manager_comes_from_the_list_of_cohes(app: Flask, valley: Organisation) -> None:
    lni = make_lni()
    cora = make_member(lni, Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, valley)
    client = sign_in(app.test_client(), cora)
    home = fetch(client, f"/at/{lni.slug}/")
    assert "Overdue" in fetch(client, home.links[f"See the deadlines of {valley.name}"]).main


def test_every_figure_of_six_months_leads_to_as_many(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    found = fetch(client, f"{HERE}/months")
    leading = [each for each in found.all("a") if "about=" in each.get("href", "")]
    for each in leading:
        number = words(each).split()[0]
        assert f"{number} deadline" in fetch(client, each.get("href", "")).main
    assert sum(int(words(each).split()[0]) for each in leading) == listed(valley).total()


def test_a_month_shows_each_day_and_leads_to_the_rest_of_it(app: Flask, valley: Organisation) -> None:
    for number in range(4):
        make_person(valley, f"New {number}", hired_on=TODAY)
    due = add_months(TODAY, 6)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    found = fetch(client, f"{HERE}/month?month={due:%Y-%m}&about=training")
    assert found.title.startswith(f"Deadlines in {due:%B %Y}")
    [day] = [words(each) for each in found.all("td") if short_day(due) in words(each)]
    assert "Ben Stone Complete the additional training." in day
    rest = fetch(client, found.links[next(each for each in found.links if each.startswith("2 more"))])
    assert "5 deadlines" in rest.main


@pytest.mark.parametrize("asked", ["", "month=no", "month=9999-12", "month=0001-01", "due=2026-13", "due=9999-12-31"])
def test_a_mistyped_address_still_shows_a_page(app: Flask, valley: Organisation, asked: str) -> None:
    for view in ("", "/month", "/months"):
        page(app, valley, f"{HERE}{view}?{asked}")


def test_files_have_the_list_as_it_is_narrowed_and_are_written_down(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    text = client.get(f"{HERE}/deadlines.csv?about=request").get_data(as_text=True)
    lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert [line[0] for line in lines] == ["Name", "Cleo Park", "Cleo Park"]
    assert lines[1][6] == "21"
    book = load_workbook(io.BytesIO(client.get(f"{HERE}/deadlines.xlsx").data))
    assert book.active.max_row == listed(valley).total() + 1
    taken = [each for each in trail.entries_after(trail.chain_of(valley.id).id, 0) if "deadlines.exported" in str(each)]
    assert len(taken) == 2


def test_the_longest_list_is_printed_whole(app: Flask, valley: Organisation) -> None:
    for number in range(8):
        make_person(valley, f"More {number}", hired_on=LONG_AGO)
    found = page(app, valley)
    whole = page(app, valley, found.links["Show all on one page, to print"])
    assert len(rows(whole)) == listed(valley).total() > len(rows(found))


def test_today_is_named_in_the_month(app: Flask, valley: Organisation) -> None:
    assert f"{short_day(clock.today())} today" in page(app, valley, f"{HERE}/month").main
