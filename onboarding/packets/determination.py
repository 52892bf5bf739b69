"""A determination on one Letter page: what was decided, by whom, and everything it rests on."""

from dataclasses import dataclass
from datetime import date

from onboarding.packets import paper, readback
from onboarding.packets.readback import BrokenPdfError
from onboarding.packets.render import render


@dataclass(frozen=True)
class Signed:
    """Who did something, and when."""

    name: str
    office: str
    on: date


@dataclass(frozen=True)
class Path:
    """One way to meet the experience requirement. `because` says what is credited or short."""

    name: str
    outcome: str
    because: str


@dataclass(frozen=True)
class Finding:
    """One requirement judged, with where it is written."""

    requirement: str
    outcome: str
    because: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Exhibit:
    """A piece of evidence, known for ever by the hash of its original."""

    what: str
    proves: str
    sha256: str


@dataclass(frozen=True)
class Ruling:
    """A question settled, or a number replaced, on which a finding leans.

    `recorded_by`: who recorded it at the COHE, where nobody at L&I had confirmed it then.
    """

    says: str
    by: str
    reference: str
    on: date
    recorded_by: str | None = None


@dataclass(frozen=True)
class Determination:
    """All that the page says. Outcomes and verdict come in words, the same as on every other surface.

    `record_sha256`: the hash of the frozen record, by which the page and the record are held together.
    """

    number: str
    cohe: str
    person: str
    role: str
    as_of: date
    verdict: str
    because: str
    paths: tuple[Path, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[Exhibit, ...]
    rulings: tuple[Ruling, ...]
    rulebook: str
    record_sha256: str
    recommended: Signed
    decided: Signed

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the findings are written, each once; they are cited by their place here, from 1."""
        return tuple(dict.fromkeys(source for finding in self.findings for source in finding.sources))


def printed(determination: Determination) -> bytes:
    """The PDF, read back and found whole. Raises RenderError; BrokenPdfError where it is not what it should be.

    One page, as long as there are not more findings, exhibits and rulings than one page holds.
    """
    pdf = render(paper.html("determination.html", it=determination), paper.assets())
    said = readback.read(pdf)
    if determination.record_sha256 not in "".join(said.text.split()) or not said.tagged:
        raise BrokenPdfError("the page does not say the hash of its record, or is not tagged")
    return pdf
