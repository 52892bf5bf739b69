"""Names and phones are compared by what all ways to write them have in common."""

# ruff: noqa: RUF001 - letters that look alike are what this is about

import pytest
from hypothesis import given, strategies as st

from onboarding.rules.alike import dialed, folded, same_name, sought


@pytest.mark.parametrize(
    "ways",
    [
        ("Ida Fell", "Fell, Ida", "FELL,IDA", "  ida   fell ", "Ｉｄａ　Ｆｅｌｌ", "Ida\u200b Fell"),
        ("Ida M. Fell", "Ida M Fell", "Fell, Ida M."),
        ("Pat O'Brien", "Pat O’Brien", "Pat O´Brien", "Pat O`Brien", "Pat OʼBrien", "O‘Brien, Pat", "Pat OBrien"),
        ("Kai Kaʻahumanu", "Kai Ka'ahumanu"),
        ("Đặng Thị Mai", "Dang Thi Mai", "Mai Thi Dang", "đặng thị mai"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Søren Ægir", "Soren Aegir"),
        ("Işık İnan", "Isik Inan"),
        ("José Núñez", "Jose\u0301 Nun\u0303ez", "jose nunez"),
        (
            "Anna-Maria Smith-Jones",
            "Anna Maria Smith Jones",
            "Anna‑Maria Smith–Jones",
            "Smith\u2212Jones, Anna\u2010Maria",
        ),
        ("J.R. Straße", "J. R. Strasse"),
    ],
)
def test_one_name_however_it_is_written(ways: tuple[str, ...]) -> None:
    assert len({same_name(way) for way in ways}) == 1, [same_name(way) for way in ways]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ida Fell", "Ida Feld"), ("Ida Fell", "Ida M. Fell"), ("Ana Ruiz", "Ana Ruiz Ruiz"), ("Ōta Ken", "Ito Ken")],
)
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert same_name(one) != same_name(other)


def test_a_name_without_a_letter_is_nobodys_namesake() -> None:
    assert same_name(" — ") is None


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert same_name(same_name(name) or "") == same_name(name)


@pytest.mark.parametrize(
    "ways",
    [
        ("360-555-0100", "(360) 555-0100", "360.555.0100", "3605550100", "360 555 0100", "360‑555‑0100"),
        ("360-555-0100", "+1 360 555 0100", "1-360-555-0100", "tel:+1-360-555-0100", "３６０５５５０１００"),
        ("360-555-0100 x12", "360 555 0100 ext. 12", "+1 360 555 0100 Ext 12", "3605550100 #12", "360-555-0100;ext=12"),
        ("+44 20 7946 0958", "011 44 20 7946 0958", "0044 20 7946 0958", "442079460958"),
    ],
)  # fmt: skip
def test_one_phone_however_it_is_written(ways: tuple[str, ...]) -> None:
    assert len({dialed(way) for way in ways}) == 1, [dialed(way) for way in ways]


def test_phones_that_differ_stay_apart() -> None:
    phones = ("360-555-0100", "509-555-0100", "360-555-0100 x1", "360-555-0100 x2", "+44 360 555 0100")
    assert len({dialed(phone) for phone in phones}) == len(phones)


@pytest.mark.parametrize("text", [None, "", "n/a", "none", "555", "000-000-0000", "999 999 9999", "ask at the desk"])
def test_what_is_no_phone_is_nobodys(text: str | None) -> None:
    assert dialed(text) is None


@pytest.mark.parametrize("text", ["Fell, Ida", "ida", "IDA fell", "555-0100", "(360) 555", "+1 360 555", "0100 x7"])
def test_who_is_looked_for_is_found(text: str) -> None:
    assert sought(text).fits(folded("Ida Fell"), dialed("360-555-0100 ext. 7"))


@pytest.mark.parametrize("text", ["", "—", "%", "bell", "360 556", "ida 360", "55"])
def test_who_is_not_looked_for_is_not_found(text: str) -> None:
    assert not sought(text).fits(folded("Ida Fell"), dialed("360-555-0100"))
