"""Every text that is stored goes with the person it is about, or is on a list that says why it may stay."""

from sqlalchemy import JSON, Column, Enum, LargeBinary, String
from sqlalchemy.types import TypeDecorator

from onboarding.extensions import Base
from onboarding.services.blanking import BLANKED
from onboarding.services.going import IN_WORDS, WHOLE
from onboarding.services.staying import STAYING

GOING = {model.__tablename__ for model, _ in WHOLE}
BLANK = {f"{model.__tablename__}.{each}" for model, _, columns in BLANKED for each in columns}


def is_text(column: Column[object]) -> bool:
    """Whether somebody could have typed what is in it, or a file be in it; not one word of a list."""
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, String | JSON | LargeBinary) and not isinstance(kind, Enum)


def texts() -> set[str]:
    tables = (table for table in Base.metadata.sorted_tables if table.name not in GOING)
    return {f"{table.name}.{column.name}" for table in tables for column in table.columns if is_text(column)}


def test_no_text_is_stored_of_which_nobody_said_what_an_erasure_does_to_it() -> None:
    assert texts() - BLANK - STAYING.keys() == set()


def test_what_is_said_to_stay_is_there_and_does_not_go() -> None:
    assert STAYING.keys() - (texts() - BLANK) == set()


def test_of_everything_that_goes_the_preview_has_words_of_its_own() -> None:
    assert IN_WORDS.keys() == GOING
    assert len(set(IN_WORDS.values())) == len(IN_WORDS)
