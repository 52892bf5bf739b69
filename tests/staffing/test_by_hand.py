"""Three quarters worked out by hand: the page, the worksheet and the command line say the same, to the last digit."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import rulings
from onboarding.services.change import SYSTEM
from onboarding.services.rulings import RulingFacts
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.papers import read
from tests.staffing.make import FULL, count, split
from tests.stored import on_sqlite

pytestmark = on_sqlite
SETTLED = {
    "unbillable-time-counts": "included",
    "assistant-time-counts": "excluded",
    "required-fte-rounding": "proportional",
}
CLAIMS = {"2023-Q2": 400, "2023-Q3": 410, "2023-Q4": 420, "2024-Q1": 852, "2024-Q2": 0}
FIRST, SECOND = date(2023, 1, 1), date(2024, 2, 10)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """Ana is one FTE. Ben comes on February 10, 2024, with 0.8 of one."""
    cohe, book = make_cohe(), current_app.extensions["rulebook"]
    for settles, reading in SETTLED.items():
        facts = RulingFacts(settles, reading, None, date(2020, 1, 1), None, "Cora Contract", "Contract, exhibit C")
        rulings.put_in_force(SYSTEM, cohe, book, rulings.propose(SYSTEM, cohe, book, facts).id)
    split(make_person(cohe, "Ana Ruiz", hired_on=FIRST), FIRST)
    split(make_person(cohe, "Ben Stone", hired_on=SECOND), SECOND, FULL * 8 // 10)
    count(cohe, "2023-Q2", *CLAIMS.values())
    return cohe


@pytest.fixture
def client(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def test_a_hire_amid_a_quarter_of_a_leap_year(client: FlaskClient) -> None:
    # January to March 2024 have 91 days. Ben is there for 20 of February and 31 of March: 51.
    # 1 + 0.8 x 51 / 91 = 131.8 / 91 = 659/455 = 1.4483. 852 x 455 / 659 = 387660/659 = 588.2549, which is above 588.
    # 588 x 659 / 455 = 851.6, so 1 claim is above. 852 / 588 - 659 / 455 = 0.0006, begun hundredths of which are one.
    page = fetch(client, "/at/valley/staffing?period=2024-Q1").main
    assert "1.4483 (659/455) FTE, 588.2549 (387660/659) claims per FTE" in page
    assert "1 claim above the discussion trigger. 0.01 more FTE would be within it." in page
    assert worksheet(client, "2024-Q1") >= {"(659/455)", "(387660/659)"}


def test_the_year_to_it_against_requirement_and_recommendation(client: FlaskClient) -> None:
    # April 2023 to March 2024 are 366 days with 400 + 410 + 420 + 852 = 2,082 claims. (366 + 0.8 x 51) / 366 = 339/305
    # = 1.1114. Required: 2,082 / 2,350 = 1041/1175 = 0.8859, which is 0.2255 less.
    # 1,650 x 339 / 305 = 1,833.9, so 249 claims are above. 2,082 / 1,650 - 339 / 305 = 0.1503.
    page = fetch(client, "/at/valley/staffing?period=2024-Q1").main
    assert "0.22 FTE more than required." in page
    assert "249 claims a year above what L&I recommends. 0.16 more FTE would be within it." in page
    assert worksheet(client, "2024-Q1") >= {"(339/305)", "(1041/1175)"}


def test_a_quarter_without_claims_and_the_same_from_the_command_line(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    # 588 x 1.8 = 1,058.4: the 1,059th claim passes it.
    page = fetch(client, "/at/valley/staffing?period=2024-Q2").main
    assert "1,059 more claims would have reached the discussion trigger." in page
    # July 2023 to June 2024 are 366 days: (366 + 0.8 x (51 + 91)) / 366 = 479.6 / 366 = 1199/915.
    assert worksheet(client, "2024-Q2") >= {"(1199/915)"}
    staff = [{"id": "ana", "role": "hsc", "claim_fte": 1, "from": str(FIRST)},
             {"id": "ben", "role": "hsc", "claim_fte": "0.8", "from": str(SECOND)}]  # fmt: skip
    quarters = [{"quarter": of, "claims": claims, "surgical_claims": 0} for of, claims in CLAIMS.items()]
    document = {
        "id": "v",
        "cohe": "valley",
        "as_of": "2024-06-30",
        "quarters": quarters,
        "staff": staff,
        "absences": [],
    }
    path = tmp_path / "valley.json"
    path.write_text(json.dumps(document))
    answer = json.loads(app.test_cli_runner().invoke(args=["rules", "staffing", str(path)]).output)
    of = {each["quarter"]: each for each in answer["quarters"]}
    assert of["2024-Q1"]["hsc_fte"] == {"at_least": "659/455", "at_most": "659/455"}
    assert of["2024-Q1"]["claims_per_fte"] == {"at_least": "387660/659", "at_most": "387660/659"}
    assert (of["2024-Q1"]["discussion"], of["2024-Q2"]["discussion"]) == ("required", "not_required")
    assert of["2024-Q2"]["claims_per_fte"] == {"at_least": "0", "at_most": "0"}
    assert answer["year"]["hsc_fte"] == {"at_least": "1199/915", "at_most": "1199/915"}


def worksheet(client: FlaskClient, quarter: str) -> set[str]:
    """The words of a worksheet."""
    return set(read(client.get(f"/at/valley/staffing/worksheet/{quarter}.pdf").data).text.split())
