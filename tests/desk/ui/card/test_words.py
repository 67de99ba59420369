"""Distances, directions and long words on the card."""

from neuvola_core.text import EMPTY
from neuvola_desk.ui.card.long_words import SOFT_HYPHEN, breakable
from neuvola_desk.ui.card.sketch import ring_of
from neuvola_desk.ui.card.words import distance_words, whereabouts_words
from neuvola_desk.usecases.whereabouts import Whereabouts


def test_a_distance_is_no_more_exact_than_it_is() -> None:
    metres = (12, 149, 340, 974, 980, 1240, 9949, 10_400)
    told = ["50 m", "150 m", "350 m", "950 m", "1 km", "1,2 km", "9,9 km", "10 km"]
    assert [distance_words(one) for one in metres] == told


def test_a_direction_is_told_where_the_place_is_not_in_sight() -> None:
    assert whereabouts_words(Whereabouts(EMPTY, 1240, 92)) == "Noin 1,2 km neuvontapisteestä itään"
    assert whereabouts_words(Whereabouts(EMPTY, 500, 359)) == "Noin 500 m neuvontapisteestä pohjoiseen"
    assert whereabouts_words(Whereabouts(EMPTY, 100, 92)) == "Alle 150 metriä neuvontapisteestä"


def test_the_ring_holds_every_place() -> None:
    assert ring_of((Whereabouts(EMPTY, 1240, 0), Whereabouts(EMPTY, 90, 0))) == 2000


def test_only_long_words_may_be_broken() -> None:
    name = "Pitkäaikaistyöttömien palvelu Kuopiossa"
    broken = breakable(name)
    assert broken.replace(SOFT_HYPHEN, "") == name
    long, *others = broken.split()
    assert SOFT_HYPHEN in long
    assert others == ["palvelu", "Kuopiossa"]
