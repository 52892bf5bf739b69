"""The rules that every fetched page is held to: a breach that is planted is found, and a plain page passes."""

import pytest
from flask import Flask

from tests import page_rules
from tests.page import Page, fetch

PLAIN = "<h1>Plain</h1>"


def page(body: str, title: str = "Plain - HSC onboarding") -> Page:
    app = Flask("planted")
    app.add_url_rule("/", "index", lambda: "", methods=["GET", "POST"])
    html = f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><main>{body}</main></body></html>'
    return Page(app.test_client(), "/", html, 200)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>No heading</p>", "0 h1"),
        ("<h1>Plain</h1><h1>Plain</h1>", "2 h1"),
        ("<h1>Other</h1>", "does not begin with the h1"),
        (PLAIN + "<h3>Skips</h3>", "an h3 after an h1"),
        (PLAIN + "<input name=a>", "the field 'a' has no label"),
        (PLAIN + "<label>A</label><select name=a id=b></select>", "the field 'a' has no label"),
        (PLAIN + "<label for=a>A</label>", "for names 'a'"),
        (PLAIN + "<button></button>", "a button without words"),
        (PLAIN + "<img src='/'>", "an img without alt"),
        (PLAIN + "<fieldset><p>A</p></fieldset>", "a fieldset without a legend"),
        (PLAIN + "<table><tr><td>1</td></tr></table>", "a table without a caption"),
        (PLAIN + "<table><caption>C</caption><tr><th>1</th></tr></table>", "(scope)"),
        (PLAIN + "<p id=a></p><p id=a></p>", "the id 'a' is there 2 times"),
        (PLAIN + "<p aria-describedby='a'></p>", "aria-describedby names 'a'"),
        (PLAIN + "<form method=post></form>", "has 0 CSRF tokens"),
        (PLAIN + "<form method=get><input type=hidden name=csrf_token value=x></form>", "into the address"),
        (PLAIN + "<form><input type=hidden name=a><button name=a>Save the page</button></form>", "'a' is sent before"),
        (PLAIN + "<form action='/nowhere'></form>", "/nowhere leads nowhere"),
        (PLAIN + "<p>Hired None</p>", "it shows 'Plain Hired None'"),
        (PLAIN + "<p>&lt;function f&gt;</p>", "it shows"),
        (PLAIN + "<p>R&amp;amp;D</p>", "it shows"),
        (PLAIN + "<style>p {}</style>", "an inline style"),
        (PLAIN + "<script>1</script>", "an inline script"),
        (PLAIN + "<p style='color: red'></p>", "an inline style on a p"),
        (PLAIN + "<p onclick='x()'></p>", "an inline onclick on a p"),
        (PLAIN + "<a href='https://lni.wa.gov'>L&I</a>", "leads elsewhere"),
        (PLAIN + "<a rel=noreferrer href='http://lni.wa.gov'>L&I</a>", "leads elsewhere"),
        (PLAIN + "<a rel=noreferrer href='javascript:x()'>L&I</a>", "leads elsewhere"),
        (PLAIN + "<script src='https://cdn.example/x.js'></script>", "leads elsewhere"),
        (PLAIN + "<a href='/nowhere'>A</a>", "/nowhere leads nowhere"),
        (PLAIN + "<a href='/static/nowhere.css'>A</a>", "is no file of ours"),
        (PLAIN + "<a href='#nowhere'>A</a>", "leads to nothing on this page"),
        (PLAIN + "<p>State: needs_review</p>", "a code, 'needs_review'"),
        (PLAIN + "<p>It waits for lni.</p>", "a code, 'lni'"),
        (PLAIN + "<p>person.edited, by Ana</p>", "a code, 'person.edited'"),
        (PLAIN + "<p>Open: deadline-roll-forward.</p>", "a code, 'deadline-roll-forward'"),
        (PLAIN + "<p>See (half-steps)</p>", "a code, 'half-steps'"),
        (PLAIN + "<label for=a>A</label><select id=a><option>under_way</option></select>", "a name of the code"),
        (PLAIN + "<p>Set ONBOARDING_MODE</p>", "a name of the code"),
        (PLAIN + "<p>By user:3</p>", "the number of a record, 'user:3'"),
        (PLAIN + "<p>Written in docs/rules.md</p>", "the path of a file, 'docs/rules.md'"),
        (PLAIN + "<p>/var/lib/onboarding is full</p>", "the path of a file, '/var/lib/onboarding'"),
        (PLAIN + "<p>Raised in onboarding.rules</p>", "the name of a module, 'onboarding.rules'"),
        (PLAIN + "<p>Due 2026-11-22</p>", "a machine's day, '2026-11-22'"),
        (PLAIN + "<p>Not a valid choice.</p>", "what a library says by itself"),
        (PLAIN + "<p>Your organisation</p>", "that Americans spell otherwise"),
        (PLAIN + "<label for=a>A</label><input id=a name=a value=2026-11-22>", "the field 'a' shows '2026-11-22'"),
        (PLAIN + "<button>OK</button>", "the button 'OK' does not say"),
        (PLAIN + "<button>Save</button>", "the button 'Save' does not say"),
        (PLAIN + "<button>Take it back</button>", "does not say what 'it' is"),
        (PLAIN + "<a href='/'>Here</a>", "the a 'Here' does not say"),
        (PLAIN + "<a href='/' aria-label='More'>More of Ana</a>", "the a 'More' does not say"),
        (PLAIN + "<span class=tag>met</span>", "the tag 'met' begins small"),
    ],
)
def test_a_planted_breach_is_found(body: str, said: str) -> None:
    (found,) = page_rules.broken(page(body))
    assert said in found


def test_a_plain_page_passes() -> None:
    body = (
        '<h1 id="top">Plain</h1><h2>Part</h2><h3>Part</h3><h2>Part</h2><a href="#top">Up</a> <a href="/?page=2">Two</a>'
        '<a rel="noreferrer" href="https://lni.wa.gov">L&amp;I</a> <a href="mailto:a@example.org">Write</a>'
        '<form method="post"><input type="hidden" name="csrf_token" value="x"><label for="a">A</label>'
        '<input id="a" name="a"><button>Save the page</button></form>'
        "<p>Ana can get <code>not_met</code>, “not_met” or ana_ruiz@example.org; half steps, L&amp;I.</p>"
        '<p>Report 2026.pdf came from https://example.org/a/docs/rules.md.</p><span class="tag">Met</span>'
        '<table><caption>C</caption><thead><tr><th scope="col">Nonesuch</th></tr></thead></table>'
    )
    assert list(page_rules.broken(page(body))) == []


def answering(html: str, kept: str = "no-store") -> Flask:
    app = Flask("answering")

    @app.route("/", methods=["GET", "POST"])
    def _index() -> tuple[str, dict[str, str]]:
        whole = f"<!doctype html><html lang=en><title>Plain</title><body><main>{html}</main></body></html>"
        return whole, {"Cache-Control": kept}

    return app


def test_a_page_that_may_be_kept_or_asks_too_often_is_refused() -> None:
    with pytest.raises(AssertionError, match="may be kept by the browser"):
        fetch(answering(PLAIN, "public").test_client(), "/")
    numbers = iter([0, 21])
    with pytest.raises(AssertionError, match="makes 21 queries, 20 are allowed"):
        fetch(answering(PLAIN).test_client(), "/", count=lambda: next(numbers))


def test_a_page_tells_its_tables_facts_and_faults() -> None:
    table = (
        "<table><caption>2 people</caption><thead><tr><th scope=col>Name</th><th scope=col>State</th></tr></thead>"
        "<tbody><tr><th scope=row>Ana</th><td>met</td></tr><tr><th scope=row>Bo</th><td>due</td></tr></tbody></table>"
    )
    facts = (
        '<dl><div class="summary-row"><dt>Hired</dt><dd>May 4</dd></div></dl>'
        '<p class="usa-error-message" id="a-error">No.</p>'
    )
    shown = fetch(answering(PLAIN + table + facts).test_client(), "/")
    assert shown.rows("2 people") == [{"Name": "Ana", "State": "met"}, {"Name": "Bo", "State": "due"}]
    assert (shown.facts, shown.faults) == ({"Hired": "May 4"}, {"a": "No."})
