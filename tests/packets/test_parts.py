"""A packet that is a file for each person: numbered, issued, taken away, replaced, withdrawn and closed."""

import csv
import io
import zipfile

import pytest
from flask import Flask

from onboarding import packet_keys
from onboarding.actions import Action
from onboarding.errors import OnboardingError, TamperedError
from onboarding.extensions import db
from onboarding.formats.zipped import zipped
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.packets import building, readback
from onboarding.packets.checking import Verdict, checked
from onboarding.queries import packet_parts as parts, packet_standing, packets as found, trail
from onboarding.queries.packet_standing import Standing
from onboarding.queries.packets import Files, State, Whom
from onboarding.roles import Role
from onboarding.rules.packet_contents import Section
from onboarding.services import (
    erasures,
    files,
    organisations,
    packet_builds as builds,
    packets,
    reconciliation,
    sweeping,
)
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.packets.issued import claim, make_definition, make_prepared, make_set
from tests.page import fetch
from tests.stored import on_sqlite


def states(whole: Packet) -> list[State]:
    db.session.expire_all()
    return [whole.state, *(part.packet.state for part in parts.of(whole))]


def build(app: Flask) -> bool:
    return building.build_next(app.extensions["config"], app.extensions["rulebook"], lambda: False)


def three(valley: Organisation, issued: bool = True) -> Packet:
    return make_set(valley, tuple(make_person(valley, name) for name in ("Ana Ruiz", "Ben Bright", "Cy Cole")), issued)


def test_each_is_a_packet_with_a_number_and_a_key_of_its_own(app: Flask) -> None:
    valley = make_cohe()
    whole = three(valley)
    each = parts.of(whole)
    assert [(part.place, part.packet.number, part.name) for part in each] == [
        (1, 2, "Ana Ruiz"), (2, 3, "Ben Bright"), (3, 4, "Cy Cole")
    ]  # fmt: skip
    assert len({whole.key_id, *(part.packet.key_id for part in each)}) == 4
    assert states(whole) == [State.ISSUED] * 4
    assert whole.pages == 6
    assert [row.id for row in found.listed([valley.id], outside=True).rows] == [whole.id]
    assert list(reconciliation.faults()) == []
    assert make_prepared(valley).number == 5


def test_nothing_of_it_is_issued_before_all_of_it(app: Flask) -> None:
    valley = make_cohe()
    whole = three(valley, issued=False)
    first, second, third = (part.packet.id for part in parts.of(whole))
    packets.issue(SYSTEM, valley, whole.id)
    claimed = claim(whole.id)
    builds.keep_part(claimed, first, b"%PDF", 1)
    builds.keep_part(claimed, second, b"%PDF", 1)
    assert found.issued(valley.id, first) is None
    with pytest.raises(OnboardingError, match="is not there"):
        builds.finish(claimed, b"list", 2)
    assert states(whole) == [State.BUILDING] * 4
    builds.keep_part(claimed, third, b"%PDF", 1)
    builds.finish(claimed, b"list", 3)
    assert states(whole) == [State.ISSUED] * 4


def test_a_later_one_replaces_all_of_it_and_withdrawing_takes_all_back(app: Flask) -> None:
    valley = make_cohe()
    whole = three(valley)
    packets.prepare(SYSTEM, valley, whole.definition_id)
    assert build(app)
    later = found.listed([valley.id], outside=False).rows[0]
    packets.issue(SYSTEM, valley, later.id)
    claimed = claim(later.id)
    for part in parts.of(later):
        builds.keep_part(claimed, part.packet.id, b"%PDF", 1)
    builds.finish(claimed, b"list", 3)
    assert (states(whole), states(later)) == ([State.SUPERSEDED] * 4, [State.ISSUED] * 4)
    assert {part.packet.superseded_by_id for part in parts.of(whole)} == {later.id}
    one = parts.of(later)[1].packet
    packets.withdraw(SYSTEM, valley, one.id, "A day was wrong.")
    assert states(later) == [State.ISSUED, State.ISSUED, State.WITHDRAWN, State.ISSUED]
    packets.withdraw(SYSTEM, valley, later.id, "All of it.")
    assert states(later) == [State.WITHDRAWN] * 4
    assert parts.of(later)[1].packet.withdrawn_because == "A day was wrong."


def test_it_is_canceled_whole_and_no_file_by_itself(app: Flask) -> None:
    valley = make_cohe()
    whole = three(valley, issued=False)
    with pytest.raises(OnboardingError, match="not under way"):
        packets.cancel(SYSTEM, valley, parts.of(whole)[0].packet.id)
    with pytest.raises(OnboardingError, match="not waiting"):
        packets.issue(SYSTEM, valley, parts.of(whole)[0].packet.id)
    packets.cancel(SYSTEM, valley, whole.id)
    assert states(whole) == [State.CANCELED] * 4
    assert all(part.packet.wrapped is None for part in parts.of(whole))


@pytest.mark.parametrize("issued", [True, False])
def test_an_erasure_closes_the_file_of_that_person_and_the_list(app: Flask, issued: bool) -> None:
    valley = make_cohe()
    ana, ben = make_person(valley, "Ana Ruiz"), make_person(valley, "Ben Bright")
    whole = make_set(valley, (ana, ben), issued)
    first, second = (part.packet for part in parts.of(whole))
    mia, max_ = (make_member(valley, Role.MANAGER, name=name) for name in ("Mia Member", "Max Member"))
    erasures.ask(Actor(mia.id, mia.name), ana, "Asked for.")
    erasures.confirm(Actor(max_.id, max_.name), valley, ana.id)
    sweeping.sweep(app.extensions["config"])
    assert (whole.state, first.state) == (State.ERASED, State.ERASED)
    assert second.state is (State.ISSUED if issued else State.CANCELED)
    if issued:
        assert packets.hand_out(SYSTEM, second).startswith(b"%PDF")
    with pytest.raises(OnboardingError):
        packets.hand_out_all(SYSTEM, whole)


def test_whom_it_cannot_be_about(app: Flask) -> None:
    valley = make_cohe()
    ana = make_person(valley)
    with pytest.raises(OnboardingError, match="several people"):
        make_definition(valley, files=Files.EACH, whom=Whom.PERSON, people=(ana.id,))
    with pytest.raises(OnboardingError, match="about the COHE"):
        make_definition(valley, files=Files.EACH, sections=(Section.STAFFING,))
    row = packets.prepare(SYSTEM, valley, make_definition(valley, files=Files.EACH).id)
    assert build(app)
    assert found.one(valley.id, row.id).state is State.FAILED  # type: ignore[union-attr]


def test_of_one_damaged_file_no_archive_is_given(app: Flask) -> None:
    valley = make_cohe()
    whole = three(valley)
    assert next(packets.hand_out_all(SYSTEM, whole))[0] == packets.LIST
    assert len(trail.listed(valley.id, trail.Filters(action=Action.PACKET_HANDED_OUT)).rows) == 1
    last = parts.of(whole)[-1].packet
    files.store().remove(last.key_id, str(last.file_sha256))
    with pytest.raises(TamperedError):
        packets.hand_out_all(SYSTEM, whole)


def test_an_archive_is_the_same_bytes_and_opens() -> None:
    given = [("a.pdf", b"one"), ("b.pdf", b"two" * 1000)]
    data = b"".join(zipped(given))
    assert data == b"".join(zipped(iter(given)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(each.filename, archive.read(each), each.flag_bits) for each in archive.infolist()] == [
            ("a.pdf", b"one", 0), ("b.pdf", b"two" * 1000, 0)
        ]  # fmt: skip


@on_sqlite
def test_from_the_page_to_files_that_are_checked(app: Flask) -> None:
    """Laid out and signed, in an archive whose names tell of nobody, each whole and of one person alone."""
    valley = make_cohe()
    names = ("Ana Ruiz", "Ben Bright")
    people = tuple(make_person(valley, name).id for name in names)
    definition = make_definition(valley, files=Files.EACH, whom=Whom.CHOSEN, people=people)
    packets.prepare(SYSTEM, valley, definition.id)
    assert build(app)
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(manager, "/at/valley/packets/1")
    assert "Each person gets a file of their own." in page.main
    assert fetch(manager, "/at/valley/packets/2").heading == "Packet VALLEY-0001"
    page.submit()
    assert build(app)
    page = fetch(manager, "/at/valley/packets/1")
    assert [(row["Person"], row["Packet"], row["State"]) for row in page.rows("2 files")] == [
        ("Ana Ruiz", "VALLEY-0002", "Issued"), ("Ben Bright", "VALLEY-0003", "Issued")
    ]  # fmt: skip
    with manager.get("/at/valley/packets/1.zip") as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.data))
        assert "filename=valley-0001.zip" in answer.headers["Content-Disposition"]
    assert archive.namelist() == ["contents.csv", "valley-0002.pdf", "valley-0003.pdf"]
    known = packet_keys.known(app.extensions["config"])
    for row, name, other in zip(
        csv.DictReader(archive.read("contents.csv").decode("utf-8-sig").splitlines()), names, names[::-1], strict=True
    ):
        report = checked(archive.read(row["File"]), known)
        assert (report.verdict, report.sha256, row["Person"]) == (Verdict.WHOLE, row["SHA-256"], name)
        assert packet_standing.known(report.packet["number"], report.sha256) is Standing.ISSUED
        pages = readback.read(archive.read(row["File"])).pages
        assert len(pages) == int(row["Pages"])
        assert name in " ".join(pages)
        assert other not in " ".join(pages)
    assert fetch(manager, "/at/valley/packets/2").facts["Belongs to"] == "Packet VALLEY-0001"
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, valley)
    page = fetch(sign_in(app.test_client(), cora), "/at/valley/packets/1")
    assert "Download all files as ZIP" in page.links
