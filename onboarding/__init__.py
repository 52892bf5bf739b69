"""Onboarding, credentialing and training of Health Services Coordinators in Washington State."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from onboarding.config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """The whole application, as `application` makes it; loaded when it is made, for `flask rules` needs none of it."""
    from onboarding import application

    return application.create_app(config)
