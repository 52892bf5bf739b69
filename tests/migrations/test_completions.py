"""Trainings recorded before they could be of a version of a course stand as they did, whenever they were sealed."""

from pathlib import Path

import pytest

from onboarding.extensions import db
from onboarding.models.records import CORRECTABLE, row_values
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import trail_compare
from onboarding.services import training
from onboarding.services.change import SYSTEM
from onboarding.services.training import TrainingFacts
from tests.courses.make import GIVEN, complete, make_version
from tests.make import HIRED, make_cohe, make_person
from tests.migrations.databases import application, climbed, down, up
from tests.stored import KINDS
from tests.trail.history import seal

BEFORE_COURSES, BEFORE_CORRECTIONS = {"version_id"}, {"version_id", *CORRECTABLE}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_sealed_without_a_version_stands(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        ana = make_person(make_cohe(), hired_on=HIRED)
        for on, without in (("2026-02-02", BEFORE_COURSES), ("2026-02-03", BEFORE_CORRECTIONS)):
            said = {"kind": "orientation", "on": on, "location": "headquarters"}
            row = training.record(SYSTEM, ana, TrainingFacts(TrainingPart.ACTIVITIES, said))
            seal(row, {key: value for key, value in row_values(row).items() if key not in without})
        db.session.remove()
        down("0035")
        up()
        assert [row.version_id for row in db.session.query(TrainingRecord)] == [None, None]
        assert list(trail_compare.differences()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_completion_goes_down_as_content_that_nobody_approved(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        cohe = make_cohe()
        complete(make_person(cohe, hired_on=GIVEN), make_version(cohe), GIVEN)
        db.session.remove()
        down("0035")
        up()
        (row,) = db.session.query(TrainingRecord)
        assert (row.version_id, "approved_on" in row.facts) == (None, False)
