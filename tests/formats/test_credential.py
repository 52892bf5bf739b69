"""Two tracks of events: which are refused, and under which path."""

import pytest

from tests.cli.run import Document, refused, without

SENT = {"on": "2026-01-05", "event": "sent"}
ISSUED = {"on": "2026-02-05", "event": "issued", "number": "0123456"}


def provider(*events: Document) -> Document:
    return {"provider": list(events)}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"provider": {}}, "provider"),
        (provider({"event": "sent"}), "provider[0].on"),
        (provider({"on": "2026-01-05"}), "provider[0].event"),
        (provider(SENT | {"event": "lost"}), "provider[0].event"),
        (provider(SENT | {"on": 20260105}), "provider[0].on"),
        (provider(SENT, without(ISSUED, "number")), "provider[1].number"),
        (provider(SENT, ISSUED | {"number": 123456}), "provider[1].number"),
        (provider(SENT, ISSUED | {"number": ""}), "provider[1].number"),
        (provider(SENT, ISSUED | {"number": "12345678"}), "provider[1].number"),
        (provider(SENT, ISSUED | {"number": "012345６"}), "provider[1].number"),  # noqa: RUF001
        (provider(SENT, ISSUED | {"number": "01234 6"}), "provider[1].number"),
        (provider(SENT, {"on": "2026-02-05", "event": "returned"}), "provider[1].reason"),
        (provider(SENT, {"on": "2026-02-05", "event": "returned", "reason": 9}), "provider[1].reason"),
        ({"supplemental": [SENT, ISSUED]}, "supplemental[1].event"),
        ({"supplemental": [{"on": "2026-01-05", "event": "accepted"}]}, "supplemental[0]"),
        (provider(ISSUED), "provider[0]"),
        (provider(ISSUED | {"on": "2026-01-04"}, SENT), "provider[0]"),
        (provider(SENT, ISSUED, {"on": "2026-02-05", "event": "billed"}), "provider[2]"),
    ],
)
def test_a_credential_is_refused(document: Document, path: str) -> None:
    refused("credential", document | {"as_of": "2026-11-22"}, path)


def test_a_lost_zero_is_offered_back_and_an_npi_is_known() -> None:
    (said,) = refused("credential", provider(SENT, ISSUED | {"number": "123456"}), "provider[1].number")
    assert "0123456" in said
    (said,) = refused("credential", provider(SENT, ISSUED | {"number": "1234567893"}), "provider[1].number")
    assert "NPI" in said


def test_both_tracks_are_followed_before_either_is_refused() -> None:
    bad = {"as_of": "2026-11-22", "provider": [ISSUED], "supplemental": [{"on": "2026-01-05", "event": "received"}]}
    refused("credential", bad, "provider[0]", "supplemental[0]")
