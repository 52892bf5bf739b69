"""Addresses of applications that are made alike: gone through and sorted once in a process, not for each test.

That is half of the time it takes to make an application.
"""

from collections.abc import Hashable
from typing import Any

from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher

SORTED: dict[Hashable, tuple[StateMachineMatcher, dict[Any, list[Rule]]]] = {}


class Addresses(Map):
    """A map that sorts its rules when somebody asks, and takes what another map made of the same rules."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._added: list[Rule] = []
        super().__init__(*arguments, **named)

    def add(self, rulefactory: RuleFactory) -> None:
        self._added += rulefactory.get_rules(self)
        self._remap = True

    def update(self) -> None:
        if not self._remap:
            return
        key = (self.merge_slashes, tuple(self.converters.items()), tuple(map(_key, self._added)))
        if key not in SORTED:
            SORTED[key] = self._sorted()
        self._matcher, self._rules_by_endpoint = SORTED[key]
        self._remap = False

    def _sorted(self) -> tuple[StateMachineMatcher, dict[Any, list[Rule]]]:
        apart = Map(merge_slashes=self.merge_slashes, converters=self.converters)
        for each in self._added:
            rule = each.empty()  # another: which map a rule is of cannot be changed
            rule.provide_automatic_options = each.provide_automatic_options  # type: ignore[attr-defined]
            apart.add(rule)
        apart.update()
        return apart._matcher, apart._rules_by_endpoint


def _key(rule: Rule) -> Hashable:
    """What a rule is, its map left aside."""
    return (
        rule.rule,
        rule.endpoint,
        frozenset(rule.methods or ()),
        rule.host,
        rule.subdomain,
        rule.strict_slashes,
        rule.merge_slashes,
        rule.build_only,
        rule.alias,
        rule.redirect_to,
        rule.websocket,
        tuple((rule.defaults or {}).items()),
        getattr(rule, "provide_automatic_options", None),
    )
