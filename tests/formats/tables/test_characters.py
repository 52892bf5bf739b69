"""Bytes that do not say which characters they are: told by the words that they give, or refused."""

# ruff: noqa: RUF001 - characters that look alike are what this is about

import pytest

from onboarding.formats.tables.characters import guessed
from onboarding.formats.tables.lines import UnreadableTable
from tests.formats.tables.make import csv, faults, good, read

EITHER_WAY = [
    "Zoë Núñez",
    "MUÑOZ",
    "patient’s chart",
    "D’Angelo’s café",
    "Ana Núñez’s",
    "Smith–Jones",
    "care – vitals",
    "2018–2020",
    "François Müller",
    "Éric Ångström",
    "Ólafur Øyvind",
    "“quoted” text, etc…",
    "Ñandú à la carte",
    "98° ½ time".replace(" ½", ""),
    "Hélène Ibáñez",
]


@pytest.mark.parametrize(("encoding", "called"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")])
@pytest.mark.parametrize("words", EITHER_WAY)
def test_words_that_read_well_one_way_only_are_read_that_way(words: str, encoding: str, called: str) -> None:
    text, note = guessed(words.encode(encoding))
    assert text == words
    assert f"read as {called}" in note


@pytest.mark.parametrize(("words", "encoding"), [("María", "mac_roman"), ("Björn", "mac_roman"), ("Duška", "cp1252")])
def test_words_that_read_as_well_both_ways_are_refused_with_both(words: str, encoding: str) -> None:
    with pytest.raises(UnreadableTable, match=f"It could be read as .*“{words}”.* Save it as CSV UTF-8"):
        guessed(words.encode(encoding))


@pytest.mark.parametrize(
    ("words", "encoding"),
    [("José", "cp437"), ("Muñoz", "cp850"), ("Иванов", "cp1251"), ("Łukasz", "cp1250"), ("Wałęsa", "iso8859_2")],
)
def test_characters_of_neither_are_refused(words: str, encoding: str) -> None:
    with pytest.raises(UnreadableTable, match="cannot be made out"):
        guessed(words.encode(encoding))


def test_one_word_that_reads_one_way_settles_the_others() -> None:
    assert guessed("María and José".encode("mac_roman"))[0] == "María and José"


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_a_table_from_a_mac_is_read_and_its_names_are_shown_for_a_check(end: str) -> None:
    data = csv("7,Zoë Núñez,zoe@example.org,,,,").decode().replace("\r\n", end).encode("mac_roman")
    found = read(data)
    assert [each.name for each in found.entries] == ["Zoë Núñez"]
    assert "check “Zoë”, “Núñez”" in found.notes[0]


@pytest.mark.parametrize("name", ["José Núñez", "Zoë", "Pat O’Brien", "Ana – Bo", "Ola Wałęsa"])
def test_a_name_that_some_program_misread_is_refused_with_what_it_was(name: str) -> None:
    misread = name.encode().decode("cp1252")
    (fault,) = faults(csv(misread, head="Name"))
    assert f"“{misread}” was “{name}” before" in fault


@pytest.mark.parametrize("name", ["Ângela Brandão", "Âé", "Åsa Öberg", "SÃO"])
def test_a_name_that_only_looks_so_is_read(name: str) -> None:
    assert [each.name for each in good(csv(name, head="Name"))] == [name]
