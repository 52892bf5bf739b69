"""What a job counted for, as a page and a paper say it: a sentence for each point of the contract's one sentence."""

from onboarding.rules.days import PartialDate
from onboarding.rules.wording import first_up


def called(position: str | None, name: str | None, start: PartialDate, end: PartialDate | None, place: int) -> str:
    """How the contract's sentence on a job begins: title, employer and dates. `place`: in the document, from 0."""
    where = ", ".join(filter(None, (position, name))) or f"Job {place + 1}"
    return f"{where}, {start.written} to {end.written if end else 'now'}"


def points(because: str, job: str) -> list[str]:
    """The points of a ledger's sentence in order, without how the job is `called`, which stands beside them."""
    said = because.removeprefix(f"{job}: ").removesuffix(".")
    return [f"{first_up(point)}." for point in said.split("; ")]
