"""A saved page into the blocks of text that a person reads."""

import pytest

from onboarding.formats import saved_page
from onboarding.rules.passages import UnknownPageError
from onboarding.rules.rulebook_file import shipped as book

HTML = """<!doctype html><html><head><title>Not read</title><style>p { color: red }</style></head><body>
<nav><ul><li>Menu</li></ul></nav>
<main><h2>Caps &amp; hats</h2><ol><li>A <b>cap</b> has
a peak<br>and a button.</li><li>Three&nbsp;corners</li></ol><script>var no = "<p>not read</p>";</script>
<noscript><p>Not read</p></noscript><p></p></main></body></html>"""


def test_html_is_read_as_it_is_shown() -> None:
    assert saved_page.blocks(HTML.encode()) == [
        "Menu",
        "Caps & hats",
        "A cap has a peak",
        "and a button.",
        "Three corners",
    ]


def test_a_text_loses_the_marks_of_its_lists() -> None:
    text = "Caps\r\n\r\n  1. A cap\n    • of paper\n   - of wool\n3 corners\n"
    assert saved_page.blocks(text.encode("utf-8-sig")) == ["Caps", "A cap", "of paper", "of wool", "3 corners"]
    assert saved_page.blocks("L&I’s".encode("cp1252")) == ["L&I’s"]


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x00\xff" * 50, b"word " * 7000, b"x" * (saved_page.LARGEST + 1)])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownPageError):
        saved_page.compared(data, book())


def test_html_that_would_take_minutes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_page, "LIMITS", saved_page.LIMITS._replace(cpu_seconds=1))
    with pytest.raises(UnknownPageError, match="larger than a page"):
        saved_page.blocks(b"<html>" + b"<a " * 100_000)
