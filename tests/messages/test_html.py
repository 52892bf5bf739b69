"""A mail says the same as text and as HTML; nothing in it is fetched, and only our own pages are links."""

import re

import pytest
from flask import Flask
from lxml.html import document_fromstring

from onboarding.config import Config
from onboarding.jobs.sender import send_due
from onboarding.messages import html
from onboarding.services import outbox
from onboarding.services.change import SYSTEM, change
from tests.messages.server import Inbox, serving, text_of
from tests.messages.test_faults import at
from tests.stored import on_sqlite

pytestmark = on_sqlite
BODY = """Ana Ruiz,

Two lines
of one paragraph <b>& more</b>.

- The first: see

  http://localhost:8000/at/valley/people/1.
- The second

Done, http://localhost:8000.evil.example/ and https://evil.example/x are texts.
"""


def links(page: str) -> list[str]:
    return [each.get("href", "") for each in document_fromstring(page).iter("a")]


def test_both_parts_arrive_and_say_the_same(app: Flask, config: Config) -> None:
    inbox = Inbox()
    with change(SYSTEM):
        outbox.write(None, "k", "news", "ana@example.org", "A <subject>", BODY, about=())
    with serving(inbox) as port:
        assert send_due(at(config, port)) == {"sent": 1}
    (mail,) = inbox.mails
    assert mail.get_content_type() == "multipart/alternative"
    assert text_of(mail) == BODY
    page = document_fromstring(text_of(mail, "html"))
    assert page.findtext(".//title") == "A <subject>"
    said = " ".join(page.find(".//body").text_content().split())
    plain = " ".join(re.sub(r"(?m)^- ", "", BODY).split())
    assert said.replace(" ", "") == plain.replace(" ", "")


def test_paragraphs_lists_and_our_own_addresses(app: Flask, config: Config) -> None:
    found = html.html("s", BODY.replace("http://localhost:8000", config.base_url))
    page = document_fromstring(found)
    assert [len(each) for each in page.iter("ul")] == [2]
    assert len(list(page.iter("p"))) == 3
    assert links(found) == [f"{config.base_url}/at/valley/people/1"]
    assert "<b>" not in found


@pytest.mark.parametrize("body", ["", "\n\n", "- \n", "  a", "-a", "a\n- b\nc", "- a\n\n\n\nb", "x" * 5000])
def test_any_text_can_be_shown(app: Flask, body: str) -> None:
    page = document_fromstring(html.html("s", body))
    said = "".join(page.find(".//body").text_content().split())
    assert said == "".join(body.replace("- ", "").split())


def test_nothing_is_fetched(app: Flask) -> None:
    page = document_fromstring(html.html("s", BODY))
    assert not [each for each in page.iter() if each.get("src") or each.tag in ("script", "link", "img", "style")]
