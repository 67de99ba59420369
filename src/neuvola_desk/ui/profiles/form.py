"""One profile as it is edited: its words in three languages and what the search begins from."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_core.profiles import LONGEST_ADVICE, LONGEST_NAME, Profile
from neuvola_core.text import Text
from neuvola_desk.i18n import LANGUAGES, _, current_language
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.profiles.many_of import ManyOf
from neuvola_desk.ui.search.one_of import OneOf
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.need_picker import NeedPicker
from neuvola_desk.ui.words import language_name

MOST_NEEDS: Final = 6
_LANGUAGES: Final = ("fi", "sv", "en", "se", "et", "ru", "uk", "ar", "so", "fa", "ckb", "vi", "es", "fse")
_OWN_NAMES: Final = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
_ADVICE_LINES: Final = 18
"""In steps of the grid."""


class ProfileForm(QWidget):
    """``edited`` is sent for what a person does, never for ``show_profile``."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._profile: Profile | None = None
        self._language = "fi"
        self._filling = False
        self._words_in = Label("", "strong")
        self.languages = OneOf(theme)
        self._name_label, self._advice_label = Label("", "strong"), Label("", "strong")
        self.name, self.advice = QLineEdit(), QPlainTextEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.advice.setTabChangesFocus(True)
        self._hint = Label("", "small")
        self.needs = NeedPicker(theme, MOST_NEEDS)
        self.targets = ManyOf(theme, [term.id for term in taxonomy.target_groups().terms])
        self.spoken = ManyOf(theme, _LANGUAGES)
        self.rides, self.shown = QCheckBox(), QCheckBox()
        self._lay_out()
        self._connect()
        self._fit()

    def _lay_out(self) -> None:
        self._name_label.setBuddy(self.name)
        self._advice_label.setBuddy(self.advice)
        words = QVBoxLayout()
        words.setSpacing(4)
        head: tuple[QWidget, ...] = (self._words_in, self.languages, self._name_label, self.name)
        for part in (*head, self._advice_label, self.advice, self._hint):
            words.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(words)
        choices: tuple[QWidget, ...] = (self.needs, self.targets, self.spoken, self.rides, self.shown)
        for part in choices:
            column.addWidget(part)

    def _connect(self) -> None:
        self.languages.chosen.connect(self._turn_language)
        self.name.textEdited.connect(self._edit)
        self.advice.textChanged.connect(self._edit)
        for part in (self.needs, self.targets, self.spoken):
            part.edited.connect(self._edit)
        for box in (self.rides, self.shown):
            box.clicked.connect(self._edit)
        self._theme.changed.connect(self._fit)

    @property
    def profile(self) -> Profile | None:
        """The profile as the form tells it."""
        profile = self._profile
        if profile is None:
            return None
        return replace(
            profile,
            name=Text({**profile.name, self._language: self.name.text()}),
            advice=Text({**profile.advice, self._language: self.advice.toPlainText()}),
            needs=self.needs.needs,
            targets=self.targets.values,
            languages=self.spoken.values,
            rides=self.rides.isChecked(),
            shown=self.shown.isChecked(),
        )

    def show_profile(self, profile: Profile) -> None:
        """Fills the form."""
        self._profile = profile
        self._filling = True
        self._fill_words()
        self.needs.show_needs(profile.needs)
        self.targets.choose(profile.targets)
        self.spoken.choose(profile.languages)
        self.rides.setChecked(profile.rides)
        self.shown.setChecked(profile.shown)
        self._filling = False

    def let_edit(self, allowed: bool) -> None:
        """Whoever may not edit can still read."""
        self.name.setReadOnly(not allowed)
        self.advice.setReadOnly(not allowed)
        self.needs.setEnabled(allowed)
        self.targets.set_enabled(allowed)
        self.spoken.set_enabled(allowed)
        for box in (self.rides, self.shown):
            box.setEnabled(allowed)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._words_in.setText(_("Sanat kielellä"))
        self.languages.setAccessibleName(_("Sanat kielellä"))
        self.languages.offer([(code, _OWN_NAMES[code]) for code in LANGUAGES], self._language)
        self._name_label.setText(_("Nimi kävijän suulla"))
        self.name.setAccessibleName(_("Nimi kävijän suulla"))
        self._advice_label.setText(_("Vinkki työntekijälle"))
        self.advice.setAccessibleName(_("Vinkki työntekijälle"))
        self._hint.setText(
            _("Kerro selkokielellä, miten asian ottaa puheeksi. Enintään {n} merkkiä.").format(
                n=LONGEST_ADVICE
            )
        )
        self.needs.retranslate()
        groups = [term.name.best(current_language()) for term in taxonomy.target_groups().terms]
        self.targets.set_words(_("Kenelle"), groups)
        self.spoken.set_words(_("Palvelun kieli"), [language_name(code) for code in _LANGUAGES])
        self.rides.setText(_("Jätä pois ne, joihin kyyti ei järjesty"))
        self.shown.setText(_("Näytä aloitusnäytöllä"))

    def _turn_language(self, language: str) -> None:
        """The words of another language; letting the chosen one go chooses it again."""
        now = self.profile
        if language and now is not None:
            self._profile = now
            self._language = language
            self._filling = True
            self._fill_words()
            self._filling = False
        self.retranslate()

    def _fill_words(self) -> None:
        profile = self._profile
        if profile is not None:
            self.name.setText(profile.name.get(self._language, ""))
            self.advice.setPlainText(profile.advice.get(self._language, ""))

    def _edit(self, _what: object = None) -> None:
        if not self._filling:
            self.edited.emit()

    def _fit(self) -> None:
        self.advice.setFixedHeight(self._theme.look.px(_ADVICE_LINES))
