"""A few rounds of each campaign on each database; `make kill` runs a hundred, and forty with ten thousand reminders."""

import pytest

from onboarding.jobs import clock_process, table
from onboarding.messages import smtp
from onboarding.services import sending, webhook_turns
from tests.kill import packets, reminders, webhooks, workers
from tests.kill.campaign import campaign


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what a campaign hurries in this process too be as it was for the tests that follow."""
    for of, name in (
        (sending, "PAUSES"),
        (sending, "LEASE"),
        (smtp, "LONGEST"),
        (webhook_turns, "LEASE"),
        (webhook_turns, "PAUSES"),
        (table, "JOBS"),
        (clock_process, "JOBS"),
    ):
        monkeypatch.setattr(of, name, getattr(of, name))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_and_no_message_is_lost_or_doubled_but_by_a_kill(kind: str) -> None:
    result = campaign(2, kind)
    assert result.faults == []
    assert result.acknowledged > 0
    assert result.mails > 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_clocks_that_are_killed_remind_each_once(kind: str) -> None:
    result = reminders.campaign(30, 2, kind)
    assert result.faults == []
    assert result.mails == 32


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_clocks_that_are_killed_leave_no_half_packet_and_no_two(kind: str) -> None:
    result = packets.campaign(1, kind, kills=1)
    assert result.faults == []
    assert result.files == len(packets.PEOPLE)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_clocks_that_are_killed_tell_a_webhook_each_event_in_order(kind: str) -> None:
    result = webhooks.campaign(40, 1, kind)
    assert result.faults == []
    assert result.events == 40


def test_workers_that_are_killed_do_each_job_once() -> None:
    result = workers.campaign(100, 3, every=2.0)
    assert result.faults == []
    assert (result.mails, result.packets) == (90, 10)
    assert result.kills > 0
