"""Large text in a small window: one thing at a time, and nothing cut off."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from neuvola_desk.config import Settings
from neuvola_desk.ui.search.places import SearchPlaces
from support.real_room import RealRoom


def wear(real: RealRoom, scale: int) -> SearchPlaces:
    real.window.resize(1280, 800)
    preferences = real.house.preferences
    preferences.change(replace(preferences.value, text_scale=scale))
    real.settle()
    return real.screen(SearchPlaces)


@pytest.mark.parametrize(("scale", "is_narrow"), [(100, False), (125, False), (200, True)])
def test_a_window_is_narrow_when_few_letters_fit(real: RealRoom, scale: int, is_narrow: bool) -> None:
    places = wear(real, scale)
    assert places.is_narrow is is_narrow
    assert places.turn_button.isVisible() is is_narrow
    assert real.window.search.facets.isVisible() is not is_narrow


def test_one_button_changes_between_what_is_found_and_what_narrows_it(real: RealRoom) -> None:
    places, search = wear(real, 200), real.window.search
    real.search("velka")
    assert search.pane.isVisible()
    places.turn_button.click()
    assert search.facets.isVisible()
    assert search.pane.filters.isVisible()
    assert not search.pane.isVisible()
    real.window.field.setFocus()
    real.type("t")
    assert search.pane.isVisible()
    assert not search.facets.isVisible()


def test_what_was_on_a_sheet_stands_beside_the_list_again(real: RealRoom) -> None:
    places, search = wear(real, 200), real.window.search
    places.turn_button.click()
    wear(real, 100)
    QApplication.processEvents()
    assert search.facets.isVisible()
    assert search.pane.isVisible()
    assert search.pane.filters.isVisible()
    assert search.pane.isAncestorOf(search.pane.filters)
    assert search.facets.mapTo(real.window, search.facets.rect().topRight()).x() <= (
        search.pane.mapTo(real.window, search.pane.rect().topLeft()).x() + 1
    )


def test_the_status_bar_lets_go_of_what_does_not_fit(real: RealRoom) -> None:
    wear(real, 200)
    real.window.resize(1024, 700)
    real.house.signals.said.emit("Levy on täynnä. Mitään ei menetetty: vapauta tilaa ja yritä uudelleen.")
    QApplication.processEvents()
    assert "Levy on täynnä" in real.words(real.window.status)
    assert "luettelossa" not in real.words(real.window.status)


def test_settings_offer_text_at_twice_its_size() -> None:
    from neuvola_desk.ui.main_menu import TEXT_SCALES

    assert TEXT_SCALES[-1] == 200
    assert Settings(text_scale=TEXT_SCALES[-1]).text_scale == 200
