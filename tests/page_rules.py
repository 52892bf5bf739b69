"""What every page must keep, whatever it shows. Each rule gives a sentence for each breach."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from tests import word_rules

if TYPE_CHECKING:
    from tests.page import Page

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TYPED = ("input", "select", "textarea")
NOT_SHOWN = {"script", "style", "template"}
WITHIN_A_LINE = {"a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}
AS_IT_IS = {"code", "pre", "kbd", "samp", "textarea"}  # what is typed or copied, and what is for machines
NOT_SAID = NOT_SHOWN | AS_IT_IS
NAMES_AN_ID = {"aria-describedby", "aria-labelledby", "for", "aria-controls"}
# What a button or link may not be called alone, and what says nothing of what is meant.
BARE = {
    *("show", "ok", "submit", "here", "go", "more", "yes", "no", "this", "click here", "add", "change", "save", "send"),
    *("see", "look", "open", "undo", "end", "done", "record", "decide", "confirm", "withdraw", "remove", "download"),
    *("csv", "xlsx", "pdf", "show all", "begin", "close", "correct", "edit", "find", "next", "previous", "back"),
}
MEANT = re.compile(r"\b(?:it|them)\b|\b(?:this|that|these|those)$", re.I)
ISO_TYPED = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
LEAKS = re.compile(r"\bNone\b|\{\{|\{%|<(?:class|function|bound|built-in)|datetime\.|Undefined|&(?:amp|lt|gt|#\d+);")


def words(element: Element, left_out: Collection[str] = NOT_SHOWN) -> str:
    """The text in an element, with spaces as a browser shows them; what only screen readers say is included."""
    pieces: list[str] = []
    _add(element, left_out, pieces)
    return " ".join("".join(pieces).split())


def _add(element: Element, left_out: Collection[str], pieces: list[str]) -> None:
    tag = element.tag
    if tag in left_out:
        return
    gap = "" if tag in WITHIN_A_LINE else " "
    pieces.append(gap + (element.text or ""))
    for child in element:
        _add(child, left_out, pieces)
        pieces.append(child.tail or "")
    pieces.append(gap)


def heads(page: "Page") -> Iterator[str]:
    found = page.all("h1")
    if len(found) != 1:
        yield f"{len(found)} h1"
    elif not page.title.startswith(words(found[0])):
        yield f"the title {page.title!r} does not begin with the h1 {words(found[0])!r}"
    level = 0
    for each in page.all(*HEADINGS):
        if int(each.tag[1]) > level + 1:
            yield f"the heading {words(each)!r} is an {each.tag} after an h{level}"
        level = int(each.tag[1])
    if len(page.all("main")) != 1:
        yield "there is not one main"
    if page.tree.get("lang") is None:
        yield "the page does not say its language"


def labels(page: "Page") -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label") if words(label)}
    for each in page.all(*TYPED):
        if each.get("type") in ("hidden", "submit"):
            continue
        if each.get("id") not in labelled and not each.get("aria-label"):
            yield f"the field {each.get('name')!r} has no label"
    for each in page.all("button", "a"):
        if not words(each) and not each.get("aria-label"):
            yield f"a {each.tag} without words: {each.attrib}"
    for each in page.all("fieldset"):
        if len(each) == 0 or each[0].tag != "legend":
            yield "a fieldset without a legend"
    for each in page.all("img"):
        if each.get("alt") is None:
            yield f"an img without alt: {each.get('src')}"


def tables(page: "Page") -> Iterator[str]:
    for table in page.all("table"):
        if not table.findall("caption") or not words(table.findall("caption")[0]):
            yield f"a table without a caption: {words(table)[:60]!r}"
        for each in table.iter("th"):
            if each.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"the table heading {words(each)!r} does not say what it heads (scope)"


def ids(page: "Page") -> Iterator[str]:
    counted = Counter(value for _, name, value in page.attributes if name == "id")
    yield from (f"the id {id!r} is there {times} times" for id, times in counted.items() if times > 1)
    for _, name, value in page.attributes:
        if name in NAMES_AN_ID:
            yield from (f"{name} names {id!r}, which is not there" for id in value.split() if id not in counted)


def forms(page: "Page") -> Iterator[str]:
    for form in page.all("form"):
        tokens = [each for each in form.iter("input") if each.get("name") == "csrf_token" and each.get("value")]
        posts = form.get("method", "get").lower() == "post"
        if posts and len(tokens) != 1:
            yield f"the form to {form.get('action') or page.address} has {len(tokens)} CSRF tokens"
        if not posts and tokens:
            yield f"the form to {form.get('action')} puts its CSRF token into the address"
        fields = {each.get("name") for each in form.iter("input", "select", "textarea")} - {None}
        taken = fields & {each.get("name") for each in form.iter("button")}
        yield from (f"a field {name!r} is sent before the button of that name" for name in sorted(taken))
        yield from leads(page, form.get("action") or page.address, "POST" if posts else "GET")


def texts(page: "Page") -> Iterator[str]:
    for body in page.all("title", "body"):
        text = words(body)
        yield from (f"it shows {text[max(0, m.start() - 40) : m.end() + 40]!r}" for m in LEAKS.finditer(text))


def said(page: "Page") -> Iterator[str]:
    """What a page says is words (`word_rules.py`): no code, no path of a file, no machine's day."""
    for body in page.all("title", "body"):
        yield from word_rules.wrong(words(body, NOT_SAID))


def typed(page: "Page") -> Iterator[str]:
    """A day that is known stands in a field as people type it; what was typed stands as it was typed."""
    if page.with_class("usa-alert--error"):
        return
    for each in page.all("input"):
        value = each.get("value", "")
        by_hand = each.get("type", "text") in ("text", "search") and value not in page.address
        if by_hand and ISO_TYPED.fullmatch(value):
            yield f"the field {each.get('name')!r} shows {value!r}"


def acts(page: "Page") -> Iterator[str]:
    """A button says what it does to what; a link is no bare verb."""
    for each in page.all("button", "a"):
        name = each.get("aria-label") or words(each)
        if each.get("aria-hidden") or not name:
            continue
        if name.strip(" .:").lower() in BARE or (each.tag == "button" and len(name.split()) == 1):
            yield f"the {each.tag} {name!r} does not say what it does to what"
        elif each.tag == "button" and (meant := MEANT.search(name)):
            yield f"the button {name!r} does not say what {meant[0]!r} is"


def tags(page: "Page") -> Iterator[str]:
    """A status begins with a capital, on every page."""
    for each in page.with_class("tag"):
        if words(each)[:1].islower():
            yield f"the tag {words(each)!r} begins small"


def inline(page: "Page") -> Iterator[str]:
    for each in page.all("style", "script"):
        if each.tag == "style" or each.text or not each.get("src"):
            yield f"an inline {each.tag}"
    for each, name, _ in page.attributes:
        if name == "style" or name.startswith(("on", "hx-on")):
            yield f"an inline {name} on a {each.tag}"


def addresses(page: "Page") -> Iterator[str]:
    there = {value for _, name, value in page.attributes if name == "id"}
    for each, name, address in page.attributes:
        if name not in ("href", "src", "formaction"):
            continue
        parts = urlsplit(address)
        if parts.scheme in ("mailto", "tel") and each.tag == "a":
            continue
        if each.tag == "img" and address.startswith("data:image/svg+xml;base64,"):
            continue  # a picture made for this page alone, such as the key of a second factor
        if parts.scheme or parts.netloc:
            safe = parts.scheme == "https" or parts.hostname == "127.0.0.1"  # a provider of the tests' own
            plain = each.tag == "a" and "noreferrer" in (each.get("rel") or "").split() and safe
            if not plain:
                yield f"{each.tag} {address} leads elsewhere, and is no plain https link with rel=noreferrer"
        elif not parts.path and not parts.query:
            if parts.fragment not in there:
                yield f"the link {address!r} leads to nothing on this page"
        else:
            yield from leads(page, address, "GET")


def leads(page: "Page", address: str, method: str) -> Iterator[str]:
    """A sentence when no page and no file of ours has the address."""
    path = urlsplit(address).path or page.address
    try:
        endpoint, values = page.app.url_map.bind("localhost").match(path, method=method)
    except RequestRedirect:
        return
    except MethodNotAllowed:
        yield f"{address} does not take {method}"
        return
    except HTTPException:
        yield f"{address} leads nowhere"
        return
    if endpoint == "static" and not Path(page.app.static_folder or "", values["filename"]).is_file():
        yield f"{address} is no file of ours"


RULES = (heads, labels, tables, ids, forms, texts, said, typed, acts, tags, inline, addresses)


def broken(page: "Page") -> Iterator[str]:
    """Give a sentence for every breach of every rule."""
    for rule in RULES:
        yield from rule(page)
