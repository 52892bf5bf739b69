"""The tree is the dependency diagram: which folder of the product may import which. docs/architecture.md draws it."""

import sys
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import Module, every_module, imports, read

# From the ground up: what each layer may import. A layer sees those below it, never its own row or above.
# Single modules, next to the rules.
GROUND = {
    "basis",
    "config",
    "setting",
    "provider",
    "keys",
    "packet_keys",
    "signing_keys",
    "extensions",
    "clock",
    "errors",
    "roles",
    "permissions",
    "actions",
    "schema",
    "startup",
    "logs",
    "confined",
    "confined_code",
    "extents",
    "turns",
    "pace",
    "troubles",
}
MODELS = GROUND | {"rules"}
QUERIES = MODELS | {"models", "formats", "planning"}
MESSAGES = QUERIES | {"queries"}
SERVICES = MESSAGES | {"documents", "messages"}
WORKERS = SERVICES | {"services"}
JOBS = WORKERS | {"packets"}
EDGES = (JOBS | {"jobs"}) - {"models"}

MAY_IMPORT = {
    "rules": set(),
    "formats": {"rules", "confined", "extents"},
    "planning": {"rules", "confined"},
    "documents": {"config", "confined", "errors", "extents"},
    **dict.fromkeys(GROUND, GROUND | {"rules"}),
    "models": MODELS,
    "queries": QUERIES,
    "messages": MESSAGES,
    "services": SERVICES,
    "packets": WORKERS,
    "jobs": JOBS,
    **dict.fromkeys(("web", "api", "sample"), EDGES),
    "cli": EDGES | {"sample"},
}
FOR_RULES = sys.stdlib_module_names | {"rapidfuzz"}


def how_to_mend(part: str, target: str) -> str:
    """Say what to do instead of the import."""
    if target not in MAY_IMPORT:
        return f"`{target}` is no layer. If it should be one, give it a line in tests/house/test_layers.py."
    if part == "rules":
        return "Rules are pure: let the caller find it out and pass it in as a fact, a ruling, a number or a date."
    if part in ("web", "api", "cli", "sample") and target == "models":
        return "Read through onboarding/queries, change through onboarding/services."
    if part in ("formats", "documents"):
        return f"`{part}` knows only {' and '.join(sorted(MAY_IMPORT[part]))}: pass in what it needs as a plain value."
    return f"Arrows point down. Pass the value in, or move what both need into a layer below `{part}`."


def breaches(modules: Iterable[Module]) -> Iterator[str]:
    """Give a sentence for every import that goes against the diagram."""
    for module in modules:
        if module.name in ("onboarding", "onboarding.application"):
            continue  # create_app() puts everything together and may see everything
        part = module.name.split(".")[1]
        if part not in MAY_IMPORT:
            yield f"{module.path}: {how_to_mend(part, part)}"
            continue
        for line, full, _ in imports(module):
            top, _, rest = full.partition(".")
            target = rest.partition(".")[0]
            where = f"{module.path}:{line}: `{part}` imports {full}."
            if top == "onboarding" and target != part and target not in MAY_IMPORT[part]:
                yield f"{where} {how_to_mend(part, target)}"
            elif top != "onboarding" and part == "rules" and top not in FOR_RULES:
                yield f"{where} Rules use the standard library and rapidfuzz only. {how_to_mend(part, 'rules')}"


def test_every_import_points_down() -> None:
    found = list(breaches(every_module()))
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("path", "text", "advice"),
    [
        ("onboarding/rules/days.py", "from onboarding.clock import today", "pass it in as a fact"),
        ("onboarding/rules/days.py", "import flask", "standard library and rapidfuzz only"),
        ("onboarding/queries/facts.py", "from onboarding.services import training", "Arrows point down"),
        ("onboarding/models/__init__.py", "from ..web import views", "Arrows point down"),
        ("onboarding/web/views/training.py", "from onboarding import models", "through onboarding/queries"),
        ("onboarding/cli/rules.py", "import onboarding.api.rules", "Arrows point down"),
        ("onboarding/messages/words.py", "from onboarding.services import outbox", "Arrows point down"),
        (
            "onboarding/formats/resume.py",
            "from onboarding.errors import OnboardingError",
            "knows only confined and extents and rules",
        ),
        (
            "onboarding/documents/store.py",
            "from onboarding.models import person",
            "knows only config and confined and errors and extents",
        ),
        ("onboarding/clock.py", "from onboarding.queries import settings", "Arrows point down"),
        ("onboarding/services/hire.py", "from onboarding import create_app", "is no layer"),
        ("onboarding/utils/text.py", "", "is no layer"),
    ],
)
def test_a_planted_breach_is_caught(path: str, text: str, advice: str) -> None:
    (found,) = breaches([read(path, text)])
    assert found.startswith(path)
    assert advice in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("onboarding/application.py", "from onboarding.cli import rules"),
        ("onboarding/config.py", "from onboarding.rules.rulebook_file import SHIPPED"),
        ("onboarding/rules/training.py", "import datetime\nimport rapidfuzz.fuzz\nfrom . import days"),
        ("onboarding/packets/render.py", "from onboarding import confined"),
        ("onboarding/formats/resume.py", "import json\nfrom onboarding.rules.facts import Job"),
        ("onboarding/services/hire.py", "from onboarding import clock\nfrom ..models.person import Person"),
        (
            "onboarding/cli/rules.py",
            "import click\nfrom onboarding.formats import resume\nfrom onboarding.rules import screening",
        ),
    ],
)
def test_an_import_that_points_down_is_let_be(path: str, text: str) -> None:
    assert list(breaches([read(path, text)])) == []
