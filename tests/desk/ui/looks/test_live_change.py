"""Colours and text size change while a page or a menu is open: nothing keeps what the old ones were."""

import pytest
from PySide6.QtWidgets import QLineEdit

from neuvola_desk.config import Settings
from neuvola_desk.ui.recovery.code_form import CodeForm
from neuvola_desk.ui.recovery.screen import RecoveryScreen
from support.real_room import OpenReal

CODE = "WWWW-WWWW"


def letters_fit(field: QLineEdit) -> bool:
    return field.width() > field.fontMetrics().horizontalAdvance(CODE)


def test_a_line_of_the_key_code_has_room_in_any_text_size(open_real: OpenReal) -> None:
    real = open_real(Settings(theme="light"))
    real.window.show_screen(RecoveryScreen.key)
    page = real.screen(RecoveryScreen)
    page.code_button.click()
    real.settle()
    [form] = [form for form in page.findChildren(CodeForm) if form.isVisible()]
    assert all(map(letters_fit, form.fields))
    small = form.fields[0].width()
    real.house.theme.apply(Settings(theme="light", text_scale=200))
    real.settle()
    assert all(map(letters_fit, form.fields))
    assert form.fields[0].width() > 1.5 * small


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_open_menu_gets_the_icons_of_the_new_colours(open_real: OpenReal) -> None:
    real = open_real(Settings(theme="dark"))
    menu = real.window.top.menu
    menu.aboutToShow.emit()
    menu.show()
    before = [action.icon().pixmap(20).toImage() for action in menu.actions() if not action.icon().isNull()]
    real.house.theme.apply(Settings(theme="light"))
    real.settle()
    after = [action.icon().pixmap(20).toImage() for action in menu.actions() if not action.icon().isNull()]
    menu.close()
    assert len(before) == len(after)
    assert all(old != new for old, new in zip(before, after, strict=True))
