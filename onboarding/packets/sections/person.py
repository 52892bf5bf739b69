"""One person: exceptions, determination with its jobs and time line, applications to L&I, training, reminders."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from onboarding.packets import answer, determined
from onboarding.packets.content import person_key
from onboarding.packets.determination import Finding, Job, Path
from onboarding.packets.paper import sheet
from onboarding.packets.sheet import Sheet
from onboarding.packets.timeline import Picture


class Judged(NamedTuple):
    """A determination as its own paper says it, from the same record."""

    findings: tuple[Finding, ...]
    paths: tuple[Path, ...]
    jobs: tuple[Job, ...]
    degrees: tuple[tuple[str, str], ...]
    career: Picture | None


def made(told: Mapping[str, Any], under: bool) -> Iterator[Sheet]:
    """A sheet for each person. `under`: the roster stands right before them."""
    depth = 1 if under else 0
    for place, person in enumerate(told["people"], start=1):
        filled = {"person": person, "judged": _judged(person.get("determination")), "sources": _sources(person)}
        yield sheet(person_key(place), person["name"], "person.html", it=_about(told), depth=depth, **filled)


def _about(told: Mapping[str, Any]) -> dict[str, Any]:
    """All that a person's sheet says of the packet: what concerns others must not have it laid out again."""
    return {"cohe": told["cohe"], "as_of": told["as_of"]}


def _judged(found: Mapping[str, Any] | None) -> Judged | None:
    if found is None:
        return None
    record = {
        "facts": {"work": found["work"], "education": found["education"]},
        "answer": {"verified": found["judged"]},
        "levels": found["levels"],
        "reached": found["reached"],
    }
    return Judged(
        answer.findings(found["judged"]),
        answer.paths(found["judged"]),
        tuple(determined.jobs(record["facts"], found["judged"]["requirements"]["experience"]["ledger"])),
        tuple(determined.degrees(record)),
        determined.career(record, date.fromisoformat(found["as_of"])),
    )


def _sources(person: Mapping[str, Any]) -> list[str]:
    """Where what is said of the person is written, each once."""
    found: list[str] = []
    if person.get("determination"):
        for each in person["determination"]["judged"]["requirements"].values():
            found += each["source"]
    if person.get("credentials") and not person["credentials"]["contradicts"]:
        found += [*person["credentials"]["provider"]["source"], *person["credentials"]["supplemental"]["source"]]
    for each in (person.get("training") or {}).get("judged", ()):
        found += each["source"]
    return list(dict.fromkeys(found))
