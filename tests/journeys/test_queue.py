"""A queue at 15:50 on a Friday: five quick visits, one after another."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from support.journeys import Hands

CTRL = Qt.KeyboardModifier.ControlModifier
SECONDS_A_KEY = 0.25
"""An unhurried typist."""


def test_five_quick_visits_take_less_than_a_minute_of_typing(open_desk: Callable[..., Hands]) -> None:
    hands = open_desk()
    letters = 0
    for words in ("velkaa", "yksin", "häätö", "masennus", "ruoka-apu"):
        hands.type_words(words)
        letters += len(words)
        hands.press(Qt.Key.Key_F8)
        hands.press(Qt.Key.Key_N, CTRL)
    visits = hands.visits()
    assert len(visits) == 5
    assert {"velat", "yksinaisyys", "asumisen_kulut", "mielenterveys", "rahat_eivat_riita"} == {
        need for visit in visits for need in visit.needs
    }
    assert (letters + hands.keys) * SECONDS_A_KEY < 60


def test_next_visitor_logs_what_would_be_lost_and_it_can_be_undone(open_desk: Callable[..., Hands]) -> None:
    hands = open_desk()
    hands.type_words("velkaa")
    hands.press(Qt.Key.Key_N, CTRL)
    assert len(hands.visits()) == 1
    hands.click(hands.button("Peru käynnin merkintä"))
    assert hands.visits() == ()


def test_next_visitor_on_an_untouched_desk_logs_nothing(open_desk: Callable[..., Hands]) -> None:
    hands = open_desk()
    hands.press(Qt.Key.Key_N, CTRL)
    assert hands.visits() == ()
