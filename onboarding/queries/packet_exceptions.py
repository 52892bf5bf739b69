"""What is not in order about somebody, or is still open, as a packet lists it: each in one line, nothing left out.

By what the person's page says is missing, with what only a packet has to say: that there is no determination, that a
training was late, or that nobody confirmed what is recorded. What somebody typed is not repeated.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from onboarding.models.determination import Decision, Recommendation
from onboarding.models.person import Person
from onboarding.queries.person_file import About, Gap, PersonFile
from onboarding.rules.duties import DONE, About as Topic, Duty, Kind
from onboarding.rules.findings import Outcome
from onboarding.rules.packet_lines import ORDER, stands
from onboarding.rules.wording import ahead, first_up, spoken

ABOUT = {
    About.APPLICATION: "Qualification",
    About.HIRE: "Hire",
    About.CREDENTIALS: "Credentials",
    About.TRAINING: "Training",
    About.CHECKLIST: "First weeks",
    About.EVIDENCE: "Evidence",
}
TRAININGS = {
    "additional": "The additional training",
    "initial": "The initial training",
    "lni_required": "What L&I requires",
}
Line = dict[str, Any]


def of_person(person: Person, whole: PersonFile, decided: Recommendation | None, on: date) -> list[Line]:
    """Every exception about a person, the worst first. `out`: a rule is not kept. `unknown`: nothing says if it is."""
    return _sorted([*_of_decision(person, decided, on), *_of_file(whole, on), *_of_training(whole)])


def staffing(worksheet: Mapping[str, Any]) -> list[Line]:
    """The same of the COHE as a whole, from its worksheet."""
    lines = [_of_staffing(each) for each in worksheet["lines"] if not each["kept"]]
    lines += [_line("Staffing", each, out=False) for each in worksheet["unknown"]]
    lines += [_of_vacancy(each) for each in worksheet["vacancies"]]
    gap = "{staff} was away without cover from {first} to {last}."
    lines += [_line("Cover", spoken(gap.format_map(each)), out=True) for each in worksheet["gaps"]]
    return _sorted(lines)


SOFT = "Recommendation"  # it binds nobody


def _of_staffing(line: Mapping[str, Any]) -> Line:
    """In one line what L&I says comes first: that nothing can be told yet says nothing without it."""
    outcome = line["outcome"].lower()
    short = f"{line['says'].rstrip('.')}: {outcome}."
    binds, unknown = line["nature"] != SOFT, line["unknown"]
    return _line(
        "Staffing", f"{line['nature']}: {outcome}. {line['says']}", binds and not unknown, short, binds and unknown
    )


def _of_vacancy(vacancy: Mapping[str, Any]) -> Line:
    """A place that is still filled in time breaks no rule."""
    outcome = vacancy["outcome"]
    unknown = outcome == Outcome.UNDETERMINED
    return _line("Vacancies", vacancy["advice"], out=outcome == Outcome.OVERDUE, unknown=unknown)


def _of_decision(person: Person, decided: Recommendation | None, on: date) -> Iterator[Line]:
    """Of an applicant. Whether a hire rests on a determination, the file says."""
    if person.posting is not None and person.posting.hired_on <= on:
        return
    if decided is None or decided.determination is None:
        yield _line(ABOUT[About.APPLICATION], "No determination yet.", out=False, unknown=True)
    elif decided.determination.decision is Decision.MORE_INFORMATION:
        says = "No determination yet: more information is needed."
        yield _line(ABOUT[About.APPLICATION], says, out=False, unknown=True)
    elif decided.determination.decision is Decision.NOT_QUALIFIED:
        yield _line(ABOUT[About.APPLICATION], "Determined as not qualified.", out=True)


def _of_file(whole: PersonFile, on: date) -> Iterator[Line]:
    duties = {each.says: each for each in whole.role.owed.duties} if whole.role else {}
    for gap in whole.gaps:
        out = gap.about is About.HIRE or (
            gap.pressing and gap.about is not About.CHECKLIST and not _is_begun(whole, gap)
        )
        says = f"Not done yet: {gap.says}" if gap.about is About.CHECKLIST else spoken(gap.bare or gap.says)
        duty = duties.get(gap.says)
        unknown = out and _is_unknown(whole, gap, duty)
        yield _line(ABOUT[gap.about], says, out and not unknown, _short(duty, on), unknown)


def _is_unknown(whole: PersonFile, gap: Gap, duty: Duty | None) -> bool:
    """Whether it only cannot be told that a rule is kept: the record contradicts itself, nobody looked the account up
    again or billed, so that L&I may have ended it, or the training is enough by one reading alone.
    """
    owed = whole.role.owed if whole.role else None
    if owed is None:
        return False
    if duty is None:
        return gap.about is About.CREDENTIALS and owed.credentials.answer is None
    if duty.kind is Kind.TRAIN and owed.training:
        return bool(getattr(owed.training.claimed, duty.place).outcome is Outcome.UNDETERMINED)
    return duty.kind in (Kind.CHECK, Kind.BILL)


def _is_begun(whole: PersonFile, gap: Gap) -> bool:
    """Whether somebody may not bill yet because the first application is under way: that breaks no rule."""
    answer = whole.role.owed.credentials.answer if whole.role else None
    if answer is None or gap.about is not About.CREDENTIALS or not gap.says.endswith(answer.provider.because):
        return False
    return answer.provider.state not in ("inactive", "terminated")


def _short(duty: Duty | None, on: date) -> str | None:
    """How far off the day is, of what has one; before what is to be done, which may be cut."""
    if duty is None or duty.due_on is None:
        return None
    distance = ahead(duty.due_on, on) if duty.is_overdue(on) else f"due {ahead(duty.due_on, on)}"
    if duty.about is Topic.TRAINING:
        return f"{TRAININGS[duty.place]} is {distance}."
    what = spoken(duty.says).partition(". ")[0].rstrip(".")
    return f"{first_up(distance)}: {what[:1].lower() if what[1:2].islower() else what[:1]}{what[1:]}."


def _of_training(whole: PersonFile) -> Iterator[Line]:
    answer = whole.role.owed.training if whole.role else None
    if answer is None:
        return
    for name, says in TRAININGS.items():
        stated, verified = getattr(answer.claimed, name), getattr(answer.verified, name)
        if verified.outcome == Outcome.MET_LATE:
            yield _line("Training", f"{says} was completed late. {spoken(verified.because)}", out=False)
        elif stated.outcome in DONE and verified.outcome not in DONE:
            because, in_time = spoken(verified.because), verified.outcome is Outcome.DUE
            yield _line("Training", f"{says} is recorded, and not confirmed. {because}", False, unknown=not in_time)


def _line(about: str, says: str, out: bool, short: str | None = None, unknown: bool = False) -> Line:
    """`short`: the same in one line, its first sentence where nothing shorter is given."""
    short = short or f"{says.partition('. ')[0].rstrip('.')}."
    return {"about": about, "says": says, "short": short, "out": out, "unknown": unknown}


def _sorted(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda each: ORDER.index(stands(each)))
