"""Joining a server: its address and the one-time code that the coordinator reads out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.theme import Theme


class EnrolForm(QWidget):
    """Two fields and a button."""

    wanted = Signal(str, str)
    """Address and code."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lead = Label("", "body")
        self.fault = Label("", "error").let_copy()
        self.address, self.code = QLineEdit(), QLineEdit()
        self.address.setMaxLength(300)
        self.code.setMaxLength(20)
        self._address, self._code = Field(self.address), Field(self.code)
        self.button = Button(theme, "primary", "forward")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._want)
        self.code.returnPressed.connect(self._want)
        self.address.returnPressed.connect(self.code.setFocus)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addWidget(self._address, 2)
        fields.addWidget(self._code, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._lead)
        column.addLayout(fields)
        column.addWidget(self.fault)
        column.addLayout(foot)
        self.show_fault("")
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._lead.setText(
            _(
                "Liitä työasema palvelimeen, jos koordinaattori on antanut osoitteen ja koodin. Palvelimen "
                "palveluluettelo korvaa tälle koneelle tuodun; omat muistiinpanot säilyvät."
            )
        )
        self._address.set_words(_("Palvelimen osoite"), _("Esimerkiksi: https://neuvonta.esimerkki.fi"))
        self._code.set_words(_("Kertakoodi"), _("Voimassa 15 minuuttia."))
        self.button.set_words(_("Liitä työasema"))

    def show_fault(self, told: str) -> None:
        """Says why the desk was not joined; empty when there is nothing to say."""
        self.fault.setText(told)
        self.fault.setVisible(bool(told))

    def clear(self) -> None:
        """Forgets what was typed, for "undo" too: a code can be used once."""
        for line in (self.address, self.code):
            line.setText("")

    def _want(self) -> None:
        address, code = self.address.text().strip(), self.code.text().strip()
        self._address.show_fault("" if address else _("Kirjoita palvelimen osoite."))
        self._code.show_fault("" if code else _("Kirjoita koordinaattorin antama koodi."))
        self.show_fault("")
        if address and code:
            self.wanted.emit(address if "://" in address else f"https://{address}", code)
