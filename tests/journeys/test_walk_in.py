"""A visitor walks in: three clicks, two services into the tray, a leaflet, the visit logged."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from neuvola_core.visit import IsoWeek, Outcome
from neuvola_desk.config import Settings
from support.journeys import Hands

Open = Callable[..., Hands]
CTRL = Qt.KeyboardModifier.ControlModifier


def test_with_the_mouse(open_desk: Open, tmp_path: Path) -> None:
    hands = open_desk()
    window = hands.window
    hands.click(hands.button("Yksinäisyys", window.search.pane.start))
    _need, activity, _field, municipality = window.search.facets.focus_order()
    for step in (activity, municipality):
        assert isinstance(step, QListView)
        hands.click_row(step, 0)
    assert hands.names(), "three clicks that are offered lead somewhere"
    hands.click_row(window.search.pane.view, 0)
    hands.press(Qt.Key.Key_Space)
    assert len(hands.house.context.tray) == 1
    hands.press(Qt.Key.Key_F3)
    path = tmp_path / "palveluesite.pdf"
    hands.click(hands.button("Tee esite"))
    hands.click(hands.button("Tallenna PDF…"))
    hands.save_leaflet(path)
    assert path.read_bytes().startswith(b"%PDF")
    hands.press(Qt.Key.Key_F4)
    hands.click(hands.button("Merkitse käynti", window.side))
    [visit] = hands.visits()
    assert visit.needs == ("yksinaisyys",)
    assert visit.outcome is Outcome.LEAFLET
    assert visit.week == IsoWeek.of(hands.house.context.now().date())


def test_with_the_keyboard_only(open_desk: Open, tmp_path: Path) -> None:
    hands = open_desk()
    hands.type_words("velkaa")
    assert hands.names()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    assert len(hands.house.context.tray) == 2
    path = tmp_path / "palveluesite.pdf"
    hands.press(Qt.Key.Key_P, CTRL)
    hands.press(Qt.Key.Key_S, CTRL)
    hands.save_leaflet(path)
    assert path.read_bytes().startswith(b"%PDF")
    hands.press(Qt.Key.Key_F4)
    hands.press(Qt.Key.Key_Return, CTRL)
    [visit] = hands.visits()
    assert visit.needs == ("velat",)
    hands.press(Qt.Key.Key_N, CTRL)
    assert len(hands.visits()) == 1, "a logged visit is not logged again"
    assert len(hands.house.context.tray) == 0
    assert hands.window.search.field.text() == ""
    assert hands.clicks == 0


def test_in_swedish(open_desk: Open) -> None:
    hands = open_desk(Settings(language="sv", theme="light"))
    hands.type_words("ensam")
    assert hands.names(), "a Swedish word finds services"
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_F4)
    hands.press(Qt.Key.Key_Return, CTRL)
    [visit] = hands.visits()
    assert "yksinaisyys" in visit.needs


def test_the_leaflet_names_the_services_and_nothing_of_the_visitor(open_desk: Open, tmp_path: Path) -> None:
    hands = open_desk()
    hands.type_words("velkaa")
    hands.press(Qt.Key.Key_Down)
    name = hands.names()[0]
    hands.press(Qt.Key.Key_Space)
    path = tmp_path / "palveluesite.pdf"
    hands.press(Qt.Key.Key_P, CTRL)
    hands.press(Qt.Key.Key_S, CTRL)
    hands.save_leaflet(path)
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert name.split()[0] in text.replace("\u00ad", "")
    assert "velkaa" not in text
    assert "Velat" not in text.replace(name, "")
