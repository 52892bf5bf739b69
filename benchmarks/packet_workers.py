"""What a second worker gains with packets, in seconds on the wall, on one machine and a throw-away PostgreSQL.

Four packets of so many people each, nobody in two of them, and then one with a file for each person: prepared, that is
frozen, and then laid out, put together and sealed. By one `flask worker` and by two, in turn, with nothing kept of what
was laid out. Seconds count from the first that is begun; a tick, which may be five seconds away, begins it. Of ROUNDS
the shortest: others on the machine lengthen a time, and shorten none.

Workers on one machine share its places for what is laid out (onboarding/turns.py), of which there is one on two cores;
and a packet is built by one worker, were it many files.

    python -m benchmarks.packet_workers [SIZES]      sizes are people
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, func, select

from benchmarks.packets import SECTIONS
from benchmarks.pages import environment, on_postgresql, stored
from benchmarks.stored import fill
from onboarding import create_app, packet_keys
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet, PacketBuild, PacketState
from onboarding.queries import packet_people, work
from onboarding.queries.organisations import by_slug
from onboarding.queries.packet_parts import by_itself
from onboarding.queries.packets import AsOf, Evidence, Files, Span, Whom
from onboarding.rules.packet_contents import Section
from onboarding.services import packet_cache, packet_definitions, packets
from onboarding.services.change import SYSTEM

SIZES = (10,)
PACKETS = 4
ROUNDS = 3
AT_WORK = (1, 2)
PATIENCE = 600  # seconds
HEADINGS = ("people", "what", "one s", "two s", "times as fast")


Database = Callable[[int], str]


def main(sizes: Iterable[int], database: Database) -> None:
    """Print a row for each size and work. `database`: an empty one for each size."""
    print("  ".join(f"{heading:>14}" for heading in HEADINGS))
    for size in sizes:
        with stored(database(size)) as config:
            packet_keys.make_missing(config)
            app = create_app(config)
            fill(app, size * PACKETS * 3 // 2)  # a third of them are applicants
            with app.app_context():
                rounds = [[measured(config, size, many) for many in AT_WORK] for _ in range(ROUNDS)]
                db.session.remove()
                db.engine.dispose()
        for what in rounds[0][0]:
            one, two = (min(took[what] for took in each) for each in zip(*rounds, strict=True))
            row = (f"{size}", what, f"{one:.1f}", f"{two:.1f}", f"{one / two:.2f}")
            print("  ".join(f"{figure:>14}" for figure in row), flush=True)


def measured(config: Config, size: int, many: int) -> dict[str, float]:
    """Seconds that each work takes so many workers."""
    cohe = by_slug("valley")
    assert cohe
    packet_cache.clear(cohe.id)
    people = [each.id for each in packet_people.to_choose(cohe.id) if each.posting]
    chosen = [people[at * size : (at + 1) * size] for at in range(PACKETS)]
    with at_work(config, many):
        several = prepared(cohe, [defined(cohe, f"{many}, {at}", each) for at, each in enumerate(chosen)])
        built = issued(cohe, PacketState.READY)
        packet_cache.clear(cohe.id)
        zipped = prepared(cohe, [defined(cohe, f"{many}, each", chosen[0], Files.EACH)])
        return {
            f"{PACKETS} prepared": several,
            f"{PACKETS} built": built,
            "ZIP prepared": zipped,
            "ZIP built": issued(cohe, PacketState.READY),
        }


@contextmanager
def at_work(config: Config, many: int) -> Iterator[None]:
    """So many workers, once all of them say that they live."""
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen(command, env=environment(config), **quiet) for _ in range(many)]
    try:
        _until(lambda: work.workers() == many)
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(PATIENCE)
        _until(lambda: work.workers() == 0)


def defined(cohe: Organisation, name: str, people: Sequence[int], files: Files = Files.ONE) -> int:
    """A definition of a packet about these people."""
    sections = tuple(each for each in SECTIONS if files is Files.ONE or each is not Section.STAFFING)
    days = Span.THIS_QUARTER, None, None, AsOf.ISSUE
    said = packet_definitions.Said(name, Whom.CHOSEN, tuple(people), *days, sections, Evidence.NONE, files)
    return packet_definitions.define(SYSTEM, cohe, said).id


def prepared(cohe: Organisation, definitions: Sequence[int]) -> float:
    """Have a packet of each prepared; seconds."""
    for each in definitions:
        packets.prepare(SYSTEM, cohe, each)
    return _seconds(PacketState.PREPARING)


def issued(cohe: Organisation, state: PacketState) -> float:
    """Have all that are in that state issued; seconds."""
    for id in db.session.scalars(select(Packet.id).where(Packet.state == state, by_itself())).all():
        packets.issue(SYSTEM, cohe, id)
    return _seconds(PacketState.BUILDING)


def _seconds(state: PacketState) -> float:
    """From the first that is in hand until none is in that state. Raises RuntimeError where one failed."""
    _until(lambda: _count(PacketBuild.claim.is_not(None)) > 0)
    began = time.perf_counter()
    _until(lambda: not _count(Packet.state == state))
    took = time.perf_counter() - began
    if _count(Packet.state == PacketState.FAILED):
        raise RuntimeError("a packet could not be built")
    return took


def _count(which: ColumnElement[bool]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(which)) or 0


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        db.session.rollback()
        if time.monotonic() > until:
            raise RuntimeError(f"it was not done within {PATIENCE} seconds")
        time.sleep(0.02)


if __name__ == "__main__":
    on_postgresql(main, [int(each) for each in sys.argv[1:]] or SIZES)
