"""Answers as a page for a person to read in a terminal: only layout, no judgement, the findings' own words."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from textwrap import wrap
from typing import Protocol

from onboarding.rules.credential import CredentialAnswer
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.facts import Applicant, Staffing, Tracks, Trainee
from onboarding.rules.findings import Bounds, Judgement, Need
from onboarding.rules.passages import Checked
from onboarding.rules.passages_file import ASKED
from onboarding.rules.qualification import Screening
from onboarding.rules.rulebook import Citation, Rulebook
from onboarding.rules.sources import resting
from onboarding.rules.staffing import StaffingAnswer
from onboarding.rules.training import TrainingAnswer
from onboarding.rules.wording import REQUIREMENTS, WAYS, days, figure, outcome, plainly

WIDTH = 100
COLUMN = (WIDTH - 3) // 2
ROLE = {"hsc": "HSC", "assistant": "Assistant HSC", "surgical_hsc": "surgical HSC"}


def screening(applicant: Applicant, answer: Screening) -> str:
    """One applicant: the verdict, both paths side by side, the ledger, and what is missing."""
    claimed, verified = answer.claimed, answer.verified
    lines = _head(applicant.name or applicant.id, f"{ROLE[answer.role]}, as of {answer.as_of}")
    lines.append(f"As stated: {outcome(claimed.outcome).upper()}    As verified: {outcome(verified.outcome).upper()}")
    if answer.also_qualifies_as:
        lines.append(f"As stated, the applicant qualifies as an {ROLE[answer.also_qualifies_as]}.")
    lines += _judgement("As stated", claimed, None)
    lines += _judgement("As verified", verified, claimed)
    return _page(lines, [*claimed.requirements.values(), *verified.requirements.values()])


def _judgement(title: str, judgement: Judgement, already: Judgement | None) -> list[str]:
    """The four requirements; in short those that were said `already` in the same words."""
    lines = ["", title, "-" * len(title)]
    same = []
    for name, finding in judgement.requirements.items():
        if already and already.requirements[name] == finding:
            same.append(f"{REQUIREMENTS[name]}: {outcome(finding.outcome)}, as stated")
            continue
        lines += ["", f"{REQUIREMENTS[name]}: {outcome(finding.outcome)}", *_paragraph(finding.because)]
        if isinstance(finding, ExperienceFinding):
            lines += _experience(finding)
        lines += _needs(finding.needs)
    return [*lines, *([""] if same else []), *same]


def _experience(finding: ExperienceFinding) -> list[str]:
    columns = [[f"{WAYS[path]}: {outcome(way.outcome)}", _short(way.short_days)] for path, way in finding.paths.items()]
    lines = ["", *(f"  {row}" for row in _side_by_side(columns))]
    if finding.ledger:
        lines += ["", "  Ledger, each job by itself:"]
    for line in finding.ledger:
        lines += _paragraph(f"{line.job + 1}. {line.because}", after="     ")
    return lines


def _short(short: Bounds) -> str:
    assert short.at_least is not None and short.at_most is not None
    if not short.at_most:
        return "years reached"
    if short.at_least == short.at_most:
        return f"{days(short.at_most)} short"
    return f"{days(short.at_most)} short on what is certain, {days(short.at_least)} at best"


def _side_by_side(columns: list[list[str]]) -> list[str]:
    wrapped = [[row for text in column for row in wrap(text, COLUMN)] for column in columns]
    rows = zip_longest(*wrapped, fillvalue="")
    return ["   ".join(cell.ljust(COLUMN) for cell in row).rstrip() for row in rows]


def training(trainee: Trainee, answer: TrainingAnswer) -> str:
    """One new hire's training, as stated and as verified."""
    lines = [*_head(trainee.id, f"{ROLE[answer.role]}, hired {trainee.hired_on}, as of {answer.as_of}")]
    for title, judged in (("As stated", answer.claimed), ("As verified", answer.verified)):
        lines += ["", title, "-" * len(title)]
        for name, finding in (
            ("Additional training", judged.additional),
            ("Initial training", judged.initial),
            ("Training and tests that L&I requires", judged.lni_required),
        ):
            lines += _said(f"{name}: {outcome(finding.outcome)}", finding)
    return _page(lines, [*answer.claimed, *answer.verified])


def credential(tracks: Tracks, answer: CredentialAnswer) -> str:
    """One person's provider account and supplemental application."""
    may = "may bill" if answer.may_bill else "may not bill"
    lines = [*_head(tracks.id, f"{may}, as of {answer.as_of}")]
    for name, track in (("Provider account", answer.provider), ("HSC Supplemental Application", answer.supplemental)):
        lines += ["", f"{name}: {plainly(track.state)}", *_paragraph(track.because)]
    return _page(lines, [answer.provider, answer.supplemental])


def staffing(facts: Staffing, answer: StaffingAnswer) -> str:
    """One COHE's staffing: quarters, year, surgical claims, replacements and days without cover."""
    lines = [*_head(facts.cohe or facts.id, f"staffing, as of {answer.as_of}")]
    for quarter in answer.quarters:
        lines += _said(f"{quarter.quarter}, discussion: {outcome(quarter.discussion)}", quarter)
    year, surgical = answer.year, answer.surgical
    recommended = f"L&I's recommendation: {outcome(year.recommendation)}"
    lines += _said(f"Year, required level: {outcome(year.outcome)}; {recommended}", year)
    lines += _said(f"Surgical claims, L&I's recommendation: {outcome(surgical.recommendation)}", surgical)
    for each in answer.replacements:
        lines += _said(f"Replacement of {each.staff}: {outcome(each.outcome)}", each)
    if not answer.replacements:
        lines += ["", "Nobody who left has to be replaced."]
    lines += ["", "Days of absence without cover" if answer.coverage_gaps else "No day of absence is without cover."]
    lines += [f"  {gap.staff}: {gap.first} to {gap.last}" for gap in answer.coverage_gaps]
    return _page(lines, [*answer.quarters, year, surgical, *answer.replacements], answer.coverage_source)


def rulebook(book: Rulebook) -> str:
    """Every number, question, provision and holiday, each with where it is written and when that was last checked."""
    lines = [*_head("The rulebook", f"version {book.version}")]
    lines += ["", "Numbers", "-------"]
    for number in book.numbers.values():
        lines += ["", f"{number.id} ({number.nature}, checked {number.checked_on})", *_paragraph(number.says)]
        lines += [
            f"  since {dated.since}: {figure(dated.value)} {number.unit}, {dated.citation}" for dated in number.values
        ]
    lines += ["", "Open questions", "--------------"]
    for question in book.questions.values():
        lines += [
            "",
            f"{question.id} (checked {question.checked_on})",
            *_paragraph(question.asks),
            *_paragraph(question.passage),
        ]
        lines += _cited(question.citation)
        for reading in question.readings:
            lines += [*_paragraph(f"{reading.id}: {reading.says}"), *_cited(reading.citation, "    ")]
    lines += ["", "Provisions", "----------"]
    for passage in book.provisions.values():
        lines += ["", f"{passage.id} ({passage.nature}, checked {passage.checked_on})", *_paragraph(passage.says)]
        lines += _cited(passage.citation)
    lines += [
        "",
        "Legal holidays",
        "--------------",
        "",
        f"Checked {book.holidays.checked_on}",
        *_cited(book.holidays.citation),
    ]
    lines += [f"  {holiday.id}: {holiday.says}" for holiday in book.holidays.days]
    return "\n".join(lines)


def saved_page(checked: Checked, book: Rulebook, leaning: Iterable[tuple[str, Mapping[str, int]]]) -> str:
    """A page of L&I against what is cited: what stands, word by word what does not, and what could move."""
    lines = [checked.title, "=" * len(checked.title)]
    for each in checked.passages:
        lines.append(f"{each.became:8} {each.section}")
        if not each.stands:
            lines += _paragraph(f"Was: {' '.join(_marked(run.before, run.same) for run in each.excerpt if run.before)}")
            lines += _paragraph(f"Is:  {' '.join(_marked(run.now, run.same) for run in each.excerpt if run.now)}")
            lines += [row for says in resting(book, each.section) for row in _paragraph(f"- {says}", after="    ")]
    lines += [row for block in checked.fresh for row in _paragraph(f"new      {block}", indent="", after="         ")]
    for cohe, touched in leaning:
        said = [f"{ASKED[asked]}{f' ({count})' if count else ''}" for asked, count in touched.items()]
        lines += _paragraph(f"Could move at {cohe}: {'; '.join(said)}", indent="")
    return "\n".join(map(printable, lines)) + "\n"


def _marked(words: str, same: bool) -> str:
    return words if same else f"[{words}]"


def _head(who: str, what: str) -> list[str]:
    title = f"{who}: {what}"
    return ["=" * min(WIDTH, len(title)), title, "=" * min(WIDTH, len(title))]


class _Cited(Protocol):
    @property
    def source(self) -> tuple[str, ...]: ...


class _Finding(_Cited, Protocol):
    @property
    def because(self) -> str: ...
    @property
    def needs(self) -> tuple[Need, ...]: ...


def _said(title: str, finding: _Finding) -> list[str]:
    return ["", title, *_paragraph(finding.because), *_needs(finding.needs)]


def _page(lines: Iterable[str], findings: Iterable[_Cited], more: Iterable[str] = ()) -> str:
    """The lines, and under them what the findings rest on, each source once."""
    sources = dict.fromkeys([*(source for finding in findings for source in finding.source), *more])
    rests_on = [row for source in sources for row in _paragraph(f"- {source}", after="    ")]
    return "\n".join([*map(printable, lines), "", "Sources", "-------", *rests_on, ""]) + "\n"


def printable(line: str) -> str:
    """A line without what would steer the terminal: a name may hold an escape sequence."""
    return (
        line
        if line.isprintable()
        else "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
    )


def _paragraph(said: str, indent: str = "  ", after: str | None = None) -> list[str]:
    return wrap(
        said,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if after is None else after,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cited(citation: Citation, indent: str = "  ") -> list[str]:
    return _paragraph(str(citation), indent)


def _needs(needs: Iterable[Need]) -> list[str]:
    lines = [row for need in needs for row in _paragraph(f"- {need.say} ({need.fact})", after="    ")]
    return ["  What is still needed:", *lines] if lines else []
