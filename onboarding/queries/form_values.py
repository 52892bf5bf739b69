"""What a form of L&I's is filled with: what can be taken from a person's record, and what of it is not known."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from onboarding.models.credential import AccountDetails
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import credentials, hiring
from onboarding.roles import IN_WORDS, StaffRole
from onboarding.rules.rulings import Rulings

DIGITS_OF_A_PHONE = 10


class Source(StrEnum):
    """From what a text field is filled. Parts of a day and of a phone number are for forms that ask for them apart."""

    NAME = "name"
    FIRST_WORD = "first_word"
    MIDDLE_WORDS = "middle_words"
    LAST_WORD = "last_word"
    EMAIL = "email"
    PHONE = "phone"
    PHONE_AREA = "phone_area"
    PHONE_MIDDLE = "phone_middle"
    PHONE_LAST = "phone_last"
    ROLE = "role"
    COHE = "cohe"
    SUPERVISOR = "supervisor"
    HIRED_ON = "hired_on"
    HIRED_MONTH = "hired_month"
    HIRED_DAY = "hired_day"
    HIRED_YEAR = "hired_year"
    PROVIDER_NUMBER = "provider_number"
    NPI = "npi"
    LICENCE = "licence"
    MALPRACTICE = "malpractice"
    PAYEE_NUMBER = "payee_number"
    TODAY = "today"
    TODAY_MONTH = "today_month"
    TODAY_DAY = "today_day"
    TODAY_YEAR = "today_year"
    TEXT = "text"


class Values(NamedTuple):
    """Everything that one person's forms are filled from. None: not recorded; "": there is none, so it stays blank."""

    role: StaffRole
    by_source: Mapping[Source, str | None]


class Left(NamedTuple):
    """A field that is left blank, though it was mapped, and why."""

    field: str
    because: str


class Filling(NamedTuple):
    """What goes into a form's fields, and what could not."""

    texts: dict[str, str]
    states: dict[str, str]
    left: tuple[Left, ...]


SAMPLE_DAY = date(2026, 1, 15)


def of(organisation: Organisation, person: Person, rulings: Rulings, on: date) -> Values:
    """What is recorded of the person."""
    answer = credentials.of(organisation, person, rulings, on).answer
    supervision, posting = hiring.supervision(person), person.posting
    found: dict[Source, str | None] = {
        **_of_name(person.name),
        **_of_phone(person.phone),
        **_of_day("hired", posting.hired_on if posting else None),
        **_of_day("today", on),
        **_of_details(credentials.details(person)),
        Source.EMAIL: person.email,
        Source.COHE: organisation.name,
        Source.SUPERVISOR: supervision.supervisor.name if supervision else None,
        Source.PROVIDER_NUMBER: answer.provider.number if answer else None,
    }
    role = posting.role if posting else person.applied_for
    return Values(role, {**found, Source.ROLE: IN_WORDS[role]})


def sample(organisation: Organisation, role: StaffRole) -> Values:
    """Made-up values that show where each goes, and how long names look."""
    found: dict[Source, str | None] = {
        **_of_name("Maximiliana Józefa Núñez-O'Connor"),
        **_of_phone("360 555 0123"),
        **_of_day("hired", SAMPLE_DAY),
        **_of_day("today", SAMPLE_DAY),
        Source.EMAIL: "maximiliana@example.org",
        Source.COHE: organisation.name,
        Source.SUPERVISOR: "Sample Supervisor",
        Source.PROVIDER_NUMBER: "0123456",
        Source.NPI: "1234567893",
        Source.LICENCE: "Sample licence 123",
        Source.MALPRACTICE: "Sample policy 456",
        Source.PAYEE_NUMBER: "7654321",
    }
    return Values(role, {**found, Source.ROLE: IN_WORDS[role]})


def filling(fields: Sequence[Any], mapping: Mapping[str, Mapping[str, str]], values: Values) -> Filling:
    """What the mapping makes of the values, field by field. `fields`: those of onboarding/documents/form.py.

    Of a text field it holds `source`, and `text` where the source is TEXT; of a check box, radio button or choice what
    it is set to for each role.
    """
    texts: dict[str, str] = {}
    states: dict[str, str] = {}
    left: list[Left] = []
    for field in fields:
        chosen = mapping.get(field.name, {})
        if field.kind in ("check", "radio", "choice"):
            option = chosen.get(values.role.value, "")
            if field.kind == "choice" and option:
                texts[field.name] = option
            elif field.kind != "choice" and chosen:
                states[field.name] = option
        elif source := chosen.get("source"):
            text = chosen.get("text", "") if source == Source.TEXT else values.by_source.get(Source(source))
            if text is None:
                left.append(Left(field.name, "not recorded"))
            elif text:
                texts[field.name] = text
    return Filling(texts, states, tuple(left))


def _of_name(name: str) -> dict[Source, str | None]:
    first, *others = name.split()
    return {
        Source.NAME: name,
        Source.FIRST_WORD: first,
        Source.MIDDLE_WORDS: " ".join(others[:-1]),
        Source.LAST_WORD: others[-1] if others else None,
    }


def _of_phone(phone: str | None) -> dict[Source, str | None]:
    digits = "".join(each for each in phone or "" if each.isdigit()).removeprefix("1")
    whole = digits if len(digits) == DIGITS_OF_A_PHONE else None
    return {
        Source.PHONE: phone,
        Source.PHONE_AREA: whole[:3] if whole else None,
        Source.PHONE_MIDDLE: whole[3:6] if whole else None,
        Source.PHONE_LAST: whole[6:] if whole else None,
    }


def _of_day(which: str, day: date | None) -> dict[Source, str | None]:
    whole = Source.HIRED_ON if which == "hired" else Source.TODAY
    return {
        whole: f"{day:%m/%d/%Y}" if day else None,
        Source(f"{which}_month"): f"{day:%m}" if day else None,
        Source(f"{which}_day"): f"{day:%d}" if day else None,
        Source(f"{which}_year"): f"{day:%Y}" if day else None,
    }


def _of_details(details: AccountDetails | None) -> dict[Source, str | None]:
    found: dict[Source, str | None] = {Source.PAYEE_NUMBER: details.payee_number if details else None}
    for source in (Source.NPI, Source.LICENCE, Source.MALPRACTICE):
        value = getattr(details, source.value, None)
        found[source] = "" if details and getattr(details, f"no_{source.value}_because") else value
    return found
