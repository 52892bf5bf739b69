"""The ledger of a COHE's reminders: what was told and what is to come, narrowed, and taken away as a file."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import trail
from onboarding.roles import Role
from onboarding.services import leaving, reminders, sending, training_reminders
from onboarding.services.change import SYSTEM
from onboarding.services.leaving import Leaves
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
TODAY = clock.today()
HERE = "/at/valley/reminders"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe("valley")


@pytest.fixture
def bea(valley: Organisation) -> Person:
    """Of whose training somebody was reminded today: it went to her, and could not be delivered."""
    own = make_member(valley, Role.HSC, name="Bea Lind")
    bea = make_person(valley, "Bea Lind", hired_on=TODAY - timedelta(days=120), user=own)
    remind(0)
    claimed = sending.claim()
    assert claimed
    sending.failed(claimed, "550 no such mailbox", for_good=True)
    return bea


def remind(ago: int) -> None:
    """Have everybody reminded who was to be so many days ago."""
    reminders.remind(training_reminders.SOURCE, clock.start_of(TODAY - timedelta(days=ago)) + timedelta(hours=12))


def page(app: Flask, cohe: Organisation, address: str = HERE, role: Role = Role.MANAGER) -> Page:
    return fetch(sign_in(app.test_client(), make_member(cohe, role)), address)


def listed(page: Page) -> list[dict[str, str]]:
    """The lines of the table, whatever it is called."""
    (table,) = [each for each in page.all("caption") if "reminder" in "".join(each.itertext())]
    return page.rows(" ".join("".join(table.itertext()).split()))


def test_what_was_told_and_what_is_to_come_is_listed_for_everybody(
    app: Flask, valley: Organisation, bea: Person
) -> None:
    make_person(valley, "Cy Moor", hired_on=TODAY)
    found = listed(page(app, valley))
    assert {line["About"] for line in found} == {"Bea Lind", "Cy Moor"}
    assert [line["How it stands"] for line in found[:2]] == ["Not delivered", "Planned"]
    (told,) = [line for line in found if line["How it stands"] == "Not delivered"]
    assert told["About"] == "Bea Lind"
    assert bea.email
    assert bea.email in told["To"]
    assert told["Why"] == "550 no such mailbox"
    assert {line["How it stands"] for line in found if line["About"] == "Cy Moor"} == {"Planned"}


def test_it_is_narrowed_and_keeps_what_it_is_narrowed_by(app: Flask, valley: Organisation, bea: Person) -> None:
    make_person(valley, "Cy Moor", hired_on=TODAY)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    assert {line["About"] for line in listed(fetch(client, f"{HERE}?q=moor"))} == {"Cy Moor"}
    failed = fetch(client, f"{HERE}?became=failed&whom=hsc")
    assert len(listed(failed)) == 1
    assert failed.links["Download as CSV"].endswith("?became=failed&whom=hsc")
    assert {line["To"] for line in listed(fetch(client, f"{HERE}?whom=hr"))} == {"Manager, HR"}
    assert "No reminder matches." in fetch(client, f"{HERE}?became=late").main
    for mistyped in ("became=no", "whom=no", "days=no", "page=9999"):
        assert listed(fetch(client, f"{HERE}?{mistyped}"))


def test_of_who_left_what_was_told_stays_and_nothing_is_planned(app: Flask, valley: Organisation, bea: Person) -> None:
    leaving.leave(SYSTEM, bea, TODAY - timedelta(days=1), Leaves.COHE, "Moved away.", bea.revision)
    (line,) = listed(page(app, valley))
    assert line["How it stands"] == "Not delivered"


def test_old_ones_are_listed_when_asked_for(app: Flask, valley: Organisation) -> None:
    own = make_member(valley, Role.HSC, name="Dee Old")
    make_person(valley, "Dee Old", hired_on=TODAY - timedelta(days=600), user=own)
    remind(ago=450)
    recent, every = (listed(page(app, valley, f"{HERE}?days={days}")) for days in ("", "all"))
    sending = [[line for line in lines if line["How it stands"] == "Sending"] for lines in (recent, every)]
    assert [len(each) for each in sending] == [0, 1]


def test_files_have_it_as_it_is_narrowed_and_are_written_down(app: Flask, valley: Organisation, bea: Person) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    text = client.get(f"{HERE}/reminders.csv?became=failed").get_data(as_text=True)
    (line,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert (line["About"], line["How it stands"]) == ("Bea Lind", "Not delivered")
    book = load_workbook(io.BytesIO(client.get(f"{HERE}/reminders.xlsx").data))
    assert book.active.max_row > 2
    entries = trail.entries_after(trail.chain_of(valley.id).id, 0)
    assert len([each for each in entries if "reminders.exported" in str(each)]) == 2


def test_it_is_reached_from_the_deadlines_by_who_may_read_of_staff(app: Flask, valley: Organisation) -> None:
    assert page(app, valley, "/at/valley/deadlines").links["Reminders"] == HERE
    assert "Reminders" not in page(app, valley, "/at/valley/deadlines", Role.HR).links
    assert "Nobody owes training." in page(app, valley).main


def test_lni_has_none_of_its_own(app: Flask) -> None:
    client = sign_in(app.test_client(), make_member(make_lni(), Role.CONTRACT_MANAGER))
    assert client.get("/at/lni/reminders").status_code == 404


def test_it_asks_the_same_number_of_questions_however_many_are_reminded(
    app: Flask, valley: Organisation, statements: list[str]
) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    fetch(client, HERE)
    asked = []
    for number in (1, 12):
        for each in range(number):
            make_person(valley, f"Of {number}, {each}", hired_on=TODAY - timedelta(days=120))
        statements.clear()
        fetch(client, HERE)
        asked.append(len(statements))
    assert asked[0] == asked[1] < 25
