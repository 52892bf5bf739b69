"""The experience requirement as a finding: each of its fields is written when it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onboarding.rules import experience_needs, experience_wording as wording
from onboarding.rules.experience import Experience
from onboarding.rules.findings import Bounds, LedgerLine, Need, OnDemand, Outcome, PathFinding, ReadingOutcome
from onboarding.rules.once import once
from onboarding.rules.rulebook import Question


@dataclass(frozen=True, eq=False)
class ExperienceFinding(OnDemand):
    """The experience requirement, with both paths and the ledger of jobs.

    `stated` is the finding as claimed, where this is the one as verified: what is proven is said of in the same words.
    """

    judged: Experience
    stated: "ExperienceFinding | None" = None

    @once
    def outcome(self) -> Outcome:
        return self.judged.agreement.outcome

    @once
    def path(self) -> str | None:
        return self.judged.path

    @once
    def because(self) -> str:
        return wording.because(self.judged, self.paths) + self.judged.law.caution(self.source)

    @once
    def source(self) -> tuple[str, ...]:
        return wording.source(self.judged)

    @once
    def credited_days(self) -> Bounds:
        return self.judged.career.bounds(self.judged.lower.total, self.judged.upper.total)

    @once
    def met_from(self) -> date | None:
        return self.judged.met_from

    @once
    def paths(self) -> Mapping[str, PathFinding]:
        return {way.path.name: wording.path(self.judged, way) for way in self.judged.ways}

    @once
    def ledger(self) -> tuple[LedgerLine, ...]:
        return wording.ledger(self.judged, self._heads, self.stated.ledger if self.stated else ())

    @once
    def questions(self) -> tuple[Question, ...]:
        return self.judged.agreement.questions

    @once
    def readings(self) -> tuple[ReadingOutcome, ...]:
        return self.judged.agreement.readings

    @once
    def needs(self) -> tuple[Need, ...]:
        return experience_needs.needs(self.judged, self.ledger)

    @once
    def _heads(self) -> Sequence[wording.Head]:
        """What is said of each job however it is judged."""
        if self.stated:
            return self.stated._heads
        return [wording.head(work, self.judged.law) for work in self.judged.career.works]
