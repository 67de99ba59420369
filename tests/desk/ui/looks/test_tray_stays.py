"""What was picked stays picked, whatever is searched for next."""

import pytest

from neuvola_desk.ui.tray.tray import Picked
from support.real_room import RealRoom
from support.small_desk import services


@pytest.mark.parametrize("words", ["ohra 7", "velka", "turvakoti"])
def test_a_new_search_leaves_the_tray_as_it_is(real: RealRoom, words: str) -> None:
    tray = real.house.context.tray
    for one in services()[:2]:
        tray.add(Picked(one.id, one.name))
    before = tray.ids
    for asked in (words, "", words):
        real.search(asked)
        assert tray.ids == before
