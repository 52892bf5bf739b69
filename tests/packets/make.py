"""An invented determination."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from onboarding.packets.determination import Determination, Exhibit, Finding, Path, Ruling, Signed


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


ANA = Determination(
    number="2026-0117",
    cohe="Valley COHE",
    person="Ana Ruiz Łukasiewicz",
    role="HSC",
    as_of=date(2026, 11, 22),
    verdict="Qualified",
    because="A bachelor’s degree and three years of direct patient care are verified. All four skill areas were "
    "demonstrated, and nothing stands against a provider number.",
    paths=(
        Path("With a degree", "3 years", "3 years and 61 days", "Met", "1,157 credited days of 1,096; degree conferred "
             "June 10, 2016. The part-time question makes no difference."),
        Path("By experience alone", "7 years", "3 years and 61 days", "Not met", "1,400 credited days are missing."),
    ),
    findings=(
        Finding("Experience", "Met", "Verified experience reaches three years on March 14, 2021; a verified bachelor’s "
                "degree goes with it.", ("HSC qualifications, experience", "House rule: full time is 40 hours")),
        Finding("Provider number", "Met", "Able to obtain an L&I provider number and bill; no issues reported.",
                ("HSC qualifications, provider number",)),
        Finding("Skills", "Met", "Communication, data management, care documentation and data analysis: each shown "
                "by work or in the interview of November 12, 2026.", ("HSC qualifications, skills",)),
        Finding("Training", "Pending", "Follows the hire; it counts against nobody.",
                ("HSC qualifications, training",)),
    ),
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
