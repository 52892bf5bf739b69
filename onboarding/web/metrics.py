"""Metrics for Prometheus: what each web process counts, and what the database says of the rest.

Several web processes write what they count to files of one folder (gunicorn.conf.py). The one that is asked adds it up.
"""

import hmac
import os
import time
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from onboarding import clock
from onboarding.config import Config
from onboarding.jobs import table
from onboarding.logs import METHODS
from onboarding.queries import reminders, watch, work
from onboarding.services import slots
from onboarding.web.access import anyone

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name for it
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)  # seconds
counted = CollectorRegistry()
REQUESTS = Counter("onboarding_requests", "Answers, by route.", ("method", "route", "status"), registry=counted)
SECONDS = Histogram("onboarding_request_seconds", "Time to answer.", registry=counted, buckets=BUCKETS)
views = Blueprint("metrics", __name__)


class Stored(Collector):
    """What the database says of the installation: of all organisations together, and of nobody."""

    def collect(self) -> Iterator[Metric]:
        now = clock.now()
        yield from _of_jobs()
        if (workers := work.workers()) is not None:
            yield _one("workers", "Workers that live; none where a clock does their work.", workers)
        mail, builds, trail = watch.mail(None, now), watch.builds(None, now), watch.trail(None)
        yield _one("mail_due", "Messages that are due and not sent.", mail.due)
        yield _one("mail_given_up", "Messages that were given up.", mail.given_up)
        yield _one("reminders_late", "People told of a day late or not yet.", reminders.late(None, now))
        yield _one("packets_waiting", "Packets that wait to be built.", builds.waiting)
        yield _one("packets_failed", "Packets that failed within a day.", builds.failed)
        if builds.latest:
            seconds = builds.latest.total_seconds()
            yield _one("packet_seconds", "From asking for the latest packet to its file.", seconds)
        hooks = watch.hooks()
        yield _one("webhooks_failing", "Webhooks whose last delivery failed and is tried again.", hooks.failing)
        yield _one("webhooks_stopped", "Webhooks that were paused because of the receiver.", hooks.stopped)
        waited = (now - hooks.since).total_seconds() if hooks.since else 0
        yield _one("webhook_oldest_seconds", "How long the oldest delivery that fails has waited.", waited)
        yield _one("trail_unsigned_entries", "Entries that no checkpoint covers yet.", trail.unsigned)
        if trail.signed_at:
            yield _one("trail_signed_timestamp_seconds", "The latest checkpoint.", trail.signed_at.timestamp())


def register(app: Flask) -> None:
    """Count the requests, where anybody may read the metrics."""
    config: Config = app.extensions["config"]
    if config.metrics_token is None:
        return

    @app.before_request
    def _begin() -> None:
        g.counted_from = time.perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        method = request.method if request.method in METHODS else "other"
        route = request.url_rule.rule if request.url_rule else "none"
        REQUESTS.labels(method, route, response.status_code).inc()
        if began := g.get("counted_from"):
            SECONDS.observe(time.perf_counter() - began)
        return response


@views.get("/metrics")
@anyone
def index() -> Response:
    """The metrics, in the text format of Prometheus. 404 without the token of the settings."""
    token = current_app.extensions["config"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token is None or not hmac.compare_digest(given.encode(), token.encode()):
        abort(404)
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(counted)
    registry.register(Stored())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _of_jobs() -> Iterator[Metric]:
    began = GaugeMetricFamily("onboarding_job_timestamp_seconds", "When a job last began.", labels=("job",))
    took = GaugeMetricFamily("onboarding_job_seconds", "How long it took.", labels=("job",))
    failed = GaugeMetricFamily("onboarding_job_failed", "Whether it went wrong, or does not end.", labels=("job",))
    fares = work.of((*table.NAMES, slots.BACKUP, slots.COMPARISON))
    failing = fares.failing(clock.now())
    for run in fares.runs:
        began.add_metric((run.name,), run.began_at.timestamp())
        failed.add_metric((run.name,), run.name in failing)
        if run.ended_at:
            took.add_metric((run.name,), (run.ended_at - run.began_at).total_seconds())
    yield from (began, took, failed)


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"onboarding_{name}", says, value=value)
