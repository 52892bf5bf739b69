"""Sharing a packet by a link: for whom, opened and counted, guessed at, revoked; and of no use to the COHE's own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.actions import Action
from onboarding.config import Config, MailServer
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.jobs.sender import send_due
from onboarding.models.message import Message
from onboarding.models.organisation import Membership, Organisation
from onboarding.models.packet_share import PacketShare
from onboarding.queries import packet_shares as found, trail, trail_compare
from onboarding.queries.packet_shares import TRIES, ShareState, What
from onboarding.roles import Role
from onboarding.services import links, members, packet_opening, packet_shares, packets
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_member, make_person
from tests.messages.server import Inbox, serving, text_of
from tests.packet_shares.make import PAT, READER, has_address, make_packet, make_share, opened, token
from tests.packets.issued import make_prepared

PASSPHRASE = "three wet salmon"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def with_server(config: Config) -> Iterator[tuple[Config, Inbox]]:
    inbox = Inbox()
    with serving(inbox) as port:
        yield config._replace(mail=MailServer("127.0.0.1", port, "none", None, None)), inbox


def state(share: PacketShare) -> ShareState:
    db.session.expire_all()
    return found.state(share, clock.today())


def uses(share: PacketShare) -> list[What]:
    db.session.expire_all()
    (shared,) = [each for each in found.of_packet(share.packet, clock.today()) if each.row.id == share.id]
    return [each.what for each in shared.uses]


def test_the_link_arrives_by_mail_and_only_its_hash_is_kept(
    valley: Organisation, with_server: tuple[Config, Inbox]
) -> None:
    config, inbox = with_server
    share = make_share(valley, passphrase=PASSPHRASE)
    send_due(config)
    (mail,) = inbox.mails
    assert mail["To"] == "pat@lni.example.gov"
    assert f"/shared-packets/{token(share)}" in text_of(mail)
    assert "It asks for a passphrase" in text_of(mail)
    assert PASSPHRASE not in text_of(mail)
    db.session.expire_all()
    kept = [share.nonce, share.token_hash, share.passphrase, db.session.query(Message).one().body]
    assert not any(secret in str(each) for each in kept for secret in (token(share), PASSPHRASE))


def test_each_opening_and_download_is_counted_and_in_the_trail(valley: Organisation) -> None:
    share = make_share(valley)
    first = opened(share)
    opened(share)
    assert packet_opening.download(READER, token(share), first).startswith(b"%PDF")
    assert uses(share) == [What.OPENED, What.OPENED, What.DOWNLOADED]
    counted = {
        each: len(trail.listed(valley.id, trail.Filters(action=each)).rows)
        for each in (Action.PACKET_SHARED, Action.PACKET_OPENED, Action.PACKET_TAKEN, Action.PACKET_HANDED_OUT)
    }
    assert list(counted.values()) == [1, 2, 1, 1]
    assert list(trail_compare.differences()) == []


def test_nothing_is_downloaded_by_who_did_not_open_it(valley: Organisation) -> None:
    share = make_share(valley)
    other = make_share(valley, share.packet, address="other@example.org")
    for use in (0, opened(other)):
        with pytest.raises(NotFoundError):
            packet_opening.download(READER, token(share), use)
    assert uses(share) == []


def test_a_passphrase_is_guessed_at_ten_times_and_never_again(valley: Organisation) -> None:
    share = make_share(valley, passphrase=PASSPHRASE)
    for left in range(TRIES - 1, 0, -1):
        with pytest.raises(OnboardingError, match=f"{left} (try is|tries are) left") as refused:
            packet_opening.open_packet(READER, token(share), "a guess")
        assert refused.value.field == "passphrase"
    assert state(share) is ShareState.WORKS
    with pytest.raises(OnboardingError, match="the link is locked"):
        packet_opening.open_packet(READER, token(share), None)
    assert state(share) is ShareState.LOCKED
    with pytest.raises(OnboardingError, match="does not open"):
        packet_opening.open_packet(READER, token(share), PASSPHRASE)
    assert uses(share) == [What.REFUSED] * TRIES


def test_who_mistypes_and_then_knows_it_begins_anew(valley: Organisation) -> None:
    share = make_share(valley, passphrase=PASSPHRASE)
    with pytest.raises(OnboardingError, match="not the passphrase"):
        packet_opening.open_packet(READER, token(share), PASSPHRASE.upper())
    opened(share, PASSPHRASE)
    assert found.wrong_tries(share) == 0


def test_it_works_through_its_last_day(valley: Organisation) -> None:
    share = make_share(valley)
    assert share.last_on == clock.today() + timedelta(days=30)  # as the rulebook says
    for after, stands in ((30, ShareState.WORKS), (31, ShareState.EXPIRED)):
        assert found.state(share, clock.today() + timedelta(days=after)) is stands
    with clock.as_if(clock.now() + timedelta(days=31)), pytest.raises(OnboardingError, match="does not open"):
        opened(share)


@pytest.mark.parametrize(("after", "fits"), [(-1, False), (0, True), (180, True), (181, False)])
def test_its_last_day_is_within_half_a_year(valley: Organisation, after: int, fits: bool) -> None:
    last_on = clock.today() + timedelta(days=after)
    if fits:
        assert make_share(valley, last_on=last_on).last_on == last_on
        return
    with pytest.raises(OnboardingError, match="Choose a day from today"):
        make_share(valley, last_on=last_on)


def test_it_is_revoked_at_once_and_once(valley: Organisation) -> None:
    share = make_share(valley)
    use = opened(share)
    packet_shares.revoke(SYSTEM, valley, share.id)
    assert state(share) is ShareState.REVOKED
    with pytest.raises(NotFoundError):
        packet_opening.download(READER, token(share), use)
    with pytest.raises(OnboardingError, match="does not open"):
        opened(share)
    with pytest.raises(OnboardingError, match="revoked before"):
        packet_shares.revoke(SYSTEM, valley, share.id)
    assert make_share(valley, share.packet).id != share.id


def test_of_a_withdrawn_packet_nothing_opens_and_of_a_replaced_one_it_does(valley: Organisation) -> None:
    share = make_share(valley)
    make_packet(valley, of=share.packet.definition)
    assert state(share) is ShareState.WORKS
    opened(share)
    packets.withdraw(SYSTEM, valley, share.packet_id, "A wrong day.")
    assert state(share) is ShareState.WITHDRAWN
    with pytest.raises(OnboardingError, match="does not open"):
        opened(share)


def test_only_what_is_issued_and_stands_is_shared(valley: Organisation) -> None:
    replaced = make_packet(valley)
    withdrawn = make_packet(valley, of=replaced.definition)
    packets.withdraw(SYSTEM, valley, withdrawn.id, "A wrong day.")
    for each in (replaced, withdrawn, make_prepared(valley, replaced.definition)):
        with pytest.raises(OnboardingError, match="Only a packet that is issued"):
            make_share(valley, each)


def test_one_link_works_for_each_address(valley: Organisation) -> None:
    share = make_share(valley)
    with pytest.raises(OnboardingError, match="Revoke it first") as refused:
        make_share(valley, share.packet, address="PAT@lni.example.gov")
    assert refused.value.field == "address"
    assert make_share(valley, share.packet, address="sam@lni.example.gov")


def test_it_is_made_out_to_nobody_of_the_cohe(valley: Organisation) -> None:
    packet = make_packet(valley)
    left, hsc = make_member(valley, Role.HR), make_person(valley, "Ana Ruiz")
    members.end_membership(SYSTEM, valley, db.session.query(Membership).filter_by(user_id=left.id).one().id)
    for address in (left.email, left.email.upper(), hsc.email):
        with pytest.raises(OnboardingError, match="somebody of Valley COHE"):
            make_share(valley, packet, address=address)
    with pytest.raises(OnboardingError, match="Take out Ana Ruiz"):
        make_share(valley, packet, role="Friend of Ana Ruiz")
    with pytest.raises(OnboardingError, match="8 characters"):
        make_share(valley, packet, passphrase="seven77")


def test_nobody_of_the_cohe_uses_it_and_others_do(valley: Organisation) -> None:
    share = make_share(valley)
    manager = make_member(valley, Role.MANAGER)
    outside = make_member(make_cohe("harbor"), Role.MANAGER, name="Outside")
    recorded = make_member(make_cohe("third"), Role.HSC, name="Elsewhere now")
    has_address(make_person(valley, "Elsewhere now"), recorded.email)
    for user, says in ((manager, "signed in as somebody of Valley"), (recorded, "which has a record of you")):
        with pytest.raises(OnboardingError, match=says):
            packet_opening.open_packet(Actor(user.id, user.name), token(share))
    assert packet_opening.open_packet(Actor(outside.id, outside.name), token(share)).id
    assert uses(share) == [What.OPENED]


def test_a_stranger_finds_nothing(valley: Organisation) -> None:
    share = make_share(valley)
    for key in (share.nonce, share.token_hash, links.token_of("reference", share.nonce), "", "A" * 43):
        with pytest.raises(NotFoundError):
            packet_opening.visited(READER, key)
    harbor = make_cohe("harbor")
    for do in (
        lambda: packet_shares.revoke(SYSTEM, harbor, share.id),
        lambda: packet_shares.share(SYSTEM, harbor, share.packet_id, PAT),
    ):
        with pytest.raises(NotFoundError):
            do()
    assert found.one(harbor.id, share.id) is None
