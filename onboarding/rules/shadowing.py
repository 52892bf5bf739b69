"""How visits to HSCs of other COHEs add up, and when they are enough."""

from fractions import Fraction


def with_visit(minutes: Fraction, visit: Fraction, together: bool) -> Fraction:
    """The minutes of shadowing that count once a visit is added: all of them `together`, else those of the longest."""
    return minutes + visit if together else max(minutes, visit)


def is_enough_shadowing(minutes: Fraction, needed: int) -> bool:
    """Whether so many minutes are enough; nobody shadowed by not being there, however few are needed."""
    return bool(minutes) and minutes >= needed
