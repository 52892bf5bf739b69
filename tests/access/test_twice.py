"""No form does twice what was meant once, undoes by a second click what the first did, overwrites in silence what was
sent from another tab, or leads to a bare error page. Each is sent twice from one page, as it was and otherwise.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient

from onboarding.extensions import db
from onboarding.web.errors import PAGES
from tests.access.cells import address
from tests.access.decided import DECIDED
from tests.access.sendings import CHOICES, HARMLESS, OF_A_FILE, OF_A_RESUME, OTHERS, SENDINGS, Sending
from tests.access.world import OWN, World
from tests.make import sign_in
from tests.page import Page, filled
from tests.stored import on_sqlite

# That somebody came, and what is told of it; a table that waits is sealed anew each time.
NOTES = {
    "visit",
    "knock",
    "trail_chain",
    "trail_entry",
    "trail_detail",
    "alembic_version",
    "open_table",
    "sqlite_sequence",
}
BARE = {wrong.heading for wrong in PAGES.values()}
# Pages that say by themselves what is there.
SELF_EVIDENT = {"What the table holds", "This table is not open any more"}
MOST = 40  # statements that a form takes, the page it leads to left out
# What does many things: an erasure, a table, files, and determinations, which freeze everything they rest on.
ASKS_MORE = {
    "keeping.confirm": 230,
    "imports.undo": 150,
    "imports.take": 60,
    "missing.ask": 100,
    "screening.prove_by_file": 70,
    "evidence.new": 50,
    "certificates.add": 60,  # a file with its pages, and what it is of
    "certificates.add_to": 60,
    "certificates.accept": 50,
    "shared_checks.verify": 60,  # whoever looks at it sees the file, and everybody who has it
    "redactions.new": 45,
    "duplicates.decide": 70,
    "standing.check": 55,
    "determinations.recommend": 50,
    "determinations.decide": 50,
    "hiring.hire": 55,
    "standing.record": 70,
    "screening.prove": 45,
    "claims.edit": 50,
    "asking.ask": 55,  # what waits of an application is listed with it, and it is computed again
    "applicant_links.link": 45,
    "bookings.new": 45,  # of the second sending, who has a seat already is looked up
    "bookings.withdraw": 50,  # who waits moves up, and both are told
    "training_sessions.move": 45,
    "training_plan.index": 65,  # for everybody whom the world's sessions help
    "several.training": 70,  # for everybody in a role there
    "several.credential": 70,
    "course_approvals.correct": 55,  # the lines of who completed the version are computed again
    "course_approvals.confirm": 50,
    "own_courses.test": 60,  # what is to be done about who passes is computed again
    "several.step": 65,
    "cover_requests.answer": 50,  # two people are locked, and the manager is told
}
Rows = dict[tuple[str, int], tuple[Any, ...]]


def test_every_form_is_sent_here() -> None:
    known = {each.endpoint for each in SENDINGS} | {
        *OTHERS,
        *HARMLESS,
        *CHOICES,
        *OF_A_FILE,
        *OF_A_RESUME,
        "claims.resume",
        "claims.keep",
    }
    forms = {endpoint for endpoint, methods in DECIDED.items() if "POST" in methods}
    assert {each for each in forms if not each.startswith("security.")} - known == set()


@on_sqlite
def test_what_is_sent_again_is_done_once_and_an_old_tab_overwrites_nothing_in_silence(
    app: Flask, world: World, statements: list[str]
) -> None:
    for who in {each.who for each in SENDINGS}:
        world.clients[who] = sign_in(app.test_client(), world.people[who])
        world.clients[who].get("/organisations")
    _closed()
    stored = Stored(Path(str(db.engine.url.database)))
    found = [f"{each.endpoint}: {wrong}" for each in SENDINGS for wrong in _wrong(app, world, each, stored, statements)]
    assert not found, "\n".join(found)


def _wrong(app: Flask, world: World, sending: Sending, stored: "Stored", statements: list[str]) -> Iterator[str]:
    """Everything that is wrong with a form that is sent twice, in the same world as every other."""
    with stored.kept():
        client = world.clients[sending.who]
        at = _page(app, world, sending)
        form = _form(app, client, at, sending)
        target, data = urljoin(at, form.get("action") or at), _typed(form, sending)
        before = stored.rows()
        statements.clear()
        first = _answer(client, target, data, leads_on=False)
        if len(statements) > (most := ASKS_MORE.get(sending.endpoint, MOST)):
            yield f"it asks the database {len(statements)} times, {most} are allowed"
        if first.status != 302:
            yield f"it was not taken the first time: {first.messages or first.heading}"
        between = stored.rows()
        with stored.kept():
            yield from _said(_answer(client, target, data))
            if moved := _differing(stored.rows(), between):
                yield f"it was done twice: {moved}"
        if (other := _otherwise(form, data)) != data:
            yield from _said(_answer(client, target, other))
            if lost := _differing(stored.rows(), between) & _differing(between, before):
                yield f"what was sent first was overwritten: {lost}"


def _said(page: Page) -> Iterator[str]:
    if page.heading in BARE:
        yield f"the second time it answers {page.status}: {page.heading}"
    elif not page.messages and not page.faults and page.heading not in SELF_EVIDENT:
        yield f"the second time nothing is said on {page.heading!r}"


def _differing(rows: Rows, others: Rows) -> set[tuple[str, int]]:
    return {key for key in rows.keys() | others.keys() if rows.get(key) != others.get(key)}


def _page(app: Flask, world: World, sending: Sending) -> str:
    ids = dict(world.ids[OWN])
    if sending.before:
        made = sending.before()
        ids = {key: value for key, value in ids.items() if key.partition(".")[0] not in made} | made
    endpoint, _, query = (sending.page or sending.endpoint).partition("?")
    if sending.own and f"{endpoint} of {sending.who}" in ids:
        endpoint = f"{endpoint} of {sending.who}"
    at = address(app, replace(world, ids={OWN: ids}), endpoint)
    return f"{at}?{query.format_map(ids)}" if query else at


def _form(app: Flask, client: FlaskClient, at: str, sending: Sending) -> Element:
    answer = client.get(at)
    assert answer.status_code == 200, f"{sending.endpoint}: {at} answered {answer.status_code}"
    page, addresses = Page(client, at, answer.get_data(as_text=True), 200), app.url_map.bind("localhost")
    for form in page.forms():
        path = urlsplit(urljoin(at, form.get("action") or at)).path
        again = any(each.get("name") == "again" for each in form.iter("button"))  # of two forms to one address
        if addresses.match(path, method="POST")[0] == sending.endpoint and again is (sending.button == "again"):
            return form
    raise AssertionError(f"{sending.endpoint} has no form on {at}")


def _typed(form: Element, sending: Sending) -> dict[str, Any]:
    """What the form holds, what was typed, and a word for whatever else is required."""
    data = dict(filled(form))
    for each in form.iter():
        name = each.get("name")
        if name and each.get("required") is not None and not any(text.strip() for text in data.get(name, ())):
            data[name] = [_word(each, name)]
    pressed = {sending.button: "yes"} if sending.button else {}
    return {**data, **sending.typed, **pressed}


def _word(field: Element, name: str) -> str:
    if field.tag == "select":
        return next(value for option in field.iter("option") if (value := option.get("value")))
    if field.get("type") in ("radio", "checkbox"):
        return field.get("value", "on")
    return "11/30/2025" if name.endswith("_on") or name == "since" else "Something"


def _otherwise(form: Element, data: Mapping[str, Any]) -> dict[str, Any]:
    """The same with other words in the last of its texts."""
    texts = [each.get("name", "") for each in form.iter() if each.tag == "textarea" or each.get("type") == "text"]
    free = [name for name in texts if not name.endswith("_on") and name not in ("since", "until") and "-" not in name]
    return {**data, free[-1]: "Something else"} if free else dict(data)


def _answer(client: FlaskClient, target: str, data: Mapping[str, Any], leads_on: bool = True) -> Page:
    files = {name: (BytesIO(each[0]), each[1]) for name, each in data.items() if isinstance(each, tuple)}
    with client.post(target, data={**data, **files}, follow_redirects=leads_on) as answer:
        return Page(client, answer.request.path, answer.get_data(as_text=True), answer.status_code)


class Stored:
    """The database of the test, read past the application and put back as it was."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Undo on leaving whatever is written within."""
        _closed()
        with closing(sqlite3.connect(":memory:")) as memory:
            self._copy(memory)
            yield
            _closed()
            with closing(sqlite3.connect(self.file)) as here:
                memory.backup(here)

    def rows(self) -> Rows:
        """Every row of every table but the notes, by its table and number."""
        with closing(sqlite3.connect(self.file)) as here:
            names = {name for (name,) in here.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} - NOTES
            read = (f'SELECT rowid, * FROM "{name}"' for name in names)
            return {(name, row[0]): row for name, each in zip(names, read, strict=True) for row in here.execute(each)}

    def _copy(self, memory: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(self.file)) as here:
            here.backup(memory)


def _closed() -> None:
    db.session.rollback()
    db.session.remove()
    db.engine.dispose()
