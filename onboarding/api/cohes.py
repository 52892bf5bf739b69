"""The COHEs that a token sees, the rulebook, and the rulings of a COHE."""

from typing import Any

from onboarding import clock
from onboarding.api.cursors import after_id, by_id, by_key
from onboarding.api.operation import OF_LISTS, Call, Listed, Operation, book
from onboarding.api.shapes import Day, Many, Maybe, Text, Whole, Word, Yes, answered
from onboarding.permissions import NEEDS, TokenScope
from onboarding.queries import rulings, source_checks
from onboarding.roles import OrganisationKind
from onboarding.rules.rulebook import Number, OpenQuestion

COHE = answered(
    "Cohe",
    "A COHE that the token sees.",
    cohe=Text("Its place in addresses.", 40),
    name=Text("Its name."),
    scopes=Many("What the token can do there.", Word.of("A scope.", TokenScope)),
)
RULING = answered(
    "Ruling",
    "What L&I said of a question or a number.",
    id=Whole("The number of the record.", 1),
    question=Maybe(Text("The question it settles.")),
    reading=Maybe(Text("How it is read.")),
    number=Maybe(Text("The number it replaces.")),
    value=Maybe(Text("By which value.")),
    role=Maybe(Text("For which role; null for all.")),
    by=Text("Who said so.", 500),
    reference=Text("The source.", 1000),
    state=Word.of("Where it stands.", ("proposed", "in_force", "withdrawn")),
    confirmed_by_lni=Yes("Whether L&I's contract manager said that it is L&I's."),
    **{"from": Day("From which day it holds.")},
)
VALUE = answered(
    "DatedValue",
    "A value, from which day, and where it is written.",
    since=Day("From which day."),
    value=Text("The exact value.", 60),
    citation=Text("The source.", 2000),
)
NUMBER = answered(
    "Number",
    "A number that the rules use.",
    id=Text("Its name."),
    says=Text("What it is.", 2000),
    unit=Text("Its unit."),
    nature=Text("Whether L&I requires or recommends it, or it is ours (house)."),
    checked_on=Day("When somebody last compared it with its source."),
    values=Many("Its values, the earliest first.", VALUE),
)
READING = answered(
    "Reading",
    "One way to read a question.",
    id=Text("Its name."),
    says=Text("What it says.", 2000),
    citation=Text("The source.", 2000),
)
QUESTION = answered(
    "Question",
    "A point that can be read in more than one way.",
    id=Text("Its name."),
    asks=Text("What is asked.", 2000),
    passage=Text("The passage, in our words.", 4000),
    checked_on=Day("When somebody last compared it with its source."),
    citation=Text("The source.", 2000),
    readings=Many("The ways to read it.", READING),
)
RULEBOOK = answered(
    "Rulebook",
    "Every number and open question, each with its citation.",
    version=Text("The hash of the rulebook.", 64),
    numbers=Many("Each number.", NUMBER),
    questions=Many("Each open question.", QUESTION),
)


def index(call: Call) -> Listed:
    """The COHEs, by their place in addresses."""
    places = [each for each in call.places if each.organisation.kind is OrganisationKind.COHE]
    scopes = [scope for scope in TokenScope if scope.value in call.token.scopes]

    def shown(each: Any) -> dict[str, Any]:
        can = [scope.value for scope in scopes if NEEDS[scope] in each.may]
        return {"cohe": each.organisation.slug, "name": each.organisation.name, "scopes": can}

    rows = sorted(places, key=lambda each: str(each.organisation.slug))
    return by_key(call, rows, lambda each: str(each.organisation.slug), shown)


def list_rulings(call: Call) -> Listed:
    """The rulings of the COHE, the first recorded first."""
    rows = sorted(rulings.listed(call.cohe.id), key=lambda each: each.id)
    return by_id(call, [row for row in rows if row.id > after_id(call)], ruling)


def show_ruling(call: Call) -> dict[str, Any]:
    """One ruling."""
    return ruling(call.load(rulings.one))


def ruling(row: Any) -> dict[str, Any]:
    """A ruling as answered."""
    of_number = row.value is not None
    return {
        "id": row.id,
        "question": None if of_number else row.settles,
        "reading": row.reading,
        "number": row.settles if of_number else None,
        "value": row.value,
        "role": row.role.value if row.role else None,
        "by": row.by,
        "reference": row.reference,
        "from": row.since,
        "state": row.state.value,
        "confirmed_by_lni": bool(row.answer and row.answer.confirmed),
    }


def rulebook(_call: Call) -> dict[str, Any]:
    """The rulebook in use."""
    known = source_checks.dated(book().on(clock.today()))
    return {
        "version": known.version,
        "numbers": [_number(each) for each in known.numbers.values()],
        "questions": [_question(each) for each in known.questions.values()],
    }


def _number(each: Number) -> dict[str, Any]:
    values = [{"since": one.since, "value": str(one.value), "citation": str(one.citation)} for one in each.values]
    said = {"id": each.id, "says": each.says, "unit": each.unit, "nature": each.nature}
    return {**said, "checked_on": each.checked_on, "values": values}


def _question(each: OpenQuestion) -> dict[str, Any]:
    readings = [{"id": one.id, "says": one.says, "citation": str(one.citation)} for one in each.readings]
    said = {"id": str(each.id), "asks": each.asks, "passage": each.passage}
    return {**said, "checked_on": each.checked_on, "citation": str(each.citation), "readings": readings}


OPERATIONS = (
    Operation(
        "list_cohes",
        "GET",
        "/cohes",
        "cohes",
        "List the COHEs that the token sees.",
        None,
        index,
        COHE,
        query=OF_LISTS,
        listed=True,
    ),
    Operation("show_rulebook", "GET", "/rulebook", "rules", "Read the rulebook.", TokenScope.RULES, rulebook, RULEBOOK),
    Operation(
        "list_rulings",
        "GET",
        "/cohes/{cohe}/rulings",
        "rulings",
        "List rulings.",
        TokenScope.READ_RULINGS,
        list_rulings,
        RULING,
        query=OF_LISTS,
        listed=True,
    ),
    Operation(
        "show_ruling",
        "GET",
        "/cohes/{cohe}/rulings/{id}",
        "rulings",
        "Read one ruling.",
        TokenScope.READ_RULINGS,
        show_ruling,
        RULING,
    ),
)
