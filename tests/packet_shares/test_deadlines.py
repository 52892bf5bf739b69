"""What readers asked is a deadline of the COHE: in the file of deadlines and the calendar, of whoever may see it."""

import csv
import io
from datetime import date

import pytest
from flask import Flask
from openpyxl import load_workbook

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.packet_share import PacketShare
from onboarding.queries import packet_questions as asked
from onboarding.queries.calendar_links import Whose
from onboarding.roles import Role
from onboarding.services import packet_replies
from onboarding.services.change import SYSTEM
from tests.calendars.make import entries, make_link
from tests.calendars.reading import Read
from tests.make import make_cohe, make_member, sign_in
from tests.packet_shares.make import ask, make_share
from tests.stored import on_sqlite

pytestmark = on_sqlite
SAYS = "Pat Reader sent a question about packet VALLEY-0001."
TITLE = "Answer the question about packet VALLEY-0001"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def share(valley: Organisation) -> PacketShare:
    shared = make_share(valley)
    ask(shared)
    return shared


def due(valley: Organisation) -> date:
    (question,) = asked.open_ones(valley.id)
    assert question.row.due_on
    return question.row.due_on


def lines(app: Flask, valley: Organisation, role: Role, narrowed: str = "") -> list[dict[str, str]]:
    client = sign_in(app.test_client(), make_member(valley, role, name=f"Mia {role}{narrowed}"))
    text = client.get(f"/at/valley/deadlines/deadlines.csv?{narrowed}").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def calendar(app: Flask, valley: Organisation, role: Role, whose: Whose = Whose.TEAM) -> list[Read]:
    user = make_member(valley, role, name=f"Mia {role} {whose}")
    return [each for each in entries(app, make_link(valley, user, whose)) if "packet" in each.title]


def test_it_is_a_line_of_the_files_until_it_is_answered(app: Flask, valley: Organisation, share: PacketShare) -> None:
    (line,) = lines(app, valley, Role.MANAGER)
    assert line["What is to be done"].startswith(SAYS)
    assert (line["Name"], line["Kind"], line["Who must act"]) == ("The COHE", "Questions about packets", "The COHE")
    assert (line["Due"], line["Days left"]) == (due(valley).isoformat(), str((due(valley) - clock.today()).days))
    client = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    book = load_workbook(io.BytesIO(client.get("/at/valley/deadlines/deadlines.xlsx").data))
    assert book.active["B2"].value.startswith(SAYS)
    packet_replies.reply(SYSTEM, valley, asked.open_ones(valley.id)[0].row.id, "On the first of May.")
    assert lines(app, valley, Role.AUDITOR) == []


@pytest.mark.parametrize(
    ("narrowed", "there"),
    [("about=packet", True), ("who=cohe", True), ("waits=not_put_off", True), ("about=training", False),
     ("who=lni", False), ("waits=put_off", False), ("q=Pat", False), ("due=overdue", False)],
)  # fmt: skip
def test_files_have_it_as_the_list_is_narrowed(
    app: Flask, valley: Organisation, share: PacketShare, narrowed: str, there: bool
) -> None:
    assert bool(lines(app, valley, Role.MANAGER, narrowed)) is there


def test_it_stands_in_the_calendar_of_all_on_its_day_and_leads_to_the_answer(
    app: Flask, valley: Organisation, share: PacketShare
) -> None:
    (entry,) = calendar(app, valley, Role.MANAGER)
    (question,) = asked.open_ones(valley.id)
    assert (entry.title, entry.starts) == (TITLE, due(valley))
    assert entry.says.startswith(SAYS)
    assert entry.link.endswith(f"/at/valley/packets/questions/{question.row.id}")
    assert calendar(app, valley, Role.MANAGER, Whose.OWN) == []
    (read_only,) = calendar(app, valley, Role.AUDITOR)
    assert read_only.link.endswith("/at/valley/packets/questions")
    packet_replies.reply(SYSTEM, valley, question.row.id, "On the first of May.")
    assert calendar(app, valley, Role.MANAGER) == []


def test_who_may_not_read_what_was_asked_has_it_nowhere(app: Flask, valley: Organisation, share: PacketShare) -> None:
    assert lines(app, valley, Role.HR) == []
    assert calendar(app, valley, Role.HR) == []
