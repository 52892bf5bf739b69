"""What a course of study plainly says it is: the level of "Bachelor of Science in Nursing (BSN), cum laude, 2019".

Here: how a name is taken apart, and which words may stand beside which. Not here: the words, which stand in
study_types.toml with the reason for each; what a degree is worth, which `degrees` says. A list of what is understood,
never of what is not: people have more ways to say that a degree was not finished than anybody can list, so a name with
a single word that is not known says nothing.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from onboarding.rules.strict import Table

LEVELS = (
    "high_school",
    "certificate",
    "diploma",
    "associate",
    "bachelor",
    "master",
    "professional",
    "doctorate",
    "other",
)
COUNTING = frozenset({"bachelor", "master", "professional", "doctorate"})
LONGEST_STUDY_TYPE = 200
LAST_DAY = 31

# Each word or phrase becomes one letter; which letters may follow each other is all the grammar there is.
LEVEL_LISTS = {"words": "W", "bare_words": "M", "letters": "A", "state_letters": "a"}
LISTS = {"subjects": "S", "qualifiers": "q", "trades": "t", "additions": "+", "connectors": "m", "dates": "d"}
JOINING = {"of": "i", "in": "i", "and": "&", "degree": "g"}
SIGNS = {",": ",", "-": "-"}
# A day or month, with its year: collapsed before the rest is looked at.
DATE = re.compile(r"(?:d,?(?:n,?)?|nd,?)?Y")
# "Clinical psychology", "arts and sciences", "science in nursing": collapsed to one subject.
SUBJECT = re.compile(r"(?:q&)?q*S(?:(?:,?&|[i,-])?(?:q&)?q*S)*")
# A level, with a subject before or after it; then more of these, additions and a date. Every sign can be taken in one
# way only, so that no text takes long.
UNDERSTOOD = re.compile(
    r",*\+*(?:S[,-]?(?:[WA]|M(?=i))|[WAMa])"
    r"(?:(?:,?&|[,-])?(?:[WAMg+D]|m,?S|iS|(?<!M)S|(?<=[WAMa],)a|(?<=[WAMa]&)a))*,*"
)

APOSTROPHE = re.compile("['`\u00b4\u2018\u2019\u02bc\u2032\uff07]")
SPACED = re.compile(r"\b([a-z])\.\s(?=[a-z]\.)")  # b. s. n.
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-") | {"&": " and "})
IN_FIGURES = re.compile(  # 2019, 6/2019, 6/10/2019, 2019-06, 2019-06-10; not 2015-2019, which may be a time of study
    r"(?<![\w./-])(?:(?:0?[1-9]|1[0-2])/(?:[0-3]?[0-9]/)?)?((?:19|20)[0-9]{2})(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?"
    r"(?![\w/-]|\.\w)",
    re.ASCII,
)
HYPHEN = re.compile(r"(?<=[a-z.])-(?=[a-z])")
APART = re.compile(r"[,:;()\[\]/|]")
WORD = re.compile(r"([a-z]+(?:\.[a-z]+)*)\.?")
YEAR = re.compile(r"Y([0-9]{4})\.?")
DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?", re.ASCII)

Phrase = tuple[str, ...]


class Said(NamedTuple):
    """The level that a name says, and the year of the date beside it, if one is there."""

    level: str
    year: int | None


def said_by(study_type: str) -> Said | None:
    """What a JSON Resume `studyType` plainly says; None where it says no level, several, or anything more.

    "Bachelor of Science, cum laude (2019)" is a bachelor's; "Bachelor's coursework", "Master Barber" and what is longer
    than any study type say none.
    """
    return _said_by(study_type) if len(study_type) <= LONGEST_STUDY_TYPE else None


class Vocabulary:
    """The lists of study_types.toml, and what they make of a name. Raises DataFileError naming the first fault."""

    def __init__(self, file: Table) -> None:
        self.kinds: dict[Phrase, str] = {(word,): kind for word, kind in JOINING.items()}
        self.levels: dict[Phrase, str] = {}
        for name, kind in (LEVEL_LISTS | LISTS).items():
            for row in file.tables(name):
                self._add(row, kind, row.choice("level", LEVELS) if name in LEVEL_LISTS else None)
        file.close()
        self.longest = max(map(len, self.kinds))
        self.known = {word for phrase in self.kinds for word in phrase}

    def _add(self, row: Table, kind: str, level: str | None) -> None:
        phrases = [tuple(phrase.split()) for phrase in row.text("words").split(",")]
        row.text("reason")
        row.close()
        for phrase in phrases:
            if not phrase or phrase in self.kinds:
                raise row.fault("words", f"{' '.join(phrase)!r} is empty or there already. Remove it")
            self.kinds[phrase] = kind
            if level:
                self.levels[phrase] = level

    def said_by(self, study_type: str) -> Said | None:
        """What a name plainly says, or None."""
        tokens = _tokens(study_type)
        phrases = list(self._phrases(tokens))
        kinds = "".join(kind for kind, _ in phrases)
        levels = {self.levels[phrase] for _, phrase in phrases if phrase in self.levels}
        if not levels.intersection(COUNTING):
            kinds = kinds.replace("t", "S")
        years = [int(found[1]) for token in tokens if (found := YEAR.fullmatch(token))]
        if len(years) > 1 or not UNDERSTOOD.fullmatch(SUBJECT.sub("S", DATE.sub("D", kinds))):
            return None
        level = _one(levels)
        return Said(level, years[0] if years else None) if level else None

    def _phrases(self, tokens: list[str]) -> Iterator[tuple[str, Phrase]]:
        """The longest phrase at each place, with its letter; "?" for what is not known."""
        words = [self._word(token) for token in tokens]
        place = 0
        while place < len(words):
            ends = range(min(place + self.longest, len(words)), place, -1)
            phrase = next((each for end in ends if (each := tuple(words[place:end])) in self.kinds), None)
            yield (self.kinds[phrase], phrase) if phrase else (_sign(words[place]), ())
            place += len(phrase or "?")

    def _word(self, token: str) -> str:
        """A word without its dots, unless it is known with them."""
        found = WORD.fullmatch(token)
        return token if not found else found[1] if found[1] in self.known else found[1].replace(".", "")


def _tokens(study_type: str) -> list[str]:
    """Words, figures and signs, apart; a date in figures as its year alone, marked with a capital letter."""
    text = APOSTROPHE.sub("", " ".join(study_type.split())).casefold().translate(DASHES)
    text = IN_FIGURES.sub(r"Y\1", SPACED.sub(r"\1.", text))
    text = APART.sub(" , ", HYPHEN.sub(" ", text)).replace("-", " - ")
    return re.sub(r",(?: ,)+", ",", " ".join(text.split())).split()


def _sign(token: str) -> str:
    """The letter of what is no word."""
    if YEAR.fullmatch(token):
        return "Y"
    day = DAY.fullmatch(token)
    return "n" if day and 1 <= int(day[1]) <= LAST_DAY else SIGNS.get(token, "?")


def _one(levels: set[str]) -> str | None:
    """The level that several words of one name say together."""
    if levels == {"high_school", "diploma"}:
        return "high_school"
    if levels <= COUNTING:  # "BS, MS" or "Juris Doctor": whichever it is, it counts
        return min(levels, key=LEVELS.index)
    return next(iter(levels)) if len(levels) == 1 else None


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(Table.read(Path(__file__).with_name("study_types.toml")))


@lru_cache(maxsize=4096)
def _said_by(study_type: str) -> Said | None:
    return _vocabulary().said_by(study_type)
