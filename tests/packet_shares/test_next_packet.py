"""What was asked about a packet stands in the next one: answered, or open; laid out again to the byte; and it is closed
when somebody is erased whom the question is about.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.models.packet_share import PacketShare
from onboarding.models.person import Person
from onboarding.packets import asked as asking, building, freezing, laying_out
from onboarding.queries import packet_parts as parts, packet_questions as asked, packet_shares, packets as found
from onboarding.queries.packet_shares import ShareState
from onboarding.queries.packets import Files, State, Whom
from onboarding.roles import Role
from onboarding.rules.wording import short_day
from onboarding.services import erasures, packet_cache, packet_replies, packets
from onboarding.services.change import SYSTEM, Actor
from onboarding.web import packet_shared
from tests import papers
from tests.make import make_cohe, make_member, make_person
from tests.packet_shares.make import ask, make_packet, make_share, opened
from tests.packets import lasting
from tests.packets.issued import make_definition
from tests.stored import on_sqlite

OPEN, ANSWERED = "Which day did the training end?", "Who counted the HSCs?"
ANSWER = "We did, on the first of May."


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")  # an applicant: the next roster does not have her


@pytest.fixture
def share(valley: Organisation, ana: Person) -> PacketShare:
    """A packet that was asked about twice, with one answer."""
    manager = make_member(valley, Role.MANAGER, name="Mia Manager")
    shared = make_share(valley, make_packet(valley, (ana.id,), ("Ana Ruiz",), make_definition(valley)))
    use = opened(shared)
    ask(shared, "cohe/exception-1", ANSWERED, use)
    ask(shared, "person-1/exception-1", OPEN, use)
    first = next(each for each in asked.open_ones(valley.id) if each.row.text == ANSWERED)
    packet_replies.reply(Actor(manager.id, manager.name), valley, first.row.id, ANSWER)
    return shared


def prepared(valley: Organisation, definition_id: int) -> Packet:
    row = packets.prepare(SYSTEM, valley, definition_id)
    config, book = (current_app.extensions[each] for each in ("config", "rulebook"))
    assert building.build_next(config, book, lambda: False)
    return _one(valley, row.id)


def issued(valley: Organisation, definition_id: int) -> Packet:
    row = prepared(valley, definition_id)
    packets.issue(SYSTEM, valley, row.id)
    config, book = (current_app.extensions[each] for each in ("config", "rulebook"))
    assert building.build_next(config, book, lambda: False)
    return _one(valley, row.id)


def questions(packet: Packet) -> list[Any]:
    told = json.loads(packets.content(packet))["told"]
    return list(told.get("questions", ()))


def test_it_says_who_asked_what_of_which_line_and_the_answer(valley: Organisation, share: PacketShare) -> None:
    first, second = questions(prepared(valley, share.packet.definition_id))
    today = clock.today().isoformat()
    assert first == {
        "packet": "VALLEY-0001",
        "line": "The COHE, staffing",
        "says": "Too few HSCs.",
        "kind": "Question",
        "text": ANSWERED,
        "who": "Pat Reader",
        "role": "L&I, contract manager",
        "on": today,
        "due_on": first["due_on"],
        "answer": {"text": ANSWER, "by": "Mia Manager", "on": today},
    }
    assert (second["line"], second["text"], second["answer"]) == ("Ana Ruiz, training", OPEN, None)


def test_another_definition_tells_nothing_of_it_and_what_was_canceled_told_nobody(
    valley: Organisation, share: PacketShare
) -> None:
    assert questions(prepared(valley, make_definition(valley, name="Another").id)) == []
    canceled = prepared(valley, share.packet.definition_id)
    packets.cancel(SYSTEM, valley, canceled.id)
    assert len(questions(prepared(valley, share.packet.definition_id))) == 2


def test_whom_a_question_is_about_closes_the_packet_with_them(
    valley: Organisation, ana: Person, share: PacketShare
) -> None:
    row = prepared(valley, share.packet.definition_id)
    assert row.state is State.READY
    one, two = (make_member(valley, Role.MANAGER, name=f"{name} Manager") for name in ("Ada", "Bea"))
    erasures.ask(Actor(one.id, one.name), ana, "Asked for.")
    erasures.confirm(Actor(two.id, two.name), valley, ana.id)
    assert _one(valley, row.id).state is State.ERASED
    assert packet_shares.state(share, clock.today()) is ShareState.CLOSED
    assert {each.says for each in packet_shared.lines_of(asked.listed(valley.id)).values()} == {
        "Nobody can open the packet any more."
    }
    first, second = questions(prepared(valley, share.packet.definition_id))
    assert {each["line"] for each in (first, second)} == {"A line of a packet that nobody can open any more"}
    assert "Ana" not in json.dumps([first, second])


def test_a_file_for_each_person_has_what_was_asked_about_them_and_about_the_cohe(
    valley: Organisation, ana: Person
) -> None:
    ben = make_person(valley, "Ben Bright")
    each = {"whom": Whom.CHOSEN, "people": (ana.id, ben.id), "files": Files.EACH}
    definition = make_definition(valley, **each)
    shared = make_share(valley, make_packet(valley, (ana.id, ben.id), (ana.name, ben.name), definition))
    use = opened(shared)
    ask(shared, "person-1/exception-1", OPEN, use)
    ask(shared, "cohe/exception-1", ANSWERED, use)
    (of_cohe,) = (each for each in asked.open_ones(valley.id) if each.row.text == ANSWERED)
    packet_replies.reply(SYSTEM, valley, of_cohe.row.id, ANSWER)
    whole = prepared(valley, definition.id)
    of_ana, of_ben = (part.packet for part in parts.of(whole))
    assert sorted(each["says"] for each in questions(whole)) == ["Additional training is overdue.", "Too few HSCs."]
    assert [each["text"] for each in questions(of_ana)] == [OPEN, ANSWERED]
    (found,) = questions(of_ben)
    assert (found["text"], found["answer"]["text"]) == (ANSWERED, ANSWER)
    assert (found["line"], found["says"]) == ("The COHE, staffing", "")  # its words may name who left
    assert "Ana" not in packets.content(of_ben).decode()
    one, two = (make_member(valley, Role.MANAGER, name=f"{name} Manager") for name in ("Ada", "Bea"))
    erasures.ask(Actor(one.id, one.name), ana, "Asked for.")
    erasures.confirm(Actor(two.id, two.name), valley, ana.id)
    assert [each.wrapped is None for each in (whole, of_ana)] == [True, True]
    (part,) = parts.of(prepared(valley, definition.id))
    assert [each["line"] for each in questions(part.packet)] == [
        asking.NO_LINE
    ]  # still told, of a packet that is closed


@on_sqlite
def test_on_paper_it_is_read_keeps_what_it_claims_and_is_the_same_again(
    app: Flask, valley: Organisation, share: PacketShare, tmp_path: Path
) -> None:
    row = issued(valley, share.packet.definition_id)
    pdf = packets.hand_out(SYSTEM, row)
    said = papers.read(pdf)
    page = next(each for each in said.pages if "Questions since the last packet" in each and ANSWER in each)
    for words in (OPEN, ANSWERED, "Pat Reader", "Too few HSCs.", "Mia Manager", "VALLEY-0001", "Open."):
        assert words in page
    assert short_day(asked.open_ones(valley.id)[0].row.due_on or clock.today()) in page
    assert lasting.faults(pdf, tmp_path) == []
    content = freezing.read(packets.content(row))

    def again() -> bytes:
        packet_cache.clear(valley.id)
        return laying_out.unsigned(content, valley.id, lambda _done, _of: None)

    assert again() == again()
    later = prepared(valley, share.packet.definition_id)
    assert [each["text"] for each in questions(later)] == [OPEN]  # the answer was told by the one before


def _one(valley: Organisation, id: int) -> Packet:
    db.session.expire_all()
    row = found.one(valley.id, id)
    assert row
    return row
