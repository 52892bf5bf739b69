"""One journey of a shared packet, page by page: from the mail to the answer, and into what the COHE sees of it."""

from flask import Flask

from onboarding.roles import Role
from tests.accounts.steps import letter, link_in, token_of
from tests.make import make_cohe, make_member, sign_in
from tests.packet_shares.make import make_packet
from tests.page import Page, fetch

NAMES = ("Ana Ruiz", "Ben Bright")


def place(page: Page, name: str) -> str:
    """The place on the page of the line that is called so."""
    (at,) = [
        (each.get("id") or "")[5:]
        for each in page.all("fieldset")
        if " ".join("".join(each[0].itertext()).split()) == name
    ]
    return at


def test_from_the_mail_to_the_answer_and_into_the_view_of_the_cohe(app: Flask) -> None:
    valley = make_cohe()
    manager = make_member(valley, Role.MANAGER)
    packet = make_packet(valley, names=NAMES)
    ours = sign_in(app.test_client(), manager)
    page = fetch(ours, f"/at/valley/packets/{packet.id}/share")
    typed = {"name": "Pat Reader", "role": "L&I", "address": "pat@lni.example.gov", "passphrase": "three wet salmon"}
    page = page.submit(**typed)
    assert page.rows("1 link")[0]["Opened"] == "Not yet"

    reader = app.test_client()
    front = fetch(reader, link_in(letter("pat@lni.example.gov")))
    assert front.heading == "Packet VALLEY-0001"
    assert "Ana Ruiz" not in front.html
    assert "9 tries are left" in " ".join(front.submit(passphrase="wrong").messages)
    page = front.submit(passphrase="three wet salmon")
    assert "5 lines to accept, ask about or object to" in page.main
    question, rest = place(page, "Ana Ruiz, training"), {"rest": "y"}
    page = page.submit(1, **{f"verdict_{question}": "question", f"text_{question}": "Which day?"}, **rest)
    assert page.messages[0] == "Your answers were sent to Valley COHE: 5."
    with reader.post(
        f"{page.address.partition('?')[0]}/download", data={"csrf_token": token_of(reader, page.address)}
    ) as got:
        assert got.data.startswith(b"%PDF")
        assert got.headers["Content-Type"] == "application/pdf"

    home = fetch(ours, "/at/valley/")
    assert "Pat Reader sent a question about packet VALLEY-0001" in home.main
    page = fetch(ours, home.links["Answer the question"])
    assert "Additional training is overdue" in page.main
    page = page.submit(text="On May 4.")
    assert page.rows("1 question")[0]["Answer"].startswith("On May 4.")
    page = fetch(ours, f"/at/valley/packets/{packet.id}")
    (line,) = page.rows("1 link")
    assert line["Opened"].startswith("1 time")
    assert line["Downloaded"].startswith("1 time")
    assert "4 lines were accepted." in page.main
    used = fetch(ours, page.links["Pat Reader"]).rows("3 times")
    assert [each["What"] for each in used] == [
        "Tried a wrong passphrase",
        "Opened the packet",
        "Downloaded the packet",
    ]
    assert "Valley COHE answered: On May 4." in fetch(reader, front.address).main
