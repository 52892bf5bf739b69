"""What a Word document says: its text as it reads with every tracked change accepted, and the pictures in it."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap

from onboarding.documents.kinds import Refusal, RefusedFileError
from onboarding.documents.symbols import legible

SPACES = {
    **nsmap,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
}
CHANGED = "the wording before the tracked changes"
HIDDEN = "hidden text"
COMMENTS = "comments"
OFF = {"0", "false", "off", "none"}


def name(prefixed: str) -> str:
    """The name of an element as lxml writes it."""
    prefix, local = prefixed.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


class Reading:
    """A document being read: what was met in it, and the pictures, in their order."""

    def __init__(self) -> None:
        self.met: dict[str, None] = {}
        self.pictures: dict[str, bytes] = {}
        self.notes: list[tuple[str, str]] = []
        self.noted: set[tuple[str, str]] = set()

    def note(self, kind: str, number: str) -> None:
        """Have a footnote or endnote said after the text, once."""
        if (kind, number) not in self.noted:
            self.noted.add((kind, number))
            self.notes.append((kind, number))

    def picture(self, part: Any, relation: str) -> str:
        """The words that stand where a picture is."""
        found = part.rels.get(relation)
        if found is None or found.is_external:
            raise RefusedFileError(Refusal.NOT_SHOWN)
        self.pictures.setdefault(str(found.target_part.partname), found.target_part.blob)
        return f"[picture {list(self.pictures).index(str(found.target_part.partname)) + 1}]"


def read(data: bytes) -> tuple[str, list[bytes], tuple[str, ...]]:
    """The text, the pictures as they are, and what of it is not shown. Raises RefusedFileError."""
    document, reading = Document(io.BytesIO(data)), Reading()
    headers = "".join(_said(each._element, each.part, reading) for each in _edges(document, "header"))
    body = _said(document.element.body, document.part, reading)
    notes = "".join(_notes(document.part, reading))
    footers = "".join(_said(each._element, each.part, reading) for each in _edges(document, "footer"))
    return headers + body + notes + footers, list(reading.pictures.values()), tuple(reading.met)


def _edges(document: Any, which: str) -> Iterator[Any]:
    """The headers or footers that are printed, each once."""
    for section in document.sections:
        kinds = [which]
        if section.different_first_page_header_footer:
            kinds.insert(0, f"first_page_{which}")
        if document.settings.odd_and_even_pages_header_footer:
            kinds.append(f"even_page_{which}")
        for edge in (getattr(section, each) for each in kinds):
            if not edge.is_linked_to_previous:
                yield edge


def _notes(part: Any, reading: Reading) -> Iterator[str]:
    """Footnotes and endnotes, each once, in the order in which the text, and they themselves, first refer to them."""
    parts = {
        kind: next((each.target_part for each in part.rels.values() if each.reltype.endswith(f"/{kind}s")), None)
        for kind in ("footnote", "endnote")
    }
    written = {
        (kind, note.get(name("w:id"))): note
        for kind, at in parts.items()
        for note in (parse_xml(at.blob) if at is not None else ())
    }
    for kind, number in reading.notes:  # which grows while notes are read
        if (note := written.get((kind, number))) is not None:
            yield f"[note {number}] {_said(note, parts[kind], reading).lstrip()}"


def _said(element: Any, part: Any, reading: Reading) -> str:
    """What an element says: by its own rule, or what all within it says, so that no wrapping hides anything."""
    rule = RULES.get(element.tag)
    return rule(element, part, reading) if rule else _within(element, part, reading)


def _within(element: Any, part: Any, reading: Reading) -> str:
    return "".join(_said(each, part, reading) for each in element if isinstance(each.tag, str))


def _paragraph(element: Any, part: Any, reading: Reading) -> str:
    said = _within(element, part, reading)
    if element.find("w:pPr/w:rPr/w:del", SPACES) is not None:
        reading.met[CHANGED] = None
        return said  # the break after it was deleted
    return f"{said}\n"


def _row(element: Any, part: Any, reading: Reading) -> str:
    if element.find("w:trPr/w:del", SPACES) is not None:
        return _gone(element, part, reading)
    if element.find("w:trPr/w:ins", SPACES) is not None:
        reading.met[CHANGED] = None
    return _within(element, part, reading).rstrip("\t") + "\n"


def _cell(element: Any, part: Any, reading: Reading) -> str:
    if element.find("w:tcPr/w:cellDel", SPACES) is not None:
        return _gone(element, part, reading)
    return _within(element, part, reading).strip("\n").replace("\n", " ") + "\t"


def _run(element: Any, part: Any, reading: Reading) -> str:
    font = element.find("w:rPr/w:rFonts", SPACES)
    said = legible(_within(element, part, reading), font.get(name("w:ascii"), "") if font is not None else "")
    if said.strip() and _is_on(element, "w:vanish"):
        reading.met[HIDDEN] = None
        return ""
    struck = said.strip() and (_is_on(element, "w:strike") or _is_on(element, "w:dstrike"))
    return f"[struck out: {said}]" if struck else said


def _is_on(run: Any, setting: str) -> bool:
    found = run.find(f"w:rPr/{setting}", SPACES)
    return found is not None and found.get(name("w:val"), "1") not in OFF


def _kept(element: Any, part: Any, reading: Reading) -> str:
    reading.met[CHANGED] = None
    return _within(element, part, reading)


def _gone(_element: Any, _part: Any, reading: Reading) -> str:
    reading.met[CHANGED] = None
    return ""


def _commented(_element: Any, _part: Any, reading: Reading) -> str:
    reading.met[COMMENTS] = None
    return ""


def _symbol(element: Any, _part: Any, _reading: Reading) -> str:
    return legible(chr(int(element.get(name("w:char"), "20"), 16)), element.get(name("w:font"), ""))


def _old_field(element: Any, _part: Any, _reading: Reading) -> str:
    """What is chosen in a check box or list of the kind that forms had before content controls."""
    if (box := element.find("w:ffData/w:checkBox", SPACES)) is not None:
        states = [box.find(each, SPACES) for each in ("w:checked", "w:default")]
        state = next((each for each in states if each is not None), None)
        return "☒" if state is not None and state.get(name("w:val"), "1") not in OFF else "☐"
    if (choice := element.find("w:ffData/w:ddList", SPACES)) is not None:
        entries = choice.xpath("w:listEntry/@w:val", namespaces=SPACES)
        chosen = choice.xpath("(w:result|w:default)/@w:val", namespaces=SPACES)  # the result stands before the default
        return "".join(entries[int((chosen or ["0"])[0]) :][:1])
    return ""


def _either(element: Any, part: Any, reading: Reading) -> str:
    """Of the same thing written for newer and for older programs, the newer, unless only the older can be shown."""
    choice, fallback = (element.find(each, SPACES) for each in ("mc:Choice", "mc:Fallback"))
    shown = choice is not None and not any(each.tag in NOT_SHOWN for each in choice.iter())
    taken = choice if shown or fallback is None else fallback
    return _within(taken, part, reading) if taken is not None else ""


def _picture(element: Any, part: Any, reading: Reading) -> str:
    """Where a picture is: within the file, or elsewhere, where we do not look; a frame may have none yet."""
    relation = next(filter(None, (element.get(name(each)) for each in ("r:embed", "r:id", "r:link"))), None)
    return reading.picture(part, relation) if relation else ""


def _not_shown(_element: Any, _part: Any, _reading: Reading) -> str:
    raise RefusedFileError(Refusal.NOT_SHOWN)


def _note(element: Any, _part: Any, reading: Reading) -> str:
    number = element.get(name("w:id"), "")
    reading.note("footnote" if element.tag == name("w:footnoteReference") else "endnote", number)
    return f"[note {number}]"


Rule = Callable[[Any, Any, Reading], str]
NOT_SHOWN = set(
    map(name, ("c:chart", "cx:chart", "dgm:relIds", "w:altChunk", "w:subDoc", "w:contentPart", "w14:contentPart"))
)
SILENT = ("w:pPr", "w:rPr", "w:tblPr", "w:sdtPr", "w:sectPr", "w:instrText", "w:softHyphen")
SAYS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", **dict.fromkeys(SILENT, "")}


def _always(words: str) -> Rule:
    return lambda _element, _part, _reading: words


def _ruled(rule: Rule, *names: str) -> dict[str, Rule]:
    return dict.fromkeys(map(name, names), rule)


RULES: dict[str, Rule] = {
    **{name(each): _always(words) for each, words in SAYS.items()},
    **dict.fromkeys(NOT_SHOWN, _not_shown),
    **_ruled(lambda element, _part, _reading: element.text or "", "w:t", "m:t", "a:t"),
    **_ruled(_paragraph, "w:p"),
    **_ruled(_row, "w:tr"),
    **_ruled(_cell, "w:tc"),
    **_ruled(_run, "w:r"),
    **_ruled(_kept, "w:ins", "w:moveTo"),
    **_ruled(_gone, "w:del", "w:moveFrom", "w:delText"),
    **_ruled(_note, "w:footnoteReference", "w:endnoteReference"),
    **_ruled(_commented, "w:commentReference"),
    **_ruled(_symbol, "w:sym"),
    **_ruled(_old_field, "w:fldChar"),
    **_ruled(_either, "mc:AlternateContent"),
    **_ruled(lambda element, part, reading: f"\n{_within(element, part, reading)}", "w:txbxContent"),
    **_ruled(lambda element, _part, _reading: f"[{element.get('string', '')}]\n", "v:textpath"),
    **_ruled(_picture, "a:blip", "v:imagedata"),
}
