"""The starting view: what visitors come with, in their own voice, and needs in lay words, in groups."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_core.profiles import Profile
from neuvola_core.taxonomy import OTHER_NEED
from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.need_groups import need_groups
from neuvola_desk.ui.search.whole_name import WholeNameButton
from neuvola_desk.ui.theme import Theme


class StartView(QScrollArea):
    """``need_chosen`` tells an id, ``profile_chosen`` the choices that a profile begins with.

    A need of acute danger is there even without services: it leads to the crisis lines.
    """

    need_chosen = Signal(str)
    crisis_chosen = Signal()
    profile_chosen = Signal(Choices)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Mapping[str, int] = {}
        self._profiles: tuple[Profile, ...] = ()
        self.setObjectName("start")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setObjectName("start-inside")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(8, 8, 16, 16)
        self._column.setSpacing(8)
        self.setWidget(inside)

    def show_counts(self, counts: Mapping[str, int], profiles: tuple[Profile, ...] = ()) -> None:
        """Offers the needs that have services, and the profiles; "I do not know" is no need of its own."""
        shown = {need: n for need, n in counts.items() if n > 0 and need != OTHER_NEED}
        leading = tuple(one for one in profiles if any(need in shown for need in one.needs))
        if (shown, leading) != (self._counts, self._profiles):
            self._counts, self._profiles = shown, leading
            self.retranslate()

    def retranslate(self) -> None:
        """Makes the view anew in the language in use."""
        self.setAccessibleName(_("Tarpeet"))
        clear_layout(self._column)
        self._column.addWidget(Label(_("Mihin kävijä tarvitsee apua?"), "title"))
        hint = _("Kirjoita hakuun kävijän omin sanoin tai valitse tarve tästä.")
        self._column.addWidget(Label(hint, "muted"))
        self._add_profiles()
        crises = (term.id for term in taxonomy.needs().terms if term.crisis)
        for group in need_groups({*self._counts, *crises} if self._counts else ()):
            self._column.addSpacing(8)
            self._column.addWidget(Label(group.title, "lead"))
            self._column.addWidget(self._flow([self._need(need) for need in group.needs]))
        self._column.addStretch(1)
        # At once, not at the next turn of the event loop: a paint in between would show clipped rows.
        self._column.activate()
        QCoreApplication.sendPostedEvents(self.widget(), QEvent.Type.LayoutRequest.value)

    def _need(self, need: str) -> Button:
        name = taxonomy.needs().name(need, current_language())
        count = self._counts.get(need, 0)
        if not count:
            return self._crisis(name)
        button = WholeNameButton(self._theme, "tile")
        told = ngettext("{name}, {n} palvelu", "{name}, {n} palvelua", count).format(name=name, n=count)
        button.set_words(name.replace("&", "&&"), told, told)
        button.clicked.connect(partial(self._tell_need, need))
        return button

    def _crisis(self, name: str) -> Button:
        button = WholeNameButton(self._theme, "tile", "crisis")
        button.set_words(name, _("{name}: kriisinumerot").format(name=name), _("Kriisinumerot (F12)"))
        button.clicked.connect(self.crisis_chosen)
        return button

    def _add_profiles(self) -> None:
        if not self._profiles:
            return
        self._column.addSpacing(8)
        self._column.addWidget(Label(_("Aloita kävijän tilanteesta"), "lead"))
        buttons: list[Button] = []
        for profile in self._profiles:
            button = WholeNameButton(self._theme, "tile")
            name = profile.name.best(current_language())
            button.set_words(name.replace("&", "&&"), _("Kävijän tilanne: {name}").format(name=name))
            button.clicked.connect(partial(self._tell_profile, profile))
            buttons.append(button)
        self._column.addWidget(self._flow(buttons))

    @staticmethod
    def _flow(buttons: list[Button]) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, 8)
        for button in buttons:
            flow.addWidget(button)
        return row

    def _tell_need(self, need: str, _checked: bool = False) -> None:
        self.need_chosen.emit(need)

    def _tell_profile(self, profile: Profile, _checked: bool = False) -> None:
        self.profile_chosen.emit(Choices.begun_from(profile))
