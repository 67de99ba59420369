"""The settings of this desk: taken into use and kept at once, so there is nothing to save."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from neuvola_core.errors import InvalidVisitError, NeuvolaError, RefusedContentError
from neuvola_core.point import check_id
from neuvola_core.roles import Act
from neuvola_desk.config import LeafletLanguage, Settings
from neuvola_desk.i18n import LANGUAGES, _
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet.languages import OWN_NAMES
from neuvola_desk.ui.main_menu import TEXT_SCALES
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.palette import LARGEST_BESIDE
from neuvola_desk.ui.parts.areas import card, fill_scrolling
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.settings.health_list import HealthList
from neuvola_desk.ui.shift.needed import PinNeeded
from neuvola_desk.ui.shift.pins_card import PinsCard

if TYPE_CHECKING:  # for their names only: importing them here would make the first paint wait
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.health import Finding

_POINT_FIELDS: Final = ("name", "address", "place", "phone", "hours", "campaign")
_REGISTER_FIELDS: Final = ("controller", "controller_contact", "slip_address")
_IDLE_MINUTES: Final = (5, 10, 15, 30, 60, 0)
_LONGEST: Final = 120


class SettingsScreen(Screen):
    """Shows the settings in use; every change is told by ``signals.settings_changed``."""

    key = "settings"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._filling = False
        self._examining = False
        self._is_placed: bool | None = None
        self._make_controls()
        self._lay_out()
        self._fill()
        context.shift.changed.connect(self._shift_changed)
        context.signals.look_changed.connect(self._fill_boxes)
        context.signals.look_changed.connect(self._fit_columns)
        self.retranslate()

    def _make_controls(self) -> None:
        self.language, self.theme, self.scale, self.idle = (QComboBox() for _n in range(4))
        for code in LANGUAGES:
            self.language.addItem(OWN_NAMES[code], code)
        for name in ("system", "light", "dark"):
            self.theme.addItem("", name)
        for scale in TEXT_SCALES:
            self.scale.addItem(f"{scale} %", scale)
        self.leaflet_language = QComboBox()
        for code in get_args(LeafletLanguage):
            self.leaflet_language.addItem(OWN_NAMES[code], code)
        for minutes in _IDLE_MINUTES:
            self.idle.addItem("", minutes)
        self.large = QCheckBox()
        self.point = {name: QLineEdit() for name in _POINT_FIELDS}
        self.register = {name: QLineEdit() for name in _REGISTER_FIELDS}
        for line in self._lines:
            line.setMaxLength(_LONGEST)
            line.editingFinished.connect(self._change)
        self.point["place"].editingFinished.connect(self._look_place_up)
        for box in (self.language, self.theme, self.scale, self.idle, self.leaflet_language):
            box.activated.connect(self._change)
        self.large.toggled.connect(self._change)
        self.check_button = Button(self.context.theme, "plain", "check")
        self.check_button.setAutoDefault(True)
        self.check_button.clicked.connect(self._examine)
        self.pins = PinsCard(self.context)
        self.needed = PinNeeded(self.context, Act.MANAGE_DESK, self._show_rights, self, _binding_about)
        self.health = HealthList(self.context.theme)
        self.health.hide()

    @property
    def _lines(self) -> tuple[QLineEdit, ...]:
        return (*self.point.values(), *self.register.values())

    def _lay_out(self) -> None:
        self.fields = {
            "language": Field(self.language),
            "theme": Field(self.theme),
            "scale": Field(self.scale),
            "idle": Field(self.idle),
            "leaflet_language": Field(self.leaflet_language),
            **{name: Field(line) for name, line in (self.point | self.register).items()},
        }
        self._headings = [Label("", "lead") for _number in range(3)]
        self._folder = Label("", "small").let_copy()
        boxes = (self.fields[name] for name in ("language", "theme", "scale", "idle", "leaflet_language"))
        looks = card(self._headings[0], *boxes, self.large)
        point = card(self._headings[1], self.needed, *self._point_fields())
        check = QHBoxLayout()
        check.addWidget(self.check_button)
        check.addStretch(1)
        health = card(self._headings[2], check, self.health, self._folder)
        inside = QWidget()
        self._columns = columns = QHBoxLayout(inside)
        columns.setContentsMargins(24, 8, 24, 24)
        columns.setSpacing(16)
        for cards in ((looks, health), (self.pins, point)):
            column = QVBoxLayout()
            column.setSpacing(16)
            for one in cards:
                column.addWidget(one)
            column.addStretch(1)
            columns.addLayout(column, 1)
        fill_scrolling(self, inside, columns=2)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Columns too narrow for a Finnish word stand one below another."""
        is_large = self.context.theme.look.scale > LARGEST_BESIDE
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(below if is_large else beside)

    def _point_fields(self) -> tuple[Field, ...]:
        return tuple(self.fields[name] for name in (*_POINT_FIELDS, *_REGISTER_FIELDS))

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Shows what is in use now."""
        self._fill()
        self._look_place_up()
        self.pins.refresh()
        self.language.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed last is kept too, however the page is left."""
        self._change()
        super().hideEvent(event)

    def retranslate(self) -> None:
        """Sets the texts again."""
        for heading, words in zip(
            self._headings, (_("Ikkuna"), _("Neuvontapiste"), _("Toimiiko kaikki?")), strict=True
        ):
            heading.setText(words)
        for number, words in enumerate((_("Kuten koneessa"), _("Vaalea"), _("Tumma"))):
            self.theme.setItemText(number, words)
        for number in range(self.idle.count()):
            self.idle.setItemText(number, _idle_words(self.idle.itemData(number)))
        self._name_fields()
        self._show_rights()
        self.pins.retranslate()
        self.large.setText(_("Tulosta esitteet suurella tekstillä"))
        self._name_check_button()
        self._folder.setText(
            _("Tiedot ovat kansiossa {folder}.").format(folder=self.context.preferences.folder)
        )
        self._folder.setToolTip(str(self.context.preferences.folder))  # a path cannot be broken
        self.health.show_findings(())  # its sentences are in the former language
        if self.fields["campaign"].is_faulty:
            self._check_campaign(self.point["campaign"].text().strip())
        self._fill_boxes()

    def _name_fields(self) -> None:
        fields = self.fields
        fields["language"].set_words(_("Kieli"))
        fields["theme"].set_words(_("Värit"))
        fields["scale"].set_words(_("Tekstin koko"))
        fields["idle"].set_words(_("Peitä ruutu, kun sitä ei käytetä"))
        fields["leaflet_language"].set_words(
            _("Esitteen kieli"), _("Millä kielellä jokainen esite alkaa. Kaksi kieltä ovat tasavertaiset.")
        )
        fields["name"].set_words(_("Nimi"), _("Näkyy esitteen yläreunassa."))
        fields["address"].set_words(_("Osoite"))
        self._name_place()
        fields["phone"].set_words(_("Puhelin"))
        fields["hours"].set_words(_("Aukiolo"), _("Esimerkiksi: ma–pe 10–16"))
        fields["campaign"].set_words(
            _("Kokeilu"), _("Tunnus, jolla kokeilun käynnit erottuvat. Voi olla tyhjä.")
        )

        fields["controller"].set_words(
            _("Rekisterinpitäjä"),
            _("Kenen rekisteri yhteydenottopyynnöt ovat. Ilman tätä pyyntöjä ei voi tehdä."),
        )
        fields["controller_contact"].set_words(
            _("Yhteys rekisterinpitäjään"), _("Näkyy kävijälle suostumuksessa: puhelin tai sähköposti.")
        )
        fields["slip_address"].set_words(
            _("Palautesivun osoite"),
            _("Minne palautekoodin QR-koodi vie. Tyhjänä palvelimeen, johon työasema on liitetty."),
        )

    def _name_place(self) -> None:
        told = (
            _("Neuvontapisteen paikka on tiedossa: kortti kertoo matkan ja suunnan palveluun.")
            if self._is_placed
            else _(
                "Mistä matka palveluihin lasketaan, jos ei osoitteesta. Kirjoita palveluluettelossa oleva "
                "osoite tai paikan nimi läheltä, tai koordinaatit. Esimerkiksi: 60.17, 24.94"
            )
        )
        self.fields["place"].set_words(_("Sijainti"), told)
        is_lost = bool(self.point["place"].text().strip()) and self._is_placed is False
        fault = _("Tätä paikkaa ei tunneta. Kokeile toista osoitetta läheltä tai koordinaatteja.")
        self.fields["place"].show_fault(fault if is_lost else "")

    def _look_place_up(self) -> None:
        told = tuple(self.point[name].text().strip() for name in ("place", "address"))
        self.context.door.ask(partial(_is_place_known, told=told), self._take_place, self._no_place)

    def _take_place(self, is_placed: bool) -> None:
        self._is_placed = is_placed
        self._name_place()

    def _no_place(self, _fault: NeuvolaError) -> None:
        """A catalogue that cannot be read says so elsewhere."""

    def _name_check_button(self) -> None:
        self.check_button.set_words(_("Tarkistetaan…") if self._examining else _("Tarkista"))

    def _fill(self) -> None:
        """Shows what is kept; what was typed and not taken goes."""
        self._filling = True
        settings = self.context.preferences.value
        point = settings.point
        for name, line in self.point.items():
            line.setText(getattr(point, name))
        for name, line in self.register.items():
            line.setText(getattr(settings, name))
        self._filling = False
        self._check_campaign(point.campaign)
        self._fill_boxes()

    def _fill_boxes(self) -> None:
        settings = self.context.preferences.value
        self._filling = True
        if self.idle.findData(settings.idle_minutes) < 0:
            self.idle.addItem(_idle_words(settings.idle_minutes), settings.idle_minutes)
        if self.scale.findData(settings.text_scale) < 0:
            self.scale.addItem(f"{settings.text_scale} %", settings.text_scale)
        self.language.setCurrentIndex(self.language.findData(settings.language))
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.scale.setCurrentIndex(self.scale.findData(settings.text_scale))
        self.idle.setCurrentIndex(self.idle.findData(settings.idle_minutes))
        self.leaflet_language.setCurrentIndex(self.leaflet_language.findData(settings.leaflet_language))
        self.large.setChecked(settings.large_leaflets)
        self._filling = False

    def _shift_changed(self) -> None:
        """What was typed and not kept goes with whoever typed it."""
        self._fill()
        self._show_rights()

    def _show_rights(self) -> None:
        """Settings that bind everybody can be read by all and changed by whoever may."""
        manages = self.context.shift.may(Act.MANAGE_DESK)
        self.idle.setEnabled(manages)
        for line in self._lines:
            line.setReadOnly(not manages)

    def _change(self) -> None:
        if self._filling:
            return
        before = self.context.preferences.value
        settings = self._told(before)
        if settings != before:
            self.context.signals.settings_changed.emit(settings)

    def _told(self, before: Settings) -> Settings:
        """The settings as the page tells them; what does not do stays as it was."""
        point = {name: line.text().strip() for name, line in self.point.items()}
        if not self._check_campaign(point["campaign"]):
            del point["campaign"]
        idle = self.idle.currentData()
        return replace(
            before,
            language=self.language.currentData() or before.language,
            theme=self.theme.currentData() or before.theme,
            text_scale=self.scale.currentData() or before.text_scale,
            large_leaflets=self.large.isChecked(),
            leaflet_language=self.leaflet_language.currentData() or before.leaflet_language,
            idle_minutes=before.idle_minutes if idle is None else idle,
            controller=self.register["controller"].text().strip(),
            controller_contact=self.register["controller_contact"].text().strip(),
            slip_address=self.register["slip_address"].text().strip(),
            point=replace(before.point, **point),
        )

    def _check_campaign(self, campaign: str) -> bool:
        """The only word of a visit that is typed: with a bad one no visit could be logged."""
        fault = _campaign_fault(campaign)
        self.fields["campaign"].show_fault(fault)
        return not fault

    def _examine(self) -> None:
        if self._examining:
            return
        self._examining = True
        self._name_check_button()
        # In the record's lane: looking opens the record, and nobody else may be opening it meanwhile.
        task = self.context.door.ask(_examine, self.health.show_findings, lane=Lane.RECORD)
        task.ended.connect(self._examined)

    def _examined(self) -> None:
        self._examining = False
        self._name_check_button()


def _idle_words(minutes: int) -> str:
    return _("{n} minuutin kuluttua").format(n=minutes) if minutes else _("Ei koskaan")


def _binding_about() -> str:
    return _("Nämä asetukset ja peittämisen aika koskevat kaikkia.")


def _campaign_fault(campaign: str) -> str:
    """Why a campaign cannot be kept, in words; empty when it can."""
    if not campaign:
        return ""
    try:
        check_id("campaign", campaign)
    except RefusedContentError:
        return _("Tunnusta ei otettu käyttöön: se näyttää jonkun nimeltä, osoitteelta tai numerolta.")
    except InvalidVisitError:
        return _("Tunnusta ei otettu käyttöön. Käytä enintään 40 merkkiä: kirjaimia, numeroita ja viivoja.")
    return ""


def _is_place_known(desk: "Desk", told: tuple[str, ...]) -> bool:
    from neuvola_desk.usecases.whereabouts import own_place

    place, address = told
    return own_place(desk.catalogue, place or address) is not None


def _examine(desk: "Desk") -> "Sequence[Finding]":
    return desk.examine()
