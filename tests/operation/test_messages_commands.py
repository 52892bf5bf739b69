"""Messages at the machine: an operator reads a link where no mail is sent, and that they did is in the trail."""

import re

from flask import Flask
from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.trail import TrailEntry
from onboarding.queries.trail import chain_of
from onboarding.roles import Role
from onboarding.services import outbox, resets, sending
from onboarding.services.change import SYSTEM, change
from tests.accounts.steps import enrolled
from tests.make import make_cohe, make_member, make_message, sign_in
from tests.operation.test_commands import did, refused, run
from tests.page import fetch


def newest() -> TrailEntry:
    return db.session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc()).limit(1)).one()


def test_an_operator_reads_an_invitation_and_its_link_works(app: Flask) -> None:
    cohe = make_cohe()
    did(app, "members", "invite", "valley", "ann@example.org", "Ann Archer", "hr")
    (line,) = did(app, "messages", "list").splitlines()
    assert "ann@example.org" in line
    said = did(app, "messages", "show", line.split()[0])
    assert said.startswith("To: ann@example.org\nSubject: ")
    link = re.search(r"/invitations/\S+", said)
    assert link
    assert app.test_client().get(link[0]).status_code == 200
    entry = newest()
    assert (entry.action, entry.actor) == ("message.read", "command")
    assert entry.chain_id == chain_of(cohe.id).id


def test_an_operator_reads_a_reset_that_belongs_to_no_organisation(app: Flask) -> None:
    fetch(app.test_client(), "/reset").submit(email=enrolled(app).email)
    resets.answer()
    (id, *_) = did(app, "messages", "list").split()
    assert re.search(r"/reset/\S+", did(app, "messages", "show", id))
    assert (newest().action, newest().subject) == ("message.read", f"message:{id}")


def test_nobody_reads_such_a_link_in_the_product(app: Flask) -> None:
    cohe = make_cohe()
    did(app, "members", "invite", "valley", "ann@example.org", "Ann Archer", "hr")
    message = db.session.scalars(select(Message)).one()
    app.extensions["config"] = app.extensions["config"]._replace(mode="production")
    for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR):
        page = sign_in(app.test_client(), make_member(cohe, role)).get(f"/at/valley/messages/{message.id}")
        assert "/invitations/" not in page.get_data(as_text=True)


def test_a_message_that_is_not_there_is_said_to_be_missing(app: Flask) -> None:
    assert "There is no message 7" in refused(app, "messages", "show", "7")
    assert run(app, "messages", "show", "0").exit_code == 2
    assert run(app, "messages", "show", "9" * 30).exit_code == 2


def test_what_would_steer_a_terminal_is_not_printed(app: Flask) -> None:
    with change(SYSTEM):
        message = outbox.write(None, "a", "news", "ana@example.org", "News", "one\n\x1b]0;owned\x07two", about=())
    said = did(app, "messages", "show", str(message.id))
    assert "\x1b" not in said
    assert "\x07" not in said
    assert said.splitlines()[-2] == "one"


def test_a_message_that_was_sent_and_blanked_says_so(app: Flask) -> None:
    make_message()
    claimed = sending.claim()
    assert claimed
    sending.sent(claimed)
    assert did(app, "messages", "list") == ""
    assert "State: sent" in did(app, "messages", "show", str(claimed.id))


def test_what_belongs_to_no_organisation_is_sent_again_or_given_up_here_and_nothing_else_is(app: Flask) -> None:
    of_nobody = make_message()
    claimed = sending.claim()
    assert claimed
    sending.failed(claimed, "550 no such mailbox", for_good=True)
    ours = make_message(make_cohe())
    did(app, "messages", "retry", str(of_nobody.id))
    assert newest().action == "message.retried"
    did(app, "messages", "withdraw", str(of_nobody.id))
    assert newest().action == "message.withdrawn"
    for verb in ("retry", "withdraw"):
        refused(app, "messages", verb, str(ours.id))
    assert [line.split()[0] for line in did(app, "messages", "list").splitlines()] == [str(ours.id)]
