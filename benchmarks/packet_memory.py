"""How much memory the clock takes for a packet with much evidence, step by step, and how often the packet's size.

Memory is the most at any moment of a step, above what the process had before the first, on Linux. The evidence is
photos with as much in them as paper has; what lays the pages out is a process of its own, and not in it.

    python -m benchmarks.packet_memory [MB]      MB of evidence, 100 where none is given
"""

import ctypes
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.packets import frozen
from benchmarks.stored import fill
from onboarding import clock, create_app, keys, packet_keys
from onboarding.config import Config, Mode
from onboarding.packets import freezing, laying_out, memory, readback
from onboarding.packets.part import Part
from onboarding.packets.sealing import sealed
from onboarding.packets.signature import of
from onboarding.queries import people
from onboarding.queries.organisations import by_slug
from onboarding.queries.packets import Evidence
from onboarding.services import evidence, files
from onboarding.services.change import SYSTEM

MB = 2**20
SIZE, PHOTO = 100, (2400, 1800)


def main(size: int) -> None:
    """Print a line for each step."""
    folder = Path(tempfile.mkdtemp(prefix="hsc-bench-"))
    config = Config(instance=folder, mode=Mode.SAMPLE)
    keys.make_missing(folder)
    packet_keys.make_missing(config)
    app = create_app(config)
    fill(app, 6)
    with app.app_context():
        measure(app, size)
    shutil.rmtree(folder)


def measure(app: Any, size: int) -> None:
    """Put a packet of so many MB together as the clock does, and keep it."""
    take_photos(size * MB)
    content, cohe_id = frozen(app, Evidence.ALL), _cohe().id
    signer = of(packet_keys.signing(app.extensions["config"], "valley"))
    laying_out.unsigned(content, cohe_id, _nothing)  # so that all sections are kept
    memory.give_back_large()
    ctypes.CDLL(None).malloc_trim(0)
    before = _kb("VmRSS") / 1024
    made: list[bytes] = []
    packet = {"number": "VALLEY-0001", "cohe": "Valley COHE", "issued_at": f"{clock.now():%Y-%m-%dT%H:%M:%S}+00:00"}
    part = Part("content.json", "Data", "application/json", freezing.written(content["told"]), "Data")
    rows = [
        ("joined", _most(lambda: made.append(laying_out.unsigned(content, cohe_id, _nothing)))),
        ("sealed", _most(lambda: made.append(sealed(made.pop(), packet, [part], signer)))),
        ("read back", _most(lambda: len(readback.read(made[0]).pages))),
        ("kept", _most(lambda: files.keep(files.new_key(), made[0], "application/pdf"))),
    ]
    whole = len(made[0]) / MB
    print(f"a packet of {whole:.0f} MB")
    for name, at_most in rows:
        most = at_most - before
        print(f"{name:>10}  {most:6.0f} MB  {most / whole:4.1f} times", flush=True)


def take_photos(size: int) -> None:
    """Have somebody on staff have so much evidence."""
    cohe, chance, taken = _cohe(), random.Random(1), 0
    (person,) = people.staff_after(cohe.id, people.Filters(), clock.today(), 0, 1)
    while taken < size:
        data = photo(chance)
        facts = evidence.ItemFacts(f"Photo {taken}", evidence.Proves.TRAINING, date(2026, 1, 2))
        evidence.take_in(SYSTEM, person, data, "photo.jpg", facts)
        taken += len(data)


def photo(chance: random.Random) -> bytes:
    """A picture with as much in it as a photo of paper has."""
    width, height = (each // 2 for each in PHOTO)
    small = Image.frombytes("RGB", (width, height), chance.randbytes(3 * width * height))
    into = BytesIO()
    small.resize(PHOTO).save(into, "JPEG", quality=80)
    return into.getvalue()


def _cohe() -> Any:
    cohe = by_slug("valley")
    assert cohe
    return cohe


def _most(do: Callable[[], object]) -> float:
    """MB at most while it is done."""
    Path("/proc/self/clear_refs").write_text("5")  # begin to count anew
    do()
    return _kb("VmHWM") / 1024


def _kb(name: str) -> int:
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(f"{name}:"))
    return int(line.split()[1])


def _nothing(_done: int, _of: int) -> None:
    pass


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
