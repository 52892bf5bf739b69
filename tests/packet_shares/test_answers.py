"""What a reader says of the lines: changed and never written over, asked with a day, answered, told of until it is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, current_app

from onboarding import clock
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.packet_share import PacketAnswer, PacketShare
from onboarding.queries import packet_questions as asked, rulings, trail_compare
from onboarding.queries.packet_shares import Verdict
from onboarding.roles import Role
from onboarding.rules.packet_delivery import answer_by
from onboarding.services import packet_answers, packet_replies, packet_shares, packets
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.packet_answers import Said
from tests import word_rules
from tests.make import make_cohe, make_member, make_person
from tests.packet_shares.make import READER, WHY, ask, has_address, line, make_packet, make_share, opened, token

ACCEPTED, QUESTION, OBJECTION = Verdict.ACCEPTED, Verdict.QUESTION, Verdict.OBJECTION


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def share(valley: Organisation) -> PacketShare:
    return make_share(valley, make_packet(valley, names=("Ana Ruiz", "Ben Bright")))


def say(share: PacketShare, use: int, *said: Said) -> int:
    return packet_answers.answer(READER, token(share), use, said)


def holds(share: PacketShare) -> dict[str, tuple[Verdict, str | None]]:
    db.session.expire_all()
    return {key.split("@")[0]: (each.verdict, each.text) for key, each in asked.of_share(share).items()}


def test_several_lines_are_answered_at_once_and_managers_are_told_once(
    valley: Organisation, share: PacketShare
) -> None:
    manager, use = make_member(valley, Role.MANAGER), opened(share)
    said = [
        Said(line(share, "person-2"), ACCEPTED, None, 0),
        Said(line(share, "person-1/exception-1"), QUESTION, WHY, 0),
        Said(line(share), OBJECTION, "There are four.", 0),
    ]
    assert say(share, use, *said) == 3
    assert holds(share) == {
        "person-2": (ACCEPTED, None),
        "person-1/exception-1": (QUESTION, WHY),
        "cohe/exception-1": (OBJECTION, "There are four."),
    }
    (mail,) = db.session.query(Message).filter_by(kind="packet_asked")
    assert (mail.to_address, mail.subject) == (
        manager.email,
        "Pat Reader sent 2 questions or objections about packet VALLEY-0001",
    )
    assert "Ana Ruiz" not in mail.body
    due = {each.row.due_on for each in asked.open_ones(valley.id)}
    numbers = rulings.numbers(valley.id, clock.today())
    assert due == {answer_by(current_app.extensions["rulebook"], clock.today(), numbers)}
    assert list(trail_compare.differences()) == []


def test_what_was_said_is_changed_and_stays_readable(share: PacketShare) -> None:
    use, key = opened(share), line(share)
    ask(share, use=use)
    first = asked.of_share(share)[key]
    assert say(share, use, Said(key, ACCEPTED, WHY, first.id)) == 1
    assert holds(share) == {"cohe/exception-1": (ACCEPTED, None)}
    assert [(each.verdict, each.text) for each in asked.history(share)[key]] == [(ACCEPTED, None), (QUESTION, WHY)]
    assert asked.open_ones(share.organisation_id) == []
    with pytest.raises(OnboardingError, match="Nothing is different"):
        say(share, use, Said(key, ACCEPTED, None, asked.of_share(share)[key].id))


def test_of_two_tabs_the_second_is_told(share: PacketShare) -> None:
    use, key = opened(share), line(share)
    ask(share, use=use)
    with pytest.raises(ChangedMeanwhileError):
        say(share, use, Said(line(share, "person-2"), ACCEPTED, None, 0), Said(key, ACCEPTED, None, 0))
    assert holds(share) == {"cohe/exception-1": (QUESTION, WHY)}
    with pytest.raises(OnboardingError, match="Nothing is different"):
        say(share, use, Said(key, QUESTION, WHY, 0))  # the same, sent twice


@pytest.mark.parametrize(
    ("verdict", "text", "match"),
    [
        (QUESTION, None, "Write your question"),
        (OBJECTION, None, "Say why you object"),
        (QUESTION, "What of claim AB-12345?", "a claim number"),
        (OBJECTION, "The worker named Joe Smith says so.", "a worker's name"),
        (QUESTION, "Is it Cara Cole?", "Leave out names"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_of_it_is_taken(
    share: PacketShare, verdict: Verdict, text: str | None, match: str
) -> None:
    make_person(share.organisation, "Cara Cole")
    use = opened(share)
    with pytest.raises(OnboardingError, match=match) as refused:
        say(share, use, Said(line(share, "person-2"), ACCEPTED, None, 0), Said(line(share), verdict, text, 0, "text_1"))
    assert refused.value.field == "text_1"
    assert "Cara" not in str(refused.value)
    assert holds(share) == {}


def test_an_answer_is_about_a_line_of_this_packet_as_it_was_issued(valley: Organisation, share: PacketShare) -> None:
    use = opened(share)
    other = make_share(
        valley, make_packet(valley, names=("Zoe Zed",), of=share.packet.definition), address="o@example.org"
    )
    for key in (line(other, "person-1"), "person-1", "cohe/exception-9@0", ""):
        with pytest.raises(NotFoundError):
            say(share, use, Said(key, ACCEPTED, None, 0))
    with pytest.raises(NotFoundError):
        say(share, opened(other), Said(line(share), ACCEPTED, None, 0))


def test_nothing_is_said_by_a_link_that_opens_nothing(valley: Organisation, share: PacketShare) -> None:
    use, said = opened(share), Said(line(share), ACCEPTED, None, 0)
    packets.withdraw(SYSTEM, valley, share.packet_id, "A wrong day.")
    with pytest.raises(OnboardingError, match="does not open"):
        say(share, use, said)
    other = make_share(valley, make_packet(valley, of=share.packet.definition), address="o@example.org")
    use, said = opened(other), Said(line(other), ACCEPTED, None, 0)
    packet_shares.revoke(SYSTEM, valley, other.id)
    with pytest.raises(OnboardingError, match="does not open"):
        say(other, use, said)
    assert db.session.query(PacketAnswer).count() == 0


def test_nobody_of_the_cohe_answers_nor_whose_address_became_one_of_theirs(
    valley: Organisation, share: PacketShare
) -> None:
    manager, use, said = make_member(valley, Role.MANAGER), opened(share), [Said(line(share), ACCEPTED, None, 0)]
    with pytest.raises(OnboardingError, match="signed in as somebody of Valley COHE"):
        packet_answers.answer(Actor(manager.id, manager.name), token(share), use, said)
    has_address(make_person(valley, "Pat Reader"), share.address)
    with pytest.raises(OnboardingError, match="the address of somebody of Valley COHE"):
        packet_answers.answer(READER, token(share), use, said)


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
