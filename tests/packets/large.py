"""A quarterly packet of fifty people with three hundred files: how much memory it takes, and how quick pages are then.

    python -m tests.packets.large [PEOPLE]

Six files a person: letters, scans, a photo, and every fifth a Word document, which has no pages. One file is encrypted
and one damaged as they come, and are refused with words; some are damaged in the store after that. What is not in the
packet must be said in it, with the reason.
"""

import json
import logging
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pikepdf
from PIL import Image

from onboarding import clock, confined, create_app, packet_keys
from onboarding.config import Config, Mode
from onboarding.documents.kinds import RefusedFileError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.packets import building, readback
from onboarding.packets.checking import Verdict, checked
from onboarding.packets.exhibits import CHANGED, NO_PAGES
from onboarding.queries import evidence as found
from onboarding.queries.packets import Evidence, State
from onboarding.roles import Role
from onboarding.rules.packet_contents import Section
from onboarding.services import evidence, files, packets
from onboarding.services.change import SYSTEM
from tests import stored
from tests.documents.make import make_docx, make_pdf
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.packets.issued import make_definition
from tests.stored import migrated

PEOPLE, EACH, DAMAGED = 50, 6, 5
SECTIONS = (Section.ROSTER, Section.TRAINING, Section.STAFFING, Section.GLOSSARY)
MB = 1024  # of the kilobytes that the system counts memory in


class Result(NamedTuple):
    """What was measured. Memory in MB, at most at one time: of the clock, and of the processes that it starts."""

    files: int
    left_out: int
    pages: int
    size_mb: float
    clock_mb: int
    apart_mb: int
    seconds: float
    quiet_ms: int
    busy_ms: int
    faults: list[str]


def campaign(people: int) -> Result:
    """Make the files and the packet; what was measured."""
    folder = Path(tempfile.mkdtemp(prefix="hsc-large-"))
    config = migrated(Config(instance=folder / "instance", mode=Mode.SAMPLE))
    app = create_app(config)
    with app.app_context():
        valley = make_cohe()
        manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
        broken = _fill(valley, people, config.evidence_folder)
        logging.getLogger().setLevel(logging.WARNING)
        definition = make_definition(valley, sections=SECTIONS, evidence=Evidence.ALL)
        quiet = sorted(_asked(manager) for _ in range(9))[4]
        id, began = packets.prepare(SYSTEM, valley, definition.id).id, time.monotonic()
        busy, memory = [], [0, 0]
        for state in (State.READY, State.ISSUED):
            with _clock(config) as hears:
                while not hears.poll(0.5):
                    busy.append(_asked(manager))
                memory = [max(pair) for pair in zip(memory, hears.recv(), strict=True)]
            db.session.rollback()
            packet = db.session.get_one(Packet, id)
            assert packet.state is state, packet.build
            if state is State.READY:
                packets.issue(SYSTEM, valley, id)
        took = time.monotonic() - began
        faults = list(_faults(config, packet, people * EACH, broken))
        told = json.loads(packets.content(packet))["told"]["exhibits"]
        result = Result(
            len(told), sum(bool(each["left_out"]) for each in told), packet.pages or 0, (packet.size or 0) / 2**20,
            memory[0] // MB, memory[1] // MB, took,
            round(quiet * 1000), round(sorted(busy)[len(busy) // 2] * 1000), faults,
        )  # fmt: skip
    shutil.rmtree(folder)
    return result


def build(config: Config, says: Connection) -> None:
    """A clock that builds what waits, and says how much memory that took."""
    app = create_app(config)
    with app.app_context():
        while building.build_next(config, app.extensions["rulebook"], lambda: False):
            pass
    says.send([resource.getrusage(of).ru_maxrss for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)])


@contextmanager
def _clock(config: Config) -> Iterator[Connection]:
    spawned = multiprocessing.get_context("spawn")  # its memory is its own from the beginning
    hears, says = spawned.Pipe(duplex=False)
    process = spawned.Process(target=build, args=(config, says))
    process.start()
    says.close()
    try:
        yield hears
    finally:
        process.join()


def _asked(manager: Any) -> float:
    began = time.perf_counter()
    with manager.get("/at/valley/packets") as answer:
        assert answer.status_code == 200
    took = time.perf_counter() - began
    db.session.rollback()  # a reading that goes on would hold up the clock
    return took


def _fill(valley: Organisation, people: int, folder: Path) -> int:
    """People with their files; how many of these were damaged in the store."""
    kinds, damaged = _kinds(), []
    real, confined.run = confined.run, stored._run_once  # the same file is looked at once
    for number in range(people):
        person = make_person(valley, f"Person Number{number}", hired_on=clock.today() - timedelta(days=200 + number))
        for place in range(EACH):
            data, name = kinds[(number + place) % len(kinds)]
            facts = evidence.ItemFacts(f"Paper {number}-{place}", evidence.Proves.TRAINING, date(2026, 1, 2))
            item = evidence.take_in(SYSTEM, person, data, name, facts)
            if number == len(damaged) < DAMAGED and name == "scan.pdf":  # one of each of the first people
                damaged.append(item)
    _refused(valley)
    confined.run = real
    for item in damaged:
        page = found.pages(item)[0].sha256
        path = folder / files.key_of(SYSTEM, item.person).id / page
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    return len(damaged)


def _refused(valley: Organisation) -> None:
    """Files that are not taken in at all, which says what to do."""
    person = make_person(valley, "Somebody Else")
    locked = make_pdf(encryption=pikepdf.Encryption(user="a", owner="b"))
    for data in (locked, make_pdf()[:300]):
        try:
            evidence.take_in(SYSTEM, person, data, "x.pdf", evidence.ItemFacts("X", evidence.Proves.OTHER, None))
        except RefusedFileError:
            continue
        raise AssertionError("it was taken in")


def _kinds() -> list[tuple[bytes, str]]:
    chance = Random(1)
    letters = [(make_pdf(pages=pages), "letter.pdf") for pages in (1, 2, 3)]
    scans = [(_scan(chance, (1240, 1754), 2), "scan.pdf") for _ in range(4)]
    photos = [(_photo(chance, (2000, 1500)), "photo.jpg") for _ in range(3)]
    return [*letters, *scans, *photos, (make_docx("A letter"), "letter.docx")]


def _photo(chance: Random, size: tuple[int, int]) -> bytes:
    """A picture with as much in it as a photo of paper has."""
    small = Image.frombytes("RGB", (size[0] // 8, size[1] // 8), chance.randbytes(3 * (size[0] // 8) * (size[1] // 8)))
    into = BytesIO()
    small.resize(size).save(into, "JPEG", quality=80)
    return into.getvalue()


def _scan(chance: Random, size: tuple[int, int], pages: int) -> bytes:
    pictures = [Image.open(BytesIO(_photo(chance, size))) for _ in range(pages)]
    into = BytesIO()
    pictures[0].save(into, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return into.getvalue()


def _faults(config: Config, packet: Packet, files: int, broken: int) -> Iterator[str]:
    pdf = packets.hand_out(SYSTEM, packet)
    if checked(pdf, packet_keys.known(config)).verdict is not Verdict.WHOLE:
        yield "it is not whole"
    told = json.loads(packets.content(packet))["told"]["exhibits"]
    if len(told) != files:
        yield f"{len(told)} of {files} files are in it"
    reasons = [each["left_out"] for each in told if each["left_out"]]
    if reasons.count(CHANGED) != broken or set(reasons) - {CHANGED, NO_PAGES}:
        yield f"{reasons.count(CHANGED)} of {broken} damaged files are said to be so"
    said = readback.read(pdf).text.count("Could not be included")
    if said < 2 * len(reasons):  # in the list of the evidence, and each on its page
        yield f"{len(reasons)} files could not be included, and it says so {said} times"


if __name__ == "__main__":
    measured = campaign(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
    print(measured._asdict())
    sys.exit(bool(measured.faults))
