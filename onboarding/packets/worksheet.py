"""The worksheet for a COHE Quarterly Status Report on paper: every input, every step of arithmetic, each answer."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from onboarding import clock
from onboarding.packets import paper, readback
from onboarding.packets.readback import BrokenPdfError
from onboarding.packets.render import render
from onboarding.queries import rulings, time_splits
from onboarding.queries.staffing_worksheet import OneQuarter, Worksheet
from onboarding.roles import IN_WORDS, StaffRole
from onboarding.rules import staffing_wording as words
from onboarding.rules.days import MINUTES_AN_HOUR
from onboarding.rules.fte import Time
from onboarding.rules.fte_parts import Share
from onboarding.rules.rulings import Ruling
from onboarding.rules.staffing_lines import FOLLOWS
from onboarding.rules.time_split import CLAIMS
from onboarding.rules.wording import figure, label, quarter


@dataclass(frozen=True)
class Ruled:
    """A ruling that the figures rest on. `instead`: what would hold without it."""

    settles: str
    how: str
    instead: str
    ruling: Ruling


def printed(found: Worksheet, cohe: str, on: date) -> bytes:
    """The PDF, read back and found whole. Raises RenderError; BrokenPdfError where it is not what it should be."""
    of = found.quarters[-1].quarter
    sources = tuple(dict.fromkeys(each for line in found.whole.lines for each in line.source))
    html = paper.html(
        "worksheet.html",
        it=found,
        of=of,
        cohe=cohe,
        on=on,
        sources=sources,
        rulings=[_ruled(found, each) for each in found.rulings],
        hours=lambda share: hours(found, share),
        day_of=clock.day_of,
        role=lambda name: IN_WORDS[StaffRole(name)],
        words=words,
        label=label,
        FOLLOWS=FOLLOWS,
        worked=worked,
        surgical_claims=surgical_claims,
    )
    pdf = render(html, paper.assets())
    said = readback.read(pdf)
    if quarter(of) not in said.title or not said.tagged:
        raise BrokenPdfError("the worksheet does not say its quarter, or is not tagged")
    return pdf


def hours(found: Worksheet, share: Share) -> str:
    """What of somebody's week goes to claim-specific tasks: "36 of 40 hours"; the second is what full time is."""
    person = found.whole.recorded.person_of[share.row.id]
    split = time_splits.on(found.whole.recorded.splits.get(person.id, ()), share.first)
    if split is None:
        return "Not recorded"
    weekly = Fraction(split.parts.get(CLAIMS, 0), MINUTES_AN_HOUR)
    return f"{figure(weekly)} of {figure(found.law.numbers.full_time_hours)}"


def worked(time: Time) -> str:
    """Shares times days, together; a range where somebody's time is not recorded."""
    return " to ".join(dict.fromkeys(map(figure, time)))


def surgical_claims(each: OneQuarter) -> str:
    """The surgical claims of a quarter, as they are recorded."""
    if each.row is None:
        return "Not recorded"
    return "Not stated" if each.row.surgical_claims is None else figure(each.row.surgical_claims)


def _ruled(found: Worksheet, ruling: Ruling) -> Ruled:
    said, book = rulings.says(found.law.book, ruling), found.law.book
    if ruling.value is None:
        return Ruled(said.settles, said.how, "The question is open.", ruling)
    value = book.numbers_on(found.whole.as_of)[ruling.settles]
    return Ruled(said.settles, said.how, f"{figure(value)} {book.numbers[ruling.settles].unit}", ruling)
