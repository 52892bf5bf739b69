"""A new hire's training document: what of it is refused, and under which path."""

from typing import Any

import pytest

from tests.cli.run import Document, refused, without

ORIENTED = {"kind": "orientation", "on": "2026-03-02", "location": "headquarters"}
TAUGHT = {"kind": "approved_content", "on": "2026-03-01", "topics": ["lni_processes"]}
SHADOWED = {"kind": "shadowing", "on": "2026-03-09", "minutes": 250, "host_cohe": "alliance", "host_role": "hsc"}
ATTENDED = {"kind": "conference", "on": "2026-05-12", "sponsor": "lni", "attended": True}


def activity(of: Document, *left_out: str, **keys: Any) -> Document:
    return {"cohe": "valley", "activities": [without(of, *left_out) | keys]}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"hired_on": None}, "hired_on"),
        ({"hired_on": 20260115}, "hired_on"),
        ({"role": "nurse"}, "role"),
        ({"cohe": ["valley"]}, "cohe"),
        ({"initial": {}}, "initial"),
        ({"initial": ["referrals"]}, "initial[0]"),
        ({"initial": [{"on": "2026-01-20"}]}, "initial[0].area"),
        ({"initial": [{"area": "referrals"}]}, "initial[0].on"),
        ({"initial": [{"area": "billing", "on": "2026-01-20"}]}, "initial[0].area"),
        ({"initial": [{"area": "referrals", "on": "2026-02-29"}]}, "initial[0].on"),
        ({"initial": [{"area": "referrals", "on": "2026-01-20", "verified": "x"}]}, "initial[0].verified"),
        ({"lni_required": [{"completed_on": "2026-02-02"}]}, "lni_required[0].name"),
        ({"lni_required": [{"name": 4}]}, "lni_required[0].name"),
        ({"lni_required": [{"name": "OHMS", "completed_on": "2026-02"}]}, "lni_required[0].completed_on"),
        ({"lni_required": [{"name": "OHMS", "passed": "yes"}]}, "lni_required[0].passed"),
        (activity(ORIENTED, "kind"), "activities[0].kind"),
        (activity(ORIENTED, kind="lunch"), "activities[0].kind"),
        (activity(ORIENTED, "on"), "activities[0].on"),
        (activity(ORIENTED, on="2026-03"), "activities[0].on"),
        (activity(ORIENTED, "location"), "activities[0].location"),
        (activity(ORIENTED, location="Tumwater"), "activities[0].location"),
        (activity(TAUGHT, "topics"), "activities[0].topics"),
        (activity(TAUGHT, topics="lni_processes"), "activities[0].topics"),
        (activity(TAUGHT, topics=["lni_processes", "billing"]), "activities[0].topics[1]"),
        (activity(TAUGHT, topics=[None]), "activities[0].topics[0]"),
        (activity(TAUGHT, approved_on=True), "activities[0].approved_on"),
        (activity(SHADOWED, "minutes"), "activities[0].minutes"),
        (activity(SHADOWED, minutes="250"), "activities[0].minutes"),
        (activity(SHADOWED, minutes=-1), "activities[0].minutes"),
        (activity(SHADOWED, "host_cohe"), "activities[0].host_cohe"),
        (activity(SHADOWED, "host_role"), "activities[0].host_role"),
        (activity(SHADOWED, host_role="surgeon"), "activities[0].host_role"),
        (activity(SHADOWED) | {"cohe": None}, "cohe"),
        (activity(ATTENDED, "sponsor"), "activities[0].sponsor"),
        (activity(ATTENDED, sponsor="L&I"), "activities[0].sponsor"),
        (activity(ATTENDED, "attended"), "activities[0].attended"),
        (activity(ATTENDED, attended="yes"), "activities[0].attended"),
        (activity(ATTENDED, topics=["billing"]), "activities[0].topics[0]"),
    ],
)
def test_a_new_hire_is_refused(document: Document, path: str) -> None:
    refused("training", document, path)
