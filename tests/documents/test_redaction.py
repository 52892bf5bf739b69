"""Redaction: black in the pixels, nothing else changed, and nothing under it."""

import io
import subprocess
import sys
from math import nan

import pypdfium2
import pytest
from PIL import Image

from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import Page
from onboarding.documents.redaction import Box, redacted
from tests.documents.make import make_pdf


def two_pages() -> tuple[Page, ...]:
    return inspect(make_pdf(pages=2)).pages


def test_a_box_is_black_on_its_page_and_nowhere_else() -> None:
    pages = two_pages()
    _, (first, second) = redacted(pages, [Box(1, 0.25, 0.5, 0.5, 0.25)])
    with Image.open(io.BytesIO(first.image)) as picture:
        width, height = picture.size
        inside = picture.convert("L").crop((width // 4 + 8, height // 2 + 8, width * 3 // 4 - 8, height * 3 // 4 - 8))
        assert inside.getextrema()[1] < 8
        assert picture.convert("L").getpixel((width // 8, height // 2)) > 247  # type: ignore[operator]
    with Image.open(io.BytesIO(second.image)) as picture:
        assert picture.convert("L").crop((0, height // 2, width, height)).getextrema()[0] > 200


def test_the_redacted_pdf_has_the_pages_and_no_text() -> None:
    data, images = redacted(two_pages(), [Box(1, 0, 0, 1, 1)])
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == len(images) == 2
        assert all(document[number].get_textpage().get_text_range() == "" for number in range(2))
        assert document[0].get_size() == pytest.approx((612, 792), abs=1)


@pytest.mark.parametrize(
    "box",
    [
        Box(0, 0, 0, 1, 1),
        Box(3, 0, 0, 1, 1),
        Box(1, -0.1, 0, 1, 1),
        Box(1, 0.5, 0, 0.6, 1),
        Box(1, 0, 0.9, 1, 0.2),
        Box(1, 0, 0, 0, 1),
        Box(1, nan, 0, 1, 1),
        Box(1, 0, 0, 1, 1e300),
    ],
)
def test_a_box_that_is_on_no_page_is_refused(box: Box) -> None:
    with pytest.raises(ValueError, match=r"page|edges|area"):
        redacted(two_pages(), [box])


MANY = """
import io
from pathlib import Path
from PIL import Image
from onboarding.documents.kinds import Page
from onboarding.documents.redaction import Box, redacted
into = io.BytesIO()
Image.new("RGB", (1275, 1650), "white").save(into, "JPEG")
pages = [Page(into.getvalue(), "image/jpeg", 1275, 1650)] * 200
redacted(pages, [Box(number, 0.1, 0.1, 0.1, 0.1) for number in range(1, 201)])
most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(most.split()[1]) // 1024)  # of this program alone: ru_maxrss begins with what started it
"""


def test_two_hundred_pages_are_made_black_in_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 256  # megabytes; all pages at once would be 1,200


def test_a_page_without_a_box_stays_as_it_is() -> None:
    pages = two_pages()
    _, (first, second) = redacted(pages, [Box(1, 0.25, 0.5, 0.5, 0.25)])
    assert first.image != pages[0].image
    assert second.image == pages[1].image
