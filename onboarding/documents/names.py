"""A file's name as somebody's computer gave it, made fit to be shown and sent back."""

import unicodedata

LONGEST = 150
NAMELESS = "file"
KEPT_ENDING = 12  # characters of an ending that stay when a name is cut


def clean_name(name: str) -> str:
    """The name without a path and without control, direction and surrogate characters; at most 150 characters.

    Letters of any language stay. A name of nothing else than dots and blanks is "file".
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(each for each in unicodedata.normalize("NFC", last) if _may_stay(each))
    plain = " ".join(kept.split()).strip(". ")
    if not plain:
        return NAMELESS
    if len(plain) <= LONGEST:
        return plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > KEPT_ENDING:
        return plain[:LONGEST].rstrip(". ")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"


def _may_stay(each: str) -> bool:
    """Not what is invisible: controls, marks of direction, halves of surrogates; nor what file systems forbid."""
    return unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and each not in '<>:"|?*'
