"""Who takes contact requests: fetched when it is other than before, and taken only from the known server."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest
from nacl.signing import SigningKey

from neuvola_core import codec
from neuvola_core.contact import Offers
from neuvola_core.wire import Manifest, SignedManifest, SignedOffers
from neuvola_desk.record_port import OFFERS, OFFERS_DAY
from neuvola_desk.sync import state
from neuvola_desk.sync.contacts import OFFERS_NAME, OffersRefusedError, prove_offers
from neuvola_desk.sync.credentials import enrolled_identity
from neuvola_desk.sync.result import SyncResult
from neuvola_desk.usecases.contact_requests import ContactRequests, NoOfferError
from support.contact_desk import DEBT, FRIEND, SEALING_KEYS, request_call, requests_of
from support.contact_desk import OFFERS as TOLD
from support.model_server import ModelServer
from support.sync_desk import SyncDesk


def sync(desk: SyncDesk) -> SyncResult:
    return desk.exchange.sync(automatic=True)


def of(desk: SyncDesk) -> ContactRequests:
    return requests_of(desk.record, desk.clock)


def test_offers_are_fetched_once_and_again_when_they_are_others(desk: SyncDesk, server: ModelServer) -> None:
    server.offers = TOLD
    sync(desk)
    sync(desk)
    assert server.calls.count("offers") == 1
    assert of(desk).receivers() == (DEBT, FRIEND)
    server.offers = Offers((DEBT,), SEALING_KEYS)
    sync(desk)
    sync(desk)
    assert server.calls.count("offers") == 2
    assert of(desk).receivers() == (DEBT,)


def test_offers_that_the_server_still_names_do_not_grow_old_and_others_do(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    desk.clock.move(timedelta(days=15))
    with pytest.raises(NoOfferError) as refused:
        request_call(requests)
    assert refused.value.facts == {"reason": "old-offers"}
    sync(desk)
    assert "offers" not in server.calls, "they are the same as before"
    assert desk.record.settings.get(OFFERS_DAY) == desk.clock.now().date().isoformat()
    desk.clock.move(timedelta(days=14))
    request_call(requests)


def test_an_answer_that_tells_other_offers_which_cannot_be_had_makes_the_former_no_newer(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    before = desk.record.settings.get(OFFERS_DAY)
    desk.clock.move(timedelta(days=15))
    server.offers = Offers((DEBT,), SEALING_KEYS)
    server.sign_offers = lambda: signed(server.offers or Offers(), SigningKey.generate())  # type: ignore[method-assign]
    assert sync(desk).state == "offers-refused"
    assert desk.record.settings.get(OFFERS_DAY) == before
    assert requests.obstacle() is not None


def test_a_server_without_offers_is_not_asked(desk: SyncDesk, server: ModelServer) -> None:
    sync(desk)
    assert "offers" not in server.calls
    assert of(desk).receivers() == ()


def test_offers_that_change_while_they_are_fetched_are_fetched_again(
    desk: SyncDesk, server: ModelServer
) -> None:
    server.offers = TOLD

    def change(_when: str, call: str) -> None:
        if call == "offers":
            server.offers = Offers((DEBT,), SEALING_KEYS)

    server.faults = change
    sync(desk)
    sync(desk)
    sync(desk)
    assert server.calls.count("offers") == 2
    assert of(desk).receivers() == (DEBT,)


def test_another_server_begins_without_offers(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    assert requests.receivers()
    request_call(requests)
    desk.exchange.enrol("http://localhost/other", server.new_code("d2"))
    assert (desk.record.settings.get(OFFERS), desk.record.settings.get(OFFERS_NAME)) == ("", "")
    assert requests.obstacle() is not None


def signed(offers: Offers, key: SigningKey) -> SignedOffers:
    signature = key.sign(codec.to_json(offers)).signature
    return SignedOffers(offers, b64encode(signature).decode(), b64encode(bytes(key.verify_key)).decode())


def test_offers_count_only_if_the_known_server_has_signed_them(desk: SyncDesk, server: ModelServer) -> None:
    identity = enrolled_identity(desk.record.settings)
    good = signed(TOLD, server.signing)
    stranger = SigningKey.generate()
    assert prove_offers(good, identity) == TOLD
    for offers, reason in (
        (signed(TOLD, stranger), "key"),
        (replace(good, offers=Offers((DEBT,), SEALING_KEYS)), "signature"),
        (replace(good, signature="x"), "signature"),
        (signed(Offers((DEBT,), {"server-1": "c2hvcnQ="}), server.signing), "sealing-key"),
        (signed(Offers((DEBT,), {"server-1": "no base64"}), server.signing), "sealing-key"),
    ):
        with pytest.raises(OffersRefusedError) as refused:
            prove_offers(offers, identity)
        assert refused.value.facts == {"reason": reason}
    key = b64encode(bytes(stranger.verify_key)).decode()
    assert prove_offers(signed(TOLD, stranger), replace(identity, next_key=key)) == TOLD


def test_forged_offers_change_nothing_and_everything_else_goes_on(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    (visit,) = desk.log()
    desk.clock.move(timedelta(hours=5))
    server.offers = Offers((DEBT,), SEALING_KEYS)
    server.sign_offers = lambda: signed(server.offers or Offers(), SigningKey.generate())  # type: ignore[method-assign]
    result = sync(desk)
    assert result.state == "offers-refused"
    assert visit in server.records
    assert "manifest" in server.calls or "changes" in server.calls
    assert {receiver.id for receiver in requests.receivers()} == {"o1", "o2"}


def test_a_key_that_follows_the_known_one_is_learned_from_the_manifest(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    coming = SigningKey.generate()
    named = b64encode(bytes(coming.verify_key)).decode()
    server.newest = server.sign(manifest(next_key=named))
    server.offers = Offers((DEBT,), SEALING_KEYS)
    server.sign_offers = lambda: signed(server.offers or Offers(), coming)  # type: ignore[method-assign]
    assert sync(desk).state == "done"
    assert requests.receivers() == (DEBT,)
    assert enrolled_identity(desk.record.settings).next_key == named
    assert desk.record.settings.get(state.SNAPSHOT_MADE) == "", "nothing of the catalogue was taken"


def manifest(**fields: str) -> Manifest:
    usual = {"sha256": "0" * 64, "raw_sha256": "0" * 64, "created": "2026-11-22", "expires": "2026-12-22"}
    return Manifest(
        epoch="e1", seq=1, chain="c" * 64, count=1, name="s.db.zst", size=1, raw_size=1, schema=1, index="1",
        **(usual | fields),
    )  # fmt: skip


def test_a_manifest_of_somebody_else_teaches_no_key(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    stranger = SigningKey.generate()
    named = b64encode(bytes(stranger.verify_key)).decode()
    made = manifest(next_key=named)
    signature = b64encode(stranger.sign(codec.to_json(made)).signature).decode()
    server.newest = SignedManifest(made, signature, named)
    server.offers = Offers((DEBT,), SEALING_KEYS)
    server.sign_offers = lambda: signed(server.offers or Offers(), stranger)  # type: ignore[method-assign]
    assert sync(desk).state == "offers-refused"
    assert enrolled_identity(desk.record.settings).next_key == ""
