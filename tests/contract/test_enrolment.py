"""A one-time code becomes an identity, once."""

import base64

import pytest
from nacl.signing import VerifyKey

from neuvola_core.errors import AccessRefusedError, EnrolmentRefusedError, RequestRefusedError
from neuvola_core.wire import EnrolRequest
from support.houses import Server


def _refusal(server: Server, code: str, installation: str = "i") -> str:
    with pytest.raises(EnrolmentRefusedError) as raised:
        server.door().enrol(EnrolRequest("n", code, installation))
    return str(raised.value.facts["reason"])


def _wrong(code: str) -> str:
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def test_a_code_becomes_a_desk_with_its_point_and_keys(server: Server) -> None:
    desk = server.enrol("Kallio 1", point="kallio", point_name="Kallion neuvontapiste")
    identity = desk.identity
    assert (identity.name, identity.point, identity.point_name) == (
        "Kallio 1",
        "kallio",
        "Kallion neuvontapiste",
    )
    assert identity.nonce == "n"
    signature = base64.b64decode(server.house.keys.sign(b"said"))
    VerifyKey(base64.b64decode(identity.verify_key)).verify(b"said", signature)
    assert dict(identity.sealing_keys) == dict(server.house.keys.sealing_keys)
    assert desk.sync().notices == ()


def test_a_code_may_be_typed_as_people_type(server: Server) -> None:
    code = server.house.enrolment.new_code("Kallio")
    typed = f" {code[:5].lower()}-{code[5:].lower().replace('0', 'o').replace('1', 'l')} "
    assert server.door().enrol(EnrolRequest("n", typed, "i")).name == "Kallio"


def test_a_code_does_for_one_computer(server: Server) -> None:
    code = server.house.enrolment.new_code("Kallio")
    server.door().enrol(EnrolRequest("n", code, "first"))
    assert _refusal(server, code, "second") == "used"


def test_a_lost_answer_may_be_asked_for_again_and_either_token_holds(server: Server) -> None:
    code = server.house.enrolment.new_code("Kallio")
    first = server.door().enrol(EnrolRequest("n1", code, "i"))
    second = server.door().enrol(EnrolRequest("n2", code, "i"))
    assert second.desk == first.desk
    assert server.ask(first.token).manifest() is None
    assert server.ask(second.token).manifest() is None
    with pytest.raises(AccessRefusedError):  # the newer one was used: the older one may be someone else's
        server.ask(first.token).manifest()
    assert [desk.name for desk in server.house.desks.all()] == ["Kallio"]


def test_a_code_lives_a_quarter_of_an_hour(server: Server) -> None:
    code = server.house.enrolment.new_code("Kallio")
    server.clock.move(minutes=14, seconds=59)
    assert server.door().enrol(EnrolRequest("n", code, "i")).desk
    late = server.house.enrolment.new_code("Hakaniemi")
    server.clock.move(minutes=15)
    assert _refusal(server, late) == "expired"


def test_what_is_no_code_is_unknown(server: Server) -> None:
    for typed in ("ABC", "!!!!!!!!!!", "ZZZZZZZZZZ", "ABCDEFGHJKM", "ÅÄÖÅÄÖÅÄÖÅ"):
        assert _refusal(server, typed) == "unknown"


def test_five_wrong_guesses_spend_a_code(server: Server) -> None:
    code = server.house.enrolment.new_code("Kallio")
    for _ in range(5):
        assert _refusal(server, _wrong(code)) == "unknown"
        server.clock.move(minutes=1)
    assert _refusal(server, code) == "tries"


def test_five_misses_a_minute_are_all_an_address_has(server: Server) -> None:
    code = server.house.enrolment.new_code("Kallio")
    for _ in range(5):
        assert _refusal(server, "ZZZZZZZZZZ") == "unknown"
    assert _refusal(server, code) == "tries"
    server.clock.move(minutes=1)
    assert server.door().enrol(EnrolRequest("n", code, "i")).desk


def test_a_whole_point_may_enrol_behind_one_address(server: Server) -> None:
    for number in range(8):
        assert server.enrol(f"Kallio {number}").id


def test_a_new_code_for_the_same_name_voids_the_former(server: Server) -> None:
    former = server.house.enrolment.new_code("Kallio")
    server.house.enrolment.new_code("Kallio")
    assert _refusal(server, former) == "unknown"


def test_an_installation_says_who_it_is(server: Server) -> None:
    code = server.house.enrolment.new_code("Kallio")
    with pytest.raises(RequestRefusedError):
        server.door().enrol(EnrolRequest("n", code, ""))
