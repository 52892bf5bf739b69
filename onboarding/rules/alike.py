"""How names, phones and addresses are compared: what two ways to write the same have in common.

Whoever is recorded twice is found by it, and whoever is searched for. It says nothing of who is the same person.
"""

import re
import unicodedata
from typing import NamedTuple

# What is written within a word and is no part of it: the many apostrophes, and the dot of "Gal·la".
WITHIN = dict.fromkeys(map(ord, "'’‘‛ʼʻʽʾʿˈ`´′ʹꞌ＇·‧"))  # noqa: RUF001 - each is typed by somebody
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ĸ": "k", "ə": "e"}  # noqa: RUF001
STROKE = re.compile(r"LATIN SMALL LETTER (?P<letter>[A-Z]) WITH ")  # "đ", "ł", "ø": one letter to Unicode
EXTENSION = re.compile(r"(?:;?ext(?:ension|n)?[.=:]?|x|#)\s*(?=\d+\D*$)", re.IGNORECASE)
ABROAD = re.compile(r"^(?:00|011)(?=[2-9])")  # what is dialed where others write "+"
LOCAL = 7  # digits of a phone within its area, the fewest that are one
SHORTEST_SOUGHT = 3
WITHOUT_DOTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}  # where dots before the "@" make no difference


class Sought(NamedTuple):
    """What somebody is looked for by: all these words are in the name; or these digits in the phone, if any."""

    words: tuple[str, ...]
    digits: str

    def fits(self, name: str, phone: str | None = None) -> bool:
        """Whether it is somebody with this name, as `folded`, and this phone, as `dialed`."""
        named = bool(self.words) and all(word in name for word in self.words)
        return named or (bool(self.digits) and self.digits in (phone or ""))


def plain(text: str) -> str:
    """A text with no accents and no case, and single blanks. 'Núñez  Ana' is 'nunez ana'."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(bare.casefold().split())


def folded(name: str) -> str:
    """The words of a name, in the plainest letters. 'O’Brien-Łuk, Đặng' is 'obrien luk dang'."""
    return " ".join("".join(map(_plainest, plain(name.translate(WITHIN)))).split())


def same_name(name: str) -> str | None:
    """What all ways to write a name have in common, whichever part comes first: 'Fell, Ida' is 'fell ida', as 'Ida
    Fell' is. None where no letter is left."""
    return " ".join(sorted(folded(name).split())) or None


def dialed(phone: str | None) -> str | None:
    """The digits of a phone, without the 1 of this country, and with those of an extension; None for what is none."""
    digits = _digits(phone or "")
    return digits if len(digits) >= LOCAL and len(set(digits)) > 1 else None


def mailbox(address: str) -> str:
    """Where mail to the address ends up: 'Ann+jobs@Valley.example.' is 'ann@valley.example'."""
    local, _, domain = unicodedata.normalize("NFKC", address).strip().lower().rpartition("@")
    local, domain = local.partition("+")[0].rstrip("."), domain.rstrip(".")
    if domain in WITHOUT_DOTS:
        local, domain = local.replace(".", ""), WITHOUT_DOTS[domain]
    return f"{local}@{domain}"


def sought(text: str) -> Sought:
    """What somebody who is searched for with this text is looked for by. Where it holds a letter it is no phone."""
    digits = "" if any(map(str.isalpha, EXTENSION.sub("", text))) else _digits(text)
    return Sought(tuple(folded(text).split()), digits if len(digits) >= SHORTEST_SOUGHT else "")


def _plainest(letter: str) -> str:
    """The letter without its stroke; nothing for what is not seen, a blank for what is no letter."""
    if letter.isascii():
        return letter if letter.isalnum() else " "
    if found := LETTERS.get(letter):
        return found
    if stroked := STROKE.match(unicodedata.name(letter, "")):
        return stroked["letter"].lower()
    kind = unicodedata.category(letter)
    return "" if kind == "Cf" else letter if kind[0] in "LMN" else " "


def _digits(phone: str) -> str:
    number, *extension = EXTENSION.split(unicodedata.normalize("NFKC", phone), maxsplit=1)
    digits = "".join(str(unicodedata.digit(each)) for each in number if each.isdecimal())
    abroad = number.lstrip("( ").startswith("+")
    digits = digits if abroad else ABROAD.sub("", digits)
    ours = digits[1:] if digits.startswith("1") and (abroad or len(digits) > LOCAL) else digits
    return ours + "".join(each for each in "".join(extension) if each.isdecimal())
