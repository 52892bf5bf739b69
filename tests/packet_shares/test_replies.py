"""What the COHE answers to what was asked about a packet: once, by mail, corrected; and reminded of until it does."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.packet_share import PacketShare
from onboarding.queries import packet_questions as asked, trail_compare
from onboarding.queries.packet_shares import Verdict
from onboarding.roles import Role
from onboarding.services import packet_answers, packet_replies, packet_shares
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.packet_answers import Said
from tests import word_rules
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.packet_shares.make import READER, ask, make_packet, make_share, opened, token
from tests.page import fetch
from tests.stored import on_sqlite

ACCEPTED, QUESTION, OBJECTION = Verdict.ACCEPTED, Verdict.QUESTION, Verdict.OBJECTION


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def share(valley: Organisation) -> PacketShare:
    return make_share(valley, make_packet(valley, names=("Ana Ruiz", "Ben Bright")))


def say(share: PacketShare, use: int, *said: Said) -> int:
    return packet_answers.answer(READER, token(share), use, said)


def test_a_question_is_answered_once_by_mail_and_the_answer_corrected(valley: Organisation, share: PacketShare) -> None:
    manager = make_member(valley, Role.MANAGER)
    actor = Actor(manager.id, manager.name)
    ask(share)
    (question,) = asked.open_ones(valley.id)
    first = packet_replies.reply(actor, valley, question.row.id, "On May 4.")
    assert asked.open_ones(valley.id) == []
    with pytest.raises(OnboardingError, match=f"{manager.name} answered this on"):
        packet_replies.reply(SYSTEM, valley, question.row.id, "On May 5.")
    packet_replies.reply(actor, valley, question.row.id, "On May 6.", "A typing error.", first.id)
    (answered,) = asked.listed(valley.id)
    assert answered.reply
    assert (answered.reply.text, answered.reply.corrects_id) == ("On May 6.", first.id)
    mails = db.session.query(Message).filter(Message.key.like("packet-reply:%")).order_by(Message.id).all()
    assert [(each.to_address, each.secret) for each in mails] == [(share.address, True)] * 2
    assert "On May 6." in mails[1].body
    assert token(share) in mails[1].body
    assert list(trail_compare.differences()) == []


def test_who_is_answered_and_accepts_has_asked_all_the_same(valley: Organisation, share: PacketShare) -> None:
    use = opened(share)
    ask(share, use=use)
    (question,) = asked.open_ones(valley.id)
    packet_replies.reply(SYSTEM, valley, question.row.id, "On May 4.")
    say(share, use, Said(question.row.line, ACCEPTED, None, question.row.id))
    assert [(each.row.id, each.is_open) for each in asked.listed(valley.id)] == [(question.row.id, False)]
    assert (asked.open_ones(valley.id), asked.accepted(share.packet)) == ([], 1)


def test_an_answer_names_nobody_and_no_claim(valley: Organisation, share: PacketShare) -> None:
    make_person(valley, "Cara Cole")
    ask(share)
    (question,) = asked.open_ones(valley.id)
    for text, match in (("Ask Cara Cole.", "Take out Cara Cole"), ("See claim AB-12345.", "a claim number")):
        with pytest.raises(OnboardingError, match=match):
            packet_replies.reply(SYSTEM, valley, question.row.id, text)


def test_what_the_reader_took_back_is_not_answered(valley: Organisation, share: PacketShare) -> None:
    use = opened(share)
    ask(share, use=use)
    (question,) = asked.open_ones(valley.id)
    say(share, use, Said(question.row.line, ACCEPTED, None, question.row.id))
    with pytest.raises(NotFoundError):
        packet_replies.reply(SYSTEM, valley, question.row.id, "On May 4.")
    with pytest.raises(NotFoundError):
        packet_replies.reply(SYSTEM, make_cohe("harbor"), question.row.id, "On May 4.")


def test_who_was_revoked_gets_no_mail(valley: Organisation, share: PacketShare) -> None:
    ask(share)
    packet_shares.revoke(SYSTEM, valley, share.id)
    (question,) = asked.open_ones(valley.id)
    packet_replies.reply(SYSTEM, valley, question.row.id, "On May 4.")
    assert db.session.query(Message).filter(Message.key.like("packet-reply:%")).count() == 0


def test_managers_are_told_on_the_day_and_every_week_until_it_is_answered(
    valley: Organisation, share: PacketShare
) -> None:
    make_member(valley, Role.MANAGER)
    ask(share)
    ask(share, "person-1")
    (question, _) = asked.open_ones(valley.id)
    assert question.row.due_on
    told = []
    for after in range(-1, 16):
        with clock.as_if(_noon(question.row.due_on + timedelta(days=after))):
            before = db.session.query(Message).count()
            packet_replies.remind()
            packet_replies.remind()  # of two clocks one tells
            told += [after] * (db.session.query(Message).count() - before)
    assert told == [0, 7, 14]
    for each in asked.open_ones(valley.id):
        packet_replies.reply(SYSTEM, valley, each.row.id, "On May 4.")
    with clock.as_if(_noon(question.row.due_on + timedelta(days=21))):
        assert packet_replies.remind() == 0


def test_nobody_is_told_at_night(valley: Organisation, share: PacketShare) -> None:
    make_member(valley, Role.MANAGER)
    ask(share)
    (question,) = asked.open_ones(valley.id)
    assert question.row.due_on
    night = _noon(question.row.due_on) + timedelta(hours=10)
    assert packet_replies.remind(night) == 0


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_the_mails_are_in_words_that_people_read_and_name_nobody(valley: Organisation, share: PacketShare) -> None:
    make_member(valley, Role.MANAGER)
    ask(share, "person-1/exception-1")
    (question,) = asked.open_ones(valley.id)
    assert question.row.due_on
    packet_replies.remind(_noon(question.row.due_on))
    packet_replies.reply(SYSTEM, valley, question.row.id, "On May 4.")
    make_share(valley, share.packet, address="o@example.org", passphrase="three wet salmon")
    kinds = [each.key.partition(":")[0] for each in db.session.query(Message).order_by(Message.id)]
    assert kinds == ["packet-link", "packet-asked", "packet-unanswered", "packet-reply", "packet-link"]
    for each in db.session.query(Message):
        assert list(word_rules.wrong(f"{each.subject}\n{each.body}")) == []
        assert "Ana Ruiz" not in each.subject + each.body
        assert not any(len(line) > 120 and "http" not in line for line in each.body.splitlines())


@on_sqlite
def test_who_is_told_that_somebody_answered_may_correct_that_answer(
    app: Flask, valley: Organisation, share: PacketShare
) -> None:
    ask(share)
    (question,) = asked.open_ones(valley.id)
    page = fetch(
        sign_in(app.test_client(), make_member(valley, Role.MANAGER)), f"/at/valley/packets/questions/{question.row.id}"
    )
    packet_replies.reply(SYSTEM, valley, question.row.id, "On May 4.")
    refused = page.submit(text="On May 5.")
    assert "Meanwhile" in refused.main
    assert "On May 4." in refused.main
    unexplained = refused.submit()
    assert "Say why." in unexplained.main
    assert unexplained.submit(because="A typing error.").messages
    (answered,) = asked.listed(valley.id)
    assert answered.reply
    assert answered.reply.text == "On May 5."
