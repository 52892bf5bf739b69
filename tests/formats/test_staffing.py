"""A COHE's claims, staff and absences: what of them is refused, and under which path."""

from typing import Any

import pytest

from tests.cli.run import Document, answered, lines, refused, without

ROW = {"id": "s1", "role": "hsc", "claim_fte": 1, "from": "2024-01-01"}
AWAY = {"staff": "s1", "from": "2026-07-01", "to": "2026-07-14"}
QUARTER = {"quarter": "2026-Q1", "claims": 1180}


def staff(*rows: Document, **keys: Any) -> Document:
    return {"staff": list(rows)} | keys


@pytest.mark.parametrize(
    "written", ["2026-Q0", "2026-Q5", "2026Q1", "2026-q1", "26-Q1", "0000-Q1", "2026-Q1\n", "2026-Q٢", ""], ids=ascii
)
def test_what_is_no_quarter_is_refused(written: str) -> None:
    refused("staffing", {"quarters": [QUARTER | {"quarter": written}]}, "quarters[0].quarter")


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"quarters": [QUARTER, QUARTER]}, "quarters[1].quarter"),
        ({"quarters": [QUARTER | {"quarter": 20261}]}, "quarters[0].quarter"),
        ({"quarters": [{"claims": 5}]}, "quarters[0].quarter"),
        ({"quarters": [{"quarter": "2026-Q1"}]}, "quarters[0].claims"),
        ({"quarters": [QUARTER | {"claims": -1}]}, "quarters[0].claims"),
        ({"quarters": [QUARTER | {"claims": 1.5}]}, "quarters[0].claims"),
        ({"quarters": [QUARTER | {"claims": "1180"}]}, "quarters[0].claims"),
        ({"quarters": [QUARTER | {"claims": True}]}, "quarters[0].claims"),
        ({"quarters": [QUARTER | {"surgical_claims": -1}]}, "quarters[0].surgical_claims"),
        (staff(without(ROW, "id")), "staff[0].id"),
        (staff(ROW | {"id": 1.5}), "staff[0].id"),
        (staff(without(ROW, "role")), "staff[0].role"),
        (staff(ROW | {"role": "nurse"}), "staff[0].role"),
        (staff(without(ROW, "claim_fte")), "staff[0].claim_fte"),
        (staff(without(ROW, "from")), "staff[0].from"),
        (staff(ROW | {"from": "2024-01"}), "staff[0].from"),
        (staff(ROW | {"to": "2023-12-31"}), "staff[0].to"),
        (staff(ROW | {"to": "present"}), "staff[0].to"),
        (staff(ROW | {"billable_from": "soon"}), "staff[0].billable_from"),
        (staff(ROW | {"billable_from": False}), "staff[0].billable_from"),
        (staff(ROW, ROW | {"from": "2025-01-01"}), "staff[1].from"),
        (staff(ROW | {"to": "2025-01-01"}, ROW | {"from": "2025-01-01", "role": "assistant"}), "staff[1].from"),
        (staff(ROW | {"id": 3}, ROW | {"id": "3"}), "staff[1].from"),
        (staff(ROW, absences=[AWAY | {"staff": "s2"}]), "absences[0].staff"),
        (staff(ROW, absences=[AWAY | {"covered_by": "s2"}]), "absences[0].covered_by"),
        (staff(ROW, absences=[AWAY | {"to": "2026-06-30"}]), "absences[0].to"),
        (staff(ROW, absences=[without(AWAY, "staff")]), "absences[0].staff"),
        (staff(ROW, absences=[without(AWAY, "from")]), "absences[0].from"),
        (staff(ROW, absences=[without(AWAY, "to")]), "absences[0].to"),
    ],
)
def test_a_cohes_staffing_is_refused(document: Document, path: str) -> None:
    refused("staffing", document, path)


@pytest.mark.parametrize(
    "written",
    [-0.01, 1.01, 2, True, "1/0", "5/4", "-1/2", "٣", "four fifths", "", "0.8.1", "NaN", "1e-1", "0x1", [1]],
    ids=ascii,
)
def test_what_is_no_share_of_full_time_is_refused(written: object) -> None:
    refused("staffing", staff(ROW | {"claim_fte": written}), "staff[0].claim_fte")


@pytest.mark.parametrize("written", [0, -0.0, 1, 1.0, 0.8, "0.8", "4/5", "0", "1", "1.00"], ids=repr)
def test_a_share_of_full_time_may_be_a_number_or_a_text(written: object) -> None:
    ran = answered("staffing", lines(staff(ROW | {"claim_fte": written}, quarters=[QUARTER], as_of="2026-04-20")))
    assert ran.answers[0]["quarters"][0]["hsc_fte"]["at_most"] in ("0", "1", "4/5")


def test_rows_at_fault_are_not_said_to_overlap() -> None:
    refused("staffing", staff(without(ROW, "id"), without(ROW, "id")), "staff[0].id", "staff[1].id")
    refused("staffing", staff(without(ROW, "from"), ROW), "staff[0].from")
    bad = {"quarters": [QUARTER | {"quarter": "spring"}, QUARTER | {"quarter": "0001-Q1"}]}
    refused("staffing", bad, "quarters[0].quarter")
