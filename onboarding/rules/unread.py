"""The experience of somebody whose jobs stand where we do not read: nothing is certain, and anything may be."""

from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.findings import Bounds, Need, Outcome


def left_open(found: ExperienceFinding, where: str) -> ExperienceFinding:
    """The finding over no jobs at all, without what was concluded from there being none."""
    because = (
        f"This cannot be decided: the document keeps its jobs under {where}, in a format that is not read, "
        "and has none under work."
    )
    paths = {
        name: path._replace(
            outcome=Outcome.UNDETERMINED,
            because="no job could be read.",
            short_days=Bounds(0, path.short_days.at_most),
        )
        for name, path in found.paths.items()
    }
    return found._replace(
        outcome=Outcome.UNDETERMINED,
        because=because,
        credited_days=Bounds(0, None),
        paths=paths,
        needs=(Need("work", f"the jobs that stand under {where}, as a JSON Resume has them"),),
    )
