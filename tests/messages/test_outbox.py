"""The outbox itself: what may be written to it, what is written once, and what people decide about it."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message, MessageState
from onboarding.models.trail import TrailEntry
from onboarding.services import outbox, sending
from onboarding.services.change import SYSTEM, change
from tests.make import make_cohe, make_message


def message() -> Message:
    db.session.rollback()
    return db.session.query(Message).one()


def actions() -> list[str]:
    db.session.rollback()
    return [each.action for each in db.session.query(TrailEntry).order_by(TrailEntry.id)]


@pytest.mark.parametrize(
    "to",
    [
        "ana@example.org, eve@example.com",
        "ana@example.org;eve@example.com",
        "Ana <ana@example.org>",
        "ana@example.org eve@example.com",
        "ana",
        "ana@",
        "@example.org",
        "ana@example.org@example.com",
        "",
        f"{'a' * 250}@example.org",
    ],
)
def test_a_message_has_one_recipient(app: Flask, to: str) -> None:
    with pytest.raises(OnboardingError, match="one address"), change(SYSTEM):
        outbox.write(None, "k", "news", to, "s", "b", about=())


@pytest.mark.parametrize("sign", ["\r", "\n", "\0", "\x0b", "\x7f", "\x85", "\u2028", "\ud800"])
def test_no_sign_that_ends_or_breaks_a_header_is_taken(app: Flask, sign: str) -> None:
    for to, subject in ((f"a{sign}@example.org", "s"), ("a@example.org", f"s{sign}Bcc: x@example.com")):
        with pytest.raises(OnboardingError, match="line break"), change(SYSTEM):
            outbox.write(None, "k", "news", to, subject, "b", about=())


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_a_body_that_cannot_be_stored_is_refused_in_words(app: Flask, sign: str) -> None:
    with pytest.raises(OnboardingError, match="cannot be written"), change(SYSTEM):
        outbox.write(None, "k", "news", "a@example.org", "s", f"b{sign}", about=())


def test_names_of_all_scripts_can_stand_in_a_subject(app: Flask) -> None:
    make_message(subject="Für Zoë\u00a0Ñúñez, می\u200cرود")
    assert message().subject == "Für Zoë\u00a0Ñúñez, می\u200cرود"


@pytest.mark.parametrize(("length", "kept"), [(199, 199), (200, 200), (201, 200)])
def test_a_subject_that_is_too_long_is_cut_not_the_change_it_tells_of(app: Flask, length: int, kept: int) -> None:
    make_message(subject="s" * length)
    assert len(message().subject) == kept
    assert message().subject.endswith("…") == (length > 200)


def test_two_at_once_who_promise_the_same_write_it_once(app: Flask) -> None:
    together, ids = threading.Barrier(4), []

    def promise() -> None:
        with app.app_context():
            together.wait()
            with change(SYSTEM):
                ids.append(outbox.write(None, "due:7", "news", "a@example.org", "s", "b", about=()).id)
            db.session.remove()

    threads = [threading.Thread(target=promise) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert ids == [message().id] * 4


def test_claiming_and_reading_a_full_outbox_for_nothing_due_costs_one_statement(
    app: Flask, statements: list[str]
) -> None:
    statements.clear()
    assert sending.claim() is None
    assert len(statements) <= 2  # SQLite's begin is one


def test_sending_again_and_not_sending_are_written_to_the_trail(app: Flask) -> None:
    valley = make_cohe()
    id = make_message(valley).id
    claimed = sending.claim()
    assert claimed
    sending.failed(claimed, "550 no", for_good=True)
    outbox.retry(SYSTEM, valley, id)
    assert (message().state, message().attempts) == (MessageState.WAITING, 0)
    outbox.withdraw(SYSTEM, valley, id)
    assert message().state == MessageState.WITHDRAWN
    assert actions()[-3:] == ["message.given_up", "message.retried", "message.withdrawn"]
    assert sending.claim() is None


def test_what_is_going_out_or_went_can_neither_be_withdrawn_nor_sent_again(app: Flask) -> None:
    valley = make_cohe()
    id = make_message(valley).id
    claimed = sending.claim()
    assert claimed
    for state in ("claimed", "sent"):
        for decide in (outbox.retry, outbox.withdraw):
            with pytest.raises(OnboardingError, match=r"gone out|can be sent again"):
                decide(SYSTEM, valley, id)
        assert message().state == state
        sending.sent(claimed)


def test_another_organisations_message_is_not_there(app: Flask) -> None:
    other, id = make_cohe("other"), make_message(make_cohe()).id
    for decide in (outbox.retry, outbox.withdraw):
        with pytest.raises(NotFoundError):
            decide(SYSTEM, other, id)


@pytest.mark.parametrize("became", ["sent", "withdrawn", "given up"])
def test_a_body_is_blanked_after_thirty_days_whatever_became_of_it(app: Flask, became: str) -> None:
    valley = make_cohe()
    id = make_message(valley).id
    if became == "withdrawn":
        outbox.withdraw(SYSTEM, valley, id)
    elif claimed := sending.claim():
        sending.sent(claimed) if became == "sent" else sending.failed(claimed, "550 no", for_good=True)
    written = message().created_at
    outbox.purge(written + timedelta(days=30) - timedelta(seconds=1))
    assert "This is" in message().body
    outbox.purge(written + timedelta(days=30))
    assert message().body == outbox.GONE
    if became == "given up":
        with pytest.raises(OnboardingError, match="no longer kept"):
            outbox.retry(SYSTEM, valley, id)


def test_what_waits_is_kept_however_long(app: Flask) -> None:
    make_message()
    outbox.purge(clock.now() + timedelta(days=400))
    assert "This is" in message().body


def test_a_secret_is_blanked_when_it_is_withdrawn(app: Flask) -> None:
    valley = make_cohe()
    with change(SYSTEM):
        id = outbox.write(
            valley.id, "k", "invitation", "a@example.org", "s", "https://secret", secret=True, about=()
        ).id
    outbox.withdraw(SYSTEM, valley, id)
    assert message().body == outbox.GONE


def test_a_claim_that_was_lost_marks_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make_message()
    first = sending.claim()
    later = clock.now() + sending.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = sending.claim()
    assert first
    assert second
    assert first.message_id == second.message_id
    assert not sending.failed(first, "550 no", for_good=True)
    assert not sending.sent(first)
    assert message().state == MessageState.CLAIMED
    assert sending.sent(second)
