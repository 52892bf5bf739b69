"""What a reader says of the lines: changed and never written over, asked with a day, refused where it cannot be."""

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
from onboarding.services import packet_answers, packet_shares, packets
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.packet_answers import Said
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
