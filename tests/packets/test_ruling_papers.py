"""The papers of rulings: exhibits of the packet, as pictures, as long as they are what was recorded."""

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import TamperedError
from onboarding.extensions import db
from onboarding.models.ruling import RulingPaper
from onboarding.packets import exhibits, freezing, parting
from onboarding.packets.composing import composed
from onboarding.queries import packets as found, rulings
from onboarding.rules.packet_contents import Section
from onboarding.services import ruling_papers
from onboarding.services.change import SYSTEM
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_person, make_ruling
from tests.packets.issued import make_definition
from tests.stored import on_sqlite
from tests.trail.history import as_owner

pytestmark = on_sqlite


def gathered(app: Flask, *sections: Section) -> tuple[int, freezing.Content]:
    """Of a COHE with a ruling in force and one that waits, each with a paper."""
    valley = make_cohe()
    make_person(valley, hired_on=clock.today())
    in_force = make_ruling(valley, in_force=True)
    ruling_papers.add(SYSTEM, in_force, make_pdf(), "Letter of May.pdf")
    waits = make_ruling(valley, "deadline-roll-forward", "rolled")
    ruling_papers.add(SYSTEM, waits, make_pdf(), "Of another.pdf")
    definition = make_definition(valley, sections=sections)
    law = rulings.of(valley, app.extensions["rulebook"])
    content = freezing.gathered(valley, definition, law, found.days(definition, clock.today()))
    issued = {"by": "Mia", "on": clock.today().isoformat()}
    content["told"] |= {"number": "VALLEY-0001", "issued": issued, "changes": None}
    return valley.id, content


def test_the_paper_of_a_ruling_in_force_is_an_exhibit_of_each_file(app: Flask) -> None:
    of, content = gathered(app, Section.ROSTER, Section.RULINGS)
    (exhibit,), (kept,) = content["told"]["exhibits"], content["kept"]["exhibits"]
    assert (exhibit["title"], exhibit["person"], exhibit["pages"], exhibit["left_out"]) == (
        "Letter of May", "The COHE", len(kept["pages"]), None
    )  # fmt: skip
    assert all(each.startswith((exhibits.PNG, b"\xff\xd8")) for each in exhibits.pictures(of, kept))
    html = {each.key: each.html for each in composed(content)}
    assert 'href="section:exhibit-1"' in html["rulings"]
    assert "Recorded with its ruling" in html["exhibit-1"]
    (id,) = content["kept"]["people"]
    assert [each["title"] for each in parting.of_person(content, id)["told"]["exhibits"]] == ["Letter of May"]


def test_without_the_section_there_are_none(app: Flask) -> None:
    _, content = gathered(app, Section.ROSTER)
    assert content["told"]["exhibits"] == []


def test_a_changed_one_is_not_shown_and_the_reason_is(app: Flask) -> None:
    of, content = gathered(app, Section.RULINGS, Section.ROSTER)
    row = db.session.query(RulingPaper).order_by(RulingPaper.id).first()
    assert row
    as_owner(f"UPDATE ruling_paper SET file_name = 'Other.pdf' WHERE id = {row.id}")
    db.session.expire_all()
    with pytest.raises(TamperedError):
        list(exhibits.pictures(of, content["kept"]["exhibits"][0]))
    assert exhibits.of_paper(row).told["left_out"] == exhibits.CHANGED
