"""Evidence about some of the people: letters and diplomas drawn here, checked, replaced, redacted."""

import io
from datetime import timedelta
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from onboarding import clock
from onboarding.documents.redaction import Box
from onboarding.queries import evidence as known, members as found, organisations as places, people
from onboarding.queries.evidence import Proves, Result, Source
from onboarding.roles import Role
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.services import evidence, redacting
from onboarding.services.change import Actor
from onboarding.services.evidence import ItemFacts, VerificationFacts

PAPER, MARGIN, LINE = (850, 1100), 90, 44


class Paper(NamedTuple):
    """A made-up paper: its lines, the day it bears in days from today, and what came of checking it or why it went."""

    at: Sample
    email: str
    title: str
    proves: Proves
    lines: tuple[str, ...]
    days: int | None
    result: Result | None = None
    redacted: bool = False
    withdrawn: str | None = None
    replaced_by: str | None = None


ALL = (
    Paper(
        CEDAR,
        "ana.reyes@people.example",
        "Diploma, Rainier State College",
        Proves.DEGREE,
        ("RAINIER STATE COLLEGE", "", "confers upon", "Ana Reyes", "the degree of", "Bachelor of Science in Nursing"),
        -2600,
        Result.CONFIRMED,
    ),
    Paper(
        CEDAR,
        "ana.reyes@people.example",
        "Letter from Foothill Clinic",
        Proves.JOB,
        (
            "FOOTHILL CLINIC",
            "",
            "To whom it may concern:",
            "Ana Reyes worked here as a registered nurse,",
            "40 hours a week.",
            "",
            "Date of birth: April 1",
            "",
            "R. Records, Human Resources",
        ),
        -20,
        redacted=True,
    ),
    Paper(
        CEDAR,
        "bodil.berg@people.example",
        "Certificate, medical assistant",
        Proves.JOB,
        ("CERTIFICATE", "", "Bodil Berg", "Certified Medical Assistant"),
        None,
        Result.NOT_CONFIRMED,
    ),
    Paper(
        CEDAR,
        "bodil.berg@people.example",
        "Certificate, photographed",
        Proves.JOB,
        ("CERTIFICATE", "", "Bodil B"),
        None,
        withdrawn="Half of it is missing.",
        replaced_by="Certificate, medical assistant",
    ),
    Paper(
        CEDAR,
        "dmitri.volkov@people.example",
        "Payslip",
        Proves.JOB,
        ("MILL & TIMBER", "", "Payslip of Dana Volk"),
        -60,
        withdrawn="It is somebody else's.",
    ),
    Paper(
        CEDAR,
        "hugo.harper@people.example",
        "Sign-in sheet, shadowing",
        Proves.TRAINING,
        ("SIGN-IN SHEET", "", "Shadowing at Harbor Point COHE", "Hugo Harper, 9:00 to 11:30"),
        -9,
    ),
    Paper(
        HARBOR,
        "soren.dahl@people.example",
        "Letter from a clinic that is closed",
        Proves.JOB,
        ("BAYSIDE CLINIC", "", "Soren Dahl was our front desk lead."),
        -1200,
        Result.CONTRADICTED,
    ),
)


def load() -> None:
    """Add those that are not there yet."""
    for each in ALL:
        at = places.by_slug(each.at.slug)
        person = at and people.by_email(at.id, each.email)
        if person and each.title not in {item.title for item in known.of_person(person)}:
            _add(each, at, person)


def _add(paper: Paper, at: Any, person: Any) -> None:
    by = {each.role: Actor(each.user_id, each.user.name) for each in found.members(at.id).rows}
    dated_on = None if paper.days is None else clock.today() + timedelta(paper.days)
    facts = ItemFacts(paper.title, paper.proves, dated_on)
    taken = evidence.take_in(by[Role.HR], person, drawn(paper.lines), f"{paper.title}.png", facts)
    item = known.one(at.id, taken.id)
    if item is None:
        return
    if paper.result:
        check = VerificationFacts(Source.CALL, "The office that issued it", clock.today(), paper.result)
        evidence.verify(by[Role.SCREENER], item, check)
    if paper.withdrawn:
        other = next((each for each in known.of_person(person) if each.title == paper.replaced_by), None)
        evidence.withdraw(by[Role.SCREENER], item, paper.withdrawn, other)
    if paper.redacted:
        box = Box(1, 0.08, (MARGIN + 6 * LINE) / PAPER[1], 0.5, LINE / PAPER[1])
        redacting.redact(by[Role.MANAGER], item, [box], "Birth date: nobody needs it.")


def drawn(lines: tuple[str, ...]) -> bytes:
    """A page with these lines, as a PNG."""
    picture = Image.new("L", PAPER, 250)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(30)
    for number, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + number * LINE), line, fill=30, font=font)
    into = io.BytesIO()
    picture.save(into, "PNG")
    return into.getvalue()
