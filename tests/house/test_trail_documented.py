"""docs/trail.md names every action that the trail can hold, and no other."""

import re

from onboarding.actions import Action
from onboarding.cli.audit import audit
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "trail.md").read_text(encoding="utf-8")


def test_every_action_is_documented_and_every_one_documented_exists() -> None:
    table = PAGE.partition("## Actions\n")[2]
    assert set(re.findall(r"`([a-z_]+\.[a-z_]+)`", table)) == {action.value for action in Action}


def test_every_audit_command_is_documented() -> None:

    assert set(re.findall(r"flask audit ([a-z-]+)", PAGE)) == set(audit.commands)
