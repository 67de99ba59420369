"""The settings take effect at once and are there after a restart."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QScrollArea

from neuvola_desk.config import Point, Settings
from neuvola_desk.ui.settings.screen import SettingsScreen
from support.real_room import OpenReal, RealRoom, unmarked

KEY = Qt.Key


def settings(real: RealRoom) -> SettingsScreen:
    real.window.show_screen("settings")
    real.settle()
    return real.screen(SettingsScreen)


def choose(real: RealRoom, box: QComboBox, value: object) -> None:
    """As a person does: only then is ``activated`` sent."""
    box.setFocus()
    QTest.keyClick(box, KEY.Key_Home)
    for _step in range(box.count()):
        if box.currentData() == value:
            break
        QTest.keyClick(box, KEY.Key_Down)
    assert box.currentData() == value
    real.settle()


def write(real: RealRoom, name: str, words: str) -> None:
    line = settings(real).point[name]
    line.setFocus()
    line.selectAll()
    real.type(words)
    real.press(KEY.Key_Return)


def test_the_language_is_in_use_at_once_and_after_a_restart(open_real: OpenReal) -> None:
    real = open_real()
    choose(real, settings(real).language, "en")
    assert real.house.preferences.value.language == "en"
    assert real.kept_settings().language == "en"
    assert settings(open_real()).language.currentData() == "en"


def test_colours_and_text_size_are_in_use_at_once_and_after_a_restart(open_real: OpenReal) -> None:
    real = open_real()
    choose(real, settings(real).theme, "dark")
    choose(real, settings(real).scale, 150)
    assert real.house.theme.look.scale == 1.5
    assert real.house.theme.look.palette.window == "#171d1f"
    again = open_real()
    assert again.house.theme.look.scale == 1.5
    assert settings(again).theme.currentData() == "dark"


def test_the_point_is_on_the_next_leaflet_and_after_a_restart(open_real: OpenReal) -> None:
    real = open_real()
    write(real, "name", "Neuvola Kuopio")
    write(real, "campaign", "kevat-2027")
    assert real.ask(lambda desk: desk.settings.point) == Point(name="Neuvola Kuopio", campaign="kevat-2027")
    assert settings(open_real()).point["name"].text() == "Neuvola Kuopio"


def test_a_campaign_is_on_the_next_visit(real: RealRoom) -> None:
    write(real, "campaign", "kevat-2027")
    real.seem_to_need("velat")
    real.press(KEY.Key_F8)
    assert real.visits()[0].campaign == "kevat-2027"


@pytest.mark.parametrize("campaign", ["Matti Virtanen", "Kauppakatu 3", "040 123 4567", "talvi!", "x" * 41])
def test_a_campaign_that_may_be_a_person_is_not_kept(real: RealRoom, campaign: str) -> None:
    write(real, "campaign", "kevat-2027")
    write(real, "campaign", campaign)
    page = real.screen(SettingsScreen)
    assert "ei otettu käyttöön" in real.words(page.fields["campaign"])
    assert page.point["campaign"].text() == campaign, "nothing typed is lost"
    assert "ei otettu" in page.point["campaign"].accessibleDescription()
    write_elsewhere = page.point["phone"]
    write_elsewhere.setFocus()
    real.type("017 123")
    real.press(KEY.Key_Return)
    kept = real.kept_settings().point
    assert (kept.campaign, kept.phone) == ("kevat-2027", "017 123")
    page.point["campaign"].setFocus()
    page.point["campaign"].setText("kevat-2027")
    real.press(KEY.Key_Return)
    assert "ei otettu" not in real.words(page.fields["campaign"])


def test_what_was_typed_last_is_kept_however_the_page_is_left(real: RealRoom) -> None:
    page = settings(real)
    page.point["hours"].setText("ma 10")
    real.next_visitor()
    assert real.kept_settings().point.hours == "ma 10"


def test_the_other_boxes_are_kept(real: RealRoom) -> None:
    page = settings(real)
    choose(real, page.idle, 30)
    page.large.click()
    real.settle()
    kept = real.kept_settings()
    assert (kept.idle_minutes, kept.large_leaflets) == (30, True)


def test_what_others_have_set_is_shown_and_not_lost(open_real: OpenReal) -> None:
    strange = replace(Settings(theme="light"), idle_minutes=7, text_scale=110, printer="HP")
    real = open_real(strange)
    page = settings(real)
    assert page.idle.currentText() == "7 minuutin kuluttua"
    assert page.scale.currentText() == "110 %"
    page.large.click()
    real.settle()
    assert real.kept_settings() == replace(strange, large_leaflets=True)


def test_a_change_in_the_menu_is_seen_on_the_page(real: RealRoom) -> None:
    page = settings(real)
    real.window.menu._change("theme", "dark")
    real.window.menu._change("language", "en")
    real.settle()
    assert page.theme.currentData() == "dark"
    assert page.language.currentData() == "en"


def test_everything_is_examined_in_words(real: RealRoom) -> None:
    page = settings(real)
    page.check_button.setFocus()
    real.press(KEY.Key_Return)
    words = real.words(page)
    assert "Palveluluettelossa on 16 palvelua." in words
    assert "Käyntitiedot avautuvat" in words
    assert page.check_button.text() == "Tarkista"


def test_at_150_per_cent_the_page_scrolls_and_nothing_is_cut(open_real: OpenReal) -> None:
    real = open_real(Settings(theme="light", text_scale=150))
    real.window.resize(1024, 680)
    page = settings(real)
    [area] = page.findChildren(QScrollArea)
    inside = area.widget()
    assert area.horizontalScrollBar().maximum() == 0
    assert area.verticalScrollBar().maximum() > 0
    for label in (found for found in inside.findChildren(QLabel) if found.isVisible()):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    for control in (*(field.control for field in page.fields.values()), page.large, page.check_button):
        assert control.height() >= control.minimumSizeHint().height()
        assert control.width() >= control.minimumSizeHint().width()
        place = control.mapTo(inside, control.rect().topLeft())
        assert inside.rect().contains(control.rect().translated(place))


def test_the_language_changes_every_text(real: RealRoom) -> None:
    write(real, "campaign", "Matti Virtanen")
    page = settings(real)
    page.check_button.click()
    page.point["campaign"].setText("Matti Virtanen")
    page.point["campaign"].editingFinished.emit()
    real.settle()
    real.window.menu._change("language", "pseudo")
    real.settle()
    pairs = {"Suomi + svenska", "Svenska + suomi"}
    folder = str(real.paths.data)
    assert set(unmarked(page)) == {"Suomi", "Svenska", "English", folder, *pairs}
