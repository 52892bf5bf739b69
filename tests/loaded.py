"""What the process has loaded that others are forked from (`forks.py`): each of them would load it anew.

Not for import by tests: it makes an application, for what only that loads. WeasyPrint is not among it:
benchmarks/packets.py says which fonts it has before it is loaded.
"""

import gc
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from onboarding import create_app
from onboarding.config import Config
from tests.kill import packets, reminders, webhooks, workers  # noqa: F401 - with all that they run
from tests.messages import test_processes as of_messages  # noqa: F401
from tests.webhooks import test_processes as of_webhooks  # noqa: F401

for each in (
    *(f"benchmarks.{each}" for each in ("applicants", "load", "packets", "pages", "staffing", "stored")),
    *(f"gunicorn.{each}" for each in ("app.wsgiapp", "arbiter", "workers.gthread")),
    "flask.cli",
    "onboarding.startup",
):
    import_module(each)
create_app(Config(instance=Path("nowhere")))
configure_mappers()
gc.freeze()
