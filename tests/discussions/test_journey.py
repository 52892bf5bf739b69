"""The note for a discussion with L&I: drafted from the figures, edited, saved, corrected, printed, and never sent."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.queries import discussions as found, trail
from onboarding.roles import Role
from onboarding.rules.days import Quarter
from onboarding.rules.wording import short_day, typed_day
from onboarding.services import initiated_claims, organisations
from onboarding.services.change import SYSTEM
from onboarding.services.initiated_claims import Counted
from tests import papers
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling, sign_in
from tests.page import Page, fetch
from tests.staffing.make import count, split
from tests.stored import on_sqlite

HIRED, OF = date(2024, 1, 2), Quarter(2025, 4)
SHOW = f"/at/valley/staffing/discussions/{OF}"
EDIT = f"{SHOW}/note"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """One FTE; 500, 500, 500 and 900 claims; Ben left amid the last quarter."""
    valley = make_cohe()
    split(make_person(valley, hired_on=HIRED), HIRED)
    split(make_person(valley, "Ben Stone", hired_on=HIRED, left_on=date(2025, 10, 1)), HIRED)
    count(valley, "2025-Q1", 500, 500, 500, 900)
    make_ruling(valley, "unbillable-time-counts", "included", in_force=True)
    return valley


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER, name="Mia Manager"))


def filled(page: Page) -> str:
    """The draft, with what stands in brackets filled in."""
    text = page.by_id("text").text or ""
    assert "[Say how many claims you expect" in text
    return text.strip().replace("[", "").replace("]", "")


def test_a_note_is_drafted_edited_saved_corrected_printed_and_taken_back(
    app: Flask, manager: FlaskClient, valley: Organisation
) -> None:
    organisations.assign(SYSTEM, make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract"), valley)
    page = fetch(manager, SHOW)
    assert "Cora Contract at L&I. This product never sends the note." in page.main
    draft = fetch(manager, page.links["Draft the note"])
    text = filled(draft)
    # Before January 15, 2026, when the ruling begins, who may not bill counts under one reading and not under another.
    assert "900 claims and 0 to 1.0108 HSC FTE: at least 890.3225 claims per FTE." in text
    assert "In Q4 2025 the trigger is passed." in text
    assert "- 400 claims more than in Q3 2025 (500)." in text
    assert "- 1 HSC left in the quarter: Oct 1, 2025." in text
    assert "Ben" not in text
    unfilled = draft.submit()
    assert "Fill in what stands in brackets, or take it out." in unfilled.faults.values()
    saved = draft.submit(text=text)
    assert saved.messages == ["The note was saved. It was not sent to anybody."]
    assert "by Mia Manager" in saved.main
    change = fetch(manager, next(to for says, to in saved.links.items() if says.startswith("Change the note")))
    assert "Say why the note is changed." in change.submit(text="We hire two HSCs.").faults["because"]
    done = change.submit(text="We hire two HSCs.", because="Said shorter.", held_on="1/20/2026")
    assert "Discussed on January 20, 2026." in done.main
    assert "the trigger is passed" in done.main  # the earlier note stays readable
    said = papers.read(manager.get(f"{SHOW}/note.pdf").data)
    assert said.title == "Discussion of Q4 2025: Valley COHE"
    for part in ("We hire two HSCs.", "Cora Contract", "Mia Manager", short_day(date(2025, 10, 1)), "January 20, 2026"):
        assert part in said.text, part
    assert "It is not a determination of the Department of Labor and Industries." in said.text
    gone = fetch(manager, f"{SHOW}/take-back").submit(because="It was about another COHE.")
    assert "Taken back." in gone.messages[0]
    assert found.latest(valley, OF) is None
    assert manager.get(f"{SHOW}/note.pdf").status_code == 404
    for action in (
        Action.DISCUSSION_NOTED,
        Action.DISCUSSION_CORRECTED,
        Action.DISCUSSION_TAKEN,
        Action.DISCUSSION_STRUCK,
    ):
        assert len(trail.listed(valley.id, trail.Filters(action=action)).rows) == 1
    assert db.session.query(Message).filter(Message.kind.contains("discussion")).count() == 0


def test_the_figures_stay_as_they_were_and_what_has_changed_since_is_said(
    manager: FlaskClient, valley: Organisation
) -> None:
    draft = fetch(manager, EDIT)
    draft.submit(text=filled(draft))
    assert "The figures have changed" not in fetch(manager, SHOW).main
    initiated_claims.record(SYSTEM, valley, [Counted(OF, 901, 0)], because="One came late.")
    page = fetch(manager, SHOW)
    assert "The figures have changed since the note was drafted" in page.main
    assert "Claims initiated: 900 then, 901 now." in page.main
    note = found.latest(valley, OF)
    assert note
    assert note.figures["claims"] == 900
    assert "Claims initiated, now 901" in papers.read(manager.get(f"{SHOW}/note.pdf").data).text
    kept = fetch(manager, EDIT).submit(text="Another text.", because="Said shorter.")  # drafted from the same figures
    assert "Claims initiated: 900 then, 901 now." in kept.main
    anew = fetch(manager, page.links["Draft the note anew"])
    assert "901 claims" in (anew.by_id("text").text or "")
    assert "The figures have changed" not in anew.submit(text=filled(anew), because="Drafted anew.").main


def test_figures_that_change_while_it_is_written_and_two_who_write_are_told(
    manager: FlaskClient, valley: Organisation
) -> None:
    first, second = fetch(manager, EDIT), fetch(manager, EDIT)
    text = filled(first)
    first.submit(text=text)
    late = second.submit(text=text + " More.")
    assert "a note on Q4 2025 was saved by somebody" in late.main
    found_note = found.latest(valley, OF)
    assert found_note
    assert found_note.text == text
    late.submit(because="One thing more.")  # who was told may send theirs again
    found_note = found.latest(valley, OF)
    assert found_note
    assert found_note.text == text + " More."
    fetch(manager, f"{SHOW}/take-back").submit(because="Anew.")
    third = fetch(manager, EDIT)
    initiated_claims.record(SYSTEM, valley, [Counted(OF, 902, 0)], because="One came late.")
    told = third.submit(text=text)
    assert "the figures of Q4 2025 changed" in told.main
    assert found.latest(valley, OF) is None
    told.submit()
    assert found.latest(valley, OF) is not None


@on_sqlite
def test_a_quarter_below_the_trigger_or_without_claims_needs_no_note(
    manager: FlaskClient, valley: Organisation
) -> None:
    make_ruling(valley, "assistant-time-counts", "included", in_force=True)
    count(valley, "2026-Q1", 100)
    below = "/at/valley/staffing/discussions/2026-Q1"
    page = fetch(manager, below)
    assert "No discussion is required." in page.main
    assert "Draft the note" not in page.links
    assert "needs no note" in fetch(manager, f"{below}/note").messages[0]
    assert "No claims of Q2 2026 are recorded." in fetch(manager, "/at/valley/staffing/discussions/2026-Q2").main
    for wrong in ("2999-Q1", "2026", "x"):
        assert manager.get(f"/at/valley/staffing/discussions/{wrong}").status_code == 404


@on_sqlite
def test_a_day_that_has_not_come_and_a_name_are_refused(manager: FlaskClient, valley: Organisation) -> None:
    draft = fetch(manager, EDIT)
    assert "is not a day from" in draft.submit(text="Plain.", held_on="1/1/2999").faults["held_on"]
    assert "is not a day from" in draft.submit(text="Plain.", held_on="9/30/2025").faults["held_on"]
    assert "Take out Ben Stone." in draft.submit(text="Ben Stone left.").faults["text"]
    assert "claim number" in draft.submit(text="It was claim AB12345.").faults["text"]
    today = clock.today()
    assert "saved" in draft.submit(text="Plain.", held_on=typed_day(today)).messages[0]


@on_sqlite
def test_who_reads_staffing_reads_it_and_nobody_else_writes_it(app: Flask, valley: Organisation) -> None:
    for role in (Role.HR, Role.AUDITOR):
        reader = sign_in(app.test_client(), make_member(valley, role))
        assert "Draft the note" not in fetch(reader, SHOW).links
        assert reader.get(EDIT).status_code == 403
