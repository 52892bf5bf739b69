"""A determination's frozen record, onto its page: nothing is looked up anew, so that the page never changes."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from onboarding import clock
from onboarding.formats.vague_days import goes_on, vague_day
from onboarding.models.determination import Recommendation
from onboarding.packets.answer import findings, paths
from onboarding.packets.determination import Determination, Exhibit, Job, Ruling, Signed, printed
from onboarding.packets.timeline import Picture, Worked, drawn
from onboarding.queries import dossier
from onboarding.roles import IN_WORDS
from onboarding.rules.days import PartialDate
from onboarding.rules.experience_points import called, points
from onboarding.rules.experience_progress import rounded
from onboarding.rules.wording import first_up, label, plainly, short_vague_day

ON_STANDING = {"providerId": "Able to obtain a Provider ID", "lniIssues": "Issues with L&I"}


def page(recommendation: Recommendation, cohe: str) -> bytes:
    """The PDF of a recommendation that was decided. Raises RenderError; ValueError for one that was not."""
    decided = recommendation.determination
    if decided is None:
        raise ValueError("only what was decided is printed")
    frozen = json.loads(recommendation.frozen)
    judged = frozen["answer"]["verified"]
    return printed(
        Determination(
            number=f"{recommendation.person_id}-{recommendation.number}",
            cohe=cohe,
            person=frozen["facts"]["basics"]["name"],
            role=IN_WORDS[recommendation.role],
            as_of=recommendation.as_of,
            verdict=label(decided.decision),
            because=decided.because,
            paths=paths(judged),
            findings=findings(judged),
            evidence=tuple(_exhibit(each, frozen["facts"]) for each in frozen["evidence"]),
            rulings=tuple(map(_ruling, frozen["rulings"])),
            rulebook=frozen["rulebook"],
            record_sha256=recommendation.frozen_sha256,
            recommended=_signed(recommendation.recommended_by, cohe, recommendation.recommended_at),
            decided=_signed(decided.decided_by, cohe, decided.decided_at),
            career=career(frozen, recommendation.as_of),
            jobs=tuple(jobs(frozen["facts"], judged["requirements"]["experience"]["ledger"])),
            degrees=tuple(degrees(frozen)),
        )
    )


def jobs(facts: dict[str, Any], ledger: list[dict[str, Any]]) -> Iterator[Job]:
    """The jobs, each with what was credited as verified."""
    for place, (job, line) in enumerate(zip(facts["work"], ledger, strict=True)):
        start, end = vague_day(job["startDate"]), _end(job)
        head = called(job.get("position"), job.get("name"), start, end, place)
        until = short_vague_day(end) if end else "still there"
        hours = f", {job['hoursPerWeek']} hours a week" if job.get("hoursPerWeek") else ""
        yield Job(
            _title(job),
            f"{short_vague_day(start)} to {until}{hours}",
            first_up(dossier.decided_in_words(job) or "not decided"),
            _credit(start.earliest, line["credited_days"]),
            " ".join(points(line["because"], head)),
        )


def _credit(first: date, days: dict[str, str | None]) -> str:
    """How much counts, as people say it: for certain, and what it may come to."""
    least, most = (Fraction(days[bound] or 0) for bound in ("at_least", "at_most"))
    if least == most:
        return rounded(first, most)
    return f"{rounded(first, least)} for certain, {rounded(first, most)} at most"


def degrees(frozen: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each degree, and as what it was judged. Records from before `levels` was kept say no level that none decided."""
    studied = frozen["facts"]["education"]
    for degree, judged in zip(studied, frozen.get("levels") or [None] * len(studied), strict=True):
        yield _degree(degree, judged)


def _degree(degree: dict[str, Any], by_title: str | None) -> tuple[str, str]:
    end, level = _end(degree), degree.get("level") or (degree.get("equivalency") or {}).get("level")
    when = f", {short_vague_day(end)}" if end else ""
    judged = label(level) if level else f"{label(by_title)}, by its title" if by_title else "Level not decided"
    return f"{_title(degree)}{when}", f"{judged}, {'verified' if degree['verified'] else 'not verified'}"


def _title(fact: dict[str, Any]) -> str:
    """What a job or degree is called, by its own words."""
    return dossier.called(fact) or ("A job without a title" if "startDate" in fact else "Degree")


def _exhibit(item: dict[str, Any], facts: dict[str, Any]) -> Exhibit:
    known = ON_STANDING | {fact.get("id"): _title(fact) for kind in ("work", "education") for fact in facts[kind]}
    return Exhibit(item["title"], ", ".join(known.get(id, id) for id in item["proves"]), item["sha256"])


def career(frozen: dict[str, Any], on: date) -> Picture | None:
    """The time line as verified. Records from before `reached` was kept say no days on which years were reached."""
    facts, experience = frozen["facts"], frozen["answer"]["verified"]["requirements"]["experience"]
    worked = [
        Worked(
            _title(job),
            vague_day(job["startDate"]),
            _end(job),
            *(line["credited_days"][bound] not in (None, "0") for bound in ("at_least", "at_most")),
        )
        for job, line in zip(facts["work"], experience["ledger"], strict=True)
    ]
    studied = [(each.get("studyType") or "Degree", end) for each in facts["education"] if (end := _end(each))]
    reached = {int(years): date.fromisoformat(day) for years, day in frozen.get("reached", {}).items()}
    return drawn(worked, on, reached, studied)


def _end(entry: dict[str, Any]) -> PartialDate | None:
    end = entry.get("endDate")
    return None if end is None or goes_on(end) else vague_day(end)


def _ruling(frozen: dict[str, str]) -> Ruling:
    says = frozen.get("says") or f"{plainly(frozen['settles'])}: {plainly(frozen['holds'])}"  # as it was kept before
    since = date.fromisoformat(frozen["since"])
    return Ruling(says, frozen["by"], frozen["reference"], since, frozen.get("recorded_by"))


def _signed(user: Any, office: str, at: Any) -> Signed:
    on: date = clock.day_of(at)
    return Signed(user.name if user else "the system administrator", office, on)
