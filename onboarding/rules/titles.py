"""A job title into a suggested category: direct patient care, excluded from it, or nothing.

Here: how a title is taken apart, and in which order its words decide. Not here: the words, which stand in titles.toml
with the reason for each; what a suggestion is worth, which `experience` says. A wrong suggestion of direct patient care
could let in somebody unqualified: what is not understood gives none, and a screener decides.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from onboarding.rules.strict import Table

Phrase = tuple[str, ...]
DECIDING = ("includes", "companions", "excludes", "other_trades", "other_settings", "other_jobs", "not_jobs")
BESIDE = ("job_endings", "clinic_words", "shift_words", "needs_clinic_word", "between", "not_slips")
DESKS = ("any_desk", "plainly_clinics", "desk_words")
LISTS = (*DECIDING, *BESIDE, *DESKS)
LONGEST_TITLE = 200  # more is a job description in the wrong field, and costs time to take apart
LONG_WORD = 7  # letters; one slip in a shorter word too often makes another word (nurse, purse)
STEM = 3  # letters before the ending that makes a job: "per" and "door" are none
APOSTROPHE = re.compile("['`\u00b4\u2018\u2019\u02bc\u2032\uff07]")
SIGNS = str.maketrans({**dict.fromkeys("():[]{}", ","), **dict.fromkeys("\\|;&+", "/")})
DASH = re.compile(r"\s[-\u2010-\u2015]+|[-\u2010-\u2015]+\s|[\u2013-\u2015]")  # between words; a hyphen is within one
DOTTED = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")  # r.n.
SPACED = re.compile(r"\b([a-z])\.?\s+(?=[a-z]\b)")  # r n
TOKEN = re.compile(r"[^\W\d_]+|[/,]")
NEXT_JOB = {"/", "and", "or"}  # "nurse / cook"
NEXT_PART = NEXT_JOB | {",", "of", "for", "in", "at"}  # "assistant, medical"
UNSAID = NEXT_PART | {"a", "an", "the", "st", "nd", "rd", "th", "i", "ii", "iii", "iv", "v", "vi"}


class Suggestion(NamedTuple):
    """`category`: "direct_patient_care" or "excluded". `because`: a clause naming the words that decided, and why."""

    category: str
    because: str


class Word(NamedTuple):
    """A word of a title: as it was written, as it was understood, and the job and the part that it is in."""

    written: str
    word: str
    part: tuple[int, int]


def suggest(title: str) -> Suggestion | None:
    """The category that a title suggests, or None where it suggests none. Any text may come."""
    tidy = " ".join(title.split())  # before it is measured, and the cache kept small
    return _suggest(tidy) if len(tidy) <= LONGEST_TITLE else None


class Words:
    """The lists of titles.toml, and what they make of a title. Raises DataFileError naming the first fault."""

    def __init__(self, file: Table) -> None:
        self.lists = {name: dict(_entries(file, name, "reason")) for name in LISTS}
        self.means = {phrase: tuple(means.split()) for phrase, means in _entries(file, "spellings", "means")}
        self.may_mean = {phrase: tuple(means.split()) for phrase, means in _entries(file, "ambiguous", "means")}
        file.close()
        self.words = {name: {word for phrase in phrases for word in phrase} for name, phrases in self.lists.items()}
        self.clinical = self.words["clinic_words"] | self.words["between"] | self.words["includes"]
        phrases = [*chain(*self.lists.values(), self.means, self.may_mean, self.means.values())]
        self.known: dict[str, Phrase] = dict.fromkeys(UNSAID, ()) | {word: (word,) for word in chain(*phrases)}
        self.known |= {run: phrase for phrase in phrases if len(run := "".join(phrase)) >= LONG_WORD}  # frontdesk
        self.known |= {phrase[0]: means for phrase, means in self.means.items() if len(phrase) == 1}
        self.long = [word for word in self.known if len(word) >= LONG_WORD and word not in self.words["not_slips"]]

    def suggest(self, title: str) -> Suggestion | None:
        """The category that a title suggests, or None. Another trade wins over exclusion, exclusion over inclusion."""
        words = self._words(title)
        said = {each.word for each in words}
        if said & self.words["other_trades"]:
            return None
        if excluded := self._found("excludes", words):
            of_a_clinic = [each for each in excluded if self._is_of_a_clinic(each[1], words)]
            sure = of_a_clinic and not said & self.words["other_settings"]
            return self._because("excluded", *of_a_clinic[0], words) if sure else None
        included = self._found("includes", words)
        if not included or self._other_job(words, {place for _, places in included for place in places}):
            return None
        return self._because("direct_patient_care", *included[0], words)

    def _words(self, title: str) -> list[Word]:
        words: list[Word] = []
        job = part = 0
        for token in TOKEN.findall(_plain(title)):
            job, part = job + (token in NEXT_JOB), part + (token in NEXT_PART)
            words += [Word(token, word, (job, part)) for word in self._understood(token)]
        words = _rewritten(words, self.means)
        company = self.clinical.union(self.words["shift_words"], *self.may_mean)
        return _rewritten(words, self.may_mean) if company.issuperset(each.word for each in words) else words

    def _understood(self, token: str) -> Phrase:
        """What a word is known as: itself, its singular, or the long word that it is one slip away from."""
        forms = (token, token[:-3] + "y" if token.endswith("ies") else re.sub(r"(?<=[^s])s$", "", token))
        if (known := next((self.known[form] for form in forms if form in self.known), None)) is not None:
            return known
        slips = (process.extractOne(form, self.long, scorer=OSA.distance, score_cutoff=1) for form in forms)
        return next((self.known[slip[0]] for slip in slips if slip), forms[1:])

    def _readings(self, words: list[Word]) -> Iterator[tuple[list[int], bool]]:
        """Places of words as they may be read: a part as it stands or turned round, two parts of one job together.

        With each, whether a phrase only counts at its end: "Assistant, Nursing", not "Assistant Principal, Nursing".
        """
        parts: dict[tuple[int, int], list[int]] = {}
        for place, each in enumerate(words):
            parts.setdefault(each.part, []).append(place)
        sure = self.clinical | self.words["excludes"]
        for places in parts.values():
            yield places, False
            if all(words[place].word in sure for place in places):
                yield places[1:] + places[:1], True
                yield [place for place in reversed(places) if words[place].word not in self.words["between"]], True
        for first, second in pairwise(parts):
            if first[0] == second[0]:
                yield from ((parts[first] + parts[second], True), (parts[second] + parts[first], True))

    def _found(self, name: str, words: list[Word]) -> list[tuple[Phrase, list[int]]]:
        """The phrases of a list that the title says, with the places of their words, the longest first."""
        phrases = sorted(filter({each.word for each in words}.issuperset, self.lists[name]), key=len, reverse=True)
        return [(phrase, at) for phrase in phrases for at in self._at(phrase, words) if self._in_a_clinic(at, words)]

    def _at(self, phrase: Phrase, words: list[Word]) -> Iterator[list[int]]:
        for places, at_end in self._readings(words):
            for start in range(len(places)):
                picked: list[int] = []
                for place in places[start:]:
                    if words[place].word == phrase[len(picked)]:
                        picked.append(place)
                    elif not picked or words[place].word not in self.words["between"]:
                        break
                    if len(picked) == len(phrase):
                        yield from [picked] if not at_end or place == places[-1] else []
                        break

    def _in_a_clinic(self, places: list[int], words: list[Word]) -> bool:
        """Whether "care" stands first or after a word of health care, so that it is no care of lawns or children."""
        needy = (place for place in places if words[place].word in self.words["needs_clinic_word"])
        before = [(words[place - 1], words[place]) for place in needy if place and place - 1 not in places]
        return all(last.word in self.clinical for last, care in before if last.part[0] == care.part[0])

    def _is_of_a_clinic(self, places: list[int], words: list[Word]) -> bool:
        """Whether a desk that any business has is a clinic's: it says so, or says nothing that is not understood."""
        if not any(words[place].word in self.words["any_desk"] for place in places):
            return True
        beside = {words[place].part for place in places}
        return not self.words["plainly_clinics"].isdisjoint(each.word for each in words) or all(
            each.word in self.known for each in words if each.part in beside
        )

    def _other_job(self, words: list[Word], named: set[int]) -> bool:
        """Whether some word names a job that is neither part of what was found nor a companion beside it."""
        beside = [phrase for name in ("between", "not_jobs", "companions") for phrase in self.lists[name]]
        for phrase in [*filter({each.word for each in words}.issuperset, beside)] * 2:  # one may stand beside another
            for start in range(len(words) - len(phrase) + 1):
                stop = start + len(phrase)
                if {start - 1, stop} & named and tuple(each.word for each in words[start:stop]) == phrase:
                    named = named | set(range(start, stop))
        left = {each.word for place, each in enumerate(words) if place not in named}
        left -= self.words["not_jobs"] | self.words["clinic_words"] | self.words["shift_words"]
        stems = [word.removesuffix(end) for end in self.words["job_endings"] for word in left if word.endswith(end)]
        return not left.isdisjoint(self.words["other_jobs"]) or any(len(stem) >= STEM for stem in stems)

    def _because(self, category: str, phrase: Phrase, places: list[int], words: list[Word]) -> Suggestion:
        named, written = " ".join(phrase), " ".join(dict.fromkeys(words[place].written for place in sorted(places)))
        said = f'"{named}"' if written == named else f'"{named}" (written "{written}")'
        reason = (self.lists["includes"] | self.lists["excludes"])[phrase]
        return Suggestion(category, f"the title names {said}: {reason}")


def _entries(file: Table, name: str, value: str) -> Iterator[tuple[Phrase, str]]:
    """The phrases of one list, each with its reason or its meaning. Every entry needs a reason."""
    for row in file.tables(name):
        phrases = [tuple(phrase.split()) for phrase in row.text("words").split(",")]
        said = {key: row.text(key) for key in {value, "reason"}}
        row.close()
        if () in phrases:
            raise row.fault("words", "a phrase is empty. Remove the comma before it, or after it")
        yield from ((phrase, said[value]) for phrase in phrases)


def _plain(title: str) -> str:
    """Small letters without accents; abbreviations without dots; a comma or a slash where a part or a job ends."""
    spread = unicodedata.normalize("NFKD", APOSTROPHE.sub("", title))
    spread *= len(spread) <= 2 * LONGEST_TITLE  # nothing is left of signs that spread into too many letters
    text = "".join(sign for sign in spread if unicodedata.category(sign) not in ("Mn", "Cf")).casefold()
    return SPACED.sub(r"\1", DOTTED.sub("", DASH.sub(", ", text.translate(SIGNS))))


def _rewritten(words: list[Word], table: dict[Phrase, Phrase]) -> list[Word]:
    for phrase in filter({each.word for each in words}.issuperset, table):
        for start in range(len(words) - len(phrase), -1, -1):
            span = words[start : start + len(phrase)]
            if tuple(each.word for each in span) == phrase:
                first = span[0]._replace(written=" ".join(each.written for each in span))
                words[start : start + len(phrase)] = [first._replace(word=word) for word in table[phrase]]
    return words


@cache
def _words() -> Words:
    return Words(Table.read(Path(__file__).with_name("titles.toml")))


@lru_cache(maxsize=4096)
def _suggest(title: str) -> Suggestion | None:
    return _words().suggest(title)
