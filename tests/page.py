"""A page as a test asks for it: fetched, parsed, and held to the house's rules without a word in the test.

    page = fetch(client, "/people")
    assert page.heading == "People"
    assert page.rows("25 people")[0]["State"] == "overdue"
    page = page.submit(name="Ana Reyes")

The rules themselves stand in `tests/page_rules.py`.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from tests import page_rules
from tests.page_rules import words as text_of

UTF8 = etree.HTMLParser(encoding="utf-8", remove_comments=True)  # lxml.html's looks up a class for each element
QUERIES = 20  # a page that needs more asks in a loop


class Page:
    """A page that was answered. Elements are those of `xml.etree`; a CSS class is asked for with `with_class`."""

    def __init__(self, client: FlaskClient, address: str, html: str, status: int) -> None:
        self.client, self.address, self.html, self.status = client, address, html, status
        self.tree: Element = etree.fromstring(html.encode(), parser=UTF8)

    @property
    def app(self) -> Flask:
        return self.client.application

    def all(self, *tags: str) -> list[Element]:
        """Every element of these tags, in the order of the page."""
        return list(self.tree.iter(*tags))

    @cached_property
    def attributes(self) -> list[tuple[Element, str, str]]:
        """Every attribute: whose it is, its name and its value."""
        return [(each, name, value) for each in self.tree.iter("*") for name, value in each.items()]

    def with_class(self, name: str) -> list[Element]:
        """Every element that has the class."""
        return [each for each, of, value in self.attributes if of == "class" and name in value.split()]

    def by_id(self, id: str) -> Element:
        """The element with the id."""
        (found,) = [each for each, name, value in self.attributes if name == "id" and value == id]
        return found

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return text_of(self.all("h1")[0])

    @property
    def title(self) -> str:
        return text_of(self.all("title")[0])

    @property
    def main(self) -> str:
        """The words inside <main>."""
        return text_of(self.all("main")[0])

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its words."""
        return {text_of(link): link.get("href", "") for link in self.all("a")}

    @property
    def messages(self) -> list[str]:
        """What the boxes say: what has just happened, what is wrong."""
        return [text_of(box) for box in self.with_class("usa-alert__body")]

    @property
    def faults(self) -> dict[str, str]:
        """What is said at each field that is wrong, by the field's id."""
        return {
            (each.get("id") or "").removesuffix("-error"): text_of(each)
            for each in self.with_class("usa-error-message")
        }

    @property
    def facts(self) -> dict[str, str]:
        """The values of the lists of facts, by their labels."""
        rows = self.with_class("summary-row")
        return {text_of(row[0]): text_of(row[1]) for row in rows}

    def rows(self, caption: str = "") -> list[dict[str, str]]:
        """The rows of the first table whose caption begins so, each by the headings of its columns."""
        for table in self.all("table"):
            if text_of(table.findall("caption")[0]).startswith(caption):
                names = [text_of(cell) for cell in table.findall("thead/tr/th")]
                return [dict(zip(names, map(text_of, row), strict=True)) for row in table.findall("tbody/tr")]
        raise AssertionError(f"{self.address} has no table whose caption begins with {caption!r}")

    def forms(self, method: str = "post") -> list[Element]:
        """The forms in <main> that are sent by the method."""
        return [form for form in self.all("main")[0].iter("form") if form.get("method", "get").lower() == method]

    def submit(self, form: int = 0, **values: object) -> "Page":
        """Send a form of <main> as a browser would, some of its fields filled in otherwise; None leaves a field out."""
        sent = self.forms()[form]
        data: dict[str, object] = {**dict(filled(sent)), **values}
        address = urljoin(self.address, sent.get("action") or self.address)
        data = {name: value for name, value in data.items() if value is not None}
        return answered(self.client, "POST", address, data=data)


def filled(form: Element) -> Iterator[tuple[str, list[str]]]:
    """The names and values that a form already holds."""
    found: dict[str, list[str]] = {}
    for each in form.iter():
        name, kind = each.get("name"), each.get("type", "text")
        if (
            not name
            or kind in ("submit", "button", "file")
            or (kind in ("radio", "checkbox") and each.get("checked") is None)
        ):
            continue
        if each.tag == "select":
            chosen = [option for option in each.iter("option") if option.get("selected") is not None]
            if not chosen and each.get("multiple") is None:
                chosen = list(each.iter("option"))[:1]
            values = [option.get("value", text_of(option)) for option in chosen]
        elif each.tag == "textarea":
            values = ["".join(each.itertext())]
        elif each.tag == "input":
            values = [each.get("value", "on" if kind == "checkbox" else "")]
        else:
            continue
        found.setdefault(name, []).extend(values)
    yield from found.items()


def answered(
    client: FlaskClient,
    method: str,
    address: str,
    count: Callable[[], int] | None = None,
    queries: int = QUERIES,
    **sent: object,
) -> Page:
    """Ask, follow where it leads, and hold the page that comes to the house's rules.

    `count` says how many SQL queries were made so far; the page may make at most `queries`.
    """
    before = count() if count else 0
    with client.open(address, method=method, follow_redirects=True, **sent) as response:
        asked = (count() if count else 0) - before
        parts = urlsplit(response.request.url)
        came_to = f"{parts.path}?{parts.query}" if parts.query else parts.path
        page = Page(client, came_to, response.get_data(as_text=True), response.status_code)
        kept = response.headers.get("Cache-Control")
    assert kept == "no-store", f"{address} may be kept by the browser: {kept}"
    assert asked <= queries, f"{address} makes {asked} queries, {queries} are allowed"
    broken = list(page_rules.broken(page))
    assert not broken, f"{page.address} breaks the rules of the house:\n" + "\n".join(broken)
    return page


def fetch(
    client: FlaskClient,
    address: str,
    status: int = 200,
    count: Callable[[], int] | None = None,
    queries: int = QUERIES,
) -> Page:
    """The page at an address, which must have the status."""
    page = answered(client, "GET", address, count, queries)
    assert page.status == status, f"{address} answered {page.status}: {page.heading}"
    return page
