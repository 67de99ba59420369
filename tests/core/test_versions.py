"""Which version is the later one, and what is no version at all."""

import pytest

from neuvola_core.versions import is_newer, is_version


@pytest.mark.parametrize(
    ("said", "than"),
    [("0.2", "0.1.9"), ("0.10.0", "0.9.0"), ("1.0", "0.99.99"), ("1.2.3.1", "1.2.3"), ("0.2rc1", "0.1")],
)
def test_figures_are_compared_as_numbers(said: str, than: str):
    assert is_newer(said, than)
    assert not is_newer(than, said)


@pytest.mark.parametrize(("said", "than"), [("0.1", "0.1.0"), ("1.2.0.0", "1.2"), ("0.1.0+ci", "0.1.0")])
def test_the_same_version_is_not_newer(said: str, than: str):
    assert not is_newer(said, than)
    assert not is_newer(than, said)


@pytest.mark.parametrize(
    "said", ["", "2", "uusin", "1.x", "1.2\n", "1." + "9" * 20, "1.2" + "a" * 40, "1.2 <b>"]
)
def test_what_is_no_version_is_never_newer(said: str):
    assert not is_version(said)
    assert not is_newer(said, "0.1.0")
    assert not is_newer("9.9.9", said)
