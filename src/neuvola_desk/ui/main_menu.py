"""The menu of the window: screens, language, looks, help."""

from dataclasses import replace
from functools import partial
from typing import Final, get_args

from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from neuvola_desk.config import Theme as ThemeName
from neuvola_desk.i18n import LANGUAGES, _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.icons import icon
from neuvola_desk.ui.offers import Offer

TEXT_SCALES: Final = (100, 125, 150, 200)
_OWN_NAMES: Final = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


class MainMenu(QWidget):
    """Fills ``menu`` anew each time it opens, so that its texts and ticks are always right."""

    def __init__(self, context: WindowContext, menu: QMenu) -> None:
        super().__init__(menu)
        self.hide()
        self._context = context
        self._menu = menu
        self._offers: list[Offer] = []
        menu.aboutToShow.connect(self.fill)
        context.theme.changed.connect(self._refill)

    def add(self, offer: Offer) -> None:
        """Lists a page."""
        self._offers.append(offer)

    def fill(self) -> None:
        """Makes the menu in the language in use."""
        for former in self._menu.findChildren(QMenu):
            former.setParent(None)
            former.deleteLater()  # clearing a menu leaves what hung on it, in the language it was made in
        self._menu.clear()
        for offer in self._offers:
            action = self._menu.addAction(self._icon(offer.icon_name), offer.title())
            action.triggered.connect(partial(self._show, offer.key))
        self._menu.addSeparator()
        self._add_languages(self._menu.addMenu(self._icon("language"), _("Kieli")))
        self._add_looks(self._menu.addMenu(self._icon("contrast"), _("Värit")))
        self._add_scales(self._menu.addMenu(self._icon("text-size"), _("Tekstin koko")))

    def _refill(self) -> None:
        """Evening may come while it is open, and with it other colours."""
        if self._menu.isVisible():
            self.fill()

    def _icon(self, name: str) -> QIcon:
        """Seen on the line that is chosen too."""
        look = self._context.theme.look
        return icon(name, look.palette.text, round(20 * look.scale), chosen=look.palette.on_accent)

    def _add_languages(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for language in LANGUAGES:
            action = self._choice(menu, group, _OWN_NAMES[language])
            action.setChecked(self._context.preferences.value.language == language)
            action.triggered.connect(partial(self._change, "language", language))

    def _add_looks(self, menu: QMenu) -> None:
        names = {"system": _("Kuten koneessa"), "light": _("Vaalea"), "dark": _("Tumma")}
        group = QActionGroup(menu)
        for name in get_args(ThemeName):
            action = self._choice(menu, group, names[name])
            action.setChecked(self._context.preferences.value.theme == name)
            action.triggered.connect(partial(self._change, "theme", name))

    def _add_scales(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for scale in TEXT_SCALES:
            action = self._choice(menu, group, f"{scale} %")
            action.setChecked(self._context.preferences.value.text_scale == scale)
            action.triggered.connect(partial(self._change, "text_scale", scale))

    @staticmethod
    def _choice(menu: QMenu, group: QActionGroup, text: str) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        group.addAction(action)
        return action

    def _change(self, name: str, value: object, _checked: bool = False) -> None:
        changes: dict[str, object] = {name: value}
        preferences = self._context.preferences
        preferences.change(replace(preferences.value, **changes))  # type: ignore[arg-type]

    def _show(self, key: str, _checked: bool = False) -> None:
        self._context.signals.screen_wanted.emit(key)
