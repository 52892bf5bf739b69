"""The pages of a link: what a look at them does not do, what a dead link says, what is refused and kept."""

import io
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet_share import PacketShareUse
from onboarding.queries import packet_questions as asked
from onboarding.roles import Role
from onboarding.services import organisations, packet_shares, packets
from onboarding.services.change import SYSTEM
from tests.accounts.steps import token_of
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.packet_shares.make import ask, make_packet, make_share, open_page, token
from tests.packets.issued import make_set
from tests.page import answered, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
NAMES = ("Ana Ruiz", "Ben Bright")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def uses() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(PacketShareUse.id))) or 0


def test_a_look_at_the_page_opens_nothing_and_another_browser_opens_it_anew(app: Flask, valley: Organisation) -> None:
    share = make_share(valley, make_packet(valley, names=NAMES))
    at = f"/shared-packets/{token(share)}"
    scanner = app.test_client()
    for method in ("GET", "HEAD", "GET"):
        with scanner.open(at, method=method) as answer:
            assert b"Ana Ruiz" not in answer.data
    for way in ("open", "download"):
        with scanner.get(f"{at}/{way}") as answer:
            assert answer.status_code == 405
    assert uses() == 0
    for _ in range(2):
        client = app.test_client()
        assert "Ana Ruiz" in open_page(client, share).main
        assert "Ana Ruiz" in fetch(client, at).main
    assert uses() == 2


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("revoked", "revoked this link on"),
        ("withdrawn", "withdrew this packet on"),
        ("expired", "This link worked through"),
        ("locked", "so this link is locked"),
    ],
)
def test_a_link_that_opens_nothing_says_why(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch, why: str, says: str
) -> None:
    share = make_share(valley, make_packet(valley, names=NAMES), passphrase="three wet salmon", last_on=clock.today())
    client = app.test_client()
    page = open_page(client, share, passphrase="three wet salmon")
    if why == "revoked":
        packet_shares.revoke(SYSTEM, valley, share.id)
    elif why == "withdrawn":
        packets.withdraw(SYSTEM, valley, share.packet_id, "A wrong day.")
    elif why == "locked":
        for _ in range(10):
            open_page(app.test_client(), share, passphrase="a guess")
    else:
        tomorrow = clock.today() + timedelta(days=1)
        monkeypatch.setattr(clock, "today", lambda: tomorrow)
    before = uses()
    for form in (1, 0):
        answer = page.submit(form, **({"verdict_0": "accepted"} if form else {}))
        assert "Ana Ruiz" not in answer.main
    assert says in fetch(client, page.address).main
    assert uses() == before


def test_a_replaced_packet_says_that_there_is_a_newer_one(app: Flask, valley: Organisation) -> None:
    share = make_share(valley, make_packet(valley, names=NAMES))
    make_packet(valley, of=share.packet.definition)
    page = open_page(app.test_client(), share)
    assert any("issued a newer packet" in each for each in page.messages)
    assert "Ana Ruiz" in page.main


def test_who_is_of_the_cohe_is_refused_and_a_stranger_finds_nothing(app: Flask, valley: Organisation) -> None:
    share = make_share(valley)
    at = f"/shared-packets/{token(share)}"
    insider = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    page = answered(insider, "GET", at)
    assert "you are signed in as somebody of Valley COHE" in page.main
    stranger = app.test_client()
    csrf = {"csrf_token": token_of(stranger, at)}
    for method, way in (("GET", ""), ("POST", ""), ("POST", "/open"), ("POST", "/download")):
        with stranger.open(f"/shared-packets/{'A' * 43}{way}", method=method, data=csrf) as answer:
            assert answer.status_code == 404
    assert uses() == 0


def test_a_text_without_a_choice_is_kept_and_said(app: Flask, valley: Organisation) -> None:
    share = make_share(valley, make_packet(valley, names=NAMES))
    page = open_page(app.test_client(), share).submit(1, text_1="Which day?", rest="y")
    assert page.faults["verdict_1"] == "Choose “Ask a question” or “Object” for what you wrote."
    assert "Which day?" in page.main
    page = page.submit(1, verdict_1="question", text_1="What of claim AB-12345?", rest=None)
    assert "a claim number" in page.faults["text_1"]
    assert asked.of_share(share) == {}


def test_an_old_tab_is_told_and_what_it_typed_is_kept(app: Flask, valley: Organisation) -> None:
    share = make_share(valley, make_packet(valley, names=NAMES))
    client = app.test_client()
    one = open_page(client, share)
    two = fetch(client, one.address)
    one.submit(1, verdict_0="accepted")
    page = two.submit(1, verdict_0="objection", text_0="There are four.")
    assert any("something else was said" in each for each in page.messages)
    assert "There are four." in page.main
    assert [each.verdict.value for each in asked.of_share(share).values()] == ["accepted"]


def test_those_at_l_and_i_see_the_packet_and_not_with_whom_it_is_shared(app: Flask, valley: Organisation) -> None:
    share = make_share(valley, make_packet(valley, names=NAMES))
    ask(share)
    auditor = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    assert "Pat Reader" in fetch(auditor, f"/at/valley/packets/{share.packet_id}").main
    assert "Answer the question" not in fetch(auditor, "/at/valley/packets/questions").main
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, valley)
    reader = sign_in(app.test_client(), cora)
    assert "Pat Reader" not in fetch(reader, f"/at/valley/packets/{share.packet_id}").main


def test_a_long_packet_comes_in_pages_and_in_few_questions(
    app: Flask, valley: Organisation, statements: list[str]
) -> None:
    share = make_share(valley, make_packet(valley, names=tuple(f"Person Number{each:02}" for each in range(40))))
    client = app.test_client()
    assert "43 lines to accept" in open_page(client, share).main
    at = f"/shared-packets/{token(share)}"
    page = fetch(client, f"{at}?page=3", count=lambda: len(statements))
    assert len(page.with_class("packet-line")) == 3
    page = page.submit(1, rest="y")
    assert "Your answers were sent to Valley COHE: 3." in page.messages[0]
    assert page.address.endswith("page=3")
    for number in range(20):
        ask(share, f"person-{number + 1}")
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    for address in ("/at/valley/packets/questions", f"/at/valley/packets/{share.packet_id}"):
        fetch(manager, address, count=lambda: len(statements))
    fetch(manager, "/at/valley/", count=lambda: len(statements), queries=21)  # one more than where nothing is asked
    assert fetch(manager, "/at/valley/packets/questions").rows("20 questions or objections")
    assert "12 more questions about packets" in fetch(manager, "/at/valley/").main
    fetch(client, at, count=lambda: len(statements))


def test_a_packet_with_a_file_for_each_person_is_downloaded_as_a_zip(app: Flask, valley: Organisation) -> None:
    share = make_share(valley, make_set(valley, tuple(make_person(valley, name) for name in NAMES)))
    client = app.test_client()
    page = open_page(client, share)
    assert "Download all files (ZIP, 2 PDFs)" in page.main
    csrf = {"csrf_token": token_of(client, page.address)}
    for _ in range(2):
        with client.post(f"/shared-packets/{token(share)}/download", data=csrf) as answer:
            assert "filename=valley-0001.zip" in answer.headers["Content-Disposition"]
            archive = zipfile.ZipFile(io.BytesIO(answer.data))
            assert archive.namelist() == ["contents.csv", "valley-0002.pdf", "valley-0003.pdf"]
    assert uses() == 3


def test_a_passphrase_that_is_asked_for_is_not_called_optional(app: Flask, valley: Organisation) -> None:
    share = make_share(valley, passphrase="three wet salmon")
    page = fetch(app.test_client(), f"/shared-packets/{token(share)}")
    assert "Passphrase" in page.main
    assert "optional" not in page.main
    assert "This is not the passphrase" in page.submit(passphrase="").main
