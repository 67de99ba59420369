"""The slip: a code that only its own paper knows, and a link that tells a server nothing."""

from urllib.parse import urlsplit

import pytest

from neuvola_core import codes
from neuvola_core.errors import InvalidRecordError
from neuvola_core.ids import catalogue_id
from neuvola_core.slip import NUMBER_SIGNS, SIGNS, new_slip, service_number, slip_hash, slip_link

SERVICES = [catalogue_id("test", "service", str(number)) for number in range(12)]


def test_a_new_slip_checks_itself_and_is_nobody_elses() -> None:
    made = {new_slip() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code) == SIGNS and codes.is_whole(code) for code in made)


def test_however_it_is_typed_its_hash_is_the_same_and_does_not_hold_it() -> None:
    code = new_slip()
    hashed = slip_hash(f" {codes.grouped(code).lower()} ")
    assert hashed == slip_hash(code)
    assert code.lower() not in hashed
    assert hashed == codes.code_hash("slip", code)


@pytest.mark.parametrize(
    "change", [lambda code: code[:-1], lambda code: f"{code}0", lambda _: "", lambda _: "?"]
)
def test_what_is_no_slip_is_refused_without_being_repeated(change) -> None:  # type: ignore[no-untyped-def]
    wrong = change("3XK7M9P2QW8R")
    with pytest.raises(InvalidRecordError) as refused:
        slip_hash(wrong)
    assert refused.value.facts == {"field": "slip", "value": len(codes.plain(wrong))}


def test_one_wrong_sign_is_refused() -> None:
    code = new_slip()
    wrong = ("0" if code[3] != "0" else "1").join((code[:3], code[4:]))
    with pytest.raises(InvalidRecordError):
        slip_hash(wrong)


def test_a_link_has_everything_in_the_part_that_is_not_sent() -> None:
    code = new_slip()
    link = urlsplit(slip_link("https://palvelin.example/neuvola/", code, SERVICES[:2]))
    assert (link.scheme, link.netloc, link.path, link.query) == (
        "https",
        "palvelin.example",
        "/neuvola/slip",
        "",
    )
    assert link.fragment == ".".join((code, *(id_.replace("-", "")[:NUMBER_SIGNS] for id_ in SERVICES[:2])))


def test_a_link_of_a_whole_leaflet_is_short_enough_for_a_small_qr() -> None:
    assert len(slip_link("https://palaute.neuvontapiste.example", new_slip(), SERVICES)) < 200


def test_an_id_that_no_server_has_is_left_out() -> None:
    assert service_number("own-1") == ""
    assert slip_link("https://a.example", "C", ["own-1"]) == "https://a.example/slip#C"
