"""The cover that asks for a PIN: at the change of shift, after an idle lock, where a role is not enough."""

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from neuvola_core.roles import Role
from neuvola_desk.i18n import _
from neuvola_desk.role_words import least_role, needed_words, role_name
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.palette import LARGE
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.parts.whole_window import WholeWindow
from neuvola_desk.ui.shift.entry import PinEntry
from neuvola_desk.ui.shift.keeper import Wish
from neuvola_desk.usecases.shift import Entered

_WIDTH = 60
"""In steps of the grid."""


class _Why(Enum):
    """What the PIN is for."""

    CHANGE = auto()
    IDLE = auto()
    WISH = auto()


class PinCover(WholeWindow):
    """Fills the window; the crisis lines and the search are one key away all the time."""

    opened = Signal()
    """A PIN was right after an idle lock, given by whoever was here before it."""
    left = Signal()
    """The cover went without what it covered being anybody's any more: clear it."""
    changed_over = Signal()
    """The change of shift is done, with a PIN or without."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._why = _Why.CHANGE
        self._wish: Wish | None = None
        self._focus: QWidget | None = None
        self._title = Label("", "display")
        self._words = Label("", "lead-text")
        self.entry = PinEntry(context)
        self.leave_button = Button(context.theme, "plain")
        self.forgot_button = Button(context.theme, "link")
        self.crisis_button = Button(context.theme, "danger", "crisis")
        self.crisis_button.clicked.connect(context.signals.crisis_wanted)
        self._forgot = Label("", "muted")
        self._lay_out()
        self.leave_button.clicked.connect(self.leave)
        self.forgot_button.clicked.connect(self._tell_forgotten)
        context.shift.entered.connect(self._entered)
        context.signals.language_changed.connect(self.retranslate)
        context.theme.changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _lay_out(self) -> None:
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(LARGE)
        for part in (self._title, self._words, self.entry):
            column.addWidget(part)
        ways = QWidget()
        flow = FlowLayout(ways, spacing=LARGE)
        for button in (self.leave_button, self.forgot_button, self.crisis_button):
            flow.addWidget(button)
        column.addWidget(ways)
        column.addWidget(self._forgot)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._inside)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)

    def _fit(self) -> None:
        self._inside.setFixedWidth(self._context.theme.look.px(_WIDTH))

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.setAccessibleName(_("PIN-koodi"))
        self.entry.retranslate()
        self._title.setText(self._title_words())
        self._words.setText(self._told_words())
        if self._why is _Why.WISH:
            self.leave_button.set_words(_("Peruuta"), tip=_("Esc"))
        else:
            self.leave_button.set_words(_("Hae ilman PIN-koodia"), tip=_("Esc"))
        self.forgot_button.set_words(_("PIN-koodi unohtui"))
        self.crisis_button.set_words(_("Hätä"), _("Hätä: kriisinumerot"), _("Kriisinumerot (F12)"))
        self._forgot.setText(
            _(
                "Koordinaattori vaihtaa unohtuneen PIN-koodin kohdassa Asetukset. Jos koordinaattorin "
                "PIN-koodi on unohtunut, avainlehden haltija asettaa uuden komennolla neuvola-desk pin reset."
            )
        )

    def change(self) -> None:
        """Asks who comes in."""
        self._ask(_Why.CHANGE)

    def cover_idle(self) -> None:
        """The desk has locked itself: nothing of what was on it is to be seen."""
        self._ask(_Why.IDLE)

    def ask(self, wish: Wish) -> None:
        """Asks for the PIN of somebody who may."""
        self._ask(_Why.WISH, wish)

    @property
    def is_idle(self) -> bool:
        """Whether it stands over what somebody left."""
        return self.isVisible() and self._why is _Why.IDLE

    def step_aside(self) -> None:
        """Lets the crisis lines be seen; a lock stays a lock."""
        self.hide()

    def leave(self) -> None:
        """Goes on without a PIN."""
        was_idle = self.is_idle
        self.hide()
        if was_idle:
            self.left.emit()
        elif self._why is _Why.CHANGE:
            self.changed_over.emit()
        elif self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keeps no digit of what was begun."""
        self.entry.forget()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key goes through to what is covered; Esc goes on without a PIN."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def _ask(self, why: _Why, wish: Wish | None = None) -> None:
        if not self.isVisible():
            self._focus = self._window.focusWidget()
        self._why, self._wish = why, wish
        self._forgot.hide()
        self.entry.forget()
        self.retranslate()
        self.spread()
        self.entry.take_focus()

    def _entered(self, entered: Entered) -> None:
        if not self.isVisible():
            return
        if self._wish is not None and not entered.state.may(self._wish.act):
            role = role_name(entered.state.role or Role.VOLUNTEER)
            told = _("Työasemalla on nyt {role}.").format(role=role.lower())
            self._words.setText(f"{told} {needed_words(self._wish.act)}")
            self.entry.take_focus()
            return
        was_idle, wish = self.is_idle, self._wish
        self.hide()
        if self._why is _Why.CHANGE:
            self.changed_over.emit()
        elif was_idle:
            (self.opened if entered.same else self.left).emit()
        if wish is not None:
            wish.then()

    def _title_words(self) -> str:
        if self._why is _Why.WISH and self._wish is not None:
            is_any = least_role(self._wish.act) is Role.VOLUNTEER
            return _("Tarvitaan PIN-koodi") if is_any else _("Tarvitaan toinen PIN-koodi")
        return _("Näyttö on lukittu") if self._why is _Why.IDLE else _("Kuka tulee vuoroon?")

    def _told_words(self) -> str:
        if self._wish is not None:
            return needed_words(self._wish.act)
        if self._why is _Why.IDLE:
            return _(
                "Jatka antamalla PIN-koodi. Toisen PIN-koodilla tai ilman sitä edellinen kävijä "
                "tyhjennetään. Hätänumerot saa esiin näppäimellä F12."
            )
        return _("Työasema on lukittu. Haku ja hätänumerot (F12) toimivat ilman PIN-koodia.")

    def _tell_forgotten(self) -> None:
        self._forgot.setVisible(not self._forgot.isVisible())
