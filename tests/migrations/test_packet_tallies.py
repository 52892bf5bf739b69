"""Packets frozen before their exceptions were told apart: one number at first, then counted from what they say."""

from pathlib import Path

import pytest
from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.packet import Packet
from onboarding.queries import packets as found, trail_compare
from onboarding.rules.packet_lines import Tally
from onboarding.services import packet_tallies
from tests.make import make_cohe
from tests.migrations.databases import application, climbed, down, up
from tests.packet_shares.make import make_packet
from tests.stored import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_an_earlier_packet_is_as_it_was_and_then_counted(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        make_packet(make_cohe(), names=("Ana Ruiz",))
        db.session.remove()
        down("0055")
        up()
        packet = db.session.scalars(select(Packet)).one()
        assert (packet.exceptions, found.tally(packet)) == (3, None)
        db.session.rollback()
        assert packet_tallies.count_due() == 1
        packet = db.session.scalars(select(Packet)).one()
        assert found.tally(packet) == Tally(2, 0, 1)
        assert list(trail_compare.differences()) == []
