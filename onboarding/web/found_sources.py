"""What comparing a page came to, sealed into the form that records it: what comes back is what we found, or nothing."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from onboarding.services.source_checks import Found

PURPOSE = "source check"


def sealed(organisation_id: int, user_id: int, found: Found) -> str:
    """For a hidden field: nobody else can use it, nor anybody anywhere else."""
    return _of().dumps([organisation_id, user_id, *found])


def opened(organisation_id: int, user_id: int, given: str) -> Found | None:
    """What was sealed for this user here; None for anything else."""
    try:
        for_organisation, for_user, *found = _of().loads(given)
    except BadSignature:
        return None
    return Found(*found) if (for_organisation, for_user) == (organisation_id, user_id) else None


def _of() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=PURPOSE)
