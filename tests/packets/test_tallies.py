"""How many exceptions stand how: noted of a packet as it is frozen, counted for earlier ones, the same everywhere."""

from flask import Flask
from sqlalchemy import delete, select

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.packet import Packet
from onboarding.models.packet_tally import PacketTally
from onboarding.queries import packet_parts as parts, packets as found
from onboarding.roles import Role
from onboarding.rules.packet_lines import Tally
from onboarding.services import packet_tallies
from onboarding.services.change import SYSTEM, Actor, change
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.packet_shares.make import make_packet, make_share, open_page
from tests.packets.issued import make_issued, make_set
from tests.page import fetch
from tests.stored import on_sqlite

SAYS = "2 not in order, 1 open"


def forget(*rows: Packet) -> None:
    """As they were before this was noted."""
    with change(SYSTEM):
        db.session.execute(delete(PacketTally).where(PacketTally.packet_id.in_([row.id for row in rows])))
    db.session.expire_all()


def test_what_was_frozen_earlier_is_counted_once_from_what_it_says(app: Flask) -> None:
    valley = make_cohe()
    ana = make_person(valley, "Ana Ruiz")
    earlier, whole = make_packet(valley, (ana.id,), ("Ana Ruiz",)), make_set(valley, (ana,))
    forget(earlier, whole, *(part.packet for part in parts.of(whole)))
    assert (earlier.exceptions, found.tally(earlier)) == (3, None)
    assert packet_tallies.count_due() == 3
    db.session.expire_all()
    assert found.tally(earlier) == Tally(2, 0, 1)
    assert packet_tallies.count_due() == 0


def test_what_cannot_be_opened_keeps_its_one_number_and_holds_up_no_other(app: Flask) -> None:
    valley = make_cohe()
    closed, damaged, whole = (make_packet(valley, names=("Ana Ruiz",)) for _ in range(3))
    forget(closed, damaged, whole)
    with change(SYSTEM) as under_way:
        closed.wrapped, damaged.content_sha256 = None, "0" * 64
        for row in (closed, damaged):
            under_way.record(valley.id, Action.PACKET_ERASED, row)
    assert packet_tallies.count_due() == 1
    db.session.expire_all()
    assert [found.tally(each) for each in (closed, damaged, whole)] == [None, None, Tally(2, 0, 1)]
    assert closed.exceptions == 3


@on_sqlite
def test_list_page_files_and_shared_page_say_it_in_the_same_words(app: Flask) -> None:
    valley = make_cohe()
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    packet = make_packet(valley, names=("Ana Ruiz",))
    (row,) = fetch(manager, "/at/valley/packets").rows("1 packet")
    assert row["Exceptions"] == SAYS
    assert fetch(manager, f"/at/valley/packets/{packet.id}").facts["Exceptions"] == SAYS
    assert f"Exceptions: {SAYS}." in open_page(app.test_client(), make_share(valley, packet)).main
    forget(packet)
    (row,) = fetch(manager, "/at/valley/packets").rows("1 packet")
    assert row["Exceptions"] == "3 in all"
    whole = make_set(valley, (make_person(valley, "Ben Bright"),))
    (file,) = fetch(manager, f"/at/valley/packets/{whole.id}").rows("1 file")
    assert file["Exceptions"] == "1 not in order"


@on_sqlite
def test_the_mail_says_it_to_who_asked(app: Flask) -> None:
    valley = make_cohe()
    manager = make_member(valley, Role.MANAGER)
    make_issued(valley, actor=Actor(manager.id, manager.name))
    (message,) = db.session.scalars(select(Message).where(Message.kind == "packet"))
    assert "It has 5 pages.\nExceptions: 1 not in order, 1 open.\n\nSee it here:" in message.body
