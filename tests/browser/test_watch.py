"""The watch itself: a fault that is planted on a page is found, so that a clean result means something."""

import pytest

from tests.browser import axe
from tests.browser.visit import Visit

PLANT = "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)"


def rules_found(visit: Visit) -> set[str]:
    return {fault.split(":")[0] for fault in axe.faults(visit.page)}


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<img src='/static/icon.svg'>", "breaks image-alt"),
        ("<input name='unlabelled'>", "breaks label"),
        ("<p class='tag--waiting'><font color='#bbbbbb'>too pale</font></p>", "breaks color-contrast"),
        ("<p class='planted'>over a picture</p>", "undecided color-contrast"),
        ("<a href='/'></a>", "breaks link-name"),
    ],
)
def test_a_planted_barrier_is_found(visit: Visit, html: str, rule: str) -> None:
    page = visit.go("/gallery/confirm")
    page.evaluate(PLANT, html)
    page.evaluate(
        "() => document.querySelectorAll('.planted')"
        ".forEach(each => each.style.backgroundImage = 'linear-gradient(#000, #fff)')"
    )
    assert rules_found(visit) == {rule}
    with pytest.raises(AssertionError, match=rule):
        axe.check(page)


def test_what_is_too_wide_is_found(visit: Visit) -> None:
    page = visit.go("/gallery/confirm", 320)
    assert visit.too_wide() == []
    page.evaluate(
        PLANT,
        "<p><nobr>a line that is not broken anywhere, not even in a narrow window</nobr></p>",
    )
    assert visit.too_wide() != []


def test_a_script_a_style_or_a_stranger_is_refused_and_noted(visit: Visit) -> None:
    page = visit.go("/gallery/confirm")
    page.evaluate(
        """() => {
          const add = (tag, more) => document.head.append(Object.assign(document.createElement(tag), more));
          add('script', {textContent: 'window.ran = 1'});
          add('style', {textContent: 'p { color: red }'});
          add('script', {src: '/static/nothing-here.js'});
          document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png', alt: ''}));
        }"""
    )
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => window.ran") is None
    for said in (
        "script-src",
        "style-src",
        "img-src",
        "404",
        "leaves home",
        "nothing-here.js",
        "failed: https://example",
    ):
        visit.foresee(said)
