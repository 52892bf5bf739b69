"""Two who answer the same line; who revokes a link, or withdraws the packet, while it is used: one comes first."""

from collections.abc import Callable

import pytest
from flask import Flask

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet_share import PacketAnswer, PacketShare
from onboarding.queries import packet_questions as asked, trail_compare
from onboarding.queries.organisations import by_id as at
from onboarding.queries.packet_shares import Verdict
from onboarding.services import packet_answers, packet_opening, packet_replies, packet_shares, packets
from onboarding.services.change import SYSTEM
from onboarding.services.packet_answers import Said
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import make_cohe
from tests.packet_shares.make import READER, ask, line, make_packet, make_share, opened, token
from tests.packets.issued import make_definition
from tests.races.told import order, refused
from tests.stored import on_postgresql

pytestmark = on_postgresql
TRIALS = 3 * TIMES


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def shared(valley: Organisation, number: int) -> PacketShare:
    return make_share(valley, make_packet(valley, of=make_definition(valley, name=f"Roster {number}")))


def saying(share: PacketShare, use: int, verdict: Verdict, seen: int = 0) -> Callable[[], object]:
    key, said = token(share), [Said(line(share), verdict, "Why?", seen)]
    return lambda: packet_answers.answer(READER, key, use, said)


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_answers_to_a_line_one_is_taken_and_the_other_is_told(
    app: Flask, valley: Organisation, number: int
) -> None:
    share = shared(valley, number)
    use = opened(share)
    both = [refused(saying(share, use, each)) for each in (Verdict.ACCEPTED, Verdict.QUESTION)]
    assert sorted(at_once(app, both)) == [False, True]
    assert db.session.query(PacketAnswer).filter_by(share_id=share.id).count() == 1
    assert list(trail_compare.differences()) == []


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_link_is_used_before_it_is_revoked_or_not_at_all(app: Flask, valley: Organisation, number: int) -> None:
    share = shared(valley, number)
    of, id, key = valley.id, share.id, token(share)
    answers = at_once(
        app,
        [
            refused(lambda: packet_opening.open_packet(READER, key)),
            refused(lambda: packet_shares.revoke(SYSTEM, at(of), id)),
        ],
    )
    assert answers[1] is False
    done = order(Action.PACKET_OPENED, Action.PACKET_SHARE_REVOKED)[-2 + answers[0] :]
    expected = [Action.PACKET_SHARE_REVOKED.value]
    assert done == (expected if answers[0] else [Action.PACKET_OPENED.value, *expected])


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_packet_is_answered_before_it_is_withdrawn_or_not_at_all(
    app: Flask, valley: Organisation, number: int
) -> None:
    share = shared(valley, number)
    of, packet_id, say = valley.id, share.packet_id, saying(share, opened(share), Verdict.QUESTION)
    answers = at_once(app, [refused(say), refused(lambda: packets.withdraw(SYSTEM, at(of), packet_id, "A wrong day."))])
    assert answers[1] is False
    done = order(Action.PACKET_LINE_ANSWERED, Action.PACKET_WITHDRAWN)[-2 + answers[0] :]
    expected = [Action.PACKET_WITHDRAWN.value]
    assert done == (expected if answers[0] else [Action.PACKET_LINE_ANSWERED.value, *expected])


@pytest.mark.parametrize("number", range(TRIALS))
def test_what_is_taken_back_is_not_answered_and_the_other_way(app: Flask, valley: Organisation, number: int) -> None:
    share = shared(valley, number)
    use = opened(share)
    ask(share, use=use)
    of, id = valley.id, next(each.row.id for each in asked.open_ones(valley.id) if each.row.share_id == share.id)
    answers = at_once(
        app,
        [
            refused(saying(share, use, Verdict.ACCEPTED, id)),
            refused(lambda: packet_replies.reply(SYSTEM, at(of), id, "On May 4.")),
        ],
    )
    assert answers[0] is False  # to accept is always possible
    replied = asked.replies([db.session.get_one(PacketAnswer, id)])
    assert bool(replied) is not answers[1]


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_who_answer_a_question_one_does(app: Flask, valley: Organisation, number: int) -> None:
    share = shared(valley, number)
    ask(share)
    of, id = valley.id, next(each.row.id for each in asked.open_ones(valley.id) if each.row.share_id == share.id)
    both = [
        refused(lambda text=text: packet_replies.reply(SYSTEM, at(of), id, text))  # type: ignore[misc]
        for text in ("On May 4.", "On May 5.")
    ]
    assert sorted(at_once(app, both)) == [False, True]
