from neuvola_core.folding import fold
from neuvola_search.fold import clean, sort_key


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert fold(clean("a\u0308iti")) == fold(clean("äiti")) == "aiti"


def test_invisible_characters_and_lone_surrogates_are_dropped() -> None:
    assert clean("ruo\u00adka\u200bapu\ud800\u202e") == "ruokaapu"


def test_names_sort_the_finnish_way() -> None:
    shuffled = ["Äiti", "Öljy", "Arki", "Åbo", "Zeniitti"]
    assert sorted(shuffled, key=sort_key) == ["Arki", "Zeniitti", "Åbo", "Äiti", "Öljy"]


def test_case_and_punctuation_do_not_sort() -> None:
    assert sort_key("«Ruoka-apu», Vaasa") == sort_key("ruoka apu vaasa")
