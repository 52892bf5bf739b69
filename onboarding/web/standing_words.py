"""How it is known what is said of skills and standing with L&I, in words."""

from typing import Any

from onboarding.queries import standing
from onboarding.queries.dossier import Way
from onboarding.rules.standing import SKILL_AREAS

SIGNED = "The applicant signed it"
KNOWN = {
    Way.EXPERIENCE: "The applicant's own word",
    Way.INTERVIEW: "Interview",
    Way.WORK_SAMPLE: "Work sample",
    Way.REFERENCE: "Reference",
    Way.ATTESTATION: "The applicant's own word",
    Way.LNI: "L&I's own word",
}


def how_known(row: Any, proof: standing.Proof | None) -> str:
    """How a statement is known: an applicant's word on standing is signed where it came by the link or with a paper."""
    signed = row.how is Way.ATTESTATION and row.about not in SKILL_AREAS
    return SIGNED if signed and (proof or standing.came_by_link(row)) else KNOWN[row.how]
