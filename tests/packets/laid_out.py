"""A process that lays out documents one after the other, unconfined, and writes how each ended: "" is a PDF."""

import json
import sys
from collections.abc import Iterator

from onboarding.packets.render import rendered

PIXEL = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI4IiBoZWlnaHQ9IjgiLz4="


def endings(documents: list[str]) -> Iterator[str]:
    for html in documents:
        try:
            rendered(json.dumps({"html": html, "assets": {"x.svg": PIXEL}}).encode())
        except SystemExit as refusal:
            yield str(refusal)
        else:
            yield ""


if __name__ == "__main__":
    json.dump(list(endings(json.load(sys.stdin))), sys.stdout)
