"""Which characters the bytes of a text file are, where it does not say: told by how they would stand in words.

Windows-1252 and Mac Roman give the same bytes other characters. The one that reads better is taken, and that is said;
where both read as well, or neither reads well, the file is refused.
"""

# ruff: noqa: RUF001 - characters that look alike are what this is about

import re
from itertools import islice

from onboarding.formats.tables.lines import UnreadableTable

NAMES = {
    "cp1252": "Windows-1252, as older programs on Windows save",
    "mac_roman": "Mac Roman, as programs on a Mac save",
}
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"[^\s,;\"]*[^\x00-\x7f\s][^\s,;\"]*")
MANY_IN_A_ROW = re.compile(r"[^\x00-\x7f\s]{4,}")  # as of other alphabets, read as this one
SHORTENED = re.compile(r"(?:s|t|d|m|re|ll|ve)\b")  # what follows an apostrophe at a word's end
LOOKED_AT = 20_000  # characters beyond ASCII
SHOWN = 3  # words
FINE, DOUBTFUL, STRANGE, ODD = 0, 1, 2, 100
RARE_LETTERS = "œŒƒªºµﬁﬂˆˇπΩ"
# Signs that people write, by where they stand; others are strange anywhere.
AFTER_LETTERS, BEFORE_LETTERS, DASHES = "’”…®™°»)", "‘“«•", "–—"
ANYWHERE = AFTER_LETTERS + BEFORE_LETTERS + DASHES + "¿¡©½¼¾±×·§ "
UNKNOWN = "The characters cannot be made out. Save the file as CSV UTF-8 or as XLSX."
EITHER = "It could be read as “{}” or as “{}”: the file does not say which. Save it as CSV UTF-8 or as XLSX."
GUESSED = (
    "The file does not say which characters it uses. It was read as {}: check {}. "
    "Saving it as “CSV UTF-8” makes it certain."
)


def guessed(data: bytes) -> tuple[str, str]:
    """The text, and a note of what was assumed. Raises UnreadableTable where that cannot be told."""
    read = {name: text for name in NAMES if (text := _decoded(data, name)) is not None}
    doubts = {name: _doubts(text) for name, text in read.items()}
    if b"\r" in data and b"\n" not in data and "cp1252" in doubts:
        doubts["cp1252"] += DOUBTFUL  # so only an old Mac ends its lines
    best = min(doubts.values(), default=ODD)
    chosen = [name for name, doubt in doubts.items() if doubt == best]
    if best >= ODD:
        raise UnreadableTable(UNKNOWN)
    if len({read[name] for name in chosen}) > 1:
        raise UnreadableTable(EITHER.format(*(next(iter(_words(read[name]))) for name in chosen)))
    text = read[chosen[0]]
    return text, GUESSED.format(NAMES[chosen[0]], ", ".join(f"“{word}”" for word in _words(text)))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _words(text: str) -> list[str]:
    """The first words with characters beyond ASCII."""
    found = dict.fromkeys(match[0][:40] for match in islice(WORD.finditer(text), LOOKED_AT))
    return list(found)[:SHOWN] or ["a blank"]


def _doubts(text: str) -> int:
    """How badly the characters beyond ASCII fit where they stand."""
    words = (found[0] for found in islice(WORD.finditer(text), LOOKED_AT))
    of_words = sum(_doubt(word, found.start()) for word in words for found in BEYOND_ASCII.finditer(word))
    return of_words + ODD * bool(MANY_IN_A_ROW.search(text))


def _doubt(word: str, place: int) -> int:
    sign, before, after = word[place], word[place - 1 : place], word[place + 1 : place + 2]
    if sign in RARE_LETTERS:
        return DOUBTFUL
    return (_of_letter if sign.isalpha() else _of_sign)(word, sign, before, after)


def _of_letter(word: str, letter: str, before: str, after: str) -> int:
    """“JosÈ” is odd. “patientís” is more likely to be “patient’s”."""
    if letter.isupper() and before.isalpha() and not word.isupper():
        return ODD
    if letter.islower() and after.isupper():
        return ODD
    begins = letter.islower() and not before.isalpha()
    alone = not before.isalpha() and not after.isalpha()
    shortens = letter == "í" and SHORTENED.match(word[word.index(letter) + 1 :])
    return DOUBTFUL if begins or alone or shortens else FINE


def _of_sign(_word: str, sign: str, before: str, after: str) -> int:
    """A sign in the midst of a word is odd, but for apostrophes; at its edge it depends on which edge."""
    if sign not in ANYWHERE:
        return ODD if before.isalpha() or after.isalpha() else STRANGE
    if before.isalpha() and after.isalpha():
        lower = before.islower() and after.islower()
        return FINE if sign in "’‘" or (sign in DASHES and lower) else DOUBTFUL if sign in DASHES else ODD
    if before.isalpha():
        return FINE if sign in AFTER_LETTERS + DASHES else ODD if sign in BEFORE_LETTERS else DOUBTFUL
    if after.isalpha():
        return FINE if sign in BEFORE_LETTERS + "’" else ODD if sign in AFTER_LETTERS else DOUBTFUL
    return DOUBTFUL if sign in "¿¡" else FINE
