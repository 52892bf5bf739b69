"""The Flask application, where `flask` and a WSGI server look for it; everything else is in `onboarding`."""

from onboarding import create_app, logs, startup

logs.take_over()
app = create_app()
startup.refuse_serving(app)
