"""The documents of the rules, and their answers, as JSON Schema: one description for files and for the API.

The words in it are those that the readers beside it ask of the rules. It says the shape; what a value may mean besides
(an end after its start, shares that add up to 1) the reader says, by path. Keys that are not named are ignored, and
`null` stands for absent.
"""

from collections.abc import Iterable
from typing import Any

from onboarding.formats.resume import HOURS_A_WEEK
from onboarding.rules import qualification, rulings, staffing, training
from onboarding.rules.additional_training import HOST_ROLES, KINDS, LOCATIONS, SPONSORS, TOPICS
from onboarding.rules.career import CATEGORIES
from onboarding.rules.credential import PROVIDER_EVENTS, SUPPLEMENTAL_EVENTS
from onboarding.rules.findings import Outcome
from onboarding.rules.standing import SKILL_AREAS
from onboarding.rules.study_types import LEVELS
from onboarding.rules.training import AREAS

Schema = dict[str, Any]
TEXT: Schema = {"type": ["string", "null"]}
YES: Schema = {"type": ["boolean", "null"]}
ID: Schema = {"type": ["string", "integer", "null"], "description": 'What the answer repeats: 3 and "3" are the same.'}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
SOME_DAY: Schema = {"type": ["string", "null"], "description": "A day, a month or a year: 2019-06-03, 2019-06, 2019."}
QUARTER: Schema = {"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"}


def _words(words: Iterable[str]) -> Schema:
    return {"enum": [*words, None]}


def _object(needed: Iterable[str] = (), **parts: Schema) -> Schema:
    found: Schema = {"type": "object", "properties": parts}
    return found | ({"required": list(needed)} if needed else {})


def _several(each: Schema) -> Schema:
    return {"type": ["array", "null"], "items": each}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _needed(schema: Schema) -> Schema:
    """The same where null will not do."""
    if "enum" in schema:
        return {**schema, "enum": [each for each in schema["enum"] if each is not None]}
    return {**schema, "type": [each for each in schema["type"] if each != "null"]}


def _statement(key: str) -> Schema:
    return _maybe(_object(**{key: YES}, verified=YES))


DUTY = _object(
    ("category", "share"),
    category=_needed(_words(CATEGORIES)),
    share={"type": "number", "exclusiveMinimum": 0, "maximum": 1},
)
JOB = _object(
    ("startDate",),
    name=TEXT,
    position=TEXT,
    startDate=_needed(SOME_DAY),
    endDate={**SOME_DAY, "description": "A day, a month or a year; present, or nothing, where the job goes on."},
    category=_words(CATEGORIES),
    duties=_several(DUTY),
    hoursPerWeek={"type": ["number", "null"], "exclusiveMinimum": 0, "maximum": HOURS_A_WEEK},
    verified=YES,
)
DEGREE = _object(
    institution=TEXT,
    area=TEXT,
    studyType=TEXT,
    level=_words(LEVELS),
    country=TEXT,
    endDate=SOME_DAY,
    equivalency=_maybe(_object(("level",), level=_needed(_words(LEVELS)), evaluator=TEXT, verified=YES)),
    verified=YES,
)
SCREEN = {
    **_object(
        id=ID,
        as_of=DAY,
        cohe=TEXT,
        basics=_maybe(_object(name=TEXT, email=TEXT)),
        work=_several(JOB),
        education=_several(DEGREE),
        hsc=_maybe(
            _object(
                role=_words(qualification.ROLES),
                providerId=_statement("able"),
                lniIssues=_statement("reported"),
                skills=_maybe(_object(**{area: _statement("demonstrated") for area in SKILL_AREAS})),
            )
        ),
    ),
    "description": "An applicant: a JSON Resume with a few more keys.",
}
ACTIVITY = _object(
    ("kind", "on"),
    kind=_needed(_words(KINDS)),
    on=_needed(DAY),
    topics=_several({"enum": list(TOPICS)}),
    approved_on=DAY,
    location=_words(LOCATIONS),
    minutes={"type": ["number", "null"], "minimum": 0},
    host_cohe=TEXT,
    host_role=_words(HOST_ROLES),
    sponsor=_words(SPONSORS),
    attended=YES,
    verified=YES,
)
TRAINING = {
    **_object(
        ("hired_on",),
        id=ID,
        as_of=DAY,
        role=_words(training.ROLES),
        cohe={**TEXT, "description": "Needed where there is shadowing."},
        hired_on=_needed(DAY),
        initial=_several(_object(("area", "on"), area=_needed(_words(AREAS)), on=_needed(DAY), verified=YES)),
        lni_required=_several(_object(("name",), name=_needed(TEXT), completed_on=DAY, passed=YES, verified=YES)),
        activities=_several(ACTIVITY),
    ),
    "description": "What training somebody had since their first day in the role.",
}


def _track(events: Iterable[str]) -> Schema:
    return _several(_object(("on", "event"), on=_needed(DAY), event=_needed(_words(events)), number=TEXT, reason=TEXT))


CREDENTIAL = {
    **_object(
        id=ID,
        as_of=DAY,
        cohe=TEXT,
        provider=_track(PROVIDER_EVENTS),
        supplemental=_track(SUPPLEMENTAL_EVENTS),
    ),
    "description": "The dated events of the two applications that follow a hire.",
}
CLAIMS: Schema = {"type": ["integer", "null"], "minimum": 0}
STAFFING = {
    **_object(
        id=ID,
        as_of=DAY,
        cohe=TEXT,
        quarters=_several(
            _object(("quarter", "claims"), quarter=QUARTER, claims=_needed(CLAIMS), surgical_claims=CLAIMS)
        ),
        staff=_several(
            _object(
                ("id", "role", "claim_fte", "from"),
                id=_needed(ID),
                role=_needed(_words(staffing.ROLES)),
                claim_fte={"type": ["number", "string"], "description": 'From 0 to 1: 0.8, "0.8" or "4/5".'},
                to=DAY,
                billable_from={**DAY, "description": "Left out: throughout. Null: not yet."},
                **{"from": _needed(DAY)},
            )
        ),
        absences=_several(
            _object(("staff", "from"), staff=_needed(ID), to=DAY, covered_by=ID, **{"from": _needed(DAY)})
        ),
    ),
    "description": "A COHE's claims by quarter, its staff and their absences.",
}
RULING = {
    **_object(
        ("from", "by", "reference"),
        question=TEXT,
        reading=TEXT,
        number=TEXT,
        value={"type": ["number", "null"]},
        cohe=TEXT,
        role=_words(rulings.ROLES),
        by=_needed(TEXT),
        reference=_needed(TEXT),
        **{"from": _needed(DAY)},
    ),
    "description": "A ruling, as in a file of rulings: a question with its reading, or a number with its value.",
}
FINDING = _object(
    ("outcome", "because", "source"),
    outcome={"enum": [str(each) for each in Outcome]},
    because={"type": "string"},
    source={"type": "array", "items": {"type": "string"}},
)


def _both(each: Schema) -> dict[str, Schema]:
    return {"claimed": each, "verified": each}


REQUIREMENTS = ("experience", "provider_id", "skills", "training")
SCREENED = _object(
    ("id", "role", "as_of", "claimed", "verified", "also_qualifies_as"),
    id={"type": "string"},
    role={"enum": list(qualification.ROLES)},
    as_of=_needed(DAY),
    also_qualifies_as=TEXT,
    **_both(
        _object(
            ("outcome", "requirements"),
            outcome={"enum": ["qualified", "needs_review", "not_qualified"]},
            requirements=_object(REQUIREMENTS, **dict.fromkeys(REQUIREMENTS, FINDING)),
        )
    ),
)
PARTS = ("additional", "initial", "lni_required")
TRAINED = _object(
    ("id", "role", "as_of", "due_on", "due_on_rolled", "claimed", "verified"),
    id={"type": "string"},
    role={"enum": list(training.ROLES)},
    as_of=_needed(DAY),
    due_on=_needed(DAY),
    due_on_rolled=_needed(DAY),
    **_both(_object(PARTS, **dict.fromkeys(PARTS, FINDING))),
)
TRACK = _object(("state", "since", "because", "source"), state={"type": "string"}, since=DAY)
FOLLOWED = _object(
    ("id", "as_of", "provider", "supplemental", "may_bill"),
    id={"type": "string"},
    as_of=_needed(DAY),
    provider=TRACK,
    supplemental=TRACK,
    may_bill={"type": "boolean"},
)
STAFFED = _object(
    ("id", "as_of", "quarters", "year", "surgical", "replacements", "coverage_gaps"),
    id={"type": "string"},
    as_of=_needed(DAY),
    quarters={"type": "array", "items": _object(("quarter", "complete", "discussion"))},
    year=_object(("quarters", "claims", "outcome", "recommendation")),
    surgical=_object(("claims", "recommendation")),
    replacements={"type": "array", "items": _object(("staff", "left_on", "outcome"))},
    coverage_gaps={"type": "array", "items": _object(("staff", "from", "to"))},
)
