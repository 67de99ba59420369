from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_desk.usecases.leaflets import fonts
from neuvola_desk.usecases.leaflets.hyphenation import break_points
from neuvola_desk.usecases.leaflets.lines import Manner, Stretch, break_lines

BODY = Manner(11, fonts.REGULAR, "#000000")


def lines_of(text: str, room: float, language: str = "fi", *, is_heading: bool = False) -> list[str]:
    lines = break_lines([Stretch(text, language, BODY, is_heading)], lambda _: room)
    return [" ".join(piece.text for piece in line) for line in lines]


def hyphenated(word: str) -> str:
    points = [0, *break_points(word), len(word)]
    return "-".join(word[a:b] for a, b in pairwise(points))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("hyvinvointialueen", "hyvin-voin-ti-alueen"),
        ("kansaneläkelaitos", "kan-san-elä-ke-lai-tos"),
        ("terveysasemalla", "ter-veys-ase-malla"),
        ("apu", "apu"),
        ("112", "112"),
    ],
)
def test_finnish_words_break_between_syllables_and_before_a_part(word, expected):
    assert hyphenated(word) == expected


def test_words_stay_whole_where_they_fit():
    assert lines_of("yksi kaksi kolme", 1000) == ["yksi kaksi kolme"]


def test_a_long_compound_is_broken_with_a_visible_hyphen():
    lines = lines_of("sosiaaliterveydenhuoltopalvelujärjestelmä", 120)
    assert len(lines) > 1
    assert all(line.endswith(fonts.SOFT_HYPHEN) for line in lines[:-1])


def test_a_heading_is_not_broken_for_looks():
    assert lines_of("Omaishoitajien keskusteluryhmä", 130, is_heading=True) == [
        "Omaishoitajien",
        "keskusteluryhmä",
    ]


def test_an_address_breaks_without_a_hyphen():
    address = "hel.fi/fi/sosiaali-ja-terveyspalvelut/lapsiperheiden-palvelut/neuvolapalvelut"
    lines = lines_of(address, 150)
    assert "".join(lines) == address
    assert all(line[-1] in "/.-" for line in lines[:-1])


def test_a_phone_number_is_not_broken():
    number = "09\u00a0310\u00a044400"
    for room in range(80, 200, 7):
        assert any(number in line for line in lines_of(f"Soita numeroon {number} ennen kuin lähdet", room))


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=300),
    st.floats(min_value=20, max_value=400),
    st.booleans(),
)
def test_no_line_is_wider_than_its_room(text, room, is_heading):
    for line in break_lines([Stretch(text, "fi", BODY, is_heading)], lambda _: room):
        assert line[-1].x + line[-1].width <= room + 0.01 or len(line[-1].text) == 1


@given(st.text(alphabet="aeiouyäökstnlrmpvhjd -/", max_size=200), st.floats(min_value=30, max_value=300))
def test_breaking_loses_no_letter(text, room):
    joined = "".join(lines_of(text, room)).replace(fonts.SOFT_HYPHEN, "")
    assert joined.replace(" ", "") == text.replace(" ", "")


def test_a_short_word_does_not_stand_alone_in_the_last_line():
    words = "Tiedot on haettu tänään ja ne on tarkistettu 2.10."
    room = fonts.width(words, fonts.REGULAR) * BODY.size - 1
    assert lines_of(words, room, "en") == ["Tiedot on haettu tänään ja ne on", "tarkistettu 2.10."]


@pytest.mark.parametrize("words", ["Soita 112", "Avaa verkkosivu puhelimella"])
def test_a_word_that_is_long_or_has_no_other_to_spare_stays_alone(words: str):
    room = fonts.width(words, fonts.REGULAR) * BODY.size - 1
    assert lines_of(words, room, "en")[-1] == words.split()[-1]
