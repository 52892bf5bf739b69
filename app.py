"""The Flask application, where `flask` and a WSGI server look for it; everything else is in `onboarding`."""

import gc

gc.disable()  # what a start makes stays; looking through all of it for garbage, again and again, took half the time
from onboarding import create_app, logs, startup  # noqa: E402 - not before

logs.take_over()
app = create_app()
startup.refuse_serving(app)
gc.freeze()  # nor is it looked through later, or at the end
gc.enable()
