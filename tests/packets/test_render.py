"""The guarded renderer: nothing is fetched, nothing is read, nothing runs for ever, and what comes out is whole."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from onboarding.confined import Limits
from onboarding.packets import readback
from onboarding.packets.render import FONTS, LIMITS, REFUSED, ROOT, RenderError, Unrendered, render

PIXEL = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><title>A square</title>'
    b'<rect width="8" height="8"/></svg>'
)
# How a document asks for something: {} is where.
WAYS = {
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "import": "<style>@import url({});</style>",
    "font": "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>a</p>",
    "image": '<img src="{}" alt="">',
    "background": "<style>p {{ background: url({}) }}</style><p>a</p>",
    "list bullet": "<style>li {{ list-style-image: url({}) }}</style><ul><li>a</ul>",
    "content": "<style>p::before {{ content: url({}) }}</style><p>a</p>",
    "border": "<style>p {{ border: 3pt solid; border-image: url({}) 1 }}</style><p>a</p>",
    "page": "<style>@page {{ background: url({}) }}</style><p>a</p>",
    "object": '<object data="{}"></object>',
    "embed": '<embed src="{}">',
    "attachment": '<link rel="attachment" href="{}">',
    "attachment link": '<a rel="attachment" href="{}">a</a>',
    "image of a drawing": '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    "base": '<base href="{}"><img src="x.png" alt="">',
}


def document(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="en"><head><title>A page</title>{head}</head><body>{body}</body></html>'


@pytest.fixture(scope="module", name="elsewhere")
def _elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes whoever comes."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                came.append("came")
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.png", came
        server.shutdown(socket.SHUT_RDWR)


ELSEWHERE = ["other.png", "../x.png", "asset:/etc/passwd", "asset:x.svg/../y", "data:image/png,x", "ftp://x/y", "//x/y"]
ASKED = [
    *(("net", way, "") for way in WAYS),
    *(("file", way, "") for way in WAYS),
    *(("asset", way, "asset:other.png") for way in sorted(WAYS.keys() - {"base"})),
    *(("asset", "image", address) for address in ELSEWHERE),
]


@pytest.fixture(scope="module")
def refusals(
    elsewhere: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[tuple[str, str, str], str]:
    """How each document that asks for something ends, laid out one after the other in one process.

    That process may do whatever it likes: so it is the renderer itself that refuses, not what it is confined to.
    """
    secret = tmp_path_factory.mktemp("secret") / "x.png"
    secret.write_bytes(b"secret")
    at = {"net": elsewhere[0], "file": secret.as_uri()}
    documents = [document(WAYS[way].format(address or at[kind])) for kind, way, address in ASKED]
    done = subprocess.run(
        [sys.executable, "-m", "tests.packets.laid_out"],
        input=json.dumps(documents).encode(),
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return dict(zip(ASKED, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_nothing_is_fetched_read_or_served_but_the_assets(
    asked: tuple[str, str, str], refusals: Mapping[tuple[str, str, str], str], elsewhere: tuple[str, list[str]]
) -> None:
    assert refusals[asked].startswith(f"{REFUSED}{Unrendered.ADDRESS} ")
    assert elsewhere[1] == []


@pytest.mark.parametrize("way", ["stylesheet", "image"])
def test_the_renderer_says_that_nothing_was_fetched(way: str, elsewhere: tuple[str, list[str]]) -> None:
    address, came = elsewhere
    with pytest.raises(RenderError, match="Nothing was fetched") as refused:
        render(document(WAYS[way].format(address)), {})
    assert refused.value.reason is Unrendered.ADDRESS
    assert came == []


def test_a_drawing_has_no_part_from_elsewhere(elsewhere: tuple[str, list[str]]) -> None:
    address, came = elsewhere
    render(document(f'<svg width="9" height="9"><use href="{address}#a"/></svg>'), {})
    assert came == []


def test_an_asset_is_served() -> None:
    style = b"h1 { page-break-after: always }"
    pdf = render(
        document(
            '<h1>First</h1><img src="asset:x.svg" alt="A square"><p>Second',
            '<link rel="stylesheet" href="asset:s.css">',
        ),
        {"s.css": style, "x.svg": PIXEL},
    )
    assert [page.strip() for page in readback.read(pdf).pages] == ["First", "Second"]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"<svg", b"\xff\xd8\xff\xe0 and no more"])
def test_a_picture_that_cannot_be_read_is_not_left_out_in_silence(content: bytes) -> None:
    with pytest.raises(RenderError) as refused:
        render(document('<img src="asset:x.png" alt="">'), {"x.png": content})
    assert refused.value.reason is Unrendered.ASSET


def test_a_drawing_cannot_read_files_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words", encoding="utf-8")
    drawing = (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><text y="9">&x;</text></svg>'
    )
    with pytest.raises(RenderError) as refused:
        render(document('<img src="asset:x.svg" alt="">'), {"x.svg": drawing.encode()})
    assert refused.value.reason is Unrendered.ASSET


def test_a_table_of_a_million_columns_is_ended() -> None:
    with pytest.raises(RenderError) as refused:
        render(document("<table><tr><td colspan=1000000>a</table>"), {}, LIMITS._replace(cpu_seconds=3))
    assert refused.value.reason in {Unrendered.TIME, Unrendered.MEMORY}
    assert "Shorten" in str(refused.value) or "shorter" in str(refused.value)


def test_time_on_the_wall_counts_too() -> None:
    with pytest.raises(RenderError) as refused:
        render(document("<table><tr><td colspan=1000000>a</table>"), {}, LIMITS._replace(wall_seconds=1))
    assert refused.value.reason is Unrendered.TIME


@pytest.mark.usefixtures("started_anew")  # what it has loaded is of what it may have
def test_too_little_memory_is_said() -> None:
    with pytest.raises(RenderError) as refused:
        render(document("<b>a</b>" * 60_000), {}, LIMITS._replace(memory=160 * 2**20))
    assert refused.value.reason is Unrendered.MEMORY


def test_a_pdf_larger_than_the_limit_is_said() -> None:
    with pytest.raises(RenderError) as refused:
        render(document("<p>a"), {}, Limits(*LIMITS)._replace(answer=1000))
    assert refused.value.reason is Unrendered.MEMORY


def test_what_is_nested_too_deep_is_said() -> None:
    with pytest.raises(RenderError) as refused:
        render(document("<div>" * 3000), {})
    assert refused.value.reason is Unrendered.DEEP


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(RenderError, match=r"你.*U\+4F60"):
        render(document("<h1>Li 你</h1>"), {})


def test_names_are_printed_and_read_back() -> None:
    names = ["José Ñúñez", "Łukasz", "Nguyễn Thị Ánh", "Ольга", "Ελένη", "O’Brien", "Zoë Åström"]
    said = readback.read(render(document("".join(f"<p>{name}</p>" for name in names)), {})).text
    assert [name for name in names if name not in said] == []


@pytest.mark.usefixtures("started_anew")  # each process orders its sets in its own way
def test_the_same_input_gives_the_same_bytes() -> None:
    page = document('<h1>A</h1><img src="asset:x.svg" alt="A square"><a href="https://example.org">b</a>')
    first = render(page, {"x.svg": PIXEL})
    assert render(page, {"x.svg": PIXEL}) == first
    assert render(page.replace("A</h1>", "B</h1>"), {"x.svg": PIXEL}) != first


def test_it_says_what_it_is() -> None:
    said = readback.read(render(document("<h1>A heading</h1>"), {}))
    assert said.tagged
    assert (said.title, said.language, said.claims) == ("A page", "en", ("PDF/A-3b", "PDF/UA-1"))


def test_a_pdf_that_is_not_whole_is_noticed() -> None:
    pdf = render(document("<h1>A heading</h1>"), {})
    for cut in (0, 10, 1000, -1000, -300):
        with pytest.raises(readback.BrokenPdfError):
            readback.read(pdf[:cut])
