"""Checking as people do it: on the public page, and by the command."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from onboarding import keys, packet_keys
from onboarding.config import Config
from onboarding.packets import checking
from onboarding.packets.checking import Verdict
from onboarding.queries import packet_standing
from onboarding.queries.packet_standing import Standing
from onboarding.signing_keys import written
from tests.operation.test_commands import run
from tests.packets import sealed as one
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite


@pytest.fixture(autouse=True)
def _signs(config: Config) -> None:
    """The installation signs with the key of the packet, and never did with another."""
    for each in keys.path(config.instance, "packets").parent.glob("packets*"):
        each.unlink()
    keys.put(keys.path(config.instance, "packets"), written(one.key()))


def sent(app: Flask, pdf: bytes) -> Page:
    """What the page says of a file that a stranger drops on it."""
    return fetch(app.test_client(), "/check").submit(file=(BytesIO(pdf), "packet.pdf"))


def changed() -> bytes:
    with_seven = bytearray(one.packet())
    with_seven[with_seven.index(b"Diploma") - 400] ^= 1
    return bytes(with_seven)


def test_anybody_sees_that_a_packet_is_as_it_was_issued(app: Flask) -> None:
    page = sent(app, one.packet())
    assert page.messages[0].startswith("This packet is as it was issued")
    assert page.facts["Number"] == "2026-0042"
    assert (page.facts["As of"], page.facts["Issued"]) == ("Sep 30, 2026", "Nov 30, 2026")
    assert page.facts["Signed by"] == "Evidence packets of Valley COHE"
    assert page.facts["Fingerprint of its certificate"] == one.key().fingerprint
    assert page.facts["Holds"] == "12 pages and 3 files inside"


def test_before_a_file_is_chosen_the_certificates_are_shown(app: Flask) -> None:
    page = fetch(app.test_client(), "/check")
    (row,) = page.rows("Packets from here")
    assert (row["Use"], row["SHA-256 fingerprint"]) == ("In use", one.key().fingerprint)
    with app.test_client().get(page.links["download the certificates"]) as answer:
        assert answer.text.count("BEGIN CERTIFICATE") == 1
        assert "attachment" in answer.headers["Content-Disposition"]


def test_before_there_is_any_key_the_page_says_so(app: Flask, config: Config) -> None:
    keys.path(config.instance, "packets").unlink()
    assert "No packet was signed here yet" in fetch(app.test_client(), "/check").main


def test_no_file_is_said_at_the_field(app: Flask) -> None:
    assert fetch(app.test_client(), "/check").submit().faults == {"file": "Choose the PDF of a packet."}


def test_what_differs_is_listed_by_name(app: Flask) -> None:
    page = sent(app, one.written_anew(one.packet(), lambda pdf: pdf.pages.__delitem__(4)))
    assert page.messages[0].startswith("This file is not what was issued")
    assert {"Part": "Page 5", "What is wrong": "Is missing"} in page.rows()


def test_what_is_no_packet_and_what_a_stranger_signed_are_told_apart(app: Flask, config: Config) -> None:
    page = sent(app, b"hello")
    assert page.messages[0].startswith("This is not an evidence packet")
    keys.path(config.instance, "packets").unlink()
    page = sent(app, one.packet())
    assert page.messages[0].startswith("This file is whole, but was not signed here")
    assert page.facts["Fingerprint of its certificate"] == one.key().fingerprint


def test_what_a_file_says_of_itself_is_text(app: Flask) -> None:
    from onboarding.packets.sealing import sealed

    hostile = {**one.PACKET, "cohe": "<script>alert(1)</script>", "number": "x" * 5000}
    page = sent(app, sealed(one.pages(), hostile, [], one.signer()))
    assert page.facts["COHE"] == "<script>alert(1)</script>"
    assert len(page.facts["Number"]) == checking.LONGEST


@pytest.mark.parametrize(
    ("standing", "says"),
    [(Standing.SUPERSEDED, "later packet has replaced it"), (Standing.WITHDRAWN, "has withdrawn it")],
)
def test_a_packet_that_no_longer_counts_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, standing: Standing, says: str, tmp_path: Path
) -> None:
    for module in ("onboarding.web.views.packet_checks", "onboarding.cli.packets"):
        monkeypatch.setattr(f"{module}.standing_of", lambda *_: standing)
    assert says in sent(app, one.packet()).messages[0]
    file = tmp_path / "packet.pdf"
    file.write_bytes(one.packet())
    done = run(app, "packets", "verify", str(file))
    assert (done.exit_code, says in done.stdout) == (4, True)


def test_nothing_of_the_file_is_kept(app: Flask, config: Config) -> None:
    before = {path for path in config.instance.rglob("*") if path.is_file()}
    sent(app, one.packet())
    assert {path for path in config.instance.rglob("*") if path.is_file() and "turns" not in path.parts} <= before


def test_of_a_packet_that_nobody_recorded_nothing_is_known(app: Flask) -> None:
    assert packet_standing.known("2026-0042", "0" * 64) is Standing.UNKNOWN


def test_the_command_says_of_each_file_what_it_is(app: Flask, config: Config, tmp_path: Path) -> None:
    files = {"whole": one.packet(), "changed": changed(), "none": b"hello", "added": one.packet() + b"x"}
    paths = {name: tmp_path / f"{name}.pdf" for name in files}
    for name, content in files.items():
        paths[name].write_bytes(content)
    status = {name: run(app, "packets", "verify", str(path)).exit_code for name, path in paths.items()}
    assert status == {"whole": 0, "changed": 1, "none": 2, "added": 1}
    done = run(app, "packets", "verify", "--json", *map(str, paths.values()))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [each["verdict"] for each in lines] == [Verdict.WHOLE, Verdict.CHANGED, Verdict.NO_PACKET, Verdict.CHANGED]
    assert lines[0]["certificate"]["fingerprint"] == one.key().fingerprint
    assert lines[3]["faults"][0]["part"] == "after the signature"
    keys.path(config.instance, "packets").unlink()
    whole = str(paths["whole"])
    assert run(app, "packets", "verify", whole).exit_code == 3
    assert run(app, "packets", "verify", "--trust", one.key().fingerprint.upper(), whole).exit_code == 0
    assert run(app, "packets", "verify", str(tmp_path / "none")).exit_code == 2


def test_a_certificate_that_is_damaged_is_told(app: Flask, config: Config) -> None:
    packet_keys.remember(config, one.key())
    keys.path(config.instance, f"packets-{one.key().fingerprint}.crt").write_text("damaged")
    done = run(app, "packets", "certificates")
    assert (done.exit_code, "Restore it" in done.stderr) == (1, True)
