"""The filters above the results: four switches, and the visitor's language and group as menus."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.search.choices import SWITCHES, Choices, Kind, Switch
from neuvola_desk.ui.search.facet_list import Option
from neuvola_desk.ui.search.facet_options import options
from neuvola_desk.ui.theme import Theme


def switch_name(switch: Switch) -> str:
    """What the switch keeps."""
    names: Mapping[Switch, str] = {
        "open_now": _("Auki nyt"),
        "free": _("Maksuton"),
        "rides": _("Kyyti"),
        "takes_new_people": _("Ottaa uusia"),
    }
    return names[switch]


def switch_tip(switch: Switch) -> str:
    """What is kept, in a sentence; what is not known is never filtered out."""
    tips: Mapping[Switch, str] = {
        "open_now": _("Vain palvelut, joiden tiedetään olevan auki juuri nyt"),
        "free": _("Jätä pois maksulliset"),
        "rides": _("Jätä pois ne, joihin kyyti ei järjesty"),
        "takes_new_people": _("Jätä pois ne, jotka eivät ota uusia"),
    }
    return tips[switch]


class MenuFilter(Button):
    """A button whose menu offers the options of one facet."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, kind: Kind) -> None:
        super().__init__(theme, "option", "down")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the word
        self.kind = kind
        self._offered: tuple[Option, ...] = ()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def show_options(self, offered: tuple[Option, ...]) -> None:
        """The options of the newest answer; the button is off when there are none."""
        self._offered = offered
        self.setEnabled(bool(offered))
        self.setProperty("chosen", any(option.chosen for option in offered))
        self.style().polish(self)

    def _fill(self) -> None:
        self._menu.clear()
        for option in self._offered:
            action = self._menu.addAction(f"{option.name}  ({option.count})")
            action.setCheckable(True)
            action.setChecked(option.chosen)
            action.triggered.connect(partial(self._tell, option.id))

    def _tell(self, option_id: str, _checked: bool = False) -> None:
        self.chosen.emit(self.kind, option_id)


class FilterRow(QWidget):
    """All the filters."""

    switched = Signal(str)
    chosen = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("filters")
        flow = FlowLayout(self, 8)
        self._switches: dict[Switch, Button] = {}
        for switch in SWITCHES:
            button = Button(theme, "option")
            button.setCheckable(True)
            button.clicked.connect(partial(self._tell_switch, switch))
            self._switches[switch] = button
            flow.addWidget(button)
        self._menus: dict[Kind, MenuFilter] = {"language": MenuFilter(theme, "language")}
        self._menus["target"] = MenuFilter(theme, "target")
        for menu in self._menus.values():
            menu.chosen.connect(self.chosen)
            flow.addWidget(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.setAccessibleName(_("Rajaukset"))
        for switch, button in self._switches.items():
            button.set_words(switch_name(switch), tip=switch_tip(switch))
        self._menus["language"].set_words(_("Kieli"), _("Palvelun kieli"), _("Palvelun kieli"))
        self._menus["target"].set_words(_("Kenelle"))

    def show_choices(self, facets: Mapping[str, Mapping[str, int]], choices: Choices) -> None:
        """Marks what is chosen and offers what would give something."""
        for switch, button in self._switches.items():
            button.setChecked(getattr(choices, switch))
            button.set_icon_name("check" if button.isChecked() else "")
        for kind, menu in self._menus.items():
            menu.show_options(options(kind, facets.get(kind, {}), choices))

    def _tell_switch(self, switch: Switch, _checked: bool = False) -> None:
        self.switched.emit(switch)
