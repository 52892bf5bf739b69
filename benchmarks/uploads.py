"""Pages while eight links send the heaviest files again and again, through gunicorn as it is served.

The same pages of the same server before anything is sent are the baseline: `to quiet` is the median to theirs.
`asked`: how often somebody asked meanwhile whether the server is there; `health`: the longest that they waited.
`MB`: the most that it took with all it started.

Who is put off sends again after a second, though the answer says a minute. With `--restless` it is at once: that
doubles what pages take whatever is sent, also a file that is refused before it is looked at.

    python -m benchmarks.uploads [--restless]
"""

import http.client
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from benchmarks.pages import measured, serving, stored
from benchmarks.stored import fill
from onboarding import create_app
from onboarding.extensions import db, writing
from onboarding.models.message import Message
from onboarding.models.person import Person
from onboarding.services import applicant_links
from onboarding.services.change import SYSTEM

SENDERS = 8
SECONDS = 10.0
PAUSE = 0.02  # seconds between two questions of who watches
AGAIN = 1.0  # seconds after which who was put off sends again
BUSY = 503
PAGES = ("/at/valley/people", "/at/valley/applicants")
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
LINK = re.compile(r"/apply/([^\s/]+)")
HEADINGS = ("file", "taken", "refused", "put off", "else", "asked", "health ms", "page ms", "to quiet", "MB")


class Watched(NamedTuple):
    """What was seen meanwhile: seconds of each answer of /health and of a page, and bytes at most."""

    health: list[float]
    pages: list[float]
    memory: int


def main(files: Mapping[str, bytes], seconds: float = SECONDS, again: float = AGAIN) -> None:
    """Print a row for each file, and one for the quiet server before them."""
    print("  ".join([f"{HEADINGS[0]:>46}", *(f"{heading:>9}" for heading in HEADINGS[1:])]))
    with stored() as config:
        cookie, links = _world(create_app(config), SENDERS * len(files))
        with serving(config) as (port, pid):
            for path in PAGES:
                measured(port, cookie, path, SENDERS, 16)  # both workers have loaded what they need
            quiet = watched(port, pid, cookie, [threading.Thread(target=time.sleep, args=(seconds,))])
            _say("(nothing)", Counter(), quiet, quiet)
            for name, data in files.items():
                answers = Counter[int]()
                chosen, links = links[:SENDERS], links[SENDERS:]
                until = time.monotonic() + seconds
                senders = [threading.Thread(target=_send, args=(port, link, data, until, again, answers))
                           for link in chosen]  # fmt: skip
                seen = watched(port, pid, cookie, senders)
                _say(name, answers, seen, quiet)


def watched(port: int, pid: int, cookie: str, others: Sequence[threading.Thread]) -> Watched:
    """Ask /health and the pages in turn, from when the others are started until they have ended."""
    seen, number = Watched([], [], 0), 0
    for each in others:
        each.start()
    while any(each.is_alive() for each in others):
        for path, took in (("/health", seen.health), (PAGES[number % len(PAGES)], seen.pages)):
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path, headers={"Cookie": cookie})
            if (answer := connection.getresponse()).status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            answer.read()
            connection.close()
            took.append(time.perf_counter() - began)
            time.sleep(PAUSE)
        number += 1
        seen = seen._replace(memory=max(seen.memory, _memory(pid)))
    return seen


def _say(name: str, answers: Counter[int], seen: Watched, quiet: Watched) -> None:
    counts = [answers.pop(status, 0) for status in (302, 200, BUSY)]
    median = statistics.median(seen.pages)
    figures = (*counts, answers.total(), len(seen.health), f"{max(seen.health) * 1000:.0f}", f"{median * 1000:.0f}",
               f"{median / statistics.median(quiet.pages):.2f}", seen.memory // 2**20)  # fmt: skip
    print("  ".join([f"{name:>46}", *(f"{figure:>9}" for figure in figures)]), flush=True)


def _send(port: int, link: str, data: bytes, until: float, again: float, answers: Counter[int]) -> None:
    """Send the file by the link again and again, as a browser without scripts does."""
    path = f"/apply/{link}/files"
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", path)
        page = connection.getresponse()
        visit = (page.headers["Set-Cookie"] or "").partition(";")[0]
        token = TOKEN.search(page.read())
        assert token, f"{path} answered {page.status}"
        boundary, body = encode_multipart(
            {"csrf_token": token[1].decode(), "proves": "other", "files": FileStorage(BytesIO(data), "file")}
        )
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Cookie": visit}
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        answers[answer.status] += 1
        if answer.status == BUSY:
            time.sleep(again)


def _world(app: Flask, links: int) -> tuple[str, list[str]]:
    """A COHE: the cookie of its manager, and links of so many applicants."""
    cookie, _, _ = fill(app, links * 3)
    with app.app_context():
        with writing(), db.engine.begin() as connection:
            connection.execute(update(Person).values(email=Person.dialed + "@example.org"))
        applicants = db.session.scalars(select(Person).where(Person.posting_id.is_(None)).limit(links)).all()
        for person in applicants:
            applicant_links.send(SYSTEM, person)
        found = [
            LINK.search(body)
            for body in db.session.scalars(select(Message.body).where(Message.body.contains("/apply/")))
        ]
        db.session.remove()
        db.engine.dispose()
    return cookie, [each[1] for each in found if each]


def _memory(pid: int) -> int:
    """Bytes that a process and all that it started take, each shared page counted once among those that share it."""
    total = 0
    with suppress(FileNotFoundError, ProcessLookupError):  # it has ended
        of_it = Path(f"/proc/{pid}")
        said = re.search(r"^Pss:\s+(\d+) kB", (of_it / "smaps_rollup").read_text(), re.MULTILINE)
        total += int(said[1]) * 1024 if said else 0
        total += sum(map(_memory, map(int, (of_it / "task" / str(pid) / "children").read_text().split())))
    return total


if __name__ == "__main__":
    from tests.documents import far, make  # hostile files are made where tests look after what becomes of them

    main(
        {
            "a row of number two thousand million": far.BEYOND["a row of number two thousand million"],
            "a cell over a million columns": far.SPANS["a cell over a million columns"],
            "481 pages, each of them heavy": far.drawn(pages=481, own=far.LINE % (1, 2) * 60_000),
            "twelve million ends of a line": b"%PDF-1.7" + b"\n" * 12_000_000,
            "the heaviest that is taken": far.DRAWN["a letterhead on two hundred pages"],
            "a letter": make.make_pdf(),
            "no file that is known": b"nothing",
        },
        again=0.0 if sys.argv[1:] == ["--restless"] else AGAIN,
    )
