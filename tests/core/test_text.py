"""A text in several languages is one frozen value."""

import copy
import pickle

import pytest

from neuvola_core.text import EMPTY, Text


def test_blank_texts_are_not_kept() -> None:
    text = Text({"fi": "  sana ", "sv": " ", "en": None}, se=None)
    assert dict(text) == {"fi": "sana"}
    assert Text({"fi": ""}) == EMPTY
    assert not EMPTY


def test_a_language_given_by_name_wins() -> None:
    assert Text({"fi": "vanha"}, fi="uusi")["fi"] == "uusi"


def test_equal_whatever_the_order_and_usable_as_a_key() -> None:
    one, other = Text({"fi": "a", "sv": "b"}), Text({"sv": "b", "fi": "a"})
    assert one == other
    assert {one: 1}[other] == 1
    assert one != {"fi": "a", "sv": "b"}


def test_it_cannot_be_changed() -> None:
    text = Text(fi="a")
    with pytest.raises(AttributeError, match="frozen"):
        text._values = ()
    with pytest.raises(KeyError):
        text["sv"]


def test_copies_are_the_same() -> None:
    text = Text(fi="a", ckb="ئا")
    assert pickle.loads(pickle.dumps(text)) == copy.deepcopy(text) == text
    assert eval(repr(text)) == text


@pytest.mark.parametrize(
    ("texts", "wished", "language"),
    [
        ({"fi": "f", "sv": "s"}, "sv", "sv"),
        ({"fi": "f", "sv": "s"}, "ar", "fi"),
        ({"sv": "s", "en": "e"}, "ar", "sv"),
        ({"en": "e", "ar": "a"}, "ru", "en"),
        ({"so": "s", "ar": "a"}, "ru", "ar"),
        ({}, "fi", ""),
    ],
)
def test_the_best_text_there_is(texts: dict[str, str], wished: str, language: str) -> None:
    text = Text(texts)
    assert text.language_of_best(wished) == language
    assert text.best(wished) == texts.get(language, "")
