"""What the layout offers on each page: the organisation, the user's roles there, and the places they may go."""

from flask import Flask, current_app, g, request, session, url_for
from flask_login import current_user

from onboarding.config import Mode
from onboarding.queries import organisations
from onboarding.roles import OrganisationKind
from onboarding.web import filters
from onboarding.web.access import Scope, policy_of
from onboarding.web.face import Face, Link, Organisation, User
from onboarding.web.texts import API

HOME = ("Home", "home.index")
SESSIONS = ("Sessions", "training_sessions.index")
PLACES = (
    ("Messages", "messages.index"),
    ("Members", "members.index"),
    ("API tokens", "api_tokens.index"),
    ("Audit trail", "trail.index"),
    ("Status", "status.index"),
)
KEEPING = ("Legal holds", "keeping.index")
PLACE_OF = {
    "attention": "home",
    "calendars": "deadlines",
    "evidence": "people",
    "redactions": "people",
    "claims": "applications",
    "screening": "applications",
    "standing": "applications",
    "asking": "applications",
    "applicant_links": "applications",
    "determinations": "applications",
    "hiring": "people",
    "comments": "people",
    "resumes": "people",
    "missing": "applications",
    "letters": "applications",
    "imports": "people",
    "credential_events": "credentials",
    "checklist": "credentials",
    "training": "people",
    "time_splits": "people",
    "initiated_claims": "staffing",
    "look_ahead": "staffing",
    "what_ifs": "staffing",
    "absences": "staffing",
    "cover_requests": "staffing",
    "coverage": "staffing",
    "vacancies": "staffing",
    "discussions": "staffing",
    "reminders": "deadlines",
    "several": "people",
    "shared_checks": "people",
    "payments": "people",
    "fees": "people",
    "certificates": "people",
    "bookings": "training_sessions",
    "course_approvals": "courses",
    "course_tests": "courses",
    "sign_offs": "training_sessions",
    "training_plan": "training_sessions",
    "forms": "credentials",
    "open_questions": "rulings",
    "source_pages": "rulings",
    "packet_definitions": "packets",
    "packet_shares": "packets",
    "packet_questions": "packets",
    "packet_looks": "packets",
    "webhooks": "api_tokens",
}  # under which place the pages of another noun are found
COHE_PLACES = (
    HOME,
    ("Deadlines", "deadlines.index"),
    ("Applicants", "applications.index"),
    ("People", "people.index"),
    ("Credentials", "credentials.index"),
    ("Staffing", "staffing.index"),
    SESSIONS,
    ("Courses", "courses.index"),
    ("Training to complete", "own_courses.index"),
    ("Rulings", "rulings.index"),
    ("Packets", "packets.index"),
    *PLACES,
    KEEPING,
)
LNI_PLACES = (HOME, ("COHEs", "cohes.index"), SESSIONS, ("Packets", "packets.index"), *PLACES)


def register(app: Flask) -> None:
    """Set `g.face` for every page."""

    @app.before_request
    def _set() -> None:
        if request.endpoint not in (None, "static") and request.blueprint != API:
            g.face = _face()


def _face() -> Face:
    sample = current_app.extensions["config"].mode is Mode.SAMPLE
    if not current_user.is_authenticated:
        return Face(sign_in_address=url_for("security.login"), sample=sample)
    scope: Scope | None = g.get("scope")
    return Face(
        user=User(current_user.name, current_user.id, _left()),
        organisation=Organisation(scope.organisation.name, scope.organisation.slug) if scope else None,
        roles=tuple(sorted(filters.role(role) for role in scope.roles)) if scope else (),
        navigation=_places(scope) if scope else (),
        search_address=_search(scope),
        switch_address=url_for("home.organisations") if len(_standings()) > 1 else None,
        account_address=url_for("account.show"),
        sign_out_address=url_for("security.logout"),
        sample=sample,
    )


def _left() -> int | None:
    left = getattr(session, "left", None)
    return int(left.total_seconds()) if left else None


def _standings() -> list[organisations.RolesAt]:
    if "standings" not in g:
        g.standings = organisations.roles_of(current_user)
    found: list[organisations.RolesAt] = g.standings
    return found


def _may(scope: Scope, endpoint: str) -> bool:
    policy = policy_of(current_app, endpoint)
    return bool(policy and not scope.roles.isdisjoint(policy.roles_in(scope.organisation)))


def _places(scope: Scope) -> tuple[Link, ...]:
    places = COHE_PLACES if scope.organisation.kind is OrganisationKind.COHE else LNI_PLACES
    blueprint = request.blueprint or ""
    return tuple(
        Link(label, url_for(endpoint), endpoint.startswith(f"{PLACE_OF.get(blueprint, blueprint)}."))
        for label, endpoint in places
        if _may(scope, endpoint)
    )


def _search(scope: Scope | None) -> str | None:
    if scope and scope.organisation.kind is OrganisationKind.COHE and _may(scope, "people.index"):
        return url_for("people.index")
    return None
