"""Where webhooks may go: the table of addresses that a member could type, and of those that a name could stand for."""

import ipaddress

import pytest

from onboarding.config import Config, SettingError, from_environment
from onboarding.errors import OnboardingError
from onboarding.messages.reachable import Allowed, reachable, target

PUBLIC = Allowed(frozenset({443}), loopback=False)
HERE = Allowed(frozenset({443}), loopback=True)
REFUSED = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "2606:4700::1111%eth0",
)  # fmt: skip
ALLOWED = ("8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "::ffff:8.8.8.8", "2606:4700:4700::1111")


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not reachable(ipaddress.ip_address(address), PUBLIC)


@pytest.mark.parametrize("address", ALLOWED)
def test_what_is_public_may_be_reached(address: str) -> None:
    assert reachable(ipaddress.ip_address(address), PUBLIC)


def test_the_setting_lets_in_loopback_and_nothing_else() -> None:
    opened = [each for each in REFUSED if reachable(ipaddress.ip_address(each), HERE)]
    assert opened == ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://hr.example.org/in",
        "ftp://hr.example.org/in",
        "file:///etc/passwd",
        "https://",
        "https:///in",
        "hr.example.org/in",
        "https://user:secret@hr.example.org/in",
        "https://hr.example.org@10.0.0.1/",
        "https://hr.example.org/in#part",
        "https://hr.example.org:8443/in",
        "https://hr.example.org:22/in",
        "https://hr.example.org:99999/in",
        "https://hr.example.org:x/in",
        "https://localhost/in",
        "https://127.0.0.1/in",
        "https://[::1]/in",
        "https://[::ffff:10.0.0.1]/in",
        "https://[::1/in",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/in",
        "https://0x7f000001/in",
        "https://127.1/in",
        "https://0177.0.0.1/in",
        "https://hr .example.org/in",
        "https://hr.example.org/in\r\nX-Header: 1",
        "https://hr.example.org/\u00fc",
        "https://h\u00fcr.example.org/",
        "https://-hr.example.org/",
        "https://hr..example.org/",
        f"https://hr.example.org/{'a' * 500}",
    ],
)
def test_an_address_that_nothing_is_sent_to_is_refused(url: str) -> None:
    with pytest.raises(OnboardingError):
        target(url, PUBLIC)


def test_an_address_is_taken_apart() -> None:
    at = target("https://HR.example.org/in?of=valley", PUBLIC)
    assert at == (True, "hr.example.org", 443, "/in?of=valley")
    assert at.named == "hr.example.org"
    assert target("https://hr.example.org", PUBLIC).path == "/"
    assert target("https://xn--hr-xka.example.org/", PUBLIC).host == "xn--hr-xka.example.org"
    assert target("https://[2606:4700:4700::1111]/", PUBLIC).named == "[2606:4700:4700::1111]"
    other = Allowed(frozenset({443, 8443}), loopback=False)
    assert target("https://hr.example.org:8443/", other).named == "hr.example.org:8443"


def test_this_machine_is_allowed_where_the_setting_says_so_and_only_it() -> None:
    for url in ("http://127.0.0.1:9/in", "http://localhost:9/in", "http://[::1]:9/in", "https://127.0.0.1:9/in"):
        assert target(url, HERE).port == 9
    for url in ("http://hr.example.org/in", "http://10.0.0.1:9/in", "https://hr.example.org:9/in"):
        with pytest.raises(OnboardingError):
            target(url, HERE)


def test_the_settings_are_read() -> None:
    read = from_environment({"ONBOARDING_WEBHOOK_PORTS": "443, 8443", "ONBOARDING_WEBHOOK_LOOPBACK": "yes"})
    assert (read.webhook_ports, read.webhook_loopback) == (frozenset({443, 8443}), True)
    assert (Config().webhook_ports, Config().webhook_loopback) == (frozenset({443}), False)
    for wrong in ("0", "65536", "https", "443;8443", "-1"):
        with pytest.raises(SettingError, match="ONBOARDING_WEBHOOK_PORTS"):
            from_environment({"ONBOARDING_WEBHOOK_PORTS": wrong})
