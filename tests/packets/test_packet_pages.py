"""The pages of packets: defined, prepared, looked at, issued, read by L&I."""

from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.actions import Action
from onboarding.models.organisation import Organisation
from onboarding.packets import building
from onboarding.queries import packets as found, trail
from onboarding.queries.packets import State
from onboarding.roles import Role
from onboarding.services import organisations, packet_builds as builds
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.packets.issued import claim, make_building, make_definition, make_issued, make_prepared
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
PACKETS = "/at/valley/packets"


def member(app: Flask, organisation: Organisation, role: Role) -> FlaskClient:
    return sign_in(app.test_client(), make_member(organisation, role, name=f"Mia {role}"))


def test_from_a_definition_that_is_ready_to_a_packet_that_l_and_i_reads(app: Flask) -> None:
    valley, lni = make_cohe(), make_lni()
    make_person(valley, "Ana Ruiz", hired_on=clock.today())
    manager, cora = member(app, valley, Role.MANAGER), make_member(lni, Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, valley)
    outside = sign_in(app.test_client(), cora)
    page = fetch(manager, f"{PACKETS}/definitions/new?of=training").submit()
    assert page.heading == "Training compliance"
    assert [row["Name"] for row in page.rows("1 person")] == ["Ana Ruiz"]
    page = fetch(manager, f"{PACKETS}/definitions/1/prepare").submit()
    assert page.heading == "Packet VALLEY-0001"
    assert "It waits for its turn." in page.main
    assert fetch(outside, f"{PACKETS}/1", status=404).status == 404
    assert building.build_next(app.extensions["config"], app.extensions["rulebook"], lambda: False)
    page = fetch(manager, f"{PACKETS}/1")
    assert "Not in order" in page.main
    assert {row["About"] for row in page.rows()} >= {"Hire", "Training"}
    page = page.submit()
    assert page.facts["State"] == "Being built"
    held = claim(1)
    builds.progress(held, 3, 9)
    assert "3 of 9 parts are done" in fetch(manager, f"{PACKETS}/1").main
    builds.finish(held, b"%PDF-1.7", 12)
    assert "Download the packet" in fetch(outside, f"{PACKETS}/1").links
    with outside.get(f"{PACKETS}/1.pdf") as answer:
        assert (answer.data, answer.content_type) == (b"%PDF-1.7", "application/pdf")
        assert "filename=valley-0001.pdf" in answer.headers["Content-Disposition"]
    (entry,) = trail.listed(valley.id, trail.Filters(action=Action.PACKET_HANDED_OUT)).rows
    assert entry.actor == f"user:{cora.id}"


def test_the_page_of_a_packet_under_way_asks_how_far_it_is_until_nobody_works_on_it(app: Flask) -> None:
    valley, asking = make_cohe(), {"HX-Request": "true"}
    manager, row = member(app, valley, Role.MANAGER), make_building(valley)
    at = f"{PACKETS}/{row.id}"
    held = claim(row.id)
    builds.progress(held, 3, 9)
    (part,) = (each for each in fetch(manager, at).all("div") if each.get("id") == "progress")
    assert part.get("hx-get") == f"{at}/progress"
    answer = manager.get(f"{at}/progress", headers=asking)
    assert "3 of 9 parts are done" in answer.text
    assert "<!doctype" not in answer.text  # the page takes a part, and no page
    assert manager.get(f"{at}/progress").location == at
    builds.finish(held, b"%PDF", 3)
    answer = manager.get(f"{at}/progress", headers=asking)
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.data) == (204, at, b"")


def test_who_issues_what_was_issued_or_canceled_meanwhile_is_told(app: Flask) -> None:
    valley = make_cohe()
    manager, row = member(app, valley, Role.MANAGER), make_prepared(valley, make_definition(valley))
    page, old = fetch(manager, f"{PACKETS}/{row.id}"), fetch(manager, f"{PACKETS}/{row.id}")
    page.submit()
    assert "VALLEY-0001 is not waiting to be issued. Nothing was changed." in old.submit().main
    fetch(manager, f"{PACKETS}/{row.id}/cancel").submit()
    assert "VALLEY-0001 is not waiting to be issued. Nothing was changed." in old.submit().main


def test_l_and_i_sees_the_packets_of_its_cohes_and_of_no_other(app: Flask) -> None:
    valley, harbor, lni = make_cohe(), make_cohe("harbor"), make_lni()
    cora = make_member(lni, Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, valley)
    make_issued(valley), make_issued(harbor)
    make_building(valley, make_definition(valley, name="Another"))
    page = fetch(sign_in(app.test_client(), cora), "/at/lni/packets")
    assert [(row["Packet"], row["COHE"], row["State"]) for row in page.rows("1 packet")] == [
        ("VALLEY-0001", "Valley COHE", "Issued")
    ]
    assert "Definitions" not in page.main


def test_an_auditor_reads_all_and_changes_nothing(app: Flask) -> None:
    valley = make_cohe()
    auditor = member(app, valley, Role.AUDITOR)
    row = make_building(valley)
    assert fetch(auditor, f"{PACKETS}/{row.id}").forms() == []
    page = fetch(auditor, f"{PACKETS}/definitions/{row.definition_id}")
    assert not {"Prepare a packet", "Change the definition"} & page.links.keys()


def test_what_cannot_be_is_said_beside_its_field(app: Flask) -> None:
    manager = member(app, make_cohe(), Role.MANAGER)
    page = fetch(manager, f"{PACKETS}/definitions/new?of=new_hire").submit(name="")
    assert page.faults["name"] == "Enter a name."
    page = fetch(manager, f"{PACKETS}/definitions/new?of=new_hire").submit()
    assert page.faults["whom"] == "Choose one person in the list below."
    page = fetch(manager, f"{PACKETS}/definitions/new?of=staffing").submit(span="days", first_on="31/12/2026")
    assert "31/12/2026" in page.faults["first_on"]


def test_a_reason_is_asked_for_before_a_packet_is_withdrawn(app: Flask) -> None:
    valley = make_cohe()
    manager, row = member(app, valley, Role.MANAGER), make_issued(valley)
    page = fetch(manager, f"{PACKETS}/{row.id}/withdraw").submit()
    assert page.faults["because"] == "Say why."
    page = page.submit(because="A count was wrong.")
    assert "A count was wrong." in page.main
    assert page.facts["State"] == "Withdrawn"
    assert page.main.index("Do not rely on it") < page.main.index("Download the packet")


def test_why_it_failed_is_said_in_words(app: Flask) -> None:
    valley = make_cohe()
    manager, row = member(app, valley, Role.MANAGER), make_building(valley)
    builds.fail(claim(row.id), "One of its sections could not be laid out.")
    page = fetch(manager, f"{PACKETS}/{row.id}")
    assert "One of its sections could not be laid out." in page.main
    assert "Prepare a packet by this definition again" in page.links
    assert found.one(valley.id, row.id).state is State.FAILED  # type: ignore[union-attr]
