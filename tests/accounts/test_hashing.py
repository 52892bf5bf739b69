"""Passwords, links and second factors cost what the product sets; other tests pay less, to take less time."""

from flask import Flask
from flask_security.utils import hash_data, hash_password, verify_password

from onboarding import create_app
from onboarding.config import Config
from tests.accounts.steps import PASSWORD
from tests.stored import on_sqlite


@on_sqlite
def test_a_password_costs_a_guesser_three_passes_over_64_megabytes(config: Config) -> None:
    with create_app(config).app_context():
        hashed = hash_password(PASSWORD)
        assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert verify_password(PASSWORD, hashed)


@on_sqlite
def test_a_reset_link_and_a_second_factors_key_cost_what_their_libraries_set(config: Config) -> None:
    app = create_app(config)
    with app.app_context():
        assert hash_data("of a password").startswith("$5$rounds=535000$")
        assert app.extensions["security"].totp_factory._totp.wallet.encrypt_cost == 14


@on_sqlite
def test_what_tests_pay_is_argon2_too(app: Flask) -> None:
    assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=64,t=1,p=1$")
