"""The passages that the rulebook cites, as fingerprints, compared with a page as it is today.

L&I's sentences are not ours to copy, so that a page is kept as one short digest for each of its words: enough to tell
which stand, and which are others. Figures are kept as they are. What was there before is named where the page of today,
or the rulebook, still has the word.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from onboarding.rules.passages_file import ASKED, Page, Section

CORE = re.compile(r"[^\W_](?:.*[^\W_])?")  # of a word, without the signs around it
LENGTH = 6  # hex digits of a digest: two words of one page share one about once in ten such pages
AROUND = 12  # words that are shown before and after a change
RUN = 3  # words that stand together as before: one alone may stand so in any text
RECOGNIZED = 0.25  # of the words of a page that stand so, below which it is another page
ALIKE = 0.4  # of its words that still stand in order, below which a passage is gone rather than changed


class Stands(StrEnum):
    """What became of a passage."""

    STANDS = "stands"
    CHANGED = "changed"
    GONE = "gone"


class Run(NamedTuple):
    """Words of a passage that belong together. `now`: as the page has them; `before`: as far as they can be named."""

    now: str
    before: str

    @property
    def same(self) -> bool:
        """Whether they stand as they were."""
        return self.now == self.before


class Compared(NamedTuple):
    """One cited passage. `runs`: all of it, word by word, where it changed."""

    section: str
    asked: tuple[str, ...]
    became: Stands
    runs: tuple[Run, ...]

    @property
    def stands(self) -> bool:
        """Whether not a word of it changed."""
        return self.became is Stands.STANDS

    @property
    def excerpt(self) -> list[Run]:
        """What changed, with some words before and after it; what is left out is an ellipsis."""
        return [_shortened(run, number == 0, run is self.runs[-1]) for number, run in enumerate(self.runs)]


class Checked(NamedTuple):
    """A page, by its title, against what we know of it. `fresh`: the blocks that are new, between those we know."""

    title: str
    passages: tuple[Compared, ...]
    fresh: tuple[str, ...]
    known: str  # which words we know of it (Page.known)
    text: str  # SHA-256 of its own text, as it was saved

    @property
    def stands(self) -> bool:
        """Whether every passage that is cited stands as it was."""
        return all(each.stands for each in self.passages)

    @property
    def asked(self) -> list[str]:
        """What is answered by the passages that changed or are gone."""
        return [each for each in ASKED if any(each in one.asked for one in self.passages if not one.stands)]


class UnknownPageError(ValueError):
    """The page is none of those whose passages are cited, as the message says."""


def fingerprint(blocks: Iterable[str]) -> str:
    """The words of a page as `passages.toml` keeps them: a line for each block, a digest for each word."""
    return "\n".join(filter(None, (" ".join(map(digest, words_of(block))) for block in blocks)))


def words_of(text: str) -> list[str]:
    """The words with the signs that stand at them; signs alone are none."""
    return [word for word in text.split() if CORE.search(word)]


def digest(word: str) -> str:
    """What is kept of a word: a figure as it is, of any other word six hex digits that do not give it away."""
    plain = _core(word).casefold().replace("’", "'")
    figure = plain.replace(",", "")
    if figure.replace(".", "").isdecimal():
        return f"={figure}"
    return hashlib.sha256(plain.encode()).hexdigest()[:LENGTH]


def _shortened(run: Run, first: bool, last: bool) -> Run:
    words = run.now.split()
    if not run.same or len(words) <= (1 if first or last else 2) * AROUND:
        return run
    before, after = ([] if first else words[:AROUND]), ([] if last else words[-AROUND:])
    said = " ".join([*before, "…", *after])
    return Run(said, said)


def _core(word: str) -> str:
    found = CORE.search(word)
    return found[0] if found else word


def check(blocks: Sequence[str], pages: Mapping[str, Page], vocabulary: str = "") -> Checked:
    """The page of these blocks against the known one that it is most like. Raises UnknownPageError.

    `vocabulary`: a text whose words may name what is no longer on the page.
    """
    words = [(word, number) for number, block in enumerate(blocks) for word in words_of(block)]
    digests = [digest(word) for word, _ in words]
    here = frozenset(digests)
    page = max(pages.values(), key=lambda each: _share(each, here))
    codes = SequenceMatcher(None, page.words, digests, autojunk=False).get_opcodes()
    together = sum(last - first for tag, first, last, *_ in codes if tag == "equal" and last - first >= RUN)
    if together < RECOGNIZED * len(page.words):
        titles = " and ".join(f"“{each.title}”" for each in pages.values())
        raise UnknownPageError(f"This is not a page that the rulebook cites. It compares {titles}.")
    known = {digest(word): _core(word) for word in [*words_of(vocabulary), *(word for word, _ in words)]}
    passages = tuple(_compared(section, page, codes, [word for word, _ in words], known) for section in page.sections)
    fresh = tuple(_fresh(codes, blocks, [number for _, number in words]))
    text = hashlib.sha256("\n".join(blocks).encode()).hexdigest()
    return Checked(page.title, passages, fresh, page.known, text)


def _share(page: Page, here: frozenset[str]) -> float:
    return sum(word in here for word in page.words) / len(page.words)


Code = tuple[str, int, int, int, int]  # as difflib says it: what to do with which words before, and which now


def _compared(
    section: Section, page: Page, codes: Sequence[Code], words: Sequence[str], known: Mapping[str, str]
) -> Compared:
    runs = [_run(cut, page, words, known) for cut in _within(section, codes)]
    kept = sum(len(words_of(each.now)) for each in runs if each.same)
    if all(each.same for each in runs):
        return Compared(section.name, section.asked, Stands.STANDS, ())
    became = Stands.GONE if kept < ALIKE * (section.last - section.first) else Stands.CHANGED
    return Compared(section.name, section.asked, became, tuple(runs))


def _within(section: Section, codes: Sequence[Code]) -> Iterator[Code]:
    """The codes of the words of this passage, cut at its ends; what was put in at an end is no part of it."""
    for tag, first, last, new_first, new_last in codes:
        if tag == "insert":
            if section.first < first < section.last:
                yield tag, first, last, new_first, new_last
            continue
        cut_first, cut_last = max(first, section.first), min(last, section.last)
        if cut_first >= cut_last:
            continue
        if tag == "equal":
            yield tag, cut_first, cut_last, new_first + cut_first - first, new_first + cut_last - first
        else:
            yield tag, cut_first, cut_last, new_first, new_last


def _run(code: Code, page: Page, words: Sequence[str], known: Mapping[str, str]) -> Run:
    tag, first, last, new_first, new_last = code
    now = " ".join(words[new_first:new_last])
    return Run(now, now if tag == "equal" else " ".join(_named(page.words[first:last], known)))


def _named(digests: Sequence[str], known: Mapping[str, str]) -> Iterator[str]:
    for each in digests:
        yield each[1:] if each.startswith("=") else known.get(each, "…")


def _fresh(codes: Sequence[Code], blocks: Sequence[str], number_of: Sequence[int]) -> Iterator[str]:
    """The blocks of which no word was there before, from the first we know to the last."""
    kept = [number for tag, _, _, first, last in codes if tag == "equal" for number in number_of[first:last]]
    for number in range(kept[0], kept[-1]) if kept else ():
        if number not in kept and words_of(blocks[number]):
            yield blocks[number]
