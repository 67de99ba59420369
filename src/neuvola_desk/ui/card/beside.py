"""Under the card: how to find the place from here, and what else could do as well."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.card.long_words import breakable
from neuvola_desk.ui.card.sketch import Sketch
from neuvola_desk.ui.card.words import whereabouts_words
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.search.whole_name import WholeNameButton
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.words import where_words
from neuvola_desk.usecases.whereabouts import Whereabouts
from neuvola_search.query import Hit


class Way(QWidget):
    """How far the places are from the point; empty where that is not known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = column_of(self)

    def show_whereabouts(self, seen: tuple[Whereabouts, ...]) -> None:
        """Draws anew."""
        clear_layout(self._column)
        self.setVisible(bool(seen))
        if not seen:
            return
        lines = [_place_words(number, one) for number, one in enumerate(seen, 1)] if len(seen) > 1 else []
        lines = lines or [whereabouts_words(seen[0])]
        about = _("Linnuntietä, ei katuja. Pohjoinen on ylhäällä ja neuvontapiste keskellä.")
        parts = (*(Label(breakable(told)).let_copy() for told in lines), Sketch(self._theme, seen))
        heading = Label(_("Matka neuvontapisteestä"), "strong")
        self._column.addWidget(_section(self._theme, "place", heading, *parts, Label(about, "small")))


class Similar(QWidget):
    """Other services; empty until they are known. ``wanted`` is the id of one to be opened."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = column_of(self)

    def show_hits(self, hits: tuple[Hit, ...]) -> None:
        """Draws anew."""
        clear_layout(self._column)
        if hits:
            heading = Label(_("Samanlaisia palveluja"), "strong")
            self._column.addWidget(_section(self._theme, "search", heading, *map(self._row, hits)))

    def _row(self, hit: Hit) -> QWidget:
        language = current_language()
        name = hit.name.best(language)
        whole = QWidget()
        column = column_of(whole)
        title = WholeNameButton(self._theme, "link")
        title.set_words(name.replace("&", "&&"), _("Avaa: {name}").format(name=name))
        title.clicked.connect(partial(self._open, hit.id))
        column.addWidget(title)
        where = where_words(hit.municipalities, nationwide=hit.nationwide, most=2)
        under = " · ".join(part for part in (hit.organisation.best(language), where) if part)
        if under:
            small = Label(under, "small")
            small.setContentsMargins(3, 0, 0, 0)  # as far in as a button's words
            column.addWidget(small)
        return whole

    def _open(self, service_id: str, _checked: bool = False) -> None:
        self.wanted.emit(service_id)


def column_of(widget: QWidget) -> QVBoxLayout:
    """A column without margins that fills a widget."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _section(theme: Theme, icon: str, *parts: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconLabel(theme, icon, "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    row.addLayout(column, 1)
    return whole


def _place_words(number: int, one: Whereabouts) -> str:
    """One of several places: its number in the drawing and its name, and under them the way."""
    name, told = one.name.best(current_language()), whereabouts_words(one)
    return f"{number}. {name}\n{told}" if name else f"{number}. {told}"
