"""A few packets with planted secrets; `make planted` makes a hundred. And that what looks for them would find them."""

from random import Random

import pytest
from flask import Flask

from tests.packets import planted
from tests.packets.planted import ELSEWHERE, IN_PDF
from tests.stored import on_sqlite

pytestmark = on_sqlite


@pytest.mark.parametrize("seed", range(5))
def test_no_planted_secret_is_in_a_packet(app: Flask, seed: int) -> None:
    pdf, files = planted.issued(app, Random(seed))
    assert list(planted.faults(pdf, files)) == []


@pytest.mark.parametrize("where", [*IN_PDF, *ELSEWHERE])
def test_it_was_there_in_the_file_that_came(where: str) -> None:
    file = planted.planted("QZ0123456789ABCDEQZ", where)
    everything = [file.name.encode(), file.data]
    if file.data.startswith(b"%PDF"):
        everything += planted._unpacked(file.data)
    found = any(said in each for said in planted._written(file.word) for each in everything)
    assert found or where == "note"


def test_what_is_seen_is_found() -> None:
    file = planted.planted("QZ0123456789ABCDEQZ", "visible, made black")
    assert [each for each in planted.faults(file.data, [file]) if "seen" in each]
