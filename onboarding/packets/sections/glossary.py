"""What the words of a packet mean."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet

WORDS = (
    ("As of", "The day up to which facts are taken. They are told as they were known on the day of issue."),
    ("Assistant HSC", "Somebody who works under the direction of an HSC."),
    ("As confirmed", "What is shown by a checked paper, a host’s signature or a checked test alone."),
    ("As recorded", "What the COHE recorded, whether or not somebody else confirmed it."),
    ("Can’t tell yet", "What is recorded does not settle it, or L&I’s text can be read in two ways that differ."),
    ("COHE", "Center of Occupational Health and Education."),
    ("FTE", "Full-time equivalent: time on claim-specific tasks, as a share of full time."),
    ("HSC", "Health Services Coordinator."),
    ("Met late", "It was done, and after its day."),
    ("Not in order", "A rule is not kept."),
    ("Open", "Something is missing or under way, and no rule is broken by that today."),
    ("Provider ID", "The number under which L&I pays somebody for services."),
    ("Ruling", "A contract manager’s answer to a point that L&I’s text leaves open, or another number for one COHE."),
)


def made(told: Mapping[str, Any]) -> Sheet:
    """One list, by word."""
    return sheet("glossary", "Glossary", "glossary.html", it={"cohe": told["cohe"]}, words=WORDS)
