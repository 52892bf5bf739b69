"""How the installation fares, for administrators: what runs by itself, what waits, and what was last done by hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import Blueprint, current_app, render_template

from onboarding import clock
from onboarding.config import Config
from onboarding.jobs import table
from onboarding.permissions import May
from onboarding.queries import messages, reminders, source_checks, watch, webhooks as found, work
from onboarding.roles import OrganisationKind
from onboarding.rules import sources, wording
from onboarding.services import seals, slots
from onboarding.web import filters
from onboarding.web.access import Scope, members

views = Blueprint("status", __name__, url_prefix="/at/<organisation>/status")
SOON = timedelta(hours=1)  # mail that waits longer, and entries that are unsigned for longer, need somebody
COMPARED_EVERY = timedelta(days=2)  # by a nightly command, with a night to spare


class Line(NamedTuple):
    """One thing that is watched: how it is, in words, and what to do; empty where it is well."""

    name: str
    says: str
    do: str = ""


@views.get("")
@members(May.WATCH)
def index(scope: Scope) -> str:
    """What is watched, what needs somebody first; and each job with its newest run."""
    config: Config = current_app.extensions["config"]
    now = clock.now()
    fares = work.of((*table.NAMES, slots.BACKUP, slots.COMPARISON))
    lines = [
        *_of_work(fares, now),
        *_of_keys(config),
        _of_files(config, fares, now),
        *_of_mail(config, scope.organisation.id, now),
    ]
    lines += [*_of_records(scope.organisation.id, now), _of_sources(scope.organisation.id)]
    jobs = [run for run in fares.runs if run.name in table.NAMES]
    return render_template(
        "status/index.html",
        lines=sorted(lines, key=lambda line: not line.do),
        compares=scope.organisation.kind is OrganisationKind.COHE,
        wanting=sum(1 for line in lines if line.do),
        jobs=[(run, work.went(run, now)) for run in jobs],
    )


def _of_work(fares: work.Work, now: datetime) -> Iterator[Line]:
    late = fares.late(now)
    ticked = filters.instant(fares.ticked_at) if fares.ticked_at else "never"
    yield Line("Clock", f"Last ran: {ticked}", "Start the clock: nobody is reminded until it runs." if late else "")
    if workers := work.workers():
        yield Line("Workers", f"{wording.count(workers, 'worker')} at work")
    failing = fares.failing(now)
    jobs = [name for name in failing if name in table.NAMES]
    said = f"Not as they should: {wording.listed(jobs)}" if jobs else "Each went well the last time"
    yield Line("What runs by itself", said, "See below and in the log what went wrong." if jobs else "")
    for name, label, every in (
        (slots.BACKUP, "Backup", watch.LATE),
        (slots.COMPARISON, "Audit trail compared with the records", COMPARED_EVERY),
    ):
        run = next((run for run in fares.runs if run.name == name), None)
        command = "flask backup" if name == slots.BACKUP else "flask audit compare"
        do = f"Have {command} run every night." if run is None or now - run.began_at > every else ""
        if run and run.error:
            do = f"{run.error} Run {command}, and mend what it names."
        yield Line(label, f"Last run: {filters.instant(run.began_at)}" if run else "Never run", do)


def _of_keys(config: Config) -> Iterator[Line]:
    faults = list(seals.faults(config))
    yield Line("Keys", "Not those of the records" if faults else "Those of the records", " ".join(faults))


def _of_files(config: Config, fares: work.Work, now: datetime) -> Line:
    """Whether what keeps the files answered the clock; a folder is looked at as the product starts."""
    if config.store is None:
        return Line("Files", "In a folder of this machine")
    run = next((run for run in fares.runs if run.name == table.STORAGE), None)
    asked = f"asked last: {filters.instant(run.began_at)}" if run else "not asked yet"
    failing = table.STORAGE in fares.failing(now)
    do = "See in the log what it says, and mend it: until then, pages with files fail." if failing else ""
    return Line("Files", f"In S3-compatible storage, {asked}", do)


def _of_mail(config: Config, organisation_id: int, now: datetime) -> Iterator[Line]:
    mail, held = watch.mail(organisation_id, now), messages.held()
    says = f"{wording.count(mail.due, 'message')} due and not sent"
    if mail.since:
        says = f"{says}, the oldest since {filters.instant(mail.since)}"
    if config.mail is None:
        yield Line("Mail", says, "Set up a mail server: until then, nothing is sent.")
    elif held:
        yield Line("Mail", says, "This copy was restored and sends nothing until flask messages release.")
    else:
        late = mail.since is not None and now - mail.since > SOON
        yield Line(
            "Mail", says, "Look at the mail server: it takes no mail, or the clock does not run." if late else ""
        )
    given_up = wording.count(mail.given_up, "message")
    yield Line(
        "Mail that was given up", given_up, "See which under Messages, and send them again." if mail.given_up else ""
    )


def _of_records(organisation_id: int, now: datetime) -> Iterator[Line]:
    late, builds = reminders.late(organisation_id, now), watch.builds(organisation_id, now)
    people = wording.count(late, "person", "people")
    yield Line("Reminders", f"A day late: about {people}", "See why the job for it fails." if late else "")
    packets = f"{wording.count(builds.waiting, 'packet')} to be built, {builds.failed} failed since yesterday"
    yield Line("Packets", packets, "See under Packets why they failed." if builds.failed else "")
    stopped = found.stopped(organisation_id)
    webhooks = f"{wording.count(stopped, 'webhook')} stopped because of the receiver"
    yield Line("Webhooks", webhooks, "See why under API tokens, Webhooks, and resume them." if stopped else "")
    trail = watch.trail(organisation_id)
    signed = filters.instant(trail.signed_at) if trail.signed_at else "never"
    late_at = trail.unsigned and (trail.signed_at is None or now - trail.signed_at > SOON)
    says = f"{wording.count(trail.unsigned, 'entry', 'entries')} not signed yet; last signed: {signed}"
    yield Line("Audit trail", says, "See in the log why nothing is signed." if late_at else "")


def _of_sources(organisation_id: int) -> Line:
    """When L&I's pages were last compared with the rulebook here, and whether that is settled."""
    open_now, checks = source_checks.unsettled(organisation_id), source_checks.listed(organisation_id, 1)
    said = [
        f"Checked on {filters.day(each.checked_on)}: {sources.came_to(each.changed, each.fresh)}"
        for each in open_now or checks
    ]
    do = "Change the rulebook, or compare the page again under Compare a page of L&I." if open_now else ""
    return Line("L&I's pages", ". ".join(said) or "Nobody recorded a check here", do)
