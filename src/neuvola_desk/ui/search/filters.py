"""The filters above the results: switches, the whole country, and language and group as menus."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QWidget

from neuvola_desk.i18n import _, ngettext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.menus import Menu
from neuvola_desk.ui.search.choices import SWITCHES, Choices, Kind, Switch
from neuvola_desk.ui.search.facet_list import Option
from neuvola_desk.ui.search.facet_options import options
from neuvola_desk.ui.theme import Theme

_BESIDE_ICON: Final = 4


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


class CountedButton(Button):
    """A switch that shows how many services it would leave; its width does not follow the figure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "option")
        self._name = ""
        self._count: int | None = None
        self._digits = 1

    def set_name(self, name: str, tip: str) -> None:
        """What the switch keeps, and that in a sentence."""
        self._name = name
        self.setToolTip(tip)
        self.show_count(self._count)

    def show_count(self, count: int | None) -> None:
        """How many services there would be; None where nobody has counted."""
        self._count = count
        told = self._name
        if count is not None:
            self._digits = max(self._digits, len(str(count)))
            words = ngettext("{n} palvelu", "{n} palvelua", count).format(n=count)
            told = f"{self._name}, {words}"
        self.set_words(
            self._name if count is None else f"{self._name} {count}", accessible=told, tip=self.toolTip()
        )

    def sizeHint(self) -> QSize:
        """Room for the mark and for the longest figure so far, so that nothing moves under the finger."""
        style, option = self.style(), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self._name if self._count is None else f"{self._name} {'8' * self._digits}"
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, option.text)
        size = words + QSize(self.iconSize().width() + _BESIDE_ICON, 0)
        return style.sizeFromContents(QStyle.ContentsType.CT_PushButton, option, size, self)

    def minimumSizeHint(self) -> QSize:
        """As wide as its hint."""
        return self.sizeHint()


class MenuFilter(Button):
    """A button whose menu offers the options of one facet."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, kind: Kind) -> None:
        super().__init__(theme, "option", "down")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the word
        self.kind = kind
        self._offered: tuple[Option, ...] = ()
        self._menu = Menu(self)
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
        self._menu.setAccessibleName(self.accessibleName() or self.text())
        for option in self._offered:
            action = self._menu.addAction(f"{option.name}  ({option.count})".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(option.chosen)
            action.triggered.connect(partial(self._tell, option.id))

    def _tell(self, option_id: str, _checked: bool = False) -> None:
        self.chosen.emit(self.kind, option_id)


class FilterRow(QWidget):
    """All the filters; an option that would leave nothing cannot be pressed."""

    switched = Signal(str)
    chosen = Signal(str, str)
    widened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("filters")
        flow = FlowLayout(self, 8)
        self._switches: dict[Switch, CountedButton] = {}
        for switch in SWITCHES:
            button = CountedButton(theme)
            button.setCheckable(True)
            button.clicked.connect(partial(self._tell_switch, switch))
            self._switches[switch] = button
            flow.addWidget(button)
        self._country = CountedButton(theme)
        self._country.setCheckable(True)
        self._country.clicked.connect(self._tell_country)
        flow.addWidget(self._country)
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
            button.set_name(switch_name(switch), switch_tip(switch))
        self._country.set_name(_("Koko maa"), _("Hae kaikilta paikkakunnilta"))
        self._menus["language"].set_words(_("Kieli"), _("Palvelun kieli"), _("Palvelun kieli"))
        self._menus["target"].set_words(_("Kenelle"))

    def show_choices(self, facets: Mapping[str, Mapping[str, int]], choices: Choices) -> None:
        """Marks what is chosen and offers what would give something."""
        counts = facets.get("option", {})
        for switch, button in self._switches.items():
            # Whether something is open now is asked of the clock, not counted beforehand.
            count = None if switch == "open_now" else counts.get(switch, 0)
            _show(button, getattr(choices, switch), count)
            button.setEnabled(button.isChecked() or count != 0)
        _show(self._country, not choices.municipality, None)
        for kind, menu in self._menus.items():
            menu.show_options(options(kind, facets.get(kind, {}), choices))

    def _tell_switch(self, switch: Switch, _checked: bool = False) -> None:
        self.switched.emit(switch)

    def _tell_country(self, checked: bool) -> None:
        self._country.setChecked(True)  # the way back is to choose a municipality
        if checked:
            self.widened.emit()


def _show(button: CountedButton, is_on: bool, count: int | None) -> None:
    button.setChecked(is_on)
    button.set_icon_name("check" if is_on else "")
    button.show_count(count)
