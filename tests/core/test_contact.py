"""Contact requests: what may be in them, what leaves, and that nothing shows the rest."""

import base64
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from neuvola_core import codes, contact
from neuvola_core.contact import (
    ClosedPeriod,
    Consent,
    ContactDetails,
    ContactRequest,
    Handling,
    PreferredTime,
    Reach,
    Receiver,
    body_of,
    erased_by,
    is_email,
    is_phone,
    must_have_arrived,
    new_withdrawal_code,
    open_details,
    read_phone,
    reference_of,
    seal_details,
    withdrawal_hash,
)
from neuvola_core.errors import InvalidRecordError, RefusedContentError
from neuvola_core.ids import new_record_id
from neuvola_core.sealing import UnsealingError

DAY = date(2026, 11, 23)
CONSENT = Consent("1", "fi", DAY)
PRIVATE = PrivateKey.generate()
KEYS = {"server": base64.b64encode(bytes(PRIVATE.public_key)).decode()}
PHONE = "+358401234567"
EMAIL = "aune@posti.example"


def details(**fields: object) -> ContactDetails:
    usual: dict[str, object] = {"reach": Reach.CALL, "consent": CONSENT, "phone": PHONE}
    return ContactDetails(**(usual | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "0401234567"}, "phone"),
        ({"phone": "+358 40 1234567"}, "phone"),
        ({"phone": "+35840123456789012"}, "phone"),
        ({"reach": Reach.MESSAGE, "phone": ""}, "phone"),
        ({"reach": Reach.EMAIL}, "email"),
        ({"reach": Reach.EMAIL, "email": "aune"}, "email"),
        ({"email": "aune@posti"}, "email"),
        ({"first_name": "A" * 41}, "first_name"),
        ({"sentence": "a" * 201}, "sentence"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(fields: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        details(**fields)
    assert refused.value.facts["field"] == field


@pytest.mark.parametrize(
    "text",
    [
        "Henkilötunnus 131052-308T",
        "Soita 040 765 4321",
        "Kirjoita toinen@posti.example",
        "FI2112345600000785",
    ],
)
@pytest.mark.parametrize("field", ["sentence", "first_name"])
def test_a_guarded_text_has_no_second_contact_and_no_identity_code(text: str, field: str) -> None:
    with pytest.raises(RefusedContentError) as refused:
        details(**{field: text})
    assert refused.value.facts["field"] == field


def test_blanks_are_put_right() -> None:
    made = details(first_name="  Aune ", sentence=" Soittakaa \n iltapäivällä. ")
    assert (made.first_name, made.sentence) == ("Aune", "Soittakaa iltapäivällä.")


def test_details_are_shown_by_nothing_that_prints_values() -> None:
    made = details(email=EMAIL, first_name="Aune", sentence="Soittakaa iltapäivällä.")
    shown = f"{made} {made!r} {[made]}"
    for secret in (PHONE, EMAIL, "Aune", "iltapäivällä"):
        assert secret not in shown


@given(
    st.sampled_from(Reach),
    st.sampled_from(PreferredTime),
    st.sampled_from(["fi", "so", "ckb"]),
    st.sampled_from(["", "Aune", "Nguyễn", "Łucja-Maria"]),
    st.sampled_from(["", "Mieluiten iltapäivällä.", "لا تتصلوا صباحا"]),
)
def test_what_is_sealed_opens_whole_with_the_key_and_for_its_request_only(
    reach: Reach, time: PreferredTime, language: str, name: str, sentence: str
) -> None:
    made = details(reach=reach, time=time, email=EMAIL, language=language, first_name=name, sentence=sentence)
    request_id = new_record_id()
    sealed = seal_details(made, request_id, KEYS)
    assert open_details(sealed, request_id, "server", bytes(PRIVATE)) == made
    with pytest.raises(UnsealingError):
        open_details(sealed, new_record_id(), "server", bytes(PRIVATE))
    with pytest.raises(UnsealingError):
        open_details(sealed, request_id, "server", bytes(PrivateKey.generate()))


def test_short_and_long_details_are_of_one_length_when_sealed() -> None:
    short = seal_details(details(), "id", KEYS)
    longer = seal_details(details(first_name="Aune", sentence="a" * 150), "id", KEYS)
    assert len(short.text) == len(longer.text)


def test_what_leaves_names_organisations_hash_and_day_and_nothing_else() -> None:
    code = new_withdrawal_code()
    sealed = seal_details(details(first_name="Aune"), "id", KEYS)
    body = body_of(ContactRequest("id", sealed, ("o1", "o2"), withdrawal_hash(code), DAY))
    assert set(body) == {"sealed", "organisations", "withdrawal", "day"}
    assert set(body["sealed"]) == {"text", "keys"}
    assert (body["organisations"], body["day"]) == (["o1", "o2"], "2026-11-23")
    for secret in (PHONE, "Aune", code):
        assert secret not in str(body)


def test_a_withdrawal_code_is_found_however_it_is_typed() -> None:
    code = new_withdrawal_code()
    assert len(code) == contact.CODE_SIGNS
    assert codes.is_whole(code)
    assert withdrawal_hash(codes.grouped(code).lower()) == withdrawal_hash(code)
    assert withdrawal_hash(code) != withdrawal_hash(new_withdrawal_code())


def test_a_reference_is_short_and_of_the_request() -> None:
    assert reference_of("a1b2c3d4-0000-4000-8000-000000000000") == "A1B2-C3D4"


def test_times_are_counted_from_creation() -> None:
    assert erased_by(DAY) == date(2026, 12, 7)
    assert must_have_arrived(DAY) == date(2026, 11, 30)
    assert must_have_arrived(date(2026, 12, 21)) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("040 123 4567", "+358401234567"),
        ("0401234567", "+358401234567"),
        ("+358 40 123 4567", "+358401234567"),
        ("09 310 5015", "+35893105015"),
        ("+46 70 123 45 67", "+46701234567"),
        ("+372 5123 4567", "+37251234567"),
    ],
)
def test_a_phone_is_read_as_it_is_typed_in_finland(typed: str, number: str) -> None:
    assert read_phone(typed) == number
    assert is_phone(number)


@pytest.mark.parametrize("typed", ["", "abc", "123", "040", "0401234567890123", "++358"])
def test_what_is_no_phone_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        read_phone(typed)
    assert refused.value.facts == {"field": "phone", "value": ""}


@pytest.mark.parametrize("address", ["a@b.fi", "aune.k+x@posti.example", "ä@posti.example"])
def test_an_address_is_one(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@",
        "@b.fi",
        "a@b",
        "a@b.",
        "a@.fi",
        "a b@c.fi",
        "a@b@c.fi",
        "a,b@c.fi",
        "<a@b.fi>",
        "a@b.fi\n",
        f"{'a' * 65}@b.fi",
        f"a@{'b' * 260}.fi",
    ],
)
def test_what_cannot_be_an_address_is_none(address: str) -> None:
    assert not is_email(address)


@given(st.text(max_size=30))
def test_any_text_is_judged_without_a_fault(text: str) -> None:
    assert is_email(text) in (True, False)
    assert is_phone(text) in (True, False)


def test_which_states_end_a_handling() -> None:
    assert {state for state in Handling if not state.is_over} == {
        Handling.NEW,
        Handling.RECEIVED,
        Handling.REACHED,
    }


@given(st.integers(0, 30), st.integers(0, 10), st.integers(-5, 45))
def test_a_receiver_is_closed_on_both_ends_and_between(start: int, length: int, asked: int) -> None:
    first = DAY + timedelta(days=start)
    period = ClosedPeriod(first, first + timedelta(days=length))
    receiver = Receiver("o1", {"fi": "Järjestö"}, {}, closed=(period,))
    assert receiver.is_closed(DAY + timedelta(days=asked)) == (start <= asked <= start + length)
    assert not replace(receiver, closed=()).is_closed(DAY)
