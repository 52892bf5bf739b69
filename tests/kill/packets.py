"""Two clocks build packets and are killed at random moments, until others finish: never half of one, and never two.

    python -m tests.kill.packets [ROUNDS]

Each round has a packet prepared and then issued, in every second round as one file, and else as a file for each person.
In each of both steps two clocks are killed several times, and begin again, before two more may finish.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.process import BaseProcess
from random import Random
from typing import NamedTuple

from flask import Flask

from onboarding import clock, create_app, packet_keys
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.models.trail import TrailEntry
from onboarding.packets import building
from onboarding.packets.checking import Verdict, checked
from onboarding.queries import packet_parts as parts, trail_compare
from onboarding.queries.organisations import by_slug
from onboarding.queries.packets import Files, State
from onboarding.roles import Role
from onboarding.rules.packet_contents import Section
from onboarding.services import packet_builds, packets, reconciliation
from onboarding.services.change import Actor
from tests.forks import forks
from tests.kill.campaign import installation
from tests.make import make_cohe, make_member, make_person
from tests.packets.issued import make_definition

PEOPLE = ("Ana Ruiz", "Ben Bright")
SECTIONS = (Section.CHANGES, Section.ROSTER, Section.TRAINING, Section.GLOSSARY)
LEASE = timedelta(seconds=2)  # what a clock that was killed holds up the next for
KEPT = timedelta(
    minutes=1
)  # what one that is let live has the work for: no step takes longer, on a busy machine either
CLOCKS = 2
LONGEST = 3.0  # seconds that a clock lives at most before it is killed
PATIENCE = 240  # seconds until those that are let live have to be done
NOT_YET = {State.PREPARING, State.BUILDING}


class Result(NamedTuple):
    """What a campaign counted; `files` were opened, and checked as anybody can check them."""

    rounds: int
    kills: int
    files: int
    faults: list[str]


def campaign(rounds: int, kind: str, kills: int = 3, seed: int = 1) -> Result:
    """Run the rounds on one kind of database, with so many kills of both clocks in each step; what was found."""
    chance, faults, killed, files = Random(seed), list[str](), 0, 0
    with installation(kind) as (config, _):
        app = create_app(config)
        with app.app_context():
            definitions, actor = _begin()
            for number in range(rounds):
                definition = definitions[number % len(definitions)]
                id = packets.prepare(actor, _cohe(), definition).id
                killed += _killed(config, chance, kills)
                faults += _finished(config, id, State.READY)
                packets.issue(actor, _cohe(), id)
                killed += _killed(config, chance, kills)
                faults += _finished(config, id, State.ISSUED)
                if faults:  # said at the end: of a packet that never came there is nothing to open
                    break
                opened = [*_faults(app, id, number + 1)]
                files += sum(each is None for each in opened)
                faults += [f"round {number + 1}: {each}" for each in opened if each]
            db.session.remove()
            db.engine.dispose()
    return Result(rounds, killed, files, faults)


def clock_process(config: Config, lease: timedelta) -> None:
    """A clock that does nothing but build packets, until it is killed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    packet_builds.LEASE, packet_builds.TRIES = lease, 10_000
    app = create_app(config)
    with app.app_context():
        while True:
            if not building.build_next(config, app.extensions["rulebook"], lambda: False):
                time.sleep(0.05)
            db.session.remove()


def _begin() -> tuple[list[int], Actor]:
    valley = make_cohe()
    mia = make_member(valley, Role.MANAGER)
    for name in PEOPLE:
        make_person(valley, name, hired_on=clock.today() - timedelta(days=100))
    one = make_definition(valley, name="One", sections=SECTIONS)
    each = make_definition(valley, name="Each", sections=SECTIONS, files=Files.EACH)
    return [each.id, one.id], Actor(mia.id, mia.name)


def _clocks(config: Config, lease: timedelta) -> list[BaseProcess]:
    found: list[BaseProcess] = [forks.Process(target=clock_process, args=(config, lease)) for _ in range(CLOCKS)]
    for each in found:
        each.start()
    return found


def _end(clocks: list[BaseProcess]) -> None:
    for each in clocks:
        each.kill()
        each.join()
        each.close()


def _killed(config: Config, chance: Random, times: int) -> int:
    """Let both clocks work for a moment and kill them, so many times; how many were killed."""
    for _ in range(times):
        clocks = _clocks(config, LEASE)
        time.sleep(chance.uniform(0.3, LONGEST))
        _end(clocks)
    return times * CLOCKS


def _finished(config: Config, id: int, state: State) -> Iterator[str]:
    """Let both clocks work until the packet stands so."""
    clocks, until = _clocks(config, KEPT), time.monotonic() + PATIENCE
    try:
        while (now := _state(id)) in NOT_YET and time.monotonic() < until:
            time.sleep(0.1)
        if now is not state:
            yield f"packet {id} is {now}, and should be {state}"
    finally:
        _end(clocks)


def _state(id: int) -> State:
    db.session.rollback()
    db.session.expire_all()
    packet = db.session.get_one(Packet, id)
    return packet.state


def _faults(app: Flask, id: int, rounds: int) -> Iterator[str | None]:
    """What is not as it must be; None for each file that is."""
    db.session.rollback()
    packet = db.session.get_one(Packet, id)
    config, files = app.extensions["config"], [part.packet for part in parts.of(packet)]
    known = packet_keys.known(config)
    for each in files or [packet]:
        report = checked(packets.hand_out(Actor(None, "campaign"), each), known)
        yield None if report.verdict is Verdict.WHOLE else f"the file of packet {each.number} is {report.verdict}"
    if files:
        listed = [name for name, _ in packets.hand_out_all(Actor(None, "campaign"), packet)]
        if len(listed) != len(PEOPLE) + 1:
            yield f"the archive has {listed}"
    every = db.session.query(Packet).filter(Packet.definition_id == packet.definition_id, parts.by_itself()).all()
    if [each.id for each in every if each.state is State.ISSUED] != [id]:
        yield f"{[(each.id, each.state) for each in every]} are two that stand, or none"
    entries = db.session.query(TrailEntry).filter(TrailEntry.action == Action.PACKET_ISSUED.value).all()
    issued = Counter(each.subject for each in entries)
    yield from (f"{of} was issued {times} times" for of, times in issued.items() if times > 1)
    mails = db.session.query(Message).filter(Message.kind == "packet").count()
    if mails != rounds:
        yield f"{mails} mails tell of {rounds} packets"
    yield from trail_compare.differences()
    yield from (f"{fault.where} {fault.says}" for fault in reconciliation.faults() if not fault.orphan)


def _cohe() -> Organisation:
    db.session.rollback()
    cohe = by_slug("valley")
    assert cohe
    return cohe


if __name__ == "__main__":
    asked, failed = int(sys.argv[1]) if len(sys.argv) > 1 else 20, False
    for kind in ("sqlite", "postgresql"):
        result = campaign(asked, kind)
        print(
            f"{kind}: {result.rounds} packets, {result.kills} clocks killed, {result.files} files checked, "
            f"{len(result.faults)} faults"
        )
        print(*result.faults, sep="\n", end="\n" if result.faults else "", flush=True)
        failed = failed or bool(result.faults)
    sys.exit(failed)
