"""A section of a packet on its way to paper: laid out by itself, so that what did not change is not laid out again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
SHEET_STYLE = HERE.parents[1] / "static" / "evidence_packet.css"
# What the bytes of a laid-out section hang on beside its own: after a change of one of these, all are laid out again.
MAKERS = (HERE / "render.py", HERE / "rendering.py", HERE / "sheet.py", SHEET_STYLE)


@dataclass(frozen=True)
class Sheet:
    """One section: `html` is a whole document. `key` names it where others point at it; `depth` among the bookmarks.

    `pictures`: what it shows beside its words, by the name that the document gives it: the hash of each.
    """

    key: str
    title: str
    html: str
    depth: int = 0
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What its bytes are known by: the same document with the same pictures, made the same way."""
        said = "\n".join((_made_by(), self.html, *(f"{name} {sha256}" for name, sha256 in self.pictures.items())))
        return hashlib.sha256(said.encode()).hexdigest()


@cache
def _made_by() -> str:
    makers = hashlib.sha256(b"".join(each.read_bytes() for each in MAKERS)).hexdigest()
    return f"{makers} {version('weasyprint')} {version('pikepdf')}"
