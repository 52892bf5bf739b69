"""Rulings recorded before they could be answered, or be for later hires alone: they stand as they did."""

from pathlib import Path

import pytest

from onboarding.extensions import db
from onboarding.models.records import row_values
from onboarding.models.ruling import RecordedRuling
from onboarding.queries import trail_compare
from tests.make import make_cohe, make_ruling
from tests.migrations.databases import application, climbed, down, up
from tests.stored import KINDS
from tests.trail.history import seal


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_recorded_before_is_for_everybody_and_has_no_answer(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        ruling = make_ruling(make_cohe())
        seal(ruling, {key: value for key, value in row_values(ruling).items() if key != "hires_only"})
        db.session.remove()
        down("0028")
        up()
        (row,) = db.session.query(RecordedRuling)
        assert (row.hires_only, row.answer) == (False, None)
        assert list(trail_compare.differences()) == []
