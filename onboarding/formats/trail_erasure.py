"""Which entries had their details erased, as the entry of an erasure lists them: ranges of numbers."""

from collections.abc import Iterable
from typing import Any

ERASURE = "trail.detail_erased"


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as ranges, both ends included: 3, 4, 5 and 9 are [[3, 5], [9, 9]]."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def take_out(missing: set[int], erased: Any) -> None:
    """Take the numbers of these ranges out of those whose details are missing; what is no range is passed by."""
    for each in erased if isinstance(erased, list) else ():
        if isinstance(each, list) and len(each) == 2 and all(type(end) is int for end in each):
            first, last = each
            if last - first < len(missing):
                missing.difference_update(range(first, last + 1))
            else:
                missing.difference_update([number for number in missing if first <= number <= last])
