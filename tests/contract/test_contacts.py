"""Contact requests as a desk meets them: who takes them, what became of them."""

import base64
from datetime import date

import pytest
from nacl.signing import VerifyKey

from neuvola_core import codec
from neuvola_core.contact import ClosedPeriod, Handling, Offers
from neuvola_core.errors import AccessRefusedError, RequestRefusedError
from neuvola_core.ids import new_record_id
from neuvola_core.wire import MOST_OFFERED, SignedOffers, StatesRequest, offers_name
from support.contacts import link_to, party, register, request_to
from support.houses import Server, TestDesk


def _proved(signed: SignedOffers, desk: TestDesk) -> Offers:
    assert signed.key == desk.identity.verify_key
    VerifyKey(base64.b64decode(signed.key)).verify(
        codec.to_json(signed.offers), base64.b64decode(signed.signature)
    )
    return signed.offers


def test_offers_are_signed_and_named_in_every_answer(server: Server) -> None:
    desk = server.enrol()
    told = desk.sync().offers
    nobody = _proved(desk.port.offers(), desk)
    assert (nobody.receivers, nobody.sealing_keys) == ((), desk.identity.sealing_keys)
    assert told == offers_name(nobody)
    register(server.house, "o2", "o1")
    server.house.receivers.put(party("o3", active=False), who="test")
    assert desk.sync().offers != told
    offers = _proved(desk.port.offers(), desk)
    assert [one.id for one in offers.receivers] == ["o1", "o2"]
    assert desk.sync().offers == offers_name(offers)
    closed = ClosedPeriod(date(2026, 12, 21), date(2027, 1, 3))
    server.house.receivers.close("o1", closed, who="test")
    assert _proved(desk.port.offers(), desk).receivers[0].closed == (closed,)
    assert desk.sync().offers not in ("", offers_name(offers))


def test_offers_tell_desks_who_answers_but_not_who_that_is(server: Server) -> None:
    register(server.house, "o1")
    told = codec.to_json(server.enrol().port.offers()).decode()
    assert "Soitamme" in told
    assert "Paula" not in told
    assert "paula" not in told


def test_what_became_of_a_request_comes_back(server: Server) -> None:
    desk = server.enrol()
    register(server.house, "o1", "o2")
    made = request_to(server.house, "o1", "o2")
    assert desk.sync(made.record).verdicts[made.id].status == "created"
    token = link_to(server.house, made.id)
    server.house.handlings.mark(token, server.house.handlings.confirm(token), Handling.RECEIVED)
    asked = StatesRequest("n", desk.id, (made.id, new_record_id(), "no id"))
    answer = desk.port.contact_states(asked)
    assert answer.nonce == "n"
    told = {key: [(one.organisation, one.state) for one in states] for key, states in answer.states.items()}
    assert told == {made.id: [("o1", Handling.RECEIVED), ("o2", Handling.NEW)]}
    desk.sync(made.withdrawal)
    again = desk.port.contact_states(asked).states[made.id]
    assert [one.state for one in again] == [Handling.WITHDRAWN, Handling.WITHDRAWN]


def test_states_are_asked_by_a_desk_of_itself_and_not_without_end(server: Server) -> None:
    desk, other = server.enrol(), server.enrol("Sörnäinen")
    with pytest.raises(AccessRefusedError):
        desk.port.contact_states(StatesRequest("n", other.id, ()))
    with pytest.raises(RequestRefusedError) as raised:
        desk.port.contact_states(StatesRequest("n", desk.id, ("x",) * (MOST_OFFERED + 1)))
    assert raised.value.facts["status"] == 413
    assert desk.port.contact_states(StatesRequest("n", desk.id, ())).states == {}


def test_a_revoked_desk_is_told_nothing(server: Server) -> None:
    desk = server.enrol()
    server.house.desks.revoke("Kallio", who="test")
    with pytest.raises(AccessRefusedError):
        desk.port.offers()
    with pytest.raises(AccessRefusedError):
        desk.port.contact_states(StatesRequest("n", desk.id, ()))
