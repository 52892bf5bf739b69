"""File names as computers give them, made fit to be shown and sent back."""

import pytest
from hypothesis import given, strategies

from onboarding.documents.names import LONGEST, clean_name

NAMES = {
    "diploma.pdf": "diploma.pdf",
    "../../etc/passwd": "passwd",
    "C:\\Users\\ana\\Diploma 2019.pdf": "Diploma 2019.pdf",
    "/var/lib/x/": "file",
    "\u202egpj.exe": "gpj.exe",
    "a\0b.pdf": "ab.pdf",
    "line\r\nbreak.pdf": "linebreak.pdf",
    "  .hidden  ": "hidden",
    "...": "file",
    "": "file",
    'a"b<c>|?.pdf': "abc.pdf",
    "Nunez\u0303 Ángel.pdf": "Nuneẑ Ángel.pdf".replace("eẑ", "ez\u0303"),
    "履歴書.pdf": "履歴書.pdf",
    "\ud800x.pdf": "x.pdf",
    "x" * 300 + ".pdf": "x" * 146 + ".pdf",
    "x" * 300: "x" * 150,
    "a." + "b" * 300: "a." + "b" * 148,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_becomes(name: str) -> None:
    assert clean_name(name) == NAMES[name]


@given(strategies.text(max_size=400))
def test_any_name_becomes_one_that_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert clean_name(clean) == clean
    assert 0 < len(clean) <= LONGEST
    assert clean.isprintable()
    assert not set(clean) & set('/\\<>:"|?*')
