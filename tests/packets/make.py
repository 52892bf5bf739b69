"""An invented determination."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any

from onboarding import create_app
from onboarding.packets import answer
from onboarding.packets.determination import Determination, Exhibit, Job, Ruling, Signed
from onboarding.rules.standing import SKILL_AREAS


def screening(**document: Any) -> Any:
    """What the command answers to a document."""
    given = json.dumps({"id": "a", "as_of": "2026-11-22", **document})
    done = create_app().test_cli_runner().invoke(args=["rules", "screen", "-"], input=given)
    return json.loads(done.stdout)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


JUDGED = screening(
    work=[
        {
            "name": "Valley Clinic",
            "position": "Medical Assistant",
            "startDate": "2018-03-15",
            "endDate": "2021-05-14",
            "category": "direct_patient_care",
            "hoursPerWeek": 40,
            "verified": True,
        }
    ],
    education=[{"studyType": "Bachelor of Science", "level": "bachelor", "endDate": "2016-06-10", "verified": True}],
    hsc={
        "providerId": {"able": True, "verified": True},
        "lniIssues": {"reported": False, "verified": True},
        "skills": {area: {"demonstrated": True, "verified": True} for area in SKILL_AREAS},
    },
)["verified"]
ANA = Determination(
    number="2026-0117",
    cohe="Valley COHE",
    person="Ana Ruiz Łukasiewicz",
    role="HSC",
    as_of=date(2026, 11, 22),
    verdict="Qualified",
    because="A bachelor’s degree and three years of direct patient care are verified. All four skill areas were "
    "demonstrated, and nothing stands against a provider number.",
    paths=answer.paths(JUDGED),
    findings=answer.findings(JUDGED),
    jobs=(
        Job("Medical Assistant, Valley Clinic", "Mar 15, 2018 to May 14, 2021, 40 hours a week", "direct patient care",
            "3 years 2 months", "It is direct patient care: 1,157 days count."),
    ),
    degrees=(("Bachelor of Science, Jun 10, 2016", "bachelor, verified"),),
    evidence=(
        Exhibit("Letter of Valley Clinic, dates and hours.pdf", "Medical assistant, 2018 to 2021", sha256("a")),
        Exhibit("Diploma.pdf", "Bachelor of Science", sha256("b")),
        Exhibit("Interview notes.docx", "Four skill areas", sha256("c")),
    ),
    rulings=(
        Ruling("A day of part-time work counts as a day.", "L&I contract manager", "letter COHE-26-014",
               date(2026, 5, 1)),
    ),
    rulebook="2026.11",
    record_sha256=sha256("record"),
    recommended=Signed("Sam Okafor", "Screener", date(2026, 11, 22)),
    decided=Signed("Dr. Mai Nguyễn", "Manager", date(2026, 11, 24)),
)  # fmt: skip


def determination(**different: Any) -> Determination:
    """Ana's, with what matters here changed."""
    return replace(ANA, **different)
