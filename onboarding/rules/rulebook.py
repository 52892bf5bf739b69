"""What a rulebook holds: each number, question, provision and holiday, typed and cited.

Reading one from its file is in `rulebook_file`; what is in force for one document (after rulings) in `rulings`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Question(StrEnum):
    """The points that L&I's text leaves open; what each asks is in the rulebook."""

    __hash__ = str.__hash__  # Enum's own is a call into Python, and these are keys where it is hot

    CLAIMS_MANAGEMENT = "claims-management-counts"
    MIXED_DUTY = "mixed-duty-credit"
    PART_TIME = "part-time-credit"
    ROLL_FORWARD = "deadline-roll-forward"
    OPTION_TWO = "option-two-coverage"
    SHADOWING = "shadowing-total"
    ASSISTANT_TRAINING = "assistant-additional-training"
    FTE_ROUNDING = "required-fte-rounding"
    ASSISTANT_TIME = "assistant-time-counts"
    UNBILLABLE_TIME = "unbillable-time-counts"


# What the rules know how to compute. A rulebook may leave readings out (L&I has settled the question), never add one.
READINGS: dict[Question, tuple[str, ...]] = {
    Question.CLAIMS_MANAGEMENT: ("counts", "does-not-count"),
    Question.MIXED_DUTY: ("share", "whole"),
    Question.PART_TIME: ("calendar", "prorated"),
    Question.ROLL_FORWARD: ("unrolled", "rolled"),
    Question.OPTION_TWO: ("any-one", "both-topics"),
    Question.SHADOWING: ("sum", "single"),
    Question.ASSISTANT_TRAINING: ("not-required", "required"),
    Question.FTE_ROUNDING: ("proportional", "half-steps"),
    Question.ASSISTANT_TIME: ("excluded", "included"),
    Question.UNBILLABLE_TIME: ("excluded", "included"),
}
# What each question is about and each of its readings says, in a few words. The rulebook has them whole.
ABOUT: dict[str, str] = {
    Question.CLAIMS_MANAGEMENT: "claims management",
    Question.MIXED_DUTY: "mixed duties",
    Question.PART_TIME: "part-time work",
    Question.ROLL_FORWARD: "a deadline on a day off",
    Question.OPTION_TWO: "option 2 of the training",
    Question.SHADOWING: "shadowing in several sessions",
    Question.ASSISTANT_TRAINING: "an Assistant's additional training",
    Question.FTE_ROUNDING: "rounding the required staffing",
    Question.ASSISTANT_TIME: "an Assistant's time",
    Question.UNBILLABLE_TIME: "time before a person may bill",
}
READ_AS = {
    "counts": "it counts",
    "does-not-count": "it does not count",
    "share": "by its share of the time",
    "whole": "as a whole job",
    "calendar": "every day counts in full",
    "prorated": "a day counts by its hours",
    "unrolled": "the day itself",
    "rolled": "the next working day",
    "any-one": "one activity is enough",
    "both-topics": "both topics are needed",
    "sum": "sessions add up",
    "single": "one session alone",
    "not-required": "not asked of Assistants",
    "required": "asked of Assistants too",
    "proportional": "in proportion",
    "half-steps": "in half steps",
    "excluded": "does not count",
    "included": "counts",
}


class Provision(StrEnum):
    """The passages that findings cite; what each says is in the rulebook, paraphrased."""

    __hash__ = str.__hash__  # Enum's own is a call into Python, and these are keys where it is hot

    EXPERIENCE_HSC = "experience-hsc"
    EXPERIENCE_ASSISTANT = "experience-assistant"
    PROVIDER_ID_HSC = "provider-id-hsc"
    PROVIDER_ID_ASSISTANT = "provider-id-assistant"
    SKILLS_HSC = "skills-hsc"
    SKILLS_ASSISTANT = "skills-assistant"
    LNI_TRAINING_HSC = "lni-training-hsc"
    LNI_TRAINING_ASSISTANT = "lni-training-assistant"
    INITIAL_TRAINING = "initial-training"
    STANDARD_WORK = "standard-work"
    ADDITIONAL_TRAINING = "additional-training"
    CALENDAR_MONTHS = "calendar-months"
    LAST_DAY_INCLUDED = "last-day-included"
    LEGAL_HOLIDAYS = "legal-holidays"
    PROVIDER_ACCOUNT = "provider-account"
    PROVIDER_NUMBER = "provider-number"
    SUPPLEMENTAL_APPLICATION = "supplemental-application"
    REQUIRED_FTE = "required-fte"
    QUARTER_DISCUSSION = "quarter-discussion"
    RECOMMENDED_VOLUME = "recommended-volume"
    REPLACEMENT = "replacement"
    COVERAGE_PLAN = "coverage-plan"
    SERVICE_RECORDS = "service-records"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a value of this unit may be: above (or from) `least` up to `most`, in whole numbers or not."""

    least: int
    most: int
    whole: bool = True
    above: bool = False

    def fault(self, value: Fraction) -> str | None:
        """Why the value cannot be one of this unit, in words; None where it can."""
        if self.whole and value.denominator != 1:
            return "not a whole number"
        if value < self.least or value > self.most or (self.above and value == self.least):
            return f"not {'above' if self.above else 'from'} {self.least} to {self.most}"
        return None


# The bounds keep a slip of the pen (30 years for 3 is still possible, 2018 is not) and a division by zero out.
UNITS = {
    "years": Unit(0, 100),
    "months": Unit(0, 1200),
    "days": Unit(0, 36500),
    "minutes": Unit(0, 100000),
    "digits": Unit(1, 20),
    "cases": Unit(1, 1000),
    "hours": Unit(0, 168, whole=False, above=True),
    "claims": Unit(0, 10**9, whole=False, above=True),
    "o'clock": Unit(0, 23),
    "percent": Unit(1, 100),
    "requests": Unit(1, 10**6),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something is written."""

    document: str
    section: str
    address: str

    def __str__(self) -> str:
        return f"{self.document}, {self.section} ({self.address})"


@dataclass(frozen=True, slots=True)
class DatedValue:
    since: date
    value: Fraction
    citation: Citation


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its history, oldest first; the first value holds for all earlier days."""

    id: str
    says: str
    unit: str
    nature: str
    checked_on: date
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue:
        return next((value for value in reversed(self.values) if value.since <= day), self.values[0])


@dataclass(frozen=True, slots=True)
class Reading:
    id: str
    says: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with its readings. One reading alone means that L&I's text has settled it."""

    id: Question
    asks: str
    passage: str
    checked_on: date
    citation: Citation
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a provision says, in our words, and where."""

    id: Provision
    says: str
    nature: str
    checked_on: date
    citation: Citation


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """One legal holiday: a date, the nth weekday of a month (-1 the last), or the day after another."""

    id: str
    says: str
    kind: str
    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    of: str = ""
    since: date = date.min


@dataclass(frozen=True, slots=True)
class Holidays:
    """The legal holidays, and by how many days one that falls on a weekday in `moves` (0 is Monday) is moved."""

    checked_on: date
    citation: Citation
    moves: tuple[tuple[int, int], ...]
    days: tuple[HolidayRule, ...]


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: it is a key of caches
class Rulebook:
    version: str
    numbers: dict[str, Number]
    questions: dict[Question, OpenQuestion]
    provisions: dict[Provision, Passage]
    holidays: Holidays
    since: date = date.min
    before: "Rulebook | None" = None

    def on(self, day: date) -> "Rulebook":
        """The edition that is in force on a day: this one from `since` on, and until then what was `before` it."""
        return self if self.before is None or day >= self.since else self.before.on(day)

    def editions(self) -> list["Rulebook"]:
        """This one and all before it, the latest first."""
        return [self, *(self.before.editions() if self.before else ())]

    def numbers_on(self, day: date) -> dict[str, Fraction]:
        return {number.id: number.on(day).value for number in self.on(day).numbers.values()}
