"""The first page: the rulebook, open to anybody, complete, and nothing fetched from anywhere."""

from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from onboarding import create_app
from onboarding.config import Config
from onboarding.rules.rulebook_file import SHIPPED, shipped


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute))]


def get(path: str = "/") -> str:
    response = visitor().get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def visitor() -> FlaskClient:
    return create_app().test_client()


def ask(path: str) -> tuple[int, str]:
    """The status and the content security policy of a path. Closes the response: a static file is an open file."""
    with visitor().get(path) as response:
        return response.status_code, response.headers["Content-Security-Policy"]


def test_the_page_shows_every_number_question_reading_and_provision() -> None:
    page, book = get(), shipped()
    readings = [reading.id for question in book.questions.values() for reading in question.readings]
    for id in (*book.numbers, *book.questions, *book.provisions, *readings):
        assert f"<code>{id}</code>" in page, id


def test_the_page_shows_each_citation_and_when_it_was_checked() -> None:
    page, book = get(), shipped()
    for number in book.numbers.values():
        assert (
            number.values[-1].citation.section.replace("'", "&#39;").replace("&", "&amp;").replace("&amp;#", "&#")
            in page
        )
    assert "November 22, 2026" in page


def test_the_page_keeps_the_house_rules() -> None:
    page = Page(get())
    tags = [tag for tag, _ in page.tags]
    ids = page.values("id")
    assert tags.count("h1") == 1
    assert len(ids) == len(set(ids))
    assert tags.count("table") == tags.count("caption")
    assert all(target[1:] in ids for target in page.values("href") if target.startswith("#"))


def test_nothing_is_fetched_from_anywhere_and_nothing_is_inline() -> None:
    page = Page(get())
    fetched = [attrs["href"] for tag, attrs in page.tags if tag == "link"] + page.values("src")
    assert all(address and address.startswith("/static/") for address in fetched)
    assert not [tag for tag, attrs in page.tags if tag in ("script", "style") or "style" in attrs]


def test_each_file_that_the_page_needs_is_served() -> None:
    for address in [attrs["href"] for tag, attrs in Page(get()).tags if tag == "link"]:
        assert ask(str(address))[0] == 200


def test_every_response_tells_the_browser_to_load_only_our_own_files() -> None:
    for path in ("/", "/static/site.css", "/nothing-here"):
        assert ask(path)[1].startswith("default-src 'none'")


def test_what_is_not_there_is_not_found_and_the_page_only_reads() -> None:
    assert visitor().get("/nothing-here").status_code == 404
    assert visitor().post("/").status_code == 405


def test_a_rulebook_at_fault_stops_the_start_and_names_the_place(tmp_path, capsys) -> None:
    faulty = tmp_path / "rulebook.toml"
    faulty.write_text(SHIPPED.read_text().replace("[numbers.claims_per_fte]", "[numbers.claims_per_fit]"))
    with pytest.raises(SystemExit, match="2"):
        create_app(Config(rulebook=faulty))
    assert "numbers: claims_per_fit: unused" in capsys.readouterr().err
