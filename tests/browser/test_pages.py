"""Every page and every component: readable for all, at every width, on paper, by keyboard and without scripts."""

import pytest
from playwright.sync_api import expect

from onboarding.web.errors import PAGES
from tests.browser import axe
from tests.browser.visit import Visit

OPEN = ["/", "/rulebook", "/check", "/login", "/reset"]
GALLERY = ["/gallery/people", "/gallery/people?page=8", "/gallery/form", "/gallery/facts", "/gallery/confirm"]
ERRORS = [f"/gallery/error/{status}" for status in PAGES]
LOOKS = [(1280, "screen"), (320, "screen"), (720, "print")]


@pytest.mark.parametrize("path", [*OPEN, *GALLERY, *ERRORS])
def test_a_page_can_be_read_by_all_at_every_width_and_on_paper(reader: Visit, path: str) -> None:
    reader.go(path)
    for width, media in LOOKS:
        reader.look(width, media)
        axe.check(reader.page, *(["target-size"] if media == "print" else []))  # no finger has to meet a link on paper
        assert reader.too_wide() == [], (width, media)
    if path in ERRORS:  # the browser says in its console that it is one; no more than that is foreseen
        reader.foresee(f"status of {path.rpartition('/')[2]}")


@pytest.mark.parametrize("path", [*OPEN, *GALLERY])
def test_nothing_stands_out_at_the_widths_between(reader: Visit, path: str) -> None:
    reader.go(path)
    for width in (375, 600, 768, 769, 1024):
        reader.look(width)
        assert reader.too_wide() == [], width


@pytest.mark.parametrize("width", [1280, 320])
def test_a_form_that_comes_back_with_its_faults(reader: Visit, width: int) -> None:
    page = reader.go("/gallery/form", width)
    page.fill("#hired_on", "soon")
    page.get_by_role("button", name="Record the hire").click()
    expect(page.locator(":focus")).to_contain_text("There are 6")
    axe.check(page)
    assert reader.too_wide() == []
    page.get_by_role("link", name="Date of hire").click()
    assert page.evaluate("document.activeElement.id") == "hired_on"


@pytest.mark.parametrize("path", ["/rulebook", "/gallery/people", "/gallery/form"])
def test_the_tabulator_reaches_the_skip_link_first_and_it_works(reader: Visit, path: str) -> None:
    page = reader.go(path)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the main content"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/gallery/people", "/gallery/form", "/gallery/facts", "/gallery/confirm"])
def test_everything_that_takes_the_focus_shows_it(reader: Visit, path: str) -> None:
    page = reader.go(path)
    seen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        outline, name = page.evaluate(
            """() => {
              const at = document.activeElement;
              const ringed = at.matches('.usa-checkbox__input, .usa-radio__input') ? at.nextElementSibling : at;
              const drawn = [getComputedStyle(ringed), getComputedStyle(ringed, '::before')];
              return [drawn.some(each => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2),
                      at === document.body ? '' : at.outerHTML.slice(0, 120)];
            }"""
        )
        if not name:
            break
        seen.append(name)
        assert outline, f"no outline on {name}"
    assert len(seen) > 10


def test_a_page_works_with_scripts_switched_off(visit: Visit) -> None:
    visit.without_scripts()
    page = visit.go("/gallery/people", 320)
    assert page.get_by_role("link", name="Rulebook").is_visible()
    page.get_by_role("link", name="Hired", exact=True).click()
    assert "sort=hired_on" in page.url
    page.fill("#site-search", "Reyes")
    page.get_by_role("button", name="Find").click()
    assert page.url.endswith("/gallery/people?q=Reyes")
    page.goto(visit.site + "/gallery/form")
    page.get_by_role("button", name="Record the hire").click()
    assert page.locator(".usa-alert--error h2").inner_text() == "There are 6 problems"


def test_a_movement_is_not_shown_to_who_asked_for_none(visit: Visit) -> None:
    page = visit.go("/gallery/people")
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert moving == 0


def test_htmx_and_uswds_are_there_and_do_nothing_inline(visit: Visit) -> None:
    page = visit.go("/gallery/form")
    assert page.evaluate("() => [htmx.version, htmx.config.allowEval, htmx.config.historyCacheSize]") == [
        "2.0.11",
        False,
        0,
    ]
    assert page.evaluate("() => window.uswdsPresent")
