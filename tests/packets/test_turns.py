"""Packets that the clock has prepared after a quarter: when, once, and issued only where everything in it was seen."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.packet import PacketTurn
from onboarding.packets import building
from onboarding.queries import packets as found, trail
from onboarding.queries.packets import Evidence, Files, Quarterly, Span, State, Whom
from onboarding.roles import Role
from onboarding.rules.packet_turns import due, following
from onboarding.services import packet_builds as builds, packet_definitions, packet_turns, packets
from onboarding.services.change import SYSTEM
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import make_cohe, make_evidence, make_member, make_person
from tests.packets.issued import ROSTER, claim, make_definition
from tests.stored import on_postgresql

QUARTER = {"span": Span.LAST_QUARTER}
# January 1, 2027 is a Friday and a holiday; what follows is a weekend, and Monday the first working day.
BEFORE, FIRST, LATER = date(2026, 12, 15), date(2027, 1, 4), date(2027, 2, 20)


def on(day: date) -> Any:
    return clock.as_if(datetime(day.year, day.month, day.day, 20, tzinfo=UTC))


def asking(valley: Organisation, quarterly: Quarterly = Quarterly.ISSUE, **otherwise: Any) -> int:
    with on(BEFORE):
        return make_definition(valley, quarterly=quarterly, **{**QUARTER, **otherwise}).id


def prepare(app: Flask) -> int:
    return packet_turns.prepare_due(app.extensions["rulebook"])


def build(app: Flask) -> bool:
    return building.build_next(app.extensions["config"], app.extensions["rulebook"], lambda: False)


def issued_by_hand(app: Flask, valley: Organisation, id: int) -> None:
    packet = packets.prepare(SYSTEM, valley, id).id
    assert build(app)
    packets.issue(SYSTEM, valley, packet)
    builds.finish(claim(packet), b"%PDF", 3)


def latest(valley: Organisation) -> Any:
    db.session.expire_all()
    return found.listed([valley.id], outside=False).rows[0]


def mails() -> list[str]:
    return list(db.session.scalars(select(Message.subject).where(Message.kind == "packet").order_by(Message.id)))


@pytest.mark.parametrize(
    ("since", "day", "quarter"),
    [
        (BEFORE, date(2026, 12, 31), None),
        (BEFORE, date(2027, 1, 3), None),
        (BEFORE, FIRST, date(2027, 1, 1)),
        (BEFORE, LATER, date(2027, 1, 1)),
        (BEFORE, date(2027, 3, 31), date(2027, 1, 1)),
        (BEFORE, date(2027, 4, 1), date(2027, 4, 1)),
        (date(2027, 1, 3), FIRST, date(2027, 1, 1)),
        (FIRST, FIRST, None),
        (FIRST, LATER, None),
    ],
)
def test_its_turn_is_the_first_working_day_after_it_was_asked_for(
    app: Flask, since: date, day: date, quarter: date | None
) -> None:
    gave = due(app.extensions["rulebook"], since, day)
    assert (gave.first if gave else None) == quarter


def test_the_next_day_is_told(app: Flask) -> None:
    book = app.extensions["rulebook"]
    assert following(book, BEFORE, BEFORE) == following(book, BEFORE, FIRST) == FIRST
    assert following(book, BEFORE, FIRST + timedelta(1)) == following(book, FIRST, FIRST) == date(2027, 4, 1)


def test_once_in_each_quarter_also_late_and_managers_are_told(app: Flask) -> None:
    valley = make_cohe()
    mia = make_member(valley, Role.MANAGER)
    asking(valley, Quarterly.PREPARE)
    with on(BEFORE):
        assert prepare(app) == 0
    with on(LATER):
        assert (prepare(app), prepare(app)) == (1, 0)
        row = latest(valley)
        assert (row.first_on, row.last_on) == (date(2026, 10, 1), date(2026, 12, 31))
        assert build(app)
        assert latest(valley).state is State.READY
        (message,) = db.session.scalars(select(Message).where(Message.kind == "packet"))
        assert (message.to_address, message.subject) == (mia.email, "Packet VALLEY-0001 waits for you to issue it")
        assert "Automatically" in packets.content(latest(valley)).decode()
    with on(date(2027, 3, 31)):
        assert prepare(app) == 0
    with on(date(2027, 4, 2)):
        assert prepare(app) == 1  # what was prepared in February gives way: it can be issued no more
    assert [row.state for row in found.listed([valley.id], outside=False).rows] == [State.PREPARING, State.CANCELED]


def test_what_somebody_has_under_way_is_waited_for(app: Flask) -> None:
    valley = make_cohe()
    id = asking(valley)
    with on(FIRST):
        mine = packets.prepare(SYSTEM, valley, id)
        assert prepare(app) == 0
        packets.cancel(SYSTEM, valley, mine.id)
        assert prepare(app) == 1


def test_it_issues_what_was_seen_and_nothing_else(app: Flask) -> None:
    valley = make_cohe()
    make_member(valley, Role.MANAGER)
    with on(BEFORE):
        ana = make_person(valley, hired_on=date(2026, 10, 5))
        make_evidence(ana)
    id = asking(valley, evidence=Evidence.ALL)
    with on(FIRST):
        assert prepare(app) == 1
        assert build(app)
        assert latest(valley).state is State.READY  # nobody has looked at one of this definition
        packets.cancel(SYSTEM, valley, latest(valley).id)
        issued_by_hand(app, valley, id)
    with on(date(2027, 4, 1)):
        assert prepare(app) == 1
        assert build(app)
        assert latest(valley).state is State.BUILDING
        builds.finish(claim(latest(valley).id), b"%PDF of the clock", 3)
        assert len(trail.listed(valley.id, trail.Filters(action=Action.PACKET_CONFIRMED)).rows) == 2
        make_evidence(ana, title="License")
    with on(date(2027, 7, 1)):
        assert prepare(app) == 1
        assert build(app)
        assert latest(valley).state is State.READY
        body = db.session.scalar(select(Message.body).order_by(Message.id.desc()).limit(1))
        assert "1 piece of evidence is new in it, or shown otherwise." in str(body)
    assert [each.partition(" ")[2].partition(" ")[2] for each in mails()] == [
        "waits for you to issue it", "is ready", "waits for you to issue it"
    ]  # fmt: skip


def test_a_changed_definition_or_a_withdrawn_packet_is_looked_at_first(app: Flask) -> None:
    valley = make_cohe()
    id = asking(valley)
    with on(FIRST):
        issued_by_hand(app, valley, id)
        said = ROSTER._replace(**QUARTER, name="Other", quarterly=Quarterly.ISSUE)
        packet_definitions.redefine(SYSTEM, valley, id, said, seen=0)
        assert prepare(app) == 1  # it was asked for in December, and goes on
        assert build(app)
        assert latest(valley).state is State.READY
        packets.issue(SYSTEM, valley, latest(valley).id)
        builds.finish(claim(latest(valley).id), b"%PDF", 3)
        packets.withdraw(SYSTEM, valley, latest(valley).id, "It was wrong.")
    with on(date(2027, 4, 1)):
        assert prepare(app) == 1
        assert build(app)
        assert latest(valley).state is State.READY


def test_a_period_that_goes_on_is_not_issued_by_the_clock(app: Flask) -> None:
    with pytest.raises(OnboardingError, match="quarters that have ended"):
        asking(make_cohe(), span=Span.THIS_QUARTER)


def test_a_file_for_each_is_issued_by_the_clock_too(app: Flask) -> None:
    valley = make_cohe()
    people = tuple(make_person(valley, name).id for name in ("Ana Ruiz", "Ben Bright"))
    id = asking(valley, files=Files.EACH, whom=Whom.CHOSEN, people=people)
    with on(BEFORE):
        packet = packets.prepare(SYSTEM, valley, id).id
        assert build(app)
        packets.issue(SYSTEM, valley, packet)
        claimed = claim(packet)
        for part in building.parts.of(latest(valley)):
            builds.keep_part(claimed, part.packet.id, b"%PDF", 1)
        builds.finish(claimed, b"list", 2)
    with on(FIRST):
        assert prepare(app) == 1
        assert build(app)
        assert latest(valley).state is State.BUILDING


@on_postgresql
@pytest.mark.parametrize("number", range(2 * TIMES))
def test_of_two_clocks_one_prepares_it(app: Flask, number: int) -> None:
    valley, book = make_cohe(), app.extensions["rulebook"]
    id, of = asking(valley), valley.id

    def clock_ticks() -> bool:
        with on(FIRST):
            return packet_turns.prepare(book, of, id) is not None

    assert sorted(at_once(app, [clock_ticks] * 2)) == [False, True]
    assert db.session.scalar(select(func.count(PacketTurn.id))) == 1
