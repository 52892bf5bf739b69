"""Trainings recorded before they could be corrected: they stand as they did, and each number is used once."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.models.records import CORRECTABLE, row_values
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import trail_compare
from onboarding.services import training
from onboarding.services.change import SYSTEM
from onboarding.services.training import TrainingFacts
from tests.make import HIRED, make_cohe, make_person
from tests.migrations.databases import application, climbed, down, up
from tests.stored import KINDS
from tests.trail.history import as_owner, seal

SAID = TrainingFacts(TrainingPart.ACTIVITIES, {"kind": "orientation", "on": "2026-02-02", "location": "headquarters"})
OTHER = TrainingFacts(TrainingPart.ACTIVITIES, {**SAID.facts, "on": "2026-02-03"})


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_recorded_before_stands_and_can_be_corrected(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        ana = make_person(make_cohe(), hired_on=HIRED)
        kept, gone = training.record(SYSTEM, ana, SAID), training.record(SYSTEM, ana, OTHER)
        for row in (kept, gone):
            added = {*CORRECTABLE, "version_id"}  # since
            seal(row, {key: value for key, value in row_values(row).items() if key not in added})
        numbers = kept.id, gone.id
        db.session.remove()
        down("0020")
        as_owner(f"DELETE FROM training_record WHERE id = {numbers[1]}")
        up()
        (row,) = db.session.scalars(select(TrainingRecord))
        assert (row.id, row.facts, row.struck, row.corrects_id) == (numbers[0], SAID.facts, False, None)
        assert [said.partition(":")[2] for said in trail_compare.differences()] == [
            f"{numbers[1]}: the trail speaks of it and it is gone: it was deleted behind the product's back"
        ]
        ana = db.session.get_one(Person, row.person_id)
        assert training.correct(SYSTEM, ana, row, SAID, "By the list").id == numbers[1] + 1
        with pytest.raises(Exception, match="append-only"):
            db.session.execute(text("UPDATE training_record SET because = NULL"))
        db.session.rollback()
        as_owner(f"UPDATE training_record SET item_id = NULL, because = 'Otherwise' WHERE id = {numbers[0]}")
        found = list(trail_compare.differences())
        assert any(f"training_record:{numbers[0]}: stands otherwise" in said for said in found)
