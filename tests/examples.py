"""How many made-up examples a property is tried on: a short slice in `make test`, thousands in `make properties`."""

import os

from hypothesis import settings

TIMES = int(os.environ.get("TIMES", "1"))


def examples(usual: int) -> settings:
    """Settings that try so many examples, and with TIMES=30 in the environment thirty times as many."""
    return settings(max_examples=usual * TIMES)
