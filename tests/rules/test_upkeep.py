from datetime import date

import pytest

from onboarding.rules.credential import credential
from onboarding.rules.duties import Duty
from onboarding.rules.facts import Event, Tracks
from onboarding.rules.upkeep import duties, statement_fresh
from tests.rules.make import day
from tests.rules.make_law import make_rulings

LAW = make_rulings()


def track(text: str) -> tuple[Event, ...]:
    """Events written as "2026-01-02 sent, 2026-02-03 issued"."""
    pairs = [each.split() for each in text.split(", ")] if text else []
    return tuple(
        Event(day(on), word, "0123456" if word == "issued" else None, "x" if word == "returned" else None, word)
        for on, word in pairs
    )


def duties_on(on: str, provider: str = "", supplemental: str = "", hired: str | None = "2026-01-05") -> list[Duty]:
    tracks = Tracks("c-1", None, track(provider), track(supplemental))
    answer = credential(tracks, LAW, day(on))
    return list(duties(tracks, answer, day(hired) if hired else None, LAW.in_force(day(on), None, None)))


def of(found: list[Duty], kind: str, track: str = "provider") -> Duty:
    (one,) = [each for each in found if (each.kind, each.place) == (kind, track)]
    return one


ACCEPTED = "2026-01-02 sent, 2026-01-03 accepted"


def test_both_applications_are_to_be_sent_two_weeks_after_the_hire() -> None:
    found = duties_on("2026-01-05")
    assert [(each.kind, each.place, each.due_on) for each in found] == [
        ("send", "provider", date(2026, 1, 19)),
        ("send", "supplemental", date(2026, 1, 19)),
    ]
    assert {each.who for each in found} == {"cohe"}


def test_without_a_hire_no_day_is_made_up() -> None:
    assert of(duties_on("2026-01-05", hired=None), "send").due_on is None


def test_lni_is_asked_a_month_after_its_last_word() -> None:
    # 2026-01-07 + 30 days = 2026-02-06; a confirmation of receipt on the 20th moves it to 2026-02-19
    sent = of(duties_on("2026-01-25", "2026-01-07 sent"), "answer")
    heard = of(duties_on("2026-01-25", "2026-01-07 sent, 2026-01-20 received"), "answer")
    assert (sent.remind_on, heard.remind_on) == (date(2026, 2, 6), date(2026, 2, 19))
    assert (sent.who, sent.due_on, heard.since) == ("lni", None, date(2026, 1, 7))


def test_a_returned_application_is_mended_within_two_weeks() -> None:
    found = of(duties_on("2026-02-02", "2026-01-07 sent, 2026-02-01 returned"), "resend")
    assert (found.who, found.due_on) == ("cohe", date(2026, 2, 15))


@pytest.mark.parametrize("last", ["withdrawn", "terminated"])
def test_what_ended_is_applied_for_anew(last: str) -> None:
    issued = "2026-01-20 issued, " if last == "terminated" else ""
    found = of(duties_on("2026-02-02", f"2026-01-07 sent, {issued}2026-02-01 {last}"), "send")
    assert found.due_on == date(2026, 2, 15)
    assert last in found.says


def test_an_account_is_looked_up_after_90_days() -> None:
    # 2026-02-01 + 90 days = 2026-05-02
    found = of(duties_on("2026-03-01", "2026-01-07 sent, 2026-01-20 issued, 2026-02-01 effective"), "check")
    assert found.due_on == date(2026, 5, 2)
    looked = "2026-01-07 sent, 2026-01-20 issued, 2026-02-01 effective, 2026-03-01 checked"
    assert of(duties_on("2026-03-01", looked), "check").due_on == date(2026, 5, 30)


def test_a_change_is_reported_in_15_days_and_reminded_of_5_days_before() -> None:
    active = "2026-01-07 sent, 2026-01-20 issued, 2026-02-01 effective, 2026-03-01 changed"
    found = of(duties_on("2026-03-02", active), "report")
    assert (found.since, found.remind_on, found.due_on) == (date(2026, 3, 1), date(2026, 3, 11), date(2026, 3, 16))


def test_dormancy_is_warned_of() -> None:
    found = of(duties_on("2026-03-02", "2026-01-07 sent, 2026-01-20 issued, 2026-02-01 effective"), "bill")
    assert (found.remind_on, found.due_on) == (date(2027, 5, 3), date(2027, 8, 1))


def test_an_inactive_account_is_to_be_reactivated() -> None:
    events = "2026-01-07 sent, 2026-01-20 issued, 2026-02-01 effective, 2026-03-01 inactivated"
    assert of(duties_on("2026-03-02", events), "reactivate").since == date(2026, 3, 1)


def test_an_accepted_application_asks_for_nothing() -> None:
    assert not [each for each in duties_on("2026-02-01", supplemental=ACCEPTED) if each.place == "supplemental"]


def test_a_statement_is_fresh_for_90_days() -> None:
    law = LAW.in_force(day("2026-04-01"), None, None)
    # 2026-01-01 + 90 days = 2026-04-01
    assert statement_fresh(date(2026, 1, 1), date(2026, 4, 1), law)
    assert not statement_fresh(date(2026, 1, 1), date(2026, 4, 2), law)
    assert not statement_fresh(date(2026, 4, 2), date(2026, 4, 1), law)
    assert not statement_fresh(None, date(2026, 4, 1), law)
