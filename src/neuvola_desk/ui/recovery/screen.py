""" "Avain ja varmuuskopiot": how record and key stand, the key on paper and back, the daily copies."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import RecordKeyError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.printing import PrintService
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card, fill_scrolling
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.recovery.backup_card import BackupCard
from neuvola_desk.ui.recovery.code_card import CodeCard
from neuvola_desk.ui.recovery.confirm import Confirm
from neuvola_desk.ui.recovery.sheet_card import SheetCard
from neuvola_desk.ui.screen import Screen

if TYPE_CHECKING:  # for their names only
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.recovery import Standing


class RecoveryScreen(Screen):
    """What can be done depends on why the record does not open; with an open record the code stays folded."""

    key = "recovery"

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        super().__init__(context)
        self._standing: Standing | None = None
        self._wants_code = False
        theme = context.theme
        self._sign = IconLabel(theme, "check", "good", 24)
        self.state = Label("", "lead-text")
        self.again_button = Button(theme, "plain", "sync")
        self.again_button.clicked.connect(self.look)
        self.code_button = Button(theme, "link")
        self.code_button.clicked.connect(self._want_code)
        self.sheet = SheetCard(context, service)
        self.code = CodeCard(context)
        self.code.taken.connect(self._mended)
        self.backups = BackupCard(context)
        self.backups.restored.connect(self._mended)
        self._over_title, self._over_words = Label("", "lead"), Label()
        self.over_button = Button(theme, "plain")
        self.over_button.clicked.connect(self._ask_over)
        self.confirm = Confirm(theme)
        self.confirm.agreed.connect(self._start_over)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(12)
        state.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.state, 1)
        actions = QHBoxLayout()
        actions.setSpacing(16)
        actions.addWidget(self.again_button)
        actions.addWidget(self.code_button)
        actions.addStretch(1)
        over = QHBoxLayout()
        over.addWidget(self.over_button)
        over.addStretch(1)
        self._code_card = card(self.code)
        self._sheet_card = card(self.sheet)
        self._backup_card = card(self.backups)
        self._over_card = card(self._over_title, self._over_words, self.confirm, over)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(16)
        column.addWidget(card(state, actions))
        for one in (self._code_card, self._sheet_card, self._backup_card, self._over_card):
            column.addWidget(one)
        column.addStretch(1)
        fill_scrolling(self, inside)

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Looks how things stand."""
        self._wants_code = False
        self.sheet.arrive()
        self.look()
        self.setFocus()

    def look(self) -> None:
        """Tries the record; somebody wants it, so a passphrase may be asked for again."""
        self.context.signals.record_wanted.emit()
        self.context.door.ask(_standing, self._show, lane=Lane.RECORD)

    def clear_visitor(self) -> None:
        """A code that somebody left half typed does not stay."""
        self.code.clear()
        self.sheet.clear()
        self.confirm.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nor does it when another page comes to the front."""
        super().hideEvent(event)
        self.code.clear()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.again_button.set_words(_("Yritä uudelleen"), _("Yritä avata käyntitiedot uudelleen"))
        self.code_button.set_words(_("Syötä avainkoodi…"))
        self.over_button.set_words(_("Aloita uudet käyntitiedot…"))
        for part in (self.sheet, self.code, self.backups):
            part.retranslate()
        self._fill()

    def _show(self, standing: "Standing") -> None:
        self._standing = standing
        if standing.fault is None:
            self.context.signals.visit_logged.emit()  # what leans on the record may ask it again
        if not _lacks_key(standing):
            self.backups.arrive()
        self._fill()

    def _fill(self) -> None:
        standing = self._standing
        fault = standing.fault if standing else None
        lacks_key = standing is not None and _lacks_key(standing)
        if standing is None:
            self.state.setText(_("Katsotaan käyntitietoja…"))
        elif fault is not None:
            self.state.setText(sentence(fault))
        elif standing.has_keyring:
            self.state.setText(_("Käyntitiedot avautuvat. Avain on tämän koneen avainnipussa."))
        else:
            self.state.setText(_("Käyntitiedot avautuvat. Avain on salalauseen takana."))
        self._sign.show_icon(*(("warn", "danger") if fault else ("check", "good")))
        self.again_button.setVisible(fault is not None)
        self.code_button.setVisible(standing is not None and not lacks_key and not self._wants_code)
        self._code_card.setVisible(lacks_key or self._wants_code)
        self.code.ask_passphrase(standing is not None and not standing.has_keyring)
        self._sheet_card.setVisible(standing is not None and fault is None)
        self._backup_card.setVisible(standing is not None and not lacks_key)
        self._over_card.setVisible(fault is not None)
        self._name_over(lacks_key)

    def _name_over(self, lacks_key: bool) -> None:
        self._over_title.setText(_("Avainlehteä ei ole") if lacks_key else _("Mikään kopio ei auta"))
        self._over_words.setText(
            _(
                "Ilman avainta entisiä käyntitietoja ei saa auki kukaan. Työasemalla voi silti aloittaa "
                "uudet: entiset siirretään syrjään 30 päiväksi, ja työasema liitetään palvelimeen uudella "
                "koodilla."
            )
            if lacks_key
            else _(
                "Työasemalla voi aloittaa uudet käyntitiedot: entiset ja kopiot siirretään syrjään 30 "
                "päiväksi, ja työasema liitetään palvelimeen uudella koodilla."
            )
        )

    def _want_code(self) -> None:
        self._wants_code = True
        self._fill()
        self.code.form.take_focus()

    def _mended(self) -> None:
        self._wants_code = False
        self.context.signals.said.emit(_("Käyntitiedot ovat taas käytössä."))
        self.look()

    def _ask_over(self) -> None:
        words = _("Aloitetaanko uudet käyntitiedot? Entisiä ei enää saa tämän ohjelman kautta auki.")
        self.confirm.ask(words, _("Aloita uudet"))

    def _start_over(self) -> None:
        self.context.door.ask(_start_over, self._started, lane=Lane.RECORD)

    def _started(self, _moved: object) -> None:
        self._mended()


def _lacks_key(standing: "Standing") -> bool:
    return isinstance(standing.fault, RecordKeyError)


def _standing(desk: "Desk") -> "Standing":
    return desk.recovery.standing()


def _start_over(desk: "Desk") -> object:
    return desk.recovery.start_over()
