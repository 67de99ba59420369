"""How the window looks: one style sheet, filled with the colours and sizes in use."""

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from neuvola_desk.config import Settings
from neuvola_desk.resources import resource_path
from neuvola_desk.ui.palette import DARK, FONT_SIZES, GRID, LIGHT, SPACES, Palette
from neuvola_desk.ui.signals import DeskSignals

_OWN_FONT: Final = "Noto Sans"
_SMALLEST_SCALE, _LARGEST_SCALE = 80, 200


@dataclass(frozen=True, slots=True)
class Look:
    """The looks in use: colours, and the text scale that every measure follows."""

    palette: Palette = LIGHT
    scale: float = 1.0
    family: str = ""

    def px(self, steps: float) -> int:
        """``steps`` of the eight-pixel grid, scaled with the text."""
        return round(steps * GRID * self.scale)

    def font(self, role: str = "body") -> QFont:
        """The font of a role of the type scale; "strong", "lead", "title" and "display" are heavier."""
        font = QFont(self.family) if self.family else QFont()
        font.setPixelSize(round(FONT_SIZES[role] * self.scale))
        heavy = {"strong": 600, "lead": 600, "title": 650, "display": 650}
        font.setWeight(QFont.Weight(heavy.get(role, 400)))
        return font

    def colour(self, hue: str) -> QColor:
        """A colour of the palette by its name."""
        return QColor(getattr(self.palette, hue))


def load_own_fonts() -> str:
    """Makes the program's own fonts known to Qt; the family to use, or "" to keep the system's."""
    known: set[str] = set()
    for path in sorted(resource_path("fonts").glob("NotoSans-*.ttf")):
        known.update(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))))
    return _OWN_FONT if _OWN_FONT in known else ""


def style_sheet(look: Look, template: str) -> str:
    """The style sheet with names such as ``$accent``, ``$space_small`` and ``$font_body`` filled in."""
    values: dict[str, str] = dict(asdict(look.palette))
    values |= {f"font_{role}": f"{round(size * look.scale)}px" for role, size in FONT_SIZES.items()}
    values |= {f"space_{name}": f"{round(size * look.scale)}px" for name, size in SPACES.items()}
    values |= {f"px{steps}": f"{round(steps * look.scale)}px" for steps in range(1, 65)}
    icons = resource_path("icons").as_posix()
    values["icons"] = icons
    values["tone"] = "dark" if look.palette is DARK else "light"
    return Template(template).substitute(values)


class Theme(QObject):
    """Holds the look in use and puts it on the window and all that belongs to it.

    The style sheet is the window's, not the application's: what is built is dressed once, when it comes into
    the window. With a sheet of the application a part is dressed anew, with all its own parts, each time it
    is put into something larger: that was half of the time in which a screen is made.
    """

    changed = Signal()

    def __init__(
        self, application: QApplication, signals: DeskSignals, parent: QObject, family: str = ""
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._signals = signals
        self._window: QWidget | None = None
        self._template = _read_style(resource_path("style", "desk.qss"))
        self.look = Look(family=family)

    def apply(self, settings: Settings) -> None:
        """Takes the theme and the text scale of the settings into use."""
        scale = min(max(settings.text_scale, _SMALLEST_SCALE), _LARGEST_SCALE) / 100
        self.look = Look(DARK if _wants_dark(settings) else LIGHT, scale, self.look.family)
        self._application.setPalette(_qt_palette(self.look.palette))
        self._application.setFont(self.look.font())
        if self._window is not None:
            # By way of none: Qt takes several times as long to go from one sheet straight to the next.
            self._window.setStyleSheet("")
            self.dress(self._window)
        self.changed.emit()
        self._signals.look_changed.emit()

    def dress(self, window: QWidget) -> None:
        """Gives the window the look in use, and every look that comes after it."""
        self._window = window
        window.setStyleSheet(style_sheet(self.look, self._template))


def _read_style(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _wants_dark(settings: Settings) -> bool:
    if settings.theme == "system":
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return settings.theme == "dark"


def _qt_palette(colours: Palette) -> QPalette:
    """The palette for what the style sheet does not reach (dialogs of Qt, disabled text)."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.PlaceholderText, colours.muted),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.Link, colours.accent),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, QColor(colours.muted))
    return palette
