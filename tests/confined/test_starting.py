"""Whatever is run apart starts from nothing, and gives what the tests' forked processes (warm.py) give for it."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from onboarding import confined
from onboarding.documents import form
from onboarding.documents.inspection import inspect
from onboarding.formats.tables import opening, writing
from onboarding.packets.render import render
from tests.documents import make
from tests.warm import Warm

PAGE = '<!doctype html><html lang="en"><head><title>A page</title></head><body><h1>A page</h1></body></html>'
KINDS: dict[str, tuple[Callable[[Any], object], Callable[[], object]]] = {  # what is done apart, and with what
    "a PDF": (inspect, make.make_pdf),
    "a picture": (inspect, make.make_picture),
    "a Word document": (inspect, make.make_docx),
    "a workbook": (inspect, make.make_xlsx),
    "a form": (form.read, make.make_form),
    "a table": (lambda data: opening.read(data, len), lambda: writing.to_xlsx("S", ["Name"], [["Ana"]])),
    "a page": (lambda page: render(page, {}), lambda: PAGE),
}


@pytest.mark.parametrize("what", KINDS)
def test_each_kind_starts_from_nothing(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(confined.subprocess, Warm)
    done, made = KINDS[what]
    it = made()  # once: a workbook says when it was made
    forked = done(it)
    monkeypatch.setattr(confined, "subprocess", subprocess)
    assert done(it) == forked
