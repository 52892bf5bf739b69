"""Answers as a page for a person to read in a terminal: only layout, no judgement, the findings' own words."""

from collections.abc import Iterable
from textwrap import wrap

from onboarding.rules.credential import CredentialAnswer
from onboarding.rules.facts import Applicant, Staffing, Tracks, Trainee
from onboarding.rules.findings import ExperienceFinding, Judgement, Need, Outcome, Screening
from onboarding.rules.rulebook import Citation, Rulebook
from onboarding.rules.staffing import StaffingAnswer
from onboarding.rules.training import TrainingAnswer
from onboarding.rules.wording import figure, outcome, plainly

WIDTH = 100
COLUMN = (WIDTH - 3) // 2
ROLE = {"hsc": "HSC", "assistant": "Assistant HSC", "surgical_hsc": "surgical HSC"}
PATH = {"degree_and_experience": "With a degree", "experience_only": "By experience alone"}


def screening(applicant: Applicant, answer: Screening) -> str:
    """One applicant: the verdict, both paths side by side, the ledger, and what is missing."""
    claimed, verified = answer.claimed, answer.verified
    same = claimed.requirements == verified.requirements
    lines = [*_head(applicant.name or applicant.id, f"{ROLE[answer.role]}, as of {answer.as_of}")]
    lines.append(f"As claimed: {outcome(claimed.outcome).upper()}    As verified: {outcome(verified.outcome).upper()}")
    if answer.also_qualifies_as:
        lines.append(f"As claimed the applicant qualifies as an {ROLE[answer.also_qualifies_as]}.")
    lines += _judgement("As claimed and as verified" if same else "As claimed", claimed)
    if not same:
        lines += _judgement("As verified", verified)
    return "\n".join(lines) + "\n"


def _judgement(title: str, judgement: Judgement) -> list[str]:
    lines = ["", title, "-" * len(title)]
    for name, finding in judgement.requirements.items():
        lines += ["", f"{plainly(name).capitalize()}: {outcome(finding.outcome)}"]
        if isinstance(finding, ExperienceFinding):
            lines += _experience(finding)
        else:
            lines += _paragraph(finding.because)
        lines += _needs(finding.needs)
    return lines


def _experience(finding: ExperienceFinding) -> list[str]:
    lines = _paragraph(finding.because)
    columns = [
        [f"{PATH[path]}: {outcome(way.outcome)}", *wrap(way.because, COLUMN)] for path, way in finding.paths.items()
    ]
    lines += ["", *(f"  {row}" for row in _side_by_side(columns))]
    if finding.ledger:
        lines += ["", "  Ledger, each job by itself"]
    for line in finding.ledger:
        lines += wrap(f"{line.job + 1}. {line.because}", WIDTH, initial_indent="  ", subsequent_indent="     ")
    return lines


def _side_by_side(columns: list[list[str]]) -> list[str]:
    height = max(map(len, columns))
    padded = [column + [""] * (height - len(column)) for column in columns]
    return ["   ".join(cell.ljust(COLUMN) for cell in row).rstrip() for row in zip(*padded, strict=True)]


def training(trainee: Trainee, answer: TrainingAnswer) -> str:
    """One new hire's training, as claimed and as verified."""
    lines = [*_head(trainee.id, f"{ROLE[answer.role]}, hired {trainee.hired_on}, as of {answer.as_of}")]
    for title, judged in (("As claimed", answer.claimed), ("As verified", answer.verified)):
        lines += ["", title, "-" * len(title)]
        for name, finding in (
            ("additional training", judged.additional),
            ("initial training", judged.initial),
            ("training and tests that L&I requires", judged.lni_required),
        ):
            lines += _finding(name, finding.outcome, finding.because, finding.needs)
    return "\n".join(lines) + "\n"


def credential(tracks: Tracks, answer: CredentialAnswer) -> str:
    """One person's provider account and supplemental application."""
    may = "may bill" if answer.may_bill else "may not bill"
    lines = [*_head(tracks.id, f"{may}, as of {answer.as_of}")]
    for name, track in (("Provider account", answer.provider), ("HSC Supplemental Application", answer.supplemental)):
        lines += ["", f"{name}: {plainly(track.state)}", *_paragraph(track.because)]
    return "\n".join(lines) + "\n"


def staffing(facts: Staffing, answer: StaffingAnswer) -> str:
    """One COHE's staffing: quarters, year, surgical claims, replacements and days without cover."""
    lines = [*_head(facts.cohe or facts.id, f"staffing, as of {answer.as_of}")]
    for quarter in answer.quarters:
        lines += _finding(f"{quarter.quarter}, discussion", quarter.discussion, quarter.because, quarter.needs)
    year, surgical = answer.year, answer.surgical
    lines += _finding("year, required level", year.outcome, year.because, year.needs)
    lines.append(f"  L&I's recommendation: {outcome(year.recommendation)}")
    lines += _finding("surgical, L&I's recommendation", surgical.recommendation, surgical.because, surgical.needs)
    for each in answer.replacements:
        lines += _finding(f"replacement of {each.staff}", each.outcome, each.because, each.needs)
    if not answer.replacements:
        lines += ["", "No leaving calls for a replacement."]
    lines += ["", "Days of absence without cover" if answer.coverage_gaps else "No day of absence is without cover."]
    lines += [f"  {gap.staff}: {gap.from_} to {gap.to}" for gap in answer.coverage_gaps]
    return "\n".join(lines) + "\n"


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


def _head(who: str, what: str) -> list[str]:
    title = f"{who}: {what}"
    return ["=" * min(WIDTH, len(title)), title, "=" * min(WIDTH, len(title))]


def _finding(name: str, found: Outcome, because: str, needs: Iterable[Need]) -> list[str]:
    return ["", f"{name[0].upper()}{name[1:]}: {outcome(found)}", *_paragraph(because), *_needs(needs)]


def _paragraph(said: str, indent: str = "  ") -> list[str]:
    return wrap(
        said, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _cited(citation: Citation, indent: str = "  ") -> list[str]:
    return _paragraph(str(citation), indent)


def _needs(needs: Iterable[Need]) -> list[str]:
    lines = [f"  - {need.say} ({need.fact})" for need in needs]
    return ["  What would settle it:", *lines] if lines else []
