"""Whatever is run apart starts from nothing, and gives what the tests' forked processes (warm.py) give for it."""

import subprocess
from collections.abc import Callable

import pytest

from onboarding import confined
from onboarding.documents import form
from onboarding.documents.inspection import inspect
from onboarding.formats.tables import opening, writing
from onboarding.packets.render import render
from tests.documents import make
from tests.warm import Warm

PAGE = '<!doctype html><html lang="en"><head><title>A page</title></head><body><h1>A page</h1></body></html>'
KINDS: dict[str, Callable[[], object]] = {
    "a PDF": lambda: inspect(make.make_pdf()),
    "a picture": lambda: inspect(make.make_picture()),
    "a Word document": lambda: inspect(make.make_docx()),
    "a workbook": lambda: inspect(make.make_xlsx()),
    "a form": lambda: form.read(make.make_form()),
    "a table": lambda: opening.read(writing.to_xlsx("S", ["Name"], [["Ana"]]), len),
    "a page": lambda: render(PAGE, {}),
}


@pytest.mark.parametrize("what", KINDS)
def test_each_kind_starts_from_nothing(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(confined.subprocess, Warm)
    forked = KINDS[what]()
    monkeypatch.setattr(confined, "subprocess", subprocess)
    assert KINDS[what]() == forked
