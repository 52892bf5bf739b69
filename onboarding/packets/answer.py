"""A screening's answer, in the shape that docs/rules.md gives it, as what a page prints of it."""

from collections.abc import Mapping
from typing import Any

from onboarding.packets.determination import Finding, Path
from onboarding.rules.findings import Outcome
from onboarding.rules.wording import REQUIREMENTS, WAYS, first_up, label


def findings(judgement: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The requirements of a judgement (`claimed` or `verified`), in their order."""
    return tuple(
        Finding(REQUIREMENTS[name], _word(finding["outcome"]), finding["because"], tuple(finding["source"]))
        for name, finding in judgement["requirements"].items()
    )


def paths(judgement: Mapping[str, Any]) -> tuple[Path, ...]:
    """The ways to meet the experience requirement."""
    return tuple(
        Path(WAYS[name], _word(way["outcome"]), first_up(way["because"]))
        for name, way in judgement["requirements"]["experience"]["paths"].items()
    )


def _word(value: str) -> str:
    return label(Outcome(value))
