"""A packet with more evidence than one can hold: said before it is issued, with what to do, and nothing is lost."""

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.packets import building, parting
from onboarding.queries import packets as found
from onboarding.queries.packets import Evidence, Files, State, Whom
from onboarding.roles import Role
from onboarding.services import packet_builds as builds, packets
from onboarding.services.change import SYSTEM
from onboarding.services.packet_sizes import MB
from tests.make import make_cohe, make_evidence, make_member, make_person, sign_in
from tests.packets.issued import TALLY, claim, content, make_building, make_definition
from tests.page import fetch
from tests.stored import on_sqlite

MOST = 200 * MB


def prepared(valley: Organisation, size: int, unseen: list[str] | None = None) -> Packet:
    id = make_building(valley).id
    builds.freeze(claim(id), content(), (), TALLY, (), unseen, size)
    row = found.one(valley.id, id)
    assert row
    return row


def test_what_fits_exactly_is_issued_and_a_byte_more_is_not(app: Flask) -> None:
    valley = make_cohe()
    row = prepared(valley, MOST)
    packets.issue(SYSTEM, valley, row.id)
    assert row.state is State.BUILDING
    packets.cancel(SYSTEM, valley, row.id)
    other = make_cohe("harbor")
    row = prepared(other, MOST + 1)
    with pytest.raises(OnboardingError, match=r"takes 201 MB. One file holds 200 MB at most. Change its definition"):
        packets.issue(SYSTEM, other, row.id)
    assert row.state is State.READY


def test_it_gives_way_to_the_next_and_the_clock_does_not_issue_it(app: Flask) -> None:
    valley = make_cohe()
    row = prepared(valley, MOST + 1, unseen=[])  # nothing that nobody has looked at
    assert row.state is State.READY
    assert packets.prepare(SYSTEM, valley, row.definition_id).number == 2
    assert row.state is State.CANCELED


@on_sqlite
def test_the_look_says_what_to_do_instead_of_issuing_it(app: Flask) -> None:
    valley = make_cohe()
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(manager, f"/at/valley/packets/{prepared(valley, MOST + 1).id}")
    assert "It is too large to be issued" in page.main
    assert "Change its definition: a file for each person, fewer people or less evidence." in page.main
    assert page.links.keys() >= {"Change the definition", "prepare the packet again", "Cancel the packet"}
    assert page.facts["State"] == "Too large to issue"
    (listed,) = fetch(manager, "/at/valley/packets").rows("1 packet")
    assert listed["State"] == "Too large to issue"
    assert page.forms() == []


@on_sqlite
def test_evidence_is_measured_as_it_is_frozen_whole_or_by_the_largest_file(app: Flask) -> None:
    valley = make_cohe()
    ana, ben = make_person(valley, "Ana Ruiz"), make_person(valley, "Ben Bright")
    make_evidence(ana), make_evidence(ana, title="License"), make_evidence(ben, title="Letter")
    of = {"whom": Whom.CHOSEN, "people": (ana.id, ben.id), "evidence": Evidence.ALL}
    sizes = []
    for files in (Files.ONE, Files.EACH):
        row = packets.prepare(SYSTEM, valley, make_definition(valley, name=files, files=files, **of).id)
        assert building.build_next(app.extensions["config"], app.extensions["rulebook"], lambda: False)
        db.session.expire_all()
        assert row.tallied
        sizes.append(row.tallied.evidence)
    whole, largest = sizes
    assert 0 < largest < whole
    assert largest * 3 == whole * 2  # three alike, of which two are Ana's


def test_of_nobody_the_largest_file_is_nothing() -> None:
    kept = {"exhibits": [{"person": 1}, {"person": None}], "sizes": [7, 2], "people": [1, 2]}
    assert parting.largest({"kept": kept}, each=True) == 9
    assert parting.largest({"kept": kept}, each=False) == 9
    assert parting.largest({"kept": {**kept, "people": []}}, each=True) == 0


@on_sqlite
def test_managers_are_told_by_mail_of_what_the_clock_prepared(app: Flask) -> None:
    from tests.packets import test_turns as turns

    valley = make_cohe()
    make_member(valley, Role.MANAGER)
    with turns.on(turns.BEFORE):
        make_evidence(make_person(valley, hired_on=turns.BEFORE))
    turns.asking(valley, evidence=Evidence.ALL)
    app.extensions["config"] = app.extensions["config"]._replace(packet_mb=0)
    with turns.on(turns.FIRST):
        assert turns.prepare(app) == 1
        assert turns.build(app)
        (message,) = db.session.scalars(select(Message).where(Message.kind == "packet"))
    assert message.subject == "Packet VALLEY-0001 is too large to be issued"
    assert "One file holds 0 MB at most." in message.body
    assert "It can be issued today" not in message.body
