"""Journeys of a COHE's own systems by noun: recorded by a program, and read back as the rules have it."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.permissions import TokenScope
from onboarding.queries import packet_parts
from onboarding.roles import Role
from onboarding.services import training_sessions
from onboarding.services.change import SYSTEM
from tests.api.make import Program, make_token, problem
from tests.make import make_cohe, make_lni, make_member, make_person
from tests.packets.issued import make_building, make_definition, make_issued, make_set
from tests.stored import on_sqlite
from tests.training_sessions.make import make_session

SENT = {"track": "provider", "event": "sent", "on": "2025-01-10"}
ORIENTATION = {"part": "activities", "kind": "orientation", "on": "2025-02-03", "location": "headquarters"}


@pytest.fixture
def cohe(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def program(app: Flask, cohe: Organisation) -> Program:
    return Program(app, make_token(cohe, make_member(cohe, Role.MANAGER)))


@pytest.fixture
def hana(cohe: Organisation) -> Person:
    return make_person(cohe, "Hana Hsc", hired_on=date(2025, 1, 6))


def items(program: Program, path: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.get(f"/cohes/valley{path}", **query).get_json()["items"]
    return found


def test_training_is_recorded_and_judged(program: Program, hana: Person) -> None:
    at = f"/cohes/valley/staff/{hana.id}"
    made = program.post(f"{at}/training", ORIENTATION, key="1")
    assert made.status_code == 201
    assert made.get_json()["facts"] == {"kind": "orientation", "on": "2025-02-03", "location": "headquarters"}
    assert program.post(f"{at}/training", ORIENTATION, key="1").get_json() == made.get_json()
    assert [each["verified"] for each in items(program, f"/staff/{hana.id}/training")] == [False]
    answer = program.get(f"{at}/training-answer").get_json()
    assert (answer["due_on"], answer["verified"]["additional"]["outcome"]) == ("2025-07-06", "undetermined")
    assert problem(program.post(f"{at}/training", ORIENTATION, key="2"))[0] == 409


@on_sqlite
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"part": "activities"}, 422),
        ({**ORIENTATION, "verified": True}, 422),
        ({**ORIENTATION, "on": "2999-01-01"}, 409),
        ({**ORIENTATION, "title": "Ana Ruiz, claim AB12345"}, 409),
        ({"part": "activities", "kind": "approved_content", "on": "2025-02-03", "topics": ["x", 1]}, 422),
    ],
)
def test_what_was_no_training_is_refused(program: Program, hana: Person, said: dict[str, Any], status: int) -> None:
    assert problem(program.post(f"/cohes/valley/staff/{hana.id}/training", said, key="1"))[0] == status
    assert items(program, f"/staff/{hana.id}/training") == []


@on_sqlite
def test_a_token_records_only_about_whom_it_sees(app: Flask, cohe: Organisation, hana: Person) -> None:
    manager, at = make_member(cohe, Role.MANAGER), f"/cohes/valley/staff/{hana.id}/training"
    writes, sees = TokenScope.WRITE_STAFF, TokenScope.READ_STAFF
    blind, seeing = (Program(app, make_token(cohe, manager, scopes=each)) for each in ([writes], [writes, sees]))
    assert problem(blind.post(at, ORIENTATION, key="1"))[0] == 404
    assert seeing.post(at, ORIENTATION, key="1").status_code == 201


def test_what_happened_at_lni_is_recorded_and_followed(program: Program, hana: Person) -> None:
    at = f"/cohes/valley/staff/{hana.id}"
    assert program.post(f"{at}/credential-events", SENT, key="1").status_code == 201
    early = {"track": "provider", "event": "effective", "on": "2025-01-11"}
    assert problem(program.post(f"{at}/credential-events", early, key="2"))[0] == 409
    assert program.get(f"{at}/credential-answer").get_json()["provider"]["state"] == "sent"
    (event,) = items(program, f"/staff/{hana.id}/credential-events")
    assert (event["event"], event["on"]) == ("sent", "2025-01-10")


def test_staff_are_listed_and_narrowed(program: Program, cohe: Organisation, hana: Person) -> None:
    former = make_person(cohe, "Fay Former", hired_on=date(2024, 1, 8), left_on=date(2025, 1, 3))
    make_person(cohe, "Ann Applicant")
    assert [each["id"] for each in items(program, "/staff")] == sorted([hana.id, former.id])
    assert [each["id"] for each in items(program, "/staff", stage="former")] == [former.id]
    assert [each["name"] for each in items(program, "/staff", q="hana")] == ["Hana Hsc"]


def test_somebody_is_booked_and_gives_the_seat_back(program: Program, hana: Person) -> None:
    session = make_session(make_lni(), seats=1)
    at = f"/sessions/{session.id}"
    assert items(program, "/sessions")[0]["free"] == 1
    made = program.post(f"/cohes/valley{at}/bookings", {"person": hana.id}, key="1")
    assert (made.status_code, made.get_json()["seat"]) == (201, "booked")
    assert program.get(f"/cohes/valley{at}").get_json()["free"] == 0
    assert problem(program.post(f"/cohes/valley{at}/bookings", {"person": hana.id}, key="2"))[0] == 409
    back = program.ask("PUT", f"/cohes/valley{at}/bookings/{made.get_json()['id']}/withdrawal", {"because": "Ill."})
    assert back.get_json()["seat"] == "withdrawn"
    assert program.get(f"/cohes/valley{at}").get_json()["free"] == 1


def test_a_seat_and_a_place_on_the_list_end_with_their_session(
    program: Program, cohe: Organisation, hana: Person
) -> None:
    lni, people = make_lni(), [hana, *(make_person(cohe, name, hired_on=date(2025, 1, 6)) for name in ("Ben", "Cyd"))]
    session = make_session(lni, seats=1)
    at = f"/sessions/{session.id}"
    made = [
        program.post(f"/cohes/valley{at}/bookings", {"person": each.id}, key=str(each.id)).get_json()["id"]
        for each in people
    ]
    program.ask("PUT", f"/cohes/valley{at}/bookings/{made[2]}/withdrawal", {"because": "Ill."})
    assert [each["seat"] for each in items(program, f"{at}/bookings")] == ["booked", "waiting", "withdrawn"]
    training_sessions.cancel(SYSTEM, lni, session.id, "The trainer is ill.")
    assert program.get(f"/cohes/valley{at}").get_json()["state"] == "canceled"
    assert [each["seat"] for each in items(program, f"{at}/bookings")] == ["canceled", "canceled", "withdrawn"]
    assert program.get(f"/cohes/valley{at}/bookings/{made[0]}").get_json()["seat"] == "canceled"


def test_claims_are_recorded_and_counted(program: Program, hana: Person) -> None:
    first = {"quarter": "2025-Q1", "claims": 500, "replaces": 0}
    said = program.ask("PUT", "/cohes/valley/claims", first).get_json()
    assert (said["quarter"], said["claims"]) == ("2025-Q1", 500)
    later = {**first, "claims": 510, "because": "Counted again."}
    assert problem(program.ask("PUT", "/cohes/valley/claims", later))[0] == 409  # another number was recorded meanwhile
    corrected = program.ask("PUT", "/cohes/valley/claims", {**later, "replaces": said["id"]})
    assert corrected.get_json()["claims"] == 510
    assert items(program, "/staffing")[0]["quarter"] == "2025-Q1"
    assert items(program, "/claims")[0]["claims"] == 510


def test_deadlines_are_listed_in_order_and_in_parts(program: Program, hana: Person) -> None:
    every = items(program, "/deadlines", limit="100")
    assert {each["person"] for each in every} == {hana.id}
    assert [each["due_on"] or "9999" for each in every] == sorted(each["due_on"] or "9999" for each in every)
    found, path = list[dict[str, Any]](), "/cohes/valley/deadlines?limit=1"
    while path:
        answer = program.ask("GET", path)
        found += answer.get_json()["items"]
        path = answer.headers.get("Link", "").partition(">")[0].removeprefix("</api/v1")
    assert found == every


@on_sqlite
def test_staff_s_deadlines_are_for_tokens_that_are_for_staff(app: Flask, cohe: Organisation, hana: Person) -> None:
    scopes = [TokenScope.READ_APPLICANTS]
    program = Program(app, make_token(cohe, make_member(cohe, Role.MANAGER), scopes=scopes))
    assert items(program, "/deadlines") == []
    assert problem(program.get(f"/cohes/valley/applicants/{hana.id}"))[0] == 404


def test_a_packet_with_a_file_for_each_person_is_its_files(program: Program, cohe: Organisation) -> None:
    whole = make_set(cohe, (make_person(cohe, "Fay File"), make_person(cohe, "Gus File")))
    ids = [each["id"] for each in items(program, "/packets")]
    assert ids == [each.packet.id for each in packet_parts.of(whole)]
    assert program.get(f"/cohes/valley/packets/{whole.id}").status_code == 404
    assert program.get(f"/cohes/valley/packets/{whole.id}/file").status_code == 404
    assert program.get(f"/cohes/valley/packets/{ids[0]}/file").status_code == 200


def test_packets_that_were_issued_are_handed_out(program: Program, cohe: Organisation) -> None:
    issued = make_issued(cohe)
    make_building(cohe, make_definition(cohe, name="Another"))
    (packet,) = items(program, "/packets")
    assert (packet["number"], packet["state"]) == ("VALLEY-0001", "issued")
    assert packet["exceptions"] == {"not_in_order": 1, "cannot_tell_yet": 0, "open": 1}
    file = program.get(f"/cohes/valley/packets/{issued.id}/file")
    assert (file.content_type, file.data[:8]) == ("application/pdf", b"%PDF-1.7")


@on_sqlite
def test_the_rulebook_is_the_one_in_use(program: Program) -> None:
    said = program.get("/rulebook").get_json()
    (years,) = [each for each in said["numbers"] if each["id"] == "years_with_degree"]
    assert years["values"][0]["value"] == "3"
    assert len(said["questions"]) >= 10
