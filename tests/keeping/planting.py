"""Planting a name in every text that a page takes, by the form as it stands on the page.

A browser that looks at a page notes each text that can be typed there, and by which route it goes; one that plants
fills each text with the name and a number of its own, so that it is told which of them were kept.
"""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, count
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from wtforms import DateField, DecimalField, Field, FieldList, FormField, IntegerField, TimeField
from wtforms.form import BaseForm

from onboarding.web.fields import VagueDayField
from tests.documents.make import make_pdf
from tests.page import Page, fetch

NAME = "Ana Zylphquist"
NEEDLE = "zylphquist"
REFUSED = "must name nobody"
TYPED = ("text", "email", "tel")
NO_TEXTS = (DateField, DecimalField, IntegerField, TimeField, VagueDayField)
ALIKE = 2  # pages that differ in nothing but a number, of which the crawl looks at so many
Text = tuple[str, str]  # the route that a form is sent to, and the name of the field, whichever row of it


class Planter:
    """What was seen, planted and refused so far, in all browsers of one test."""

    def __init__(self, app: Flask) -> None:
        self.app, self.numbers = app, count(101)
        self.seen: dict[Text, str] = {}
        self.planted: dict[Text, list[str]] = defaultdict(list)
        self.refused: set[Text] = set()
        self.fields: dict[str, Field] = {}
        self.shown: set[type] = set()
        template_rendered.connect(self._note_fields, app)

    def _note_fields(self, _app: Flask, context: dict[str, Any], **_: Any) -> None:
        lists = [value for value in context.values() if isinstance(value, list)]
        tuples = [each for each in (*context.values(), *chain(*lists)) if isinstance(each, tuple)]
        beside = [part for each in tuples for part in each]
        for whole in (*context.values(), *beside):
            for form in _parts(whole) if isinstance(whole, BaseForm) else ():
                self.shown |= set(type(form).__mro__)
                self.fields |= {field.name: field for field in form}

    def look(self, client: FlaskClient, address: str) -> Page:
        """A page, of which every text that can be typed is noted."""
        self.fields.clear()
        return self._noted(fetch(client, address))

    def plant(self, page: Page, to: str = "", place: int = 0, **given: object) -> Page:
        """Send a form of the page with the name in each of its texts. `place`: which of several that are sent there."""
        number, form = self._form(page, to, place)
        texts = {name: self._needle(form, name) for name in self._texts(form) if name not in given}
        for name, text in texts.items():
            self.planted[self._route(page, form), _any_row(name)].append(text.lower())
        after = self._sent(page, number, form, {**texts, **given})
        assert not after.faults, f"{self._route(page, form)}: {after.faults}"
        return after

    def refuses(self, page: Page, to: str = "", **given: object) -> None:
        """Send a form with the name in one text after the other, each of which must be refused for it."""
        number, form = self._form(page, to, 0)
        for name in [each for each in self._texts(form) if each not in given]:
            plain = {each: "Plain words" for each in self._texts(form) if each != name}
            after = self._sent(page, number, form, {**plain, name: self._needle(form, name), **given})
            assert REFUSED in after.main, f"{self._route(page, form)} takes a name in {name}: {after.main}"
            self.refused.add((self._route(page, form), _any_row(name)))

    def crawl(self, client: FlaskClient, start: str) -> None:
        """Look at every page that links lead to."""
        waiting, met = [start], Counter[tuple[str, tuple[str, ...]]]()
        while waiting:
            address = waiting.pop()
            parts = urlsplit(address)
            kind = (re.sub(r"\d+", "0", parts.path), tuple(sorted(re.findall(r"(\w+)=", parts.query))))
            met[kind] += 1
            if met[kind] > ALIKE or met.total() > 2_000:
                continue
            self.fields.clear()
            with client.get(address, follow_redirects=True) as response:
                if response.mimetype != "text/html" or response.status_code != 200:
                    continue
                path = urlsplit(response.request.url).path
                page = self._noted(Page(client, path, response.get_data(as_text=True), 200))
            for link in page.links.values():
                to = urljoin(address, link).partition("#")[0]
                if urlsplit(to).netloc == "" and to.startswith("/at/"):
                    waiting.append(to)

    def _noted(self, page: Page) -> Page:
        for form in page.forms():
            for name in self._texts(form):
                self.seen.setdefault((self._route(page, form), _any_row(name)), page.address)
        return page

    def _form(self, page: Page, to: str, place: int) -> tuple[int, Element]:
        fitting = [
            (number, form)
            for number, form in enumerate(page.forms())
            if (self._route(page, form) == to if to else list(self._texts(form)))
        ]
        assert fitting, f"{page.address} has no form to {to or 'type in'}: {page.main[:500]}"
        return fitting[place]

    def _texts(self, form: Element) -> Iterator[str]:
        for each in form.iter():
            name = each.get("name")
            if not name or isinstance(self.fields.get(name), NO_TEXTS):
                continue
            if each.tag == "textarea" or (each.tag == "input" and each.get("type", "text") in (*TYPED, "file")):
                yield name

    def _needle(self, form: Element, name: str) -> str:
        number = next(self.numbers)
        (field,) = (each for each in form.iter() if each.get("name") == name)
        if field.get("type") == "email":
            return f"{NEEDLE}{number}@example.org"
        return f"{NAME.upper() if number % 2 else NAME} {number}"

    def _sent(self, page: Page, number: int, form: Element, values: dict[str, object]) -> Page:
        for each in form.iter("input"):
            name, kind = each.get("name") or "", each.get("type")
            if kind == "file" and isinstance(values.get(name), str):
                values[name] = (io.BytesIO(make_pdf()), f"{values[name]}.pdf")
            if kind == "radio" and name not in values and not _chosen(form, name):
                values[name] = each.get("value")
        self.fields.clear()
        return self._noted(page.submit(number, **values))

    def _route(self, page: Page, form: Element) -> str:
        path = urlsplit(urljoin(page.address, form.get("action") or page.address)).path
        endpoint, _ = self.app.url_map.bind("localhost").match(path, method="POST")
        return str(endpoint)


def _parts(form: BaseForm) -> Iterator[BaseForm]:
    """The form, and those within it."""
    yield form
    for field in form:
        entries = field.entries if isinstance(field, FieldList) else [field]
        for each in entries:
            if isinstance(each, FormField):
                yield from _parts(each.form)


def _any_row(name: str) -> str:
    return re.sub(r"\d+", "N", name)


def _chosen(form: Element, name: str) -> bool:
    return any(each.get("name") == name and each.get("checked") is not None for each in form.iter("input"))
