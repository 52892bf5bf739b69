"""The whole application: a table of contents in code."""

from flask import Flask

from onboarding import (
    basis,
    keys,
    logs,
    models,  # noqa: F401 - the tables, known before the first query
    troubles,
)
from onboarding.api import surface
from onboarding.cli import endings
from onboarding.cli.commands import COMMANDS
from onboarding.config import ROOT, Config, Mode
from onboarding.extensions import csrf, db, migrate
from onboarding.web import (
    access,
    accounts,
    addresses,
    errors,
    face,
    fields,
    filters,
    gate,
    headers,
    metrics,
    navigation,
    requests,
    static_files,
    texts,
    uploads,
    visits,
)
from onboarding.web.views import (
    absences,
    account,
    api_tokens,
    applicant_links,
    applications,
    asking,
    attention,
    bookings,
    calendars,
    certificates,
    checklist,
    claims,
    cohes,
    comments,
    course_approvals,
    course_tests,
    courses,
    cover_requests,
    coverage,
    credential_events,
    credentials,
    deadlines,
    determinations,
    discussions,
    duplicates,
    evidence,
    fees,
    forms as form_views,
    health,
    hiring,
    home,
    imports,
    initiated_claims,
    invitations,
    keeping,
    letters,
    look_ahead,
    members,
    messages,
    missing,
    open_questions,
    own_courses,
    packet_checks,
    packet_definitions,
    packet_looks,
    packet_questions,
    packet_shares,
    packets,
    passkey_sign_in,
    passkeys as passkey_views,
    payments,
    people,
    redactions,
    references,
    reminders,
    resumes,
    rulebook,
    rulings,
    sample as sample_views,
    screening,
    several,
    shared_checks,
    shared_packets,
    sign_offs,
    sign_on,
    source_pages,
    staffing,
    standing,
    status,
    time_splits,
    trail,
    training,
    training_plan,
    training_sessions,
    vacancies,
    webhooks,
    what_ifs,
)

# No record's values in an error, and so in no log. SQLite reads anew with a new connection how much is stored.
ENGINE = {"pool_pre_ping": True, "pool_recycle": 15 * 60, "hide_parameters": True}
VIEWS = (
    health,
    staffing,
    look_ahead,
    webhooks,
    what_ifs,
    discussions,
    cohes,
    initiated_claims,
    time_splits,
    absences,
    cover_requests,
    coverage,
    vacancies,
    rulebook,
    home,
    applications,
    attention,
    applicant_links,
    people,
    comments,
    imports,
    claims,
    screening,
    standing,
    status,
    asking,
    determinations,
    letters,
    hiring,
    credentials,
    credential_events,
    deadlines,
    checklist,
    form_views,
    duplicates,
    evidence,
    redactions,
    keeping,
    references,
    reminders,
    resumes,
    rulings,
    open_questions,
    source_pages,
    packet_checks,
    members,
    api_tokens,
    messages,
    missing,
    trail,
    training,
    packet_definitions,
    packet_looks,
    packet_questions,
    packet_shares,
    packets,
    payments,
    fees,
    training_sessions,
    training_plan,
    courses,
    course_approvals,
    course_tests,
    own_courses,
    bookings,
    calendars,
    certificates,
    sign_offs,
    several,
    shared_checks,
    shared_packets,
    account,
    sign_on,
    passkey_views,
    passkey_sign_in,
    invitations,
)


def create_app(config: Config | None = None) -> Flask:
    """The application. Stops with a message that names the setting, key or place in the rulebook that is at fault."""
    config = config or basis.settings()
    app = logs.LoggedFlask("onboarding", template_folder="../templates", static_folder="../static")
    app.extensions["config"] = config
    app.extensions["rulebook"] = basis.rulebook(config)
    app.config.update(SQLALCHEMY_DATABASE_URI=config.database_url, SQLALCHEMY_ENGINE_OPTIONS=ENGINE)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    requests.register(app)
    logs.register(app)
    gate.register(app, config)
    uploads.register(app)
    try:
        accounts.register(app, config)
    except keys.KeyFileError as error:
        basis.stop(f"A key cannot be used.\n{error}")
    except OSError as error:
        basis.stop(f"The keys cannot be used.\n{troubles.of_file(error).says}")
    for part in (visits, filters, fields, addresses, face, errors, static_files, headers):
        part.register(app)
    access.register(app, accounts.POLICIES)
    texts.register(app)
    csrf.init_app(app)  # after the guard: a stranger learns nothing from a missing token
    navigation.register(app)
    metrics.register(app)
    for views in (*VIEWS, metrics):
        app.register_blueprint(views.views)
    if config.mode is Mode.SAMPLE:
        app.register_blueprint(sample_views.views)
    surface.register(app)
    for command in COMMANDS:
        app.cli.add_command(command)
    endings.tell_in_words(app.cli)
    return app
