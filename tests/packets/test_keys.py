"""What signs packets: made on set-up, replaced by the COHE's own, and known for ever after."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from flask import Flask

from onboarding import clock, keys, packet_keys, startup
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.packets.signature import signer
from onboarding.queries import trail
from onboarding.services import packet_keys as changes
from onboarding.services.change import SYSTEM
from onboarding.signing_keys import PacketKey, PacketKeyError, certificates, made, parsed, refuse_ended, written
from tests.make import make_cohe
from tests.operation.test_commands import run
from tests.packets.test_sealing import certificate
from tests.stored import on_sqlite


@pytest.fixture(name="ready")
def _ready(config: Config) -> Config:
    packet_keys.make_missing(config)
    return config


def in_use(config: Config, cohe: str = "valley") -> str:
    return packet_keys.signing(config, cohe).fingerprint


def test_set_up_makes_one_and_never_another(ready: Config) -> None:
    first = in_use(ready)
    packet_keys.make_missing(ready)
    assert in_use(ready) == first
    file = keys.path(ready.instance, "packets")
    assert file.stat().st_mode & 0o777 == 0o600
    assert packet_keys.known(ready)[first].in_use
    assert packet_keys.signing(ready, "valley").certificate.not_valid_after_utc > clock.now() + timedelta(days=3649)


def test_the_certificate_stays_known_after_the_key_was_replaced_or_lost(ready: Config) -> None:
    first = in_use(ready)
    packet_keys.replace(ready, made("Another"), None)
    second = in_use(ready)
    keys.path(ready.instance, "packets").unlink()
    packet_keys.make_missing(ready)
    known = packet_keys.known(ready)
    assert [known[each].in_use for each in (first, second, in_use(ready))] == [False, False, True]
    assert known[second].holder == "Another"
    assert packet_keys.public(ready).count("BEGIN CERTIFICATE") == 3


@on_sqlite
def test_a_cohe_signs_with_its_own_and_the_trail_says_so(app: Flask, ready: Config) -> None:
    valley, shared = make_cohe(), in_use(ready)
    key = changes.use(SYSTEM, ready, valley, written(made("Valley COHE")).encode(), None)
    assert (in_use(ready, valley.slug), in_use(ready, "other")) == (key.fingerprint, shared)
    assert signer(ready, valley.slug).certificate == key.certificate.public_bytes(Encoding.DER)
    last = list(trail.entries_after(trail.chain_of(valley.id).id, 0))[-1]
    assert (last["action"], last["body"]["key"]) == (Action.PACKET_KEY_CHANGED, key.fingerprint)
    assert changes.renew(SYSTEM, ready, valley).holder == f"Evidence packets of {valley.name}"
    assert packet_keys.known(ready)[key.fingerprint].in_use is False


@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_a_pkcs12_file_can_be_put_in(ready: Config, passphrase: str | None) -> None:
    key, root = made("Valley COHE"), made("A root")
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    content = pkcs12.serialize_key_and_certificates(b"x", key.private, key.certificate, [root.certificate], locked)
    found = parsed(content, passphrase)
    assert (found.fingerprint, found.chain) == (key.fingerprint, (root.certificate,))
    if passphrase:
        with pytest.raises(PacketKeyError, match="passphrase"):
            parsed(content, "wrong")


def test_a_setting_names_another_file(ready: Config, tmp_path: Path) -> None:
    key = made("From elsewhere")
    file = tmp_path / "cohe.pem"
    file.write_text(written(key))
    elsewhere = ready._replace(packet_key=file)
    assert in_use(elsewhere) == key.fingerprint
    signer(elsewhere, "valley")
    assert packet_keys.known(ready)[key.fingerprint].holder == "From elsewhere"  # and when the setting is gone
    with pytest.raises(PacketKeyError, match="ONBOARDING_PACKET_KEY names"):
        packet_keys.refuse_setting(elsewhere, None)


def weak() -> bytes:
    private = rsa.generate_private_key(65537, 1024)
    return written(PacketKey(private, certificate("Weak", private, None))).encode()


def of_another() -> bytes:
    own = written(made("x")).partition("-----BEGIN CERTIFICATE")[0]
    return (own + certificates(made("y"))).encode()


UNFIT: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no key with its certificate"),
    "text": (lambda: b"-----BEGIN PRIVATE KEY-----", "no key with its certificate"),
    "a certificate alone": (lambda: certificates(made("x")).encode(), "no key with its certificate"),
    "another's certificate": (of_another, "None of the certificates is that of the key"),
    "a weak key": (weak, "needs 2048 or more"),
}


@pytest.mark.parametrize("what", UNFIT)
def test_what_cannot_sign_packets_is_refused_with_what_to_do(what: str) -> None:
    content, says = UNFIT[what]
    with pytest.raises(PacketKeyError, match=says):
        parsed(content())


def test_a_certificate_that_has_ended_signs_nothing(ready: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=3651)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(PacketKeyError, match="and not now"):
        refuse_ended(packet_keys.signing(ready, "valley"))


@pytest.mark.parametrize("harm", ["open", "damaged", "gone"])
def test_the_start_says_what_is_wrong_with_it(ready: Config, harm: str, tmp_path: Path) -> None:
    file, config = keys.path(ready.instance, "packets"), ready
    if harm == "open":
        file.chmod(0o644)
    elif harm == "damaged":
        file.write_text("no key")
    else:
        config = ready._replace(packet_key=tmp_path / "none.pem")
    says = {"open": "chmod go=", "damaged": "Restore it", "gone": "is not there"}[harm]
    with pytest.raises(startup.UnsafeError, match=says):
        startup.refuse_unsafe(config, debug=False, database=startup.Database.ANY)


@on_sqlite
def test_the_commands_change_and_list_them(app: Flask, ready: Config, tmp_path: Path) -> None:
    first, valley, file = in_use(ready), make_cohe(), tmp_path / "own.pem"
    file.write_text(written(made("Valley COHE")))
    done = run(app, "packets", "use-key", str(file), "--cohe", valley.slug, "--passphrase", "")
    assert "signed by Valley COHE from now on" in done.stdout, done.output
    assert "signed by Evidence packets of" in run(app, "packets", "new-key").stdout
    listed = run(app, "packets", "certificates").stdout
    assert f"{first}\tbefore\t" in listed
    assert listed.count("\tin use\t") == 2
    assert run(app, "packets", "certificates", "--pem").stdout.count("BEGIN CERTIFICATE") == 3
    file.write_text("nothing")
    refused = run(app, "packets", "use-key", str(file), "--passphrase", "")
    assert (refused.exit_code, "no key with its certificate" in refused.stderr) == (1, True)
