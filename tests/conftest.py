"""What every test shares: how Hypothesis searches. Keep it this short; makers and casts are modules of their own."""

import os

from hypothesis import settings

pytest_plugins = ["tests.stored"]

settings.register_profile("everywhere", deadline=None)
settings.register_profile(
    "ci", settings.get_profile("everywhere"), derandomize=True
)  # the same commit, the same answer
settings.load_profile("ci" if os.environ.get("CI") else "everywhere")
