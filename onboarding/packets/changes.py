"""What is otherwise in a packet than in the one before of the same definition: each difference in one line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

FIGURES = re.compile(r"[0-9][0-9,./-]*")
STANDS = {
    "role": "Role",
    "stands": "Standing",
    "hired_on": "Hire date",
    "left_on": "Last day",
}


def since(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The lines, by person in the order of the later packet. Both are what was frozen."""
    earlier, later = _by_id(before), _by_id(now)
    found = [f"{person['name']} is no longer in it." for id, person in earlier.items() if id not in later]
    for id, person in later.items():
        if id not in earlier:
            found.append(f"{person['name']} is new in it.")
        else:
            found += [f"{person['name']}: {each}" for each in _of_person(earlier[id], person)]
    found += [f"The COHE: {each}" for each in _of_lines(before["told"]["exceptions"], now["told"]["exceptions"])]
    if before["told"]["rulebook"] != now["told"]["rulebook"]:
        found.append("Another version of the rulebook is used.")
    return found


def _by_id(content: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    return dict(zip(content["kept"]["people"], content["told"]["people"], strict=True))


def _of_person(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if before["name"] != now["name"]:
        yield f"was called {before['name']}."
    for key, says in STANDS.items():
        if before[key] != now[key]:
            yield f"{says} was {before[key] or 'not recorded'}, and is {now[key] or 'not recorded'}."
    was, is_ = (each["provider"] or {} for each in (before, now))
    if was.get("state") != is_.get("state"):
        yield f"Provider account was {_low(was.get('state'))}, and is {_low(is_.get('state'))}."
    was, is_ = (each.get("determination") or {} for each in (before, now))
    if was.get("verdict") != is_.get("verdict"):
        yield f"Determination was {_low(was.get('verdict'))}, and is {_low(is_.get('verdict'))}."
    yield from _of_lines(before["exceptions"], now["exceptions"])


def _of_lines(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[str]:
    """Exceptions that are new, and those that are settled; one whose days only went on counting is neither."""
    was, is_ = (
        {(each["about"], FIGURES.sub("#", each["says"])): each["says"] for each in lines} for lines in (before, now)
    )
    yield from (f"new: {says}" for key, says in is_.items() if key not in was)
    yield from (f"settled: {says}" for key, says in was.items() if key not in is_)


def _low(text: str | None) -> str:
    return text[:1].lower() + text[1:] if text else "not recorded"
