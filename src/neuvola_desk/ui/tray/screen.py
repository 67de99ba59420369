""" "Valitut palvelut": what has been picked, in the order of the leaflet, and what can be done with it."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.areas import hint_page, scroll_area
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.search.whole_name import WholeNameButton
from neuvola_desk.ui.tray.tray import LARGEST, Picked

_LEAST_LIST: Final = 160
"""Pixels, however large the letters are: what can be done with the list is to be in sight too."""
_LEAST_HINT: Final = 18
"""In steps of the grid: an empty list says all that it has to say."""


class TrayScreen(Screen):
    """A row a service: open, up, down, remove; under them the leaflet and the visit."""

    key = "tray"
    icon_name = "tray"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        theme, signals = context.theme, context.signals
        self._count = Label("", "lead")
        self._clear = Button(theme, "quiet", "remove")
        self._clear.clicked.connect(context.tray.clear)
        self._hint = Label("", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._leaflet = Button(theme, "plain", "leaflet")
        self._leaflet.clicked.connect(signals.leaflet_wanted)
        self._contact = Button(theme, "plain", "phone")
        self._contact.clicked.connect(partial(signals.screen_wanted.emit, "contact"))
        self._turn = Button(theme, "plain", "people")
        self._turn.clicked.connect(signals.turned_wanted)
        self._visit = Button(theme, "plain", "visit")
        self._visit.clicked.connect(signals.visit_wanted)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._buttons: list[tuple[QAbstractButton, ...]] = []
        self._lay_out()
        signals.tray_changed.connect(self.retranslate)
        signals.look_changed.connect(self._fit)
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 8, 16, 16)
        column.addLayout(self._rows)
        column.addStretch(1)
        area = scroll_area(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = QStackedWidget()
        # In an area of its own: the height that its words would like is no reason for the panel to scroll.
        hint = scroll_area(hint_page(self.context.theme, "tray", self._hint))
        hint.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.addWidget(hint)
        self._pages.addWidget(area)
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 0)
        head.addWidget(self._count, 1)
        head.addWidget(self._clear)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 8, 24, 12)
        foot.setSpacing(8)
        foot.addWidget(self._leaflet)
        foot.addWidget(self._turn)
        foot.addWidget(self._contact)
        foot.addWidget(self._visit)
        whole = QWidget()
        parts = QVBoxLayout(whole)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addLayout(head)
        parts.addWidget(self._pages, 1)
        parts.addLayout(foot)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        around = scroll_area(whole)  # large text in a low window: the buttons are there too
        around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside.addWidget(around)

    def title(self) -> str:
        """The name of the tab, with how many there are."""
        count = len(self.context.tray)
        return _("Valitut ({n})").format(n=count) if count else _("Valitut")

    def retranslate(self) -> None:
        """Draws the list anew."""
        tray = self.context.tray
        count = len(tray)
        self._count.setText(_("Valitut palvelut"))
        told = ngettext("{n} palvelu esitteeseen", "{n} palvelua esitteeseen", count).format(n=count)
        self._count.setToolTip(told)
        self._clear.set_words(_("Tyhjennä"), _("Tyhjennä valitut palvelut"))
        self._clear.setVisible(count > 0)
        self._hint.setText(
            _("Lisää palveluja tähän plusmerkistä tai välilyönnillä. Niistä tehdään kävijälle esite.")
        )
        self._leaflet.set_words(_("Tee esite"))
        self._leaflet.setEnabled(count > 0)
        self._contact.set_words(_("Yhteydenottopyyntö…"), tip=_("F11"))
        self._contact.setEnabled(count > 0)
        self._turn.set_words(_("Näytä kävijälle"), tip=_("Käännä näyttö kävijälle (Ctrl+K)"))
        self._turn.setEnabled(count > 0)
        self._visit.set_words(_("Merkitse käynti"))
        held = self._held()
        clear_layout(self._rows)
        self._buttons = []
        for number, picked in enumerate(tray):
            self._rows.addWidget(self._row(number, count, picked))
        if count == LARGEST:
            self._rows.addWidget(Label(_("Esitteeseen mahtuu {n} palvelua").format(n=LARGEST), "warn"))
        self._pages.setCurrentIndex(1 if count else 0)
        self._fit()
        if held is not None:
            self._hold(*held)

    def _fit(self) -> None:
        hint = 0 if len(self.context.tray) else self.context.theme.look.px(_LEAST_HINT)
        self._pages.setMinimumHeight(max(_LEAST_LIST, hint))

    def _held(self) -> tuple[int, int] | None:
        """Which button of which row has the keyboard."""
        places = ((row, nth, one) for row, line in enumerate(self._buttons) for nth, one in enumerate(line))
        return next(((row, nth) for row, nth, one in places if one.hasFocus()), None)

    def _hold(self, row: int, nth: int) -> None:
        """The keyboard stays where it was in the list, though its rows are others."""
        if not self._buttons:
            self.arrive()
            return
        line = self._buttons[min(row, len(self._buttons) - 1)]
        (line[nth] if line[nth].isEnabled() else line[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self) -> None:
        """The keyboard is at the leaflet."""
        (self._leaflet if self._leaflet.isEnabled() else self._visit).setFocus()

    def _row(self, number: int, count: int, picked: Picked) -> QFrame:
        language = current_language()
        name = picked.name.best(language)
        frame = QFrame()
        frame.setProperty("kind", "card")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 4, 8)
        row.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = WholeNameButton(self.context.theme, "link")
        title.set_words(name.replace("&", "&&"), _("Avaa: {name}").format(name=name), name)
        title.clicked.connect(partial(self._open, picked.id))
        words.addWidget(title)
        if picked.organisation:
            words.addWidget(Label(picked.organisation.best(language), "small"))
        row.addWidget(Label(f"{number + 1}.", "muted", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        moves: list[QAbstractButton] = []
        for icon, told, steps in (
            ("up", _("Siirrä ylemmäs: {name}"), -1),
            ("down", _("Siirrä alemmas: {name}"), 1),
        ):
            button = self._button(icon, told.format(name=name))
            button.setEnabled(0 <= number + steps < count)
            button.clicked.connect(partial(self._move, picked.id, steps))
            row.addWidget(button)
            moves.append(button)
        remove = self._button("close", _("Poista: {name}").format(name=name))
        remove.clicked.connect(partial(self._remove, picked.id))
        row.addWidget(remove)
        self._buttons.append((title, *moves, remove))
        return frame

    def _button(self, icon: str, told: str) -> IconButton:
        button = IconButton(self.context.theme, icon, small=True)
        button.set_words(told)
        return button

    def _open(self, service_id: str, _checked: bool = False) -> None:
        self.context.signals.service_opened.emit(service_id)

    def _move(self, service_id: str, steps: int, _checked: bool = False) -> None:
        self.context.tray.move(service_id, steps)

    def _remove(self, service_id: str, _checked: bool = False) -> None:
        self.context.tray.remove(service_id)
