"""Asks for the passphrase: twice and with a warning the first time, once at every later start."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.passphrase.guard import LEAST_LETTERS, Flaw, flaw_of
from neuvola_desk.ui.theme import Theme

_LONGEST = 1000
_WIDEST = 1160


class PassphraseDialog(QDialog):
    """Accepted with ``passphrase`` set, or rejected: then the record stays closed."""

    def __init__(self, theme: Theme, window: QWidget, *, is_first: bool, was_wrong: bool = False) -> None:
        super().__init__(window)
        self._theme = theme
        self._is_first = is_first
        self.passphrase = ""
        self._title = Label("", "title")
        self._words = Label()
        self._advice = Label()
        self._warning = QFrame()
        self._warning_words = Label()
        self.field, self.again = QLineEdit(), QLineEdit()
        self._field_name, self._again_name = Label("", "strong", wrap=False), Label("", "strong", wrap=False)
        self.shown = QCheckBox()
        self.told = Label("", "error")
        self.later_button = Button(theme, "plain")
        self.open_button = Button(theme, "primary", "check")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.told.setVisible(was_wrong)
        self._fit()
        theme.changed.connect(self._fit)
        self.field.setFocus()

    def _lay_out(self) -> None:
        self._warning.setProperty("kind", "warning")
        warning = QHBoxLayout(self._warning)
        warning.setContentsMargins(12, 12, 12, 12)
        warning.setSpacing(12)
        warning.addWidget(IconLabel(self._theme, "warn", "warn", 24))
        warning.addWidget(self._warning_words, 1)
        for name, line in ((self._field_name, self.field), (self._again_name, self.again)):
            name.setBuddy(line)
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaxLength(_LONGEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for label in (self._title, self._words, self._advice):
            column.addWidget(label)
        column.addWidget(self._warning)
        column.addSpacing(4)
        for name, line in ((self._field_name, self.field), (self._again_name, self.again)):
            field = QVBoxLayout()
            field.setSpacing(4)
            field.addWidget(name)
            field.addWidget(line)
            column.addLayout(field)
        column.addWidget(self.shown)
        column.addWidget(self.told)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.later_button)
        buttons.addWidget(self.open_button)
        column.addLayout(buttons)
        only_first: tuple[QWidget, ...] = (self._advice, self._warning, self._again_name, self.again)
        for part in only_first:
            part.setVisible(self._is_first)

    def _connect(self) -> None:
        self.shown.toggled.connect(self._show_letters)
        self.later_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self.answer)
        self.open_button.setDefault(True)
        for line in (self.field, self.again):
            line.textEdited.connect(self.told.hide)

    def retranslate(self) -> None:
        """Sets the texts again."""
        first = self._is_first
        self._title.setText(_("Suojaa käyntitiedot salalauseella") if first else _("Avaa käyntitiedot"))
        self.setWindowTitle(self._title.text())
        self._words.setText(
            _(
                "Koneella ei ole avainnippua, joten käyntitiedot lukitaan salalauseella. "
                "Se kysytään aina, kun ohjelma käynnistyy."
            )
            if first
            else _("Kirjoita tämän työaseman salalause. Haku ja esitteet toimivat ilman sitäkin.")
        )
        self._advice.setText(
            _("Keksi vähintään {n} merkkiä: esimerkiksi neljä sanaa, jotka eivät kuulu yhteen.").format(
                n=LEAST_LETTERS
            )
        )
        self._warning_words.setText(
            _(
                "Jos salalause katoaa, käyntitiedot menetetään: kukaan ei voi avata niitä. "
                "Kirjoita se paperille ja säilytä lukitussa paikassa."
            )
        )
        self._field_name.setText(_("Salalause"))
        self.field.setAccessibleName(_("Salalause"))
        self._again_name.setText(_("Salalause uudelleen"))
        self.again.setAccessibleName(_("Salalause uudelleen"))
        self.shown.setText(_("Näytä, mitä kirjoitan"))
        self.later_button.set_words(
            _("Ei nyt"), tip=_("Käyntejä ei voi merkitä ennen kuin salalause on annettu")
        )
        self.open_button.set_words(_("Ota käyttöön") if first else _("Avaa"))
        self.told.setText(
            _("Salalause ei avaa tietoja. Tarkista isot ja pienet kirjaimet ja yritä uudelleen.")
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Is only as high as its words are at this width."""
        super().showEvent(event)
        self._fit()

    def answer(self) -> None:
        """Takes what was written, or says what is wrong with it."""
        written = self.field.text()
        if self._is_first:
            flaw = flaw_of(written, self.again.text())
            if flaw is not None:
                self._say(flaw)
                return
        elif not written:
            self.field.setFocus()
            return
        self.passphrase = written
        self.accept()

    def forget(self) -> None:
        """Leaves nothing of what was written in the fields."""
        self.passphrase = ""
        self.field.clear()
        self.again.clear()

    def _say(self, flaw: Flaw) -> None:
        if flaw is Flaw.SHORT:
            self.told.setText(
                _("Salalause on liian lyhyt. Tarvitaan vähintään {n} merkkiä.").format(n=LEAST_LETTERS)
            )
            self.field.setFocus()
        else:
            self.told.setText(_("Salalauseet eivät ole samat. Kirjoita toinen uudelleen."))
            self.again.setFocus()
            self.again.selectAll()
        self.told.show()
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(min(self._theme.look.px(80), _WIDEST))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def _show_letters(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for line in (self.field, self.again):
            line.setEchoMode(mode)
            line.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
