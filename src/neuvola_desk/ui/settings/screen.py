"""The settings of this desk: taken into use and kept at once, so there is nothing to save."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from neuvola_desk.config import Point
from neuvola_desk.i18n import LANGUAGES, _
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_menu import TEXT_SCALES
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Place, Screen
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.settings.health_list import HealthList

if TYPE_CHECKING:  # for their names only: importing them here would make the first paint wait
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.health import Finding

_OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
_POINT_FIELDS = ("name", "address", "phone", "hours", "campaign")
_IDLE_MINUTES = (5, 10, 15, 30, 60, 0)


class SettingsScreen(Screen):
    """Shows the settings in use; every change is told by ``signals.settings_changed``."""

    key = "settings"
    icon_name = "settings"
    place = Place.PAGE

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._filling = False
        self._make_controls()
        self._lay_out()
        self.retranslate()

    def _make_controls(self) -> None:
        self.language, self.theme, self.scale = QComboBox(), QComboBox(), QComboBox()
        for code in LANGUAGES:
            self.language.addItem(_OWN_NAMES[code], code)
        for name in ("system", "light", "dark"):
            self.theme.addItem("", name)
        for scale in TEXT_SCALES:
            self.scale.addItem(f"{scale} %", scale)
        self.large = QCheckBox()
        self.idle = QComboBox()
        for minutes in _IDLE_MINUTES:
            self.idle.addItem("", minutes)
        self.point = {name: QLineEdit() for name in _POINT_FIELDS}
        for line in self.point.values():
            line.setMaxLength(120)
            line.editingFinished.connect(self._change)
        for box in (self.language, self.theme, self.scale, self.idle):
            box.activated.connect(self._change)
        self.large.toggled.connect(self._change)
        self.check_button = Button(self.context.theme, "plain", "check")
        self.check_button.clicked.connect(self._examine)
        self.health = HealthList(self.context.theme)

    def _lay_out(self) -> None:
        self._fields = {
            "language": Field(self.language),
            "theme": Field(self.theme),
            "scale": Field(self.scale),
            "idle": Field(self.idle),
            **{name: Field(line) for name, line in self.point.items()},
        }
        self._headings = [Label("", "lead") for _number in range(3)]
        self._folder = Label("", "muted").let_copy()
        looks = self._card(
            self._headings[0], *(self._fields[k] for k in ("language", "theme", "scale", "idle")), self.large
        )
        point = self._card(self._headings[1], *(self._fields[k] for k in _POINT_FIELDS))
        health = self._card(self._headings[2], self.check_button, self.health, self._folder)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(24, 8, 24, 24)
        columns.setSpacing(16)
        for card in (looks, point, health):
            columns.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    @staticmethod
    def _card(*parts: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        for part in parts:
            column.addWidget(part)
        return card

    def title(self) -> str:
        """The heading of the page."""
        return _("Asetukset")

    def arrive(self) -> None:
        """Shows what is in use now."""
        self._fill()
        self.language.setFocus()

    def retranslate(self) -> None:
        """Sets the texts again."""
        for heading, words in zip(
            self._headings, (_("Ikkuna"), _("Neuvontapiste"), _("Toimiiko kaikki?")), strict=True
        ):
            heading.setText(words)
        for number, words in enumerate((_("Kuten koneessa"), _("Vaalea"), _("Tumma"))):
            self.theme.setItemText(number, words)
        fields = self._fields
        fields["language"].set_words(_("Kieli"))
        fields["theme"].set_words(_("Värit"))
        fields["scale"].set_words(_("Tekstin koko"))
        fields["idle"].set_words(_("Peitä ruutu, kun sitä ei käytetä"))
        for number, minutes in enumerate(_IDLE_MINUTES):
            words = _("{n} minuutin kuluttua").format(n=minutes) if minutes else _("Ei koskaan")
            self.idle.setItemText(number, words)
        fields["name"].set_words(_("Nimi"), _("Näkyy esitteen yläreunassa."))
        fields["address"].set_words(_("Osoite"))
        fields["phone"].set_words(_("Puhelin"))
        fields["hours"].set_words(_("Aukiolo"), _("Esimerkiksi: ma–pe 10–16"))
        fields["campaign"].set_words(
            _("Kokeilu"), _("Tunnus, jolla kokeilun käynnit erottuvat. Voi olla tyhjä.")
        )
        self.large.setText(_("Tulosta esitteet suurella tekstillä"))
        self.check_button.set_words(_("Tarkista"))
        self._folder.setText(
            _("Tiedot ovat kansiossa {folder}.").format(folder=self.context.preferences.folder)
        )
        self._fill()

    def _fill(self) -> None:
        settings = self.context.preferences.value
        self._filling = True
        self.language.setCurrentIndex(self.language.findData(settings.language))
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.scale.setCurrentIndex(self.scale.findData(settings.text_scale))
        self.large.setChecked(settings.large_leaflets)
        self.idle.setCurrentIndex(self.idle.findData(settings.idle_minutes))
        for name, line in self.point.items():
            line.setText(getattr(settings.point, name))
        self._filling = False

    def _change(self) -> None:
        if self._filling:
            return
        before = self.context.preferences.value
        told = {name: line.text().strip() for name, line in self.point.items()}
        idle = self.idle.currentData()
        settings = replace(
            before,
            language=self.language.currentData() or before.language,
            theme=self.theme.currentData(),
            text_scale=self.scale.currentData() or before.text_scale,
            large_leaflets=self.large.isChecked(),
            idle_minutes=before.idle_minutes if idle is None else idle,
            point=replace(Point(id=before.point.id), **told),
        )
        if settings != before:
            self.context.signals.settings_changed.emit(settings)

    def _examine(self) -> None:
        self.check_button.setEnabled(False)
        self.context.door.ask(_examine, self._examined, lane=Lane.GENERAL)

    def _examined(self, findings: "Sequence[Finding]") -> None:
        self.check_button.setEnabled(True)
        self.health.show_findings(findings)


def _examine(desk: "Desk") -> "Sequence[Finding]":
    return desk.examine()
