"""A visitor of an installation, and what one needs; it runs on the machine, with what the product installs and no more.

python -m tests.operation.visits link           prints an applicant's link at the COHE valley
python -m tests.operation.visits upload LINK    sends a picture of 5 MB by it, through the proxy, as a browser does
python -m tests.operation.visits status LINK MB prints how the proxy answers to a GET, and to a POST of so much
"""

import os
import re
import struct
import sys
import zlib
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

SIDE = 1300  # pixels, each of three bytes that do not compress
FEWEST = 5 * 10**6  # bytes of the picture
MEGABYTE = 2**20
TOO_LARGE = 413
BOUNDARY = "5e1f0a7c"


def picture() -> bytes:
    """A PNG of more than 5 MB."""
    rows = b"".join(b"\0" + os.urandom(SIDE * 3) for _ in range(SIDE))
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def upload(link: str) -> None:
    """Send the picture, and see it named on the page that follows."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{link}/files").read().decode()
    data = picture()
    assert len(data) > FEWEST
    fields = {
        "csrf_token": re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page)[0],
        "proves": re.findall(r'<option[^>]* value="([^"]+)"', page)[-1],
        "title": "Diploma, State College",
    }
    heads = [f'name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    heads.append('name="files"; filename="scan.png"\r\nContent-Type: image/png\r\n\r\n')
    body = "".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}" for head in heads).encode() + data
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Referer": f"{link}/files"}
    answer = opener.open(Request(f"{link}/files", body + f"\r\n--{BOUNDARY}--\r\n".encode(), headers))
    shown = answer.read().decode()
    assert "Sent so far" in shown, shown
    assert fields["title"] in shown or "scan.png" in shown, shown


def status(link: str, data: bytes | None = None) -> int | str:
    """How the proxy answers; in words where it hangs up, or says in its own words that it was too much."""
    try:
        with urlopen(Request(link, data), timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        ours = error.code != TOO_LARGE or "<h1>That is too large</h1>" in error.read().decode()
        return error.code if ours else f"{error.code} in other words than ours"
    except (URLError, OSError) as error:
        return str(error)


def link() -> str:
    """A new applicant's link, made as the product makes it."""
    from onboarding import create_app
    from onboarding.messages import words
    from onboarding.queries import organisations
    from onboarding.roles import StaffRole
    from onboarding.services import applicant_links, links, people
    from onboarding.services.change import SYSTEM

    with create_app().app_context():
        facts = people.PersonFacts("Ana Ruiz", StaffRole.HSC, "ana@applicants.example")
        person = people.add_person(SYSTEM, organisations.by_slug("valley"), facts)
        row = applicant_links.send(SYSTEM, person)
        return words.address("applicant_links.form", token=links.token_of(applicant_links.PURPOSE, row.nonce))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["link"]:
            print(link())
        case ["upload", address]:
            upload(address)
        case ["status", address, megabytes]:
            print(status(address), status(address, bytes(int(megabytes) * MEGABYTE)), sep="\n")
