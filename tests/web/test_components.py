"""Components as pages use them: the gallery's pages keep the house's rules, and their links keep what was asked."""

import pytest
from flask import Flask

from onboarding.web.addresses import here
from tests.browser.gallery import gallery_app
from tests.page import Page, fetch, text_of


def shown(path: str) -> Page:
    return fetch(gallery_app().test_client(), path)


@pytest.mark.parametrize("path", ["/gallery/people", "/gallery/form", "/gallery/facts", "/gallery/confirm"])
def test_a_page_of_components_keeps_the_rules_of_the_house(path: str) -> None:
    assert shown(path).heading


def test_a_heading_sorts_and_keeps_the_other_arguments() -> None:
    page = shown("/gallery/people?name=a%26b&sort=hired_on&page=3")
    (table,) = page.all("table")
    sorted_by = {text_of(each): each.get("aria-sort") for each in table.iter("th") if each.get("scope") == "col"}
    assert (sorted_by["Hired"], sorted_by["Name"]) == ("ascending", None)
    assert page.links["Hired"] == "/gallery/people?name=a%26b&sort=hired_on&descending=1"
    assert page.links["Name"] == "/gallery/people?name=a%26b&sort=name"
    again = shown("/gallery/people?sort=hired_on&descending=1")
    assert again.links["Hired"] == "/gallery/people?sort=hired_on"


@pytest.mark.parametrize(
    ("page", "numbers"),
    [
        (1, "1 2 … 20"),
        (3, "1 2 3 4 … 20"),
        (4, "1 2 3 4 5 … 20"),
        (10, "1 … 9 10 11 … 20"),
        (17, "1 … 16 17 18 19 20"),
        (20, "1 … 19 20"),
    ],
)
def test_the_pages_that_are_offered(page: int, numbers: str) -> None:
    found = shown(f"/gallery/people?page={page}&sort=hours")
    lists = [each for each in found.all("nav") if each.get("aria-label") == "Pages"]
    items = [text_of(each) for each in lists[0].iter("li")]
    assert " ".join(item for item in items if item not in ("Previous page", "Next page")) == numbers
    if page < 20:
        assert found.links["Next page"].endswith("page=9") or f"sort=hours&page={page + 1}" in found.html.replace(
            "&amp;", "&"
        )


def test_a_list_of_one_page_has_no_pages() -> None:
    assert "Not shown" not in shown("/gallery/people").html


def test_a_filter_keeps_the_order_and_what_was_chosen() -> None:
    page = shown("/gallery/people?sort=hours&state=due")
    (form,) = page.forms("get")
    assert [each.get("value") for each in form.iter("input") if each.get("type") == "hidden"] == ["hours"]
    assert [each.get("value") for each in form.iter("option") if each.get("selected") is not None] == ["due"]


def test_what_is_unknown_is_said_and_zero_is_shown() -> None:
    rows = shown("/gallery/people").rows("25 people")
    assert len(rows) == 25
    assert (rows[0]["Hours"], rows[3]["Hours"], rows[4]["Hired"]) == ("0", "Not recorded", "Not recorded")
    facts = shown("/gallery/facts").facts
    assert (facts["Last day of work"], facts["Date of hire"]) == ("Not recorded", "January 15, 2026")


def test_a_status_is_a_word_of_its_own() -> None:
    tags = [text_of(each) for each in shown("/gallery/facts").with_class("tag")]
    assert {"Met", "Overdue", "Can't tell yet", "Met late", "Of my own", "Plain words"} <= set(tags)


def test_asking_before_an_act_says_what_happens_and_the_way_back() -> None:
    page = shown("/gallery/confirm")
    assert "will have 12 hours" in page.messages[0]
    assert page.links["Go back, change nothing"] == "/gallery/people"
    assert page.submit().status == 200


@pytest.mark.parametrize(
    ("asked", "changes", "address"),
    [
        ("/a", {"page": 2}, "/a?page=2"),
        ("/a?page=1&q=%C3%A9", {"page": 2}, "/a?q=%C3%A9&page=2"),
        ("/a?state=a&state=b", {"page": None}, "/a?state=a&state=b"),
        ("/a?page=2", {"page": None}, "/a"),
        ("/a?q=%22%3E%3Cb%3E", {}, "/a?q=%22%3E%3Cb%3E"),
    ],
)
def test_the_address_of_this_page_with_other_arguments(asked: str, changes: dict[str, object], address: str) -> None:
    with Flask("addresses").test_request_context(asked):
        assert here(**changes) == address
