"""What is sealed opens with the right private key, and with nothing else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from neuvola_core.sealing import LARGEST, STEP, Sealed, UnsealingError, seal, unseal

SERVER, RECOVERY = PrivateKey.generate(), PrivateKey.generate()
KEYS = {
    "server": base64.b64encode(bytes(SERVER.public_key)).decode(),
    "recovery": base64.b64encode(bytes(RECOVERY.public_key)).decode(),
}


@given(st.binary(max_size=2000))
def test_either_key_opens_it(plain: bytes) -> None:
    sealed = seal(plain, "id", KEYS)
    assert unseal(sealed, "id", "server", bytes(SERVER)) == plain
    assert unseal(sealed, "id", "recovery", bytes(RECOVERY)) == plain


def test_texts_of_one_step_are_of_one_length() -> None:
    lengths = {len(seal(b"a" * n, "id", KEYS).text) for n in range(STEP)}
    assert len(lengths) == 1
    assert len(seal(b"a" * STEP, "id", KEYS).text) not in lengths


def test_the_same_text_is_never_sealed_alike() -> None:
    assert seal(b"040 123 4567", "id", KEYS) != seal(b"040 123 4567", "id", KEYS)


def test_it_is_bound_to_its_record_and_its_key() -> None:
    sealed = seal(b"040 123 4567", "id", KEYS)
    with pytest.raises(UnsealingError):
        unseal(sealed, "another", "server", bytes(SERVER))
    with pytest.raises(UnsealingError):
        unseal(sealed, "id", "server", bytes(RECOVERY))
    with pytest.raises(UnsealingError) as refused:
        unseal(sealed, "id", "unknown", bytes(SERVER))
    assert refused.value.facts["reason"] == "key"


@given(st.text(max_size=200), st.text(max_size=200))
def test_rubbish_does_not_open(text: str, key: str) -> None:
    with pytest.raises(UnsealingError):
        unseal(Sealed(text, {"server": key}), "id", "server", bytes(SERVER))


def test_there_must_be_a_key_and_room() -> None:
    with pytest.raises(ValueError, match="seal"):
        seal(b"x", "id", {})
    with pytest.raises(ValueError, match="seal"):
        seal(bytes(LARGEST), "id", KEYS)
