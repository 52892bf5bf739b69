"""A page of today against the passages that the rulebook cites: what stands, what changed, what is new."""

import pytest

from onboarding.rules import passages_file, sources
from onboarding.rules.passages import Checked, Run, Stands, UnknownPageError, check, digest, fingerprint, words_of
from onboarding.rules.passages_file import Page, Section
from onboarding.rules.rulebook_file import shipped as book

BLOCKS = [
    "Hats that count",
    "A hat has three (3) corners, or a brim, or both.",
    "Hats of paper do not count; 1,650 of them are too many.",
    "Caps that count",
    "A cap has a peak.",
    "A cap may have a button, and is worn at work.",
    "Nothing else is said of hats and caps on this page.",
]


def page(blocks: list[str] = BLOCKS) -> Page:
    words = [digest(word) for block in blocks for word in words_of(block)]
    starts = [sum(len(words_of(each)) for each in blocks[:number]) for number in range(len(blocks) + 1)]
    sections = (
        Section("Hats", starts[1], starts[3], ("screening",)),
        Section("Caps, item 1", starts[4], starts[5], ("training", "screening")),
        Section("Caps, item 2", starts[5], starts[6], ("staffing",)),
    )
    return Page("Of hats", tuple(words), sections)


def against(blocks: list[str], vocabulary: str = "") -> Checked:
    return check(blocks, {"hats": page()}, vocabulary)


def became(checked: Checked) -> list[Stands]:
    return [each.became for each in checked.passages]


def test_a_page_stands_whatever_stands_around_it_and_however_it_is_broken_up() -> None:
    more = ["Menu", "Search this site", *" | ".join(BLOCKS).split(" or "), "Contact us"]
    checked = against([more[0], more[1], " or ".join(more[2:-1]), more[-1]])
    assert checked.stands
    assert (checked.fresh, checked.asked) == ((), [])


def test_a_changed_word_is_shown_beside_what_was_there_where_that_is_known() -> None:
    blocks = [each.replace("three (3)", "four (4)").replace("1,650", "1700") for each in BLOCKS]
    hats, *caps = against(blocks, "Three corners").passages
    assert hats.became is Stands.CHANGED
    assert [run for run in hats.runs if not run.same] == [Run("four (4)", "Three 3"), Run("1700", "1650")]
    assert all(each.stands for each in caps)
    unnamed = against(blocks).passages[0]
    assert unnamed.runs[1].before == "… 3"  # the word is nowhere any more, and no digest gives it away


def test_of_two_that_were_alike_the_one_that_is_gone_is_named() -> None:
    known = Page("Twice", page([BLOCKS[4], *BLOCKS, BLOCKS[4]]).words, ())
    sections = (Section("first", 0, 5, ("screening",)), Section("last", len(known.words) - 5, len(known.words), ()))
    twice = {"twice": Page("Twice", known.words, sections)}
    assert became(check([BLOCKS[4], *BLOCKS, BLOCKS[4]], twice)) == [Stands.STANDS, Stands.STANDS]
    assert became(check([*BLOCKS, BLOCKS[4]], twice)) == [Stands.GONE, Stands.STANDS]
    assert became(check([BLOCKS[4], *BLOCKS], twice)) == [Stands.STANDS, Stands.GONE]


def test_what_is_gone_or_new_is_said_and_what_is_answered_by_it() -> None:
    checked = against([*BLOCKS[:4], "A cap has a peak.", "Scarves count from July on.", *BLOCKS[6:]])
    assert became(checked) == [Stands.STANDS, Stands.STANDS, Stands.GONE]
    assert checked.fresh == ("Scarves count from July on.",)
    assert checked.asked == ["staffing"]


def test_of_a_long_passage_the_words_around_a_change_are_shown() -> None:
    words = [f"word{number}" for number in range(60)]
    known = Page("Long", tuple(map(digest, words)), (Section("all", 0, 60, ("training",)),))
    changed = [*words[:30], "another", *words[31:]]
    (found,) = check([" ".join(changed)], {"long": known}).passages
    said = [run.now for run in found.excerpt]
    assert said == [f"… {' '.join(words[18:30])}", "another", f"{' '.join(words[31:43])} …"]


def test_another_page_is_refused() -> None:
    with pytest.raises(UnknownPageError, match="“Of hats”"):
        against(["Shoes are another matter.", "They have laces."])


def test_a_fingerprint_gives_no_word_away_but_figures() -> None:
    line = fingerprint(["A hat’s price: 1,650 dollars (or 2.5 caps)!", "—"])
    assert line.split()[3:4] == ["=1650"]
    assert "=2.5" in line.split()
    assert not {"hat's", "price", "dollars"} & set(line.split())
    assert digest("HATS,") == digest("hats")
    assert digest("hat's") == digest("hat’s")


def test_each_section_that_is_cited_of_these_pages_is_known_and_each_known_is_cited() -> None:
    """What else the rulebook cites, laws and forms, is not compared: they are no pages of a few hundred words."""
    pages = {each.title: {section.name for section in each.sections} for each in passages_file.shipped().values()}
    cited: dict[str, set[str]] = {title: set() for title in pages}
    for citation, _ in sources.cited(book()):
        if citation.document in pages:
            cited[citation.document] |= set(sources.sections_of(citation))
    assert cited == pages
    assert all(sources.resting(book(), section) for known in pages.values() for section in known)
