"""Everything recorded of an application: the claim, what was decided, what proves it, what was said of skills."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.formats.claims import fact_hash, facts_of
from onboarding.models import claim as tables
from onboarding.models.claim import (
    Claim,
    ClaimSource,
    FactDecision,
    FactEvidence,
    How,
    StandingProof,
    StandingStatement,
)
from onboarding.models.hiring import Promotion
from onboarding.models.person import Person
from onboarding.models.reference import Answered, ReferenceRequest
from onboarding.queries import evidence, standing
from onboarding.rules.alike import plain
from onboarding.rules.wording import listed, percent, plainly

Way = How  # for those who may not know the tables, like the next two
Source = ClaimSource
SOURCES = tables.SOURCES
# What is asked, by the key of the claim.
ASKED_OF_JOB = {
    "name": "name",
    "position": "position",
    "startDate": "start",
    "endDate": "end",
    "hoursPerWeek": "hours_a_week",
    "summary": "duties",
}
ASKED_OF_DEGREE = {"institution": "institution", "studyType": "study_type", "area": "area", "endDate": "conferred"}


class Dossier(NamedTuple):
    """`claim` None: nothing was taken in yet. `proofs`: the evidence attached to each job or degree as claimed now.

    `references`: the last request about each job or degree. `answered`: the last one that has an answer.
    `promotion`: that somebody who works here applies for another role. `shown`: what shows statements on standing.
    """

    claim: Claim | None
    decisions: Mapping[str, FactDecision]
    proofs: Mapping[str, Sequence[Any]]
    references: Mapping[str, ReferenceRequest]
    answered: Mapping[str, ReferenceRequest]
    statements: Mapping[str, StandingStatement]
    promotion: Promotion | None = None
    shown: Mapping[int, standing.Proof] = MappingProxyType({})

    def statement_verified(self, about: str) -> bool:
        """Whether what was said last of a skill or of standing is more than somebody's word."""
        row = self.statements[about]
        return standing.verified(row, self.shown.get(row.id))

    @property
    def to_check(self) -> Sequence[StandingStatement]:
        """What the applicant signed by the link and nobody has checked yet."""
        return [row for row in self.statements.values() if standing.came_by_link(row) and row.id not in self.shown]

    @property
    def facts(self) -> dict[str, dict[str, Any]]:
        """Every job and degree by its id."""
        return facts_of(self.claim.facts) if self.claim else {}

    @property
    def is_empty(self) -> bool:
        """Whether there is no application yet: no job and no degree is entered."""
        return not self.facts

    def decided(self, fact: str) -> Mapping[str, Any]:
        """What a screener decided about this job or degree."""
        decision = self.decisions.get(fact)
        return decision.decided if decision else {}

    def verified(self, fact: str) -> bool:
        """Whether somebody else than who brought it checked what proves this job or degree, as it is claimed now."""
        checked = any(map(evidence.confirms, self.proofs.get(fact, ())))
        return checked or self._confirmed_by_reference(fact)

    def _confirmed_by_reference(self, fact: str) -> bool:
        """Whether the last answer confirms it. A later request without an answer changes nothing."""
        request = self.answered.get(fact)
        if request is None or request.answer is None or request.answer.answered is not Answered.CONFIRMED:
            return False
        return request.asked == asked_of(self.facts[fact])


def decided_in_words(decided: Mapping[str, Any]) -> str | None:
    """What was decided about a job or degree; None where nothing is."""
    if "duties" in decided:
        return listed(f"{percent(Fraction(duty['share']))} {plainly(duty['category'])}" for duty in decided["duties"])
    if worth := decided.get("equivalency"):
        return f"{plainly(worth['level'])}, evaluated by {worth['evaluator']}"
    said = decided.get("category") or decided.get("level")
    return plainly(said) if said else None


def asked_of(fact: Mapping[str, Any]) -> dict[str, Any]:
    """What a past employer or school is asked about a job or degree: what is claimed, and nothing else."""
    kind, names = ("job", ASKED_OF_JOB) if fact["id"].startswith("j") else ("degree", ASKED_OF_DEGREE)
    return {"kind": kind, **{name: fact[key] for key, name in names.items() if key in fact}}


def of(person: Person) -> Dossier:
    """The dossier of one person."""
    return of_all([person])[person.id]


def is_empty(person: Person) -> bool:
    """Whether the person has no application yet: no job and no degree is entered."""
    claim = _claims([person.id]).get(person.id)
    return not (claim and facts_of(claim.facts))


def of_facts(person: Person) -> Dossier:
    """What of it a decision about a job or degree is made on: what is stated, decided and proven."""
    ids = [person.id]
    claims, decisions, links = _claims(ids), _decisions(ids), list(_rows(FactEvidence, ids))
    items = _items(links, evidence.by_id({row.item_id for row in links}), claims)
    return Dossier(claims.get(person.id), decisions.get(person.id, {}), items.get(person.id, {}), {}, {}, {}, None, {})


def statements(person: Person) -> dict[str, StandingStatement]:
    """What of it is said of skills and standing, by what it is about."""
    return _statements([person.id]).get(person.id, {})


def of_all(people: Iterable[Person]) -> dict[int, Dossier]:
    """The dossiers of several people of one organisation, by person; asked for in as many questions as of one."""
    ids = [person.id for person in people]
    claims, decisions, stated = _claims(ids), _decisions(ids), _statements(ids)
    requests = [row for row in _rows(ReferenceRequest, ids) if row.withdrawn_at is None]
    references = _grouped(requests, lambda row: row.fact)
    answered = _grouped((row for row in requests if row.answered_at), lambda row: row.fact)
    proofs, links = list(_rows(StandingProof, ids)), list(_rows(FactEvidence, ids))
    papers = evidence.by_id({row.item_id for row in (*links, *proofs) if row.item_id})
    items = _items(links, papers, claims)
    shown: dict[int, dict[int, standing.Proof]] = {}
    for proof in proofs:
        shown.setdefault(proof.person_id, {})[proof.statement_id] = standing.Proof(
            papers[proof.item_id] if proof.item_id else None
        )
    promotions = {row.person_id: row for row in _rows(Promotion, ids) if row.ended_at is None}
    return {
        id: Dossier(
            claims.get(id),
            decisions.get(id, {}),
            items.get(id, {}),
            references.get(id, {}),
            answered.get(id, {}),
            stated.get(id, {}),
            promotions.get(id),
            shown.get(id, {}),
        )
        for id in ids
    }


def claiming(ids: Collection[int]) -> set[int]:
    """Which of these people have a claim."""
    return set(db.session.scalars(select(Claim.person_id).where(Claim.person_id.in_(ids)).distinct()))


def versions(person: Person) -> Sequence[Claim]:
    """Every version of the person's claim, the latest first."""
    return db.session.scalars(
        select(Claim)
        .where(Claim.organisation_id == person.organisation_id, Claim.person_id == person.id)
        .order_by(Claim.version.desc())
    ).all()


def called(fact: Mapping[str, Any]) -> str:
    """A job or degree by its own words: "Registered Nurse, Foothill Clinic". Empty where it has none."""
    names = (fact.get("position") or fact.get("studyType"), fact.get("name") or fact.get("institution"))
    return ", ".join(filter(None, names))


def names_of_facts(person: Person) -> dict[str, str]:
    """What each job and degree of the claim is called, by its id."""
    claim = _claims([person.id]).get(person.id)
    return {id: called(fact) for id, fact in facts_of(claim.facts).items()} if claim else {}


def title_of(fact: Mapping[str, Any]) -> str | None:
    """A job's title as it is compared with others; None for a degree and a job without one."""
    return plain(fact["position"])[:200] if fact.get("position") else None


def _claims(ids: Sequence[int]) -> dict[int, Claim]:
    return _latest(Claim, Claim.version, ids, lambda row: row.person_id)


def _decisions(ids: Sequence[int]) -> dict[int, dict[str, FactDecision]]:
    return _grouped(_rows(FactDecision, ids), lambda row: row.fact)


def _statements(ids: Sequence[int]) -> dict[int, dict[str, StandingStatement]]:
    return _grouped(_rows(StandingStatement, ids), lambda row: row.about)


def _rows(model: Any, ids: Sequence[int]) -> Iterable[Any]:
    return db.session.scalars(select(model).where(model.person_id.in_(ids)).order_by(model.id))


def _grouped(rows: Iterable[Any], key: Any) -> dict[int, dict[str, Any]]:
    """The latest row of each key, by person."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, {})[key(row)] = row
    return found


def _latest(model: Any, number: Any, ids: Sequence[int], key: Any) -> dict[int, Any]:
    rows = db.session.scalars(select(model).where(model.person_id.in_(ids)).order_by(number))
    return {key(row): row for row in rows}


def _items(
    links: Iterable[FactEvidence], papers: Mapping[int, Any], claims: Mapping[int, Claim]
) -> dict[int, dict[str, list[Any]]]:
    """The evidence items that still count, by person and fact, of facts that are claimed as they were then."""
    found: dict[int, dict[str, list[Any]]] = {}
    for link in links:
        claim = claims.get(link.person_id)
        fact = facts_of(claim.facts).get(link.fact) if claim else None
        if fact and fact_hash(fact) == link.fact_hash and evidence.counts(papers[link.item_id]):
            found.setdefault(link.person_id, {}).setdefault(link.fact, []).append(papers[link.item_id])
    return found
