"""The requirements beside experience: Provider ID and standing with L&I, the four skill areas, the training to come."""

from itertools import product

import pytest

from onboarding.rules.facts import Statement
from onboarding.rules.qualification import screen
from onboarding.rules.standing import SKILL_AREAS
from tests.rules.ask import NONE, requirement
from tests.rules.make import NO, YES, day, make_applicant

SAYS_YES, SAYS_NO = Statement(True, False), Statement(False, False)
ALL = dict.fromkeys(SKILL_AREAS, YES)


@pytest.mark.parametrize(
    ("able", "issues", "claimed", "verified"),
    [
        (YES, NO, "met", "met"),
        (NO, NO, "not_met", "not_met"),
        (YES, YES, "not_met", "not_met"),
        (SAYS_YES, NO, "met", "undetermined"),
        (YES, SAYS_NO, "met", "undetermined"),
        (SAYS_NO, NO, "not_met", "undetermined"),  # stated against the applicant, and nobody checked
        (YES, SAYS_YES, "not_met", "undetermined"),
        (SAYS_NO, YES, "not_met", "not_met"),  # the one proven is enough
        (None, NO, "undetermined", "undetermined"),
        (None, YES, "not_met", "not_met"),
        (NO, None, "not_met", "not_met"),
        (None, None, "undetermined", "undetermined"),
    ],
)
def test_provider_id(able: Statement | None, issues: Statement | None, claimed: str, verified: str) -> None:
    assert requirement(make_applicant(able=able, issues=issues), "provider_id") == (claimed, verified)


def test_that_nothing_is_known_of_issues_does_not_mean_there_are_none() -> None:
    assert requirement(make_applicant(issues=None), "provider_id") == ("undetermined", "undetermined")


def test_nobody_is_asked_for_an_npi_a_licence_or_malpractice_cover() -> None:
    # All that is needed of somebody of whom nothing is known:
    found = screen(make_applicant(able=None, issues=None), NONE, day("2026-11-22")).claimed.requirements["provider_id"]
    assert [need.fact for need in found.needs] == ["hsc.providerId.able", "hsc.lniIssues.reported"]


@pytest.mark.parametrize("area", SKILL_AREAS)
@pytest.mark.parametrize(
    ("shown", "claimed", "verified"),
    [
        (YES, "met", "met"),
        (SAYS_YES, "met", "undetermined"),
        (NO, "not_met", "not_met"),
        (SAYS_NO, "not_met", "undetermined"),
        (None, "undetermined", "undetermined"),
    ],
)
def test_each_of_the_four_skill_areas_is_needed(
    area: str, shown: Statement | None, claimed: str, verified: str
) -> None:
    skills = {name: stated for name, stated in (ALL | {area: shown}).items() if stated}
    assert requirement(make_applicant(skills=skills), "skills") == (claimed, verified)


def test_a_skill_may_be_demonstrated_by_somebody_who_never_had_such_a_job() -> None:
    # No job at all: skills are met by what was demonstrated. And jobs do not stand in for skills.
    nobody = make_applicant(skills=ALL)._replace(jobs=())
    assert requirement(nobody, "skills") == ("met", "met")
    assert requirement(make_applicant(skills={}), "skills") == ("undetermined", "undetermined")


def test_proof_never_turns_an_answer_round() -> None:
    stated = (None, YES, NO, SAYS_YES, SAYS_NO)
    for able, issues, skill in product(stated, repeat=3):
        skills = ALL | {"communication": skill} if skill else {}
        applicant = make_applicant(able=able, issues=issues, skills=skills)
        for which in ("provider_id", "skills"):
            claimed, verified = requirement(applicant, which)
            assert verified in (claimed, "undetermined")


@pytest.mark.parametrize("role", ["hsc", "assistant"])
def test_both_roles_need_a_provider_id_and_skills(role: str) -> None:
    assert requirement(make_applicant(role=role, able=None), "provider_id")[0] == "undetermined"
    assert requirement(make_applicant(role=role, skills={}), "skills")[0] == "undetermined"


@pytest.mark.parametrize("role", ["hsc", "assistant"])
def test_training_is_pending_and_counts_against_nobody(role: str) -> None:
    found = screen(make_applicant(role=role), NONE, day("2026-11-22"))
    assert found.claimed.requirements["training"].outcome == "pending"
    assert (found.claimed.outcome, found.verified.outcome) == ("qualified", "qualified")
