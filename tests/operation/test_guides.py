"""The guides for users are true: each way through the product that they tell is walked, in the sample world."""

import re
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.account import User
from tests.house.source import ROOT
from tests.make import sign_in
from tests.page import Page, answered
from tests.page_rules import words as text_of
from tests.stored import on_sqlite

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
WALK = re.compile(r"^\*Walk it\* as ([\w ]+): (\*\*.+\*\*)$", re.M)


class Way(NamedTuple):
    """Who walks, and what they choose one after the other."""

    guide: str
    who: str
    labels: list[str]


def ways() -> list[Way]:
    return [
        Way(guide.stem, who, re.findall(r"\*\*(.+?)\*\*", said))
        for guide in GUIDES
        for who, said in WALK.findall(guide.read_text(encoding="utf-8"))
    ]


def test_each_guide_tells_ways_and_each_is_read() -> None:
    assert GUIDES
    for guide in GUIDES:
        text = guide.read_text(encoding="utf-8")
        assert text.count("*Walk it*") - 1 == len(WALK.findall(text)) > 0, guide.name
        assert f"guides/{guide.name}" in (ROOT / "README.md").read_text(encoding="utf-8")


@on_sqlite
def test_each_way_leads_where_the_guide_says(app: Flask, config: Config, sample_world: object) -> None:
    sample_world(config)  # type: ignore[operator]
    for way in ways():
        user = db.session.scalars(select(User).where(User.name == way.who)).one()
        page = answered(sign_in(app.test_client(), user), "GET", "/")
        *before, last = way.labels
        for label in before:
            page = followed(page, label, way)
        assert offers(page, last), f"{way}: there is no {last!r} at {page.address}"


def followed(page: Page, label: str, way: Way) -> Page:
    for says, address in page.links.items():
        if called(says, label):
            reached = answered(page.client, "GET", urljoin(page.address, address))
            assert reached.status == 200, f"{way}: {label!r} at {page.address} answered {reached.status}"
            return reached
    pytest.fail(f"{way}: there is no link {label!r} at {page.address}, but {sorted(page.links)}")


def offers(page: Page, label: str) -> bool:
    """Whether there is a link or a button of that name, or it is the page's own."""
    buttons = [text_of(each) for each in page.all("button")]
    return any(called(says, label) for says in (*page.links, *buttons, page.heading))


def called(says: str, label: str) -> bool:
    """Whether words are that label: alone, or with whom it is about behind it."""
    return says == label or says.startswith((f"{label}:", f"{label} ", f"{label},"))
