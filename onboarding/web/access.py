"""Who may call which route. A route that nobody decided on does not exist.

Each view states its policy with a decorator. Before the view runs, the organisation in the address is loaded together
with what the user is there: who is nothing there finds nothing (404), who is something else is refused (403). The view
then gets a `Scope`, through which alone it loads records.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, Protocol, TypeVar

from flask import Flask, abort, current_app, g, make_response, redirect, request, url_for
from flask_login import current_user
from flask_security.utils import check_and_update_authn_fresh
from werkzeug.wrappers import Response as BaseResponse

from onboarding.errors import NotAllowedError, NotFoundError, OnboardingError
from onboarding.permissions import ROLES, May
from onboarding.queries import organisations
from onboarding.roles import OrganisationKind, Role
from onboarding.services import knocks
from onboarding.services.change import Actor
from onboarding.services.visits import network_of
from onboarding.turns import pay
from onboarding.web.addresses import HIGHEST
from onboarding.web.errors import NOT_FRESH, PAGES, Wrong, page
from onboarding.web.texts import API, READING


class HasId(Protocol):
    """A record with a number."""

    id: Any


View = TypeVar("View", bound=Callable[..., Any])
Found = TypeVar("Found")
Numbered = TypeVar("Numbered", bound=HasId)
MOST_AT_ONCE = 500  # records of one request
FRESH_PAGE = timedelta(minutes=5)
TIME_TO_FILL_IN = timedelta(minutes=20)
ORGANISATION = "organisation"  # the part of an address that names one


class Policy(NamedTuple):
    """Who may call a route.

    `anyone`: also without an account. Else with `roles` None: whoever is signed in; with `roles`: whoever has one of
    them in the organisation of the address. `own`: an HSC too, for what is their own. `fresh`: only shortly after
    giving the password. `at_lni`: which roles at L&I, where not the same ones as at a COHE.
    """

    anyone: bool = False
    roles: frozenset[Role] | None = None
    own: bool = False
    fresh: bool = False
    at_lni: frozenset[Role] | None = None

    def roles_in(self, organisation: Any) -> frozenset[Role]:
        """Which roles may in an organisation."""
        if self.at_lni is not None and organisation.kind is OrganisationKind.LNI:
            return self.at_lni
        return self.roles or frozenset()


class Scope(NamedTuple):
    """The organisation of the request, and what the user is there. `own_only`: may see only what is their own."""

    organisation: Any  # a row of queries.organisations
    roles: frozenset[Role]
    user: Any
    own_only: bool = False

    def load(self, query: Callable[..., Found | None], id: int) -> Found:
        """The record with that id in this organisation. Raises NotFoundError where there is none for this user."""
        found = query(self.organisation.id, id, self.user.id if self.own_only else None)
        if found is None:
            raise NotFoundError
        return found

    def load_all(self, query: Callable[..., Sequence[Numbered]], ids: Iterable[int]) -> list[Numbered]:
        """The records with those ids in this organisation, by one query, each once and in that order.

        Raises NotFoundError where there is none for this user behind any of them: a list is taken whole or not at all.
        """
        asked = list(dict.fromkeys(ids))
        if len(asked) > MOST_AT_ONCE or not all(0 < id <= HIGHEST for id in asked):
            raise NotFoundError
        found = query(self.organisation.id, asked, self.user.id if self.own_only else None) if asked else ()
        by_id = {each.id: each for each in found}
        if by_id.keys() != set(asked):
            raise NotFoundError
        return [by_id[id] for id in asked]

    def only_cohe(self) -> None:
        """Raises NotFoundError where the organisation is no COHE: what COHEs alone have does not exist elsewhere."""
        if self.organisation.kind is not OrganisationKind.COHE:
            raise NotFoundError

    def cohes(self) -> Sequence[Any]:
        """The COHEs that the user, a contract manager at L&I, answers for: all that they see of several at once."""
        return organisations.assigned(self.user.id)

    def may(self, what: May | str) -> bool:
        """Whether the user may do that here. Raises ValueError for what is no permission."""
        return not self.roles.isdisjoint(ROLES[May(what)])


def anyone(view: View) -> View:
    """Open to everybody: nothing of anybody's records is behind it."""
    return _stated(view, Policy(anyone=True))


def signed_in(view: View) -> View:
    """For whoever is signed in, about themselves."""
    return _stated(view, Policy())


def signed_in_lately(view: View) -> View:
    """For those who are signed in, about themselves, shortly after they showed who they are."""
    return _stated(view, Policy(fresh=True))


def members(may: May, own: bool = False, fresh: bool = False, at_lni: May | None = None) -> Callable[[View], View]:
    """For those who may do that in the organisation of the address; at L&I, for those who may do `at_lni`."""
    others = ROLES[at_lni] if at_lni else None
    return lambda view: _stated(view, Policy(roles=ROLES[may], own=own, fresh=fresh, at_lni=others))


def at_lni_alone(may: May) -> Callable[[View], View]:
    """For those who may do that at L&I; nobody at a COHE."""
    return lambda view: _stated(view, Policy(roles=frozenset(), at_lni=ROLES[may]))


def _stated(view: View, policy: Policy) -> View:
    view.policy = policy  # type: ignore[attr-defined]
    return view


def actor() -> Actor:
    """Who makes this request, and from where."""
    user = current_user if current_user.is_authenticated else None
    return Actor(user.id if user else None, user.name if user else "visitor", request.remote_addr or "", g.request_id)


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The policy of an endpoint; None where nobody decided, and so nobody may."""
    others: dict[str, Policy] = app.extensions["access"]
    stated: Policy | None = getattr(app.view_functions.get(endpoint), "policy", None)
    return others.get(endpoint, stated)


def register(app: Flask, others: dict[str, Policy]) -> None:
    """Guard every route. `others` are the policies of views that are not ours and state none."""
    app.extensions["access"] = {"static": Policy(anyone=True), **others}
    app.before_request(_guard)
    app.register_error_handler(NotFoundError, _refused)
    app.register_error_handler(NotAllowedError, _refused)
    app.url_defaults(_same_organisation)


def _guard() -> BaseResponse | None:
    if request.endpoint is None or request.blueprint == API:
        return None  # no such address or method: Flask answers 404 or 405; tokens: onboarding/api/guard.py
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        abort(404)
    if policy.anyone:
        _pays_by_link()
        return None
    if not current_user.is_authenticated:
        return _first("security.login", _here(), PAGES[401])
    if policy.fresh and not _fresh():
        return _first("security.verify", request.path, NOT_FRESH)
    if policy.roles is not None:
        arguments = request.view_args or {}
        g.at = arguments.pop(
            ORGANISATION
        )  # said by the address, so that nobody asks for it again once a change is done
        g.scope = _scope(g.at, policy)
        pay(f"account:{g.scope.user.id}")
        request.view_args = {"scope": g.scope, **arguments}
    return None


def _first(endpoint: str, after: str | None, wrong: Wrong) -> BaseResponse:
    """On to the page to sign in on. A script that asks for a part of a page is refused: it would draw that page in."""
    if "HX-Request" in request.headers:
        return make_response(page(401, wrong), 401)
    return redirect(url_for(endpoint, next=after))


def _pays_by_link() -> None:
    """Have what a link takes of the machine counted for that link; what has none, for the network it comes from."""
    token = (request.view_args or {}).get("token")
    pay(f"link:{token}" if token else f"link:{network_of(request.remote_addr or '')}")


def _refused(error: OnboardingError) -> tuple[str, int]:
    """The page for what is not there, or not allowed; that somebody signed in asked for it is noted for the trail."""
    status = 403 if isinstance(error, NotAllowedError) else 404
    if current_user.is_authenticated and request.endpoint:
        scope = g.get("scope")
        knocks.refused(actor(), scope.organisation.id if scope else g.get("refused_by"), request.endpoint)
    return page(status), status


def _fresh() -> bool:
    """Whether the password was given lately: longer ago for what a page sends than for opening the page."""
    if current_user.sample:
        return True  # has no password to give
    within = FRESH_PAGE if request.method in READING else FRESH_PAGE + TIME_TO_FILL_IN
    return check_and_update_authn_fresh(within, timedelta(0))


def _scope(slug: str, policy: Policy) -> Scope:
    g.standings = organisations.roles_of(current_user)
    standing = next((each for each in g.standings if each.organisation.slug == slug), None)
    if standing is None:
        there = organisations.by_slug(slug)
        g.refused_by = there.id if there else None
        raise NotFoundError
    has = standing.roles & policy.roles_in(standing.organisation)
    own_only = not has and policy.own and Role.HSC in standing.roles
    if not has and not own_only:
        g.refused_by = standing.organisation.id
        raise NotAllowedError("Your role here does not include this.")
    return Scope(standing.organisation, standing.roles, current_user, own_only)


def _here() -> str | None:
    """Where to come back to after signing in; only a page, never something that was being sent."""
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _same_organisation(endpoint: str, values: dict[str, Any]) -> None:
    """Let addresses on a page of an organisation lead to pages of the same one."""
    here = "scope" in g and ORGANISATION not in values
    if here and current_app.url_map.is_endpoint_expecting(endpoint, ORGANISATION):
        values[ORGANISATION] = g.at
