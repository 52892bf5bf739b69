"""Defining, preparing, issuing, replacing and withdrawing packets, and what becomes of the work on one."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError, TamperedError
from onboarding.extensions import db, writing
from onboarding.models.message import Message
from onboarding.models.packet import Packet, PacketPerson
from onboarding.packets import building
from onboarding.queries import packets as found, trail
from onboarding.queries.packets import AsOf, Span, State, Whom
from onboarding.roles import Role
from onboarding.rules.packet_lines import Tally
from onboarding.services import (
    backups,
    erasures,
    files,
    packet_builds as builds,
    packet_definitions,
    packets,
    reconciliation,
    sweeping,
)
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_member, make_person
from tests.packets.issued import ROSTER, claim, make_building, make_definition, make_issued, make_prepared


def state(packet: Packet) -> State:
    row = found.one(packet.organisation_id, packet.id)
    assert row
    return row.state


def test_a_packet_is_prepared_looked_at_and_issued(app: Flask) -> None:
    valley = make_cohe()
    manager = make_member(valley, Role.MANAGER)
    actor = Actor(manager.id, manager.name)
    waits = make_building(valley, actor=actor)
    assert (waits.number, waits.state) == (1, State.PREPARING)
    assert building.build_next(app.extensions["config"], app.extensions["rulebook"], lambda: False)
    ready = found.one(valley.id, waits.id)
    assert ready
    assert ready.state is State.READY
    told = json.loads(packets.content(ready))["told"]
    assert (told["number"], told["cohe"], told["people"]) == ("VALLEY-0001", "Valley COHE", [])
    assert not building.build_next(app.extensions["config"], app.extensions["rulebook"], lambda: False)
    packets.issue(actor, valley, waits.id)
    assert state(waits) is State.BUILDING
    assert [each.kind for each in db.session.scalars(select(Message))] == []


def test_who_asked_is_told_when_it_is_ready_and_nobody_is_named(app: Flask) -> None:
    valley = make_cohe()
    manager = make_member(valley, Role.MANAGER)
    row = make_building(valley, actor=Actor(manager.id, manager.name))
    builds.freeze(claim(row.id), b"{}", [make_person(valley, "Ana Ruiz").id], Tally(1, 0, 0))
    packets.issue(SYSTEM, valley, row.id)
    builds.finish(claim(row.id), b"%PDF", 3)
    (message,) = db.session.scalars(select(Message).where(Message.kind == "packet"))
    assert (message.to_address, message.subject) == (manager.email, "Packet VALLEY-0001 is ready")
    assert "Ana Ruiz" not in message.body
    assert f"/at/valley/packets/{row.id}" in message.body


def test_what_was_prepared_yesterday_is_not_issued_today(app: Flask) -> None:
    valley = make_cohe()
    with clock.as_if(clock.now() - timedelta(days=1)):
        row = make_prepared(valley)
    with pytest.raises(OnboardingError, match="It was prepared on"):
        packets.issue(SYSTEM, valley, row.id)
    packets.cancel(SYSTEM, valley, row.id)
    assert state(row) is State.CANCELED


def test_one_of_a_definition_is_under_way_at_a_time(app: Flask) -> None:
    valley = make_cohe()
    row = make_building(valley)
    with pytest.raises(OnboardingError, match="under way"):
        packets.prepare(SYSTEM, valley, row.definition_id)
    packets.cancel(SYSTEM, valley, row.id)
    with pytest.raises(OnboardingError, match="not under way"):
        packets.cancel(SYSTEM, valley, row.id)
    assert packets.prepare(SYSTEM, valley, row.definition_id).number == 2


def test_a_later_one_of_the_same_period_replaces_it_and_another_period_does_not(app: Flask) -> None:
    valley = make_cohe()
    definition, other = make_definition(valley), make_definition(valley, name="Year", span=Span.FOUR_QUARTERS)
    first, elsewhere, later = (make_issued(valley, each) for each in (definition, other, definition))
    assert [state(each) for each in (first, elsewhere, later)] == [State.SUPERSEDED, State.ISSUED, State.ISSUED]
    assert found.one(valley.id, first.id).superseded_by_id == later.id  # type: ignore[union-attr]
    assert found.before(later).id == first.id  # type: ignore[union-attr]


def test_it_is_withdrawn_with_a_reason_that_names_nobody(app: Flask) -> None:
    valley = make_cohe()
    make_person(valley, "Ana Ruiz")
    row = make_issued(valley)
    with pytest.raises(OnboardingError, match="Take out Ana Ruiz"):
        packets.withdraw(SYSTEM, valley, row.id, "Ana Ruiz is in it twice.")
    packets.withdraw(SYSTEM, valley, row.id, "Somebody is in it twice.")
    assert state(row) is State.WITHDRAWN
    with pytest.raises(OnboardingError, match="not issued"):
        packets.withdraw(SYSTEM, valley, row.id, "Again.")
    assert found.issued(valley.id, row.id)  # the contract manager reads that it was


def test_those_outside_see_what_was_issued_alone(app: Flask) -> None:
    valley = make_cohe()
    issued, waits = make_issued(valley), make_building(valley, make_definition(valley, name="Another"))
    assert [each.id for each in found.listed([valley.id], outside=True).rows] == [issued.id]
    assert {each.id for each in found.listed([valley.id], outside=False).rows} == {issued.id, waits.id}
    assert found.issued(valley.id, waits.id) is None


def test_who_takes_the_file_is_in_the_trail_and_a_changed_one_is_not_handed_out(app: Flask) -> None:
    valley = make_cohe()
    row = make_issued(valley)
    assert packets.hand_out(SYSTEM, row).startswith(b"%PDF")
    assert len(trail.listed(valley.id, trail.Filters(action=Action.PACKET_HANDED_OUT)).rows) == 1
    path = app.extensions["config"].evidence_folder / row.key_id / str(row.file_sha256)
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(TamperedError):
        packets.hand_out(SYSTEM, row)
    assert [each.says for each in reconciliation.faults()] == ["does not open with its key"]


def test_a_definition_that_another_changed_is_not_overwritten(app: Flask) -> None:
    valley = make_cohe()
    row = make_definition(valley)
    packet_definitions.redefine(SYSTEM, valley, row.id, ROSTER._replace(name="Other"), seen=0)
    with pytest.raises(ChangedMeanwhileError, match="somebody else changed this definition"):
        packet_definitions.redefine(SYSTEM, valley, row.id, ROSTER._replace(name="Third"), seen=0)


@pytest.mark.parametrize(
    ("otherwise", "match"),
    [
        ({"whom": Whom.PERSON}, "Choose one person"),
        ({"whom": Whom.CHOSEN, "people": (999,)}, "from the list"),
        ({"whom": Whom.NOBODY}, "about nobody"),
        ({"sections": ()}, "one section"),
        ({"span": Span.DAYS}, "first and the last day"),
        ({"span": Span.DAYS, "first_on": clock.today(), "last_on": clock.today() - timedelta(days=1)}, "before the"),
        ({"span": Span.DAYS, "first_on": clock.today() + timedelta(days=1), "last_on": clock.today() + timedelta(9)},
         "not begun"),
    ],
)  # fmt: skip
def test_what_cannot_be_defined_is_refused(app: Flask, otherwise: dict[str, object], match: str) -> None:
    with pytest.raises(OnboardingError, match=match):
        make_definition(make_cohe(), **otherwise)


def test_as_of_the_end_of_a_period_is_today_while_it_goes_on(app: Flask) -> None:
    valley = make_cohe()
    this = make_definition(valley, name="This", as_of=AsOf.PERIOD_END)
    last = make_definition(valley, name="Last", as_of=AsOf.PERIOD_END, span=Span.LAST_QUARTER)
    assert found.days(this, clock.today()).as_of == clock.today()
    days = found.days(last, clock.today())
    assert days.as_of == days.last < clock.today()


def test_a_clock_that_died_is_followed_by_another_and_not_for_ever(app: Flask) -> None:
    row = make_building(make_cohe())
    first = claim(row.id)
    assert builds.claim() is None
    for _ in range(builds.TRIES - 1):
        _let_the_lease_end(row)
        claim(row.id)
    with pytest.raises(builds.LostError):
        builds.progress(first, 1, 2)
    _let_the_lease_end(row)
    assert builds.claim() is None
    assert state(row) is State.FAILED
    assert "never finished" in found.one(row.organisation_id, row.id).build.because  # type: ignore[union-attr, operator]


def test_one_that_is_put_back_was_not_begun(app: Flask) -> None:
    row = make_building(make_cohe())
    for _ in range(builds.TRIES * 2):
        builds.release(claim(row.id))
    assert state(row) is State.PREPARING


def test_a_canceled_one_is_built_no_further(app: Flask) -> None:
    valley = make_cohe()
    row = make_building(valley)
    held = claim(row.id)
    packets.cancel(SYSTEM, valley, row.id)
    with pytest.raises(builds.LostError):
        builds.freeze(held, b"{}", [], Tally(0, 0, 0))
    assert state(row) is State.CANCELED


def test_an_erasure_closes_every_packet_that_tells_of_the_person(app: Flask) -> None:
    valley = make_cohe()
    one, two = (make_member(valley, Role.MANAGER, name=f"{name} Manager") for name in ("Ada", "Bea"))
    gone, stays = make_person(valley, "Gone Person"), make_person(valley, "Stays Person")
    about = make_issued(valley, people=(gone.id, stays.id))
    other = make_issued(valley, make_definition(valley, name="Other"), people=(stays.id,))
    folder = app.extensions["config"].evidence_folder / about.key_id
    assert folder.is_dir()
    erasures.ask(Actor(one.id, one.name), gone, "Asked for.")
    erasures.confirm(Actor(two.id, two.name), valley, gone.id)
    sweeping.sweep(app.extensions["config"])
    assert [state(each) for each in (about, other)] == [State.ERASED, State.ISSUED]
    with pytest.raises(OnboardingError, match="erased"):
        packets.hand_out(SYSTEM, found.one(valley.id, about.id))  # type: ignore[arg-type]
    assert not folder.exists()
    assert packets.hand_out(SYSTEM, found.one(valley.id, other.id)).startswith(b"%PDF")  # type: ignore[arg-type]
    assert db.session.scalars(select(PacketPerson.person_id).where(PacketPerson.person_id == gone.id)).all() == []


def test_a_backup_holds_the_packets_and_their_files_fit(app: Flask) -> None:
    row = make_issued(make_cohe())
    config = app.extensions["config"]
    target = config.instance.parent / f"{config.instance.name}-backup"
    manifest = backups.back_up(config, target)
    assert {f"evidence/{row.key_id}/{row.content_sha256}", f"evidence/{row.key_id}/{row.file_sha256}"} <= set(
        manifest["files"]
    )
    assert list(reconciliation.faults()) == []
    files.store().remove(row.key_id, row.file_sha256)
    assert [each.says for each in reconciliation.faults()] == ["is recorded and not there"]


def test_of_another_organisation_there_is_none(app: Flask) -> None:
    row, harbor = make_issued(make_cohe()), make_cohe("harbor")
    for do in (packets.cancel, packets.issue, packets.prepare):
        with pytest.raises(NotFoundError):
            do(SYSTEM, harbor, row.id)
    assert found.one(harbor.id, row.id) is None


def _let_the_lease_end(row: Packet) -> None:
    db.session.rollback()
    with writing():
        build = found.one(row.organisation_id, row.id).build  # type: ignore[union-attr]
        build.claimed_until = clock.now() - timedelta(seconds=1)  # type: ignore[union-attr]
        db.session.commit()
