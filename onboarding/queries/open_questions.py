"""The open questions as a COHE meets them: how many of its people each touches, and what each reading would give them.

Asked are applicants who are under way, and who works here. Nobody is named: this goes to L&I.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.application import UNDER_WAY, Application
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import credentials, dossier, facts, training
from onboarding.queries.applications import State
from onboarding.rules.findings import Outcome
from onboarding.rules.qualification import screen
from onboarding.rules.rulebook import Citation, Provision
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train
from onboarding.rules.wording import count, listed, long_day

PART = 500  # applicants whose papers are read at once
SUPPLEMENTAL = "supplemental-before-billing"
# What a reading gives a person, in words.
GIVES = {
    Outcome.MET: "meets it",
    Outcome.MET_LATE: "meets it late",
    Outcome.NOT_MET: "does not meet it",
    Outcome.DUE: "has it still to do",
    Outcome.OVERDUE: "is overdue",
    Outcome.NOT_REQUIRED: "does not need it",
    Outcome.UNDETERMINED: "cannot be told yet",
}
THEY = {
    Outcome.MET: "meet it",
    Outcome.MET_LATE: "meet it late",
    Outcome.NOT_MET: "do not meet it",
    Outcome.DUE: "have it still to do",
    Outcome.OVERDUE: "are overdue",
    Outcome.NOT_REQUIRED: "do not need it",
    Outcome.UNDETERMINED: "cannot be told yet",
}


class ReadingEffect(NamedTuple):
    """One way to read it, and what that would give the people whom it touches."""

    says: str
    gives: str


class Asked(NamedTuple):
    """A question to L&I, where it comes from, and whom it touches. `may_rule`: the answer is recorded as a ruling."""

    id: str
    asks: str
    passage: str
    citation: Citation
    readings: tuple[ReadingEffect, ...]
    applicants: int
    staff: int
    may_rule: bool = True

    @property
    def touches(self) -> int:
        """How many people it touches."""
        return self.applicants + self.staff

    @property
    def touched(self) -> str:
        """Whom it touches, in words."""
        parts = [count(self.applicants, "applicant")] if self.applicants else []
        parts += [count(self.staff, "member of staff", "members of staff")] if self.staff else []
        return listed(parts) if parts else "nobody today"


class _Touched:
    """What one question comes to for the people asked so far."""

    def __init__(self) -> None:
        self.people: dict[bool, set[int]] = {True: set(), False: set()}  # by whether they work here
        self.outcomes: dict[str, Counter[Outcome]] = {}

    def add(self, person_id: int, works_here: bool, finding: Any, question: str) -> None:
        if person_id in self.people[works_here]:
            return  # as stated was asked first
        self.people[works_here].add(person_id)
        for each in finding.readings:
            if each.question == question:
                self.outcomes.setdefault(each.reading, Counter())[each.outcome] += 1


def asked(organisation: Organisation, rulings: Rulings, on: date, with_staff: bool) -> list[Asked]:
    """Every question that is open for the COHE on that day, those that touch most people first.

    `with_staff`: who works here is asked too.
    """
    law, touched = rulings.in_force(on, organisation.slug, None), dict[str, _Touched]()
    for person_id, works_here, finding in _findings(organisation, rulings, on, with_staff):
        for question in finding.questions:
            touched.setdefault(question, _Touched()).add(person_id, works_here, finding, question)
    found = [
        _asked(question, touched.get(str(id), _Touched()))
        for id, question in law.book.questions.items()
        if law.is_open(id)
    ]
    found += _of_billing(organisation, rulings, on) if with_staff else []
    return sorted(found, key=lambda each: -each.touches)


def draft(organisation: Organisation, asked: Sequence[Asked], to: Collection[str], by: str, on: date) -> str:
    """One letter to L&I with these questions."""
    parts = [f"Dear {listed(to) if to else 'L&I contract manager'},"]
    parts.append(
        "We ask you to settle the questions below. Each is a point of L&I's text that can be read in more than one "
        f"way. The figures are those of {organisation.name} on {long_day(on)}."
    )
    for number, each in enumerate(asked, start=1):
        parts.append(f"{number}. {each.asks}")
        parts.append(f"{each.passage}\n{each.citation.document}, {each.citation.section}")
        parts.append("\n".join(f"- {one.says}{f' Then {one.gives}.' if one.gives else ''}" for one in each.readings))
        if each.touches:
            parts.append(f"At our COHE it touches {each.touched} today.")
    parts.append(
        "Please answer each with the reading that holds, from which day, and for whom: for everybody, or for people "
        "hired from that day on. We record your answer as a ruling with your letter, and you confirm it."
    )
    parts.append(f"Sincerely,\n{by}\n{organisation.name}")
    return "\n\n".join(parts)


def _asked(question: Any, touched: _Touched) -> Asked:
    readings = tuple(
        ReadingEffect(each.says, _gives(touched.outcomes.get(each.id, Counter()))) for each in question.readings
    )
    applicants, staff = (len(touched.people[works_here]) for works_here in (False, True))
    return Asked(str(question.id), question.asks, question.passage, question.citation, readings, applicants, staff)


def _gives(outcomes: Mapping[Outcome, int]) -> str:
    said = [f"{number:,} {(GIVES if number == 1 else THEY)[each]}" for each, number in sorted(outcomes.items())]
    return listed(said) if said else ""


Judged = tuple[int, bool, Any]


def _findings(organisation: Organisation, rulings: Rulings, on: date, with_staff: bool) -> Iterator[Judged]:
    """Every finding that an open question can touch: whose it is, whether they work here, and it."""
    waiting = [state for state in UNDER_WAY if state is not State.EMPTY]
    ids = db.session.scalars(
        select(Application.person_id)
        .where(Application.organisation_id == organisation.id, Application.state.in_(waiting))
        .order_by(Application.person_id)
    ).all()
    for start in range(0, len(ids), PART):
        chosen = Person.organisation_id == organisation.id, Person.id.in_(ids[start : start + PART])
        people = {person.id: person for person in db.session.scalars(select(Person).where(*chosen))}
        for id, whole in dossier.of_all(people.values()).items():
            found = screen(facts.applicant(organisation, people[id], whole), rulings, on)
            for judged in (found.claimed, found.verified):
                yield id, False, judged.requirements["experience"]
    staff = credentials.staff(organisation, on) if with_staff else []
    trainings = training.of_all(staff) if staff else {}
    for person in staff:
        assert person.posting  # who works here has one
        trained = train(facts.trainee(organisation, person.posting, trainings[person.id]), rulings, on)
        yield from ((person.id, True, finding) for finding in (trained.claimed.additional, trained.verified.additional))


def _of_billing(organisation: Organisation, rulings: Rulings, on: date) -> Iterator[Asked]:
    """Whether somebody may bill whose supplemental application is not accepted. No rule reads it either way: what may
    be billed rests on the account alone."""
    known = credentials.of_all(organisation, credentials.staff(organisation, on), rulings, on).values()
    without = sum(each.bills_before_supplemental for each in known)
    passage = rulings.book.on(on).provisions[Provision.SUPPLEMENTAL_APPLICATION]
    then = f"{count(without, 'person who may bill', 'people who may bill')} today would have to wait" if without else ""
    yield Asked(
        SUPPLEMENTAL,
        "May an HSC bill before L&I has accepted the HSC Supplemental Application?",
        f"{passage.says} Whether billing waits for its acceptance is not said.",
        passage.citation,
        (
            ReadingEffect("Yes, an active provider account is enough.", ""),
            ReadingEffect("No, the HSC Supplemental Application must be accepted first.", then),
        ),
        0,
        without,
        may_rule=False,
    )
