"""What the benchmarks load, for the process that they are forked from: a module that is imported there, and only there.

WeasyPrint is not among it: benchmarks/packets.py says which fonts it has before it is loaded.
"""

import gc
from importlib import import_module

from benchmarks.pages import stored
from onboarding import create_app

for each in (
    *(f"benchmarks.{each}" for each in ("applicants", "load", "packets", "pages", "staffing", "stored")),
    *(f"gunicorn.{each}" for each in ("app.wsgiapp", "arbiter", "workers.gthread")),
    "flask.cli",
    "onboarding.startup",
):
    import_module(each)
with stored() as config:  # an application loads more while it is made
    create_app(config)
gc.freeze()  # what was loaded is shared, and not gone through
