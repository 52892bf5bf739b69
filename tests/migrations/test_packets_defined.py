"""Packets defined before one could be a file for each person, come by the clock or have a letter: as they were."""

from pathlib import Path

import pytest
from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.packet import Files, PacketDefinition, Quarterly
from onboarding.models.records import ADDED, row_values
from onboarding.queries import trail_compare
from tests.make import make_cohe
from tests.migrations.databases import application, climbed, down, up
from tests.packets.issued import make_definition
from tests.stored import KINDS
from tests.trail.history import as_owner, seal

TABLE = "packet_definition"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_defined_before_is_one_file_prepared_by_hand(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        row = make_definition(make_cohe())
        added = {name for columns in ADDED[TABLE] for name in columns}
        seal(row, {key: value for key, value in row_values(row).items() if key not in added})
        db.session.remove()
        down("0046")
        up()
        (row,) = db.session.scalars(select(PacketDefinition))
        assert (row.files, row.quarterly, row.quarterly_since, row.letter) == (Files.ONE, Quarterly.NEVER, None, None)
        assert list(trail_compare.differences()) == []
        db.session.rollback()
        as_owner(f"UPDATE {TABLE} SET files = 'each'")
        assert len(list(trail_compare.differences())) == 1
