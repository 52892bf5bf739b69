"""Signing packets with another key: one of our own making, or what a certificate authority gave the COHE."""

from onboarding import packet_keys
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.services.change import INSTALLATION, Actor, change
from onboarding.signing_keys import PacketKey, parsed, refuse_ended


def use(actor: Actor, config: Config, cohe: Organisation | None, content: bytes, passphrase: str | None) -> PacketKey:
    """Sign with the key and certificate in a file: the packets of this COHE, or None: of every one without its own.

    Raises PacketKeyError where it cannot sign packets.
    """
    key = parsed(content, passphrase)
    refuse_ended(key)
    return _replace(actor, config, cohe, key)


def renew(actor: Actor, config: Config, cohe: Organisation | None) -> PacketKey:
    """Sign with a new key of our own making. Raises PacketKeyError where a setting names another."""
    return _replace(actor, config, cohe, packet_keys.new(config, cohe.name if cohe else None))


def _replace(actor: Actor, config: Config, cohe: Organisation | None, key: PacketKey) -> PacketKey:
    slug = cohe.slug if cohe else None
    packet_keys.refuse_setting(config, slug)
    with change(actor) as under_way:
        organisation_id, whose = (cohe.id, cohe.slug) if cohe else (None, INSTALLATION)
        under_way.record(organisation_id, Action.PACKET_KEY_CHANGED, f"packet_key:{whose}", key=key.fingerprint)
        db.session.flush()
        packet_keys.replace(config, key, slug)
    return key
