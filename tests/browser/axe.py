"""Judge a page by axe-core: WCAG 2.0, 2.1 and 2.2, levels A and AA, and no contrast left undecided.

axe is put into a world of its own through the debugging protocol, so that the page keeps its strict policy for scripts
and neither sees the other's variables.
"""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations", "incomplete"]}


def results(page: Page, *without: str) -> dict[str, Any]:
    """All that axe says of the page, some rules left out."""
    options = {**OPTIONS, "rules": {rule: {"enabled": False} for rule in without}}
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]

    def run(code: str) -> Any:
        asked = {"expression": code, "contextId": world, "awaitPromise": True, "returnByValue": True}
        answer = session.send("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    try:
        run(f"{SOURCE};true")
        said: dict[str, Any] = run(f"axe.run(document, {json.dumps(options)})")
    finally:
        session.detach()
    return said


def faults(page: Page, *without: str) -> list[str]:
    """A line for each element that breaks a rule, and for each text whose contrast could not be told.

    Of the words in a drawing axe can never tell what lies behind them: tests/packets/test_timeline.py looks at those.
    """
    said = results(page, *without)
    found = [(rule, "breaks") for rule in said["violations"]]
    found += [(rule, "undecided") for rule in said["incomplete"] if rule["id"] == "color-contrast"]
    return [
        f"{how} {rule['id']}: {node['html'][:200]}\n    {' '.join(node['target'])}\n    {_why(node)}"
        for rule, how in found
        for node in rule["nodes"]
        if how == "breaks" or not node["html"].startswith("<text ")
    ]


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


def check(page: Page, *without: str) -> None:
    """Fail with every fault that axe finds, some rules left out."""
    found = faults(page, *without)
    assert not found, f"{page.url}:\n" + "\n".join(found)
