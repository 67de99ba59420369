"""The cover over the window: by one key, and by itself when nobody has touched the desk for a while."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.parts.whole_window import WholeWindow

_MINUTE_MS = 60_000
COVER_KEY = Qt.Key.Key_F9


class Curtain(WholeWindow):
    """Shows nothing of the visitor or of the search; ``lifted`` tells that the desk is wanted back."""

    lifted = Signal()
    idled = Signal()
    """Nobody has touched the desk for as long as the settings say."""

    def __init__(self, context: WindowContext, window: QMainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._covered_window = window
        self._focus: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._mark = Label("Neuvola", "display")
        self._told = Label("", "muted")
        for label in (self._mark, self._told):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._go_on = Button(context.theme, "primary")
        self._next = Button(context.theme, "plain", "next")
        self._go_on.clicked.connect(self.lift)
        self._next.clicked.connect(self.start_over)
        self._lay_out()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.draw)
        self._idle.timeout.connect(self.idled)
        context.signals.language_changed.connect(self.retranslate)
        context.signals.settings_changed.connect(self.restart)
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addStretch(1)
        buttons.addWidget(self._go_on)
        buttons.addWidget(self._next)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(24)
        column.addStretch(2)
        column.addWidget(self._mark)
        column.addWidget(self._told)
        column.addLayout(buttons)
        column.addStretch(3)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.setAccessibleName(_("Näyttö on peitetty"))
        self._told.setText(_("Näyttö on peitetty. Hätänumerot saa esiin näppäimellä F12."))
        self._go_on.set_words(_("Jatka"))
        self._next.set_words(_("Seuraava kävijä"))

    def draw(self) -> None:
        """Covers the window, and closes whatever stands before it: menus, dialogs, tool tips."""
        if not self.isVisible():
            self._focus = self._window.focusWidget()
        for other in QApplication.topLevelWidgets():
            if other is not self._window and other.isVisible():
                other.close()
        self.spread()
        self._go_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self._let_type(False)
        self._context.signals.covered.emit()

    def lift(self) -> None:
        """Uncovers the window; the keyboard is where it was."""
        if self.isVisible():
            self._uncover()
            if self._focus is not None and isValid(self._focus):
                self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lifted.emit()

    def restart(self) -> None:
        """Somebody is there: counts the idle minutes from now; 0 minutes never covers.

        A covered window counts too: it locks itself when nobody comes back.
        """
        minutes = self._context.preferences.value.idle_minutes
        if minutes > 0:
            self._idle.start(minutes * _MINUTE_MS)
        else:
            self._idle.stop()

    @property
    def is_counting(self) -> bool:
        """Whether the window will be covered by itself."""
        return self._idle.isActive()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key goes through to what is covered; Esc uncovers."""
        if event.key() == Qt.Key.Key_Escape:
            self.lift()
        event.accept()

    def _uncover(self) -> None:
        self.hide()
        self._let_type(True)
        self.restart()

    def _let_type(self, allowed: bool) -> None:
        """What is covered takes no key either: nobody types into what they cannot see."""
        covered = self._covered_window.centralWidget()
        if covered is not None:
            covered.setEnabled(allowed)

    def start_over(self) -> None:
        """Uncovers the window for the next visitor."""
        self._uncover()
        self._context.signals.next_visitor_requested.emit()


class Attention(QObject):
    """Tells when somebody touches keyboard or mouse.

    It listens to the windows of the screen, which hear each touch once, and not to the application, through
    which every event of every part goes. ``wanted`` tells of the key that covers, pressed in a dialog or a
    menu: there the main window hears no key.
    """

    noticed = Signal()
    wanted = Signal()

    _TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})

    def __init__(self, application: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._newcomers = QTimer(self)
        self._newcomers.setSingleShot(True)
        self._newcomers.timeout.connect(self._listen)
        application.focusWindowChanged.connect(self._listen)
        self._listen()

    def _listen(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # to one that is listened to already it makes no difference

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Looks on and takes nothing."""
        if event.type() in self._TOUCHES:
            self.noticed.emit()
            self._newcomers.start()  # a menu that it opens is a window too, and need not take the focus
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            in_front = QApplication.activeModalWidget() or QApplication.activePopupWidget()
            if event.key() == COVER_KEY and in_front is not None:
                self.wanted.emit()
        return False
