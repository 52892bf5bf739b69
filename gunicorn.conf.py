"""How gunicorn serves the product: `gunicorn app:app` in this folder reads this file by itself. PORT chooses the port.

The proxy in front speaks TLS; this server is for it alone, so it listens on this machine.
"""

import os
import shutil
import sys
import tempfile
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
threads = 4
worker_class = "gthread"
preload_app = True  # the checks of the start are made once, before any worker is there
timeout = 60  # seconds that a request may take
graceful_timeout = 30
max_requests = 5000  # a worker is replaced after so many, and a leak with it
max_requests_jitter = 500
umask = 0o077
control_socket_disable = True  # nobody manages a running server through a socket in a home folder
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
secure_scheme_headers: dict[str, str] = {}  # what a proxy says of the scheme is read in one place: ONBOARDING_PROXIES
forwarder_headers = ""  # no header says below which path we are: a visitor's would get into every link
METRICS = "PROMETHEUS_MULTIPROC_DIR"
if os.environ.get("ONBOARDING_METRICS_TOKEN"):
    # Where each worker writes what it counts, before any of them has read the library that does it.
    os.environ[METRICS] = tempfile.mkdtemp(prefix="onboarding-metrics-")
accesslog = None  # onboarding/logs.py writes a line for each request, without addresses
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"lines": {"class": "onboarding.logs.Libraries"}},
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["lines"], "propagate": False}},
}


def on_starting(server: Any) -> None:
    """Refuse to show the sample world, where anybody signs in by link, to other machines."""
    from onboarding.config import Mode, from_environment
    from onboarding.setting import loopback

    hosts = [address[0] for address in server.cfg.address if isinstance(address, tuple)]
    if from_environment().mode is Mode.SAMPLE and not all(map(loopback, hosts)):
        sys.stderr.write("The sample world is for this machine alone: bind to 127.0.0.1.\n")
        sys.exit(2)


def on_exit(_server: Any) -> None:
    """Leave none of what was counted behind."""
    if folder := os.environ.get(METRICS):
        shutil.rmtree(folder, ignore_errors=True)
