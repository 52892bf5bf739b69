"""For whom passkeys are made, by the address at which the product is reached."""

import pytest

from onboarding.services.passkey_proofs import Party
from onboarding.web.passkeys import party_at


@pytest.mark.parametrize(
    ("base_url", "party"),
    [
        ("https://onboarding.example.org", Party("onboarding.example.org", "https://onboarding.example.org")),
        ("https://Onboarding.Example.org:443", Party("onboarding.example.org", "https://onboarding.example.org")),
        ("https://onboarding.example.org:8443", Party("onboarding.example.org", "https://onboarding.example.org:8443")),
        ("https://höhe.example.org", Party("xn--hhe-sna.example.org", "https://xn--hhe-sna.example.org")),
        ("https://intranet", Party("intranet", "https://intranet")),
        ("http://localhost:8000", Party("localhost", "http://localhost:8000")),
        ("http://localhost:80", Party("localhost", "http://localhost")),
        ("http://hsc.localhost:8000", Party("hsc.localhost", "http://hsc.localhost:8000")),
        ("http://onboarding.example.org", None),
        ("http://notlocalhost:8000", None),
        ("http://127.0.0.1:8000", None),
        ("https://10.1.2.3", None),
        ("https://[::1]:8443", None),
    ],
)
def test_where_browsers_make_passkeys_and_for_whom(base_url: str, party: Party | None) -> None:
    assert party_at(base_url) == party
