"""The starting view: what visitors come with, in their own voice, and needs in lay words, in groups."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_core.profiles import Profile
from neuvola_core.taxonomy import OTHER_NEED
from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import Label, Role
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.need_groups import group_title, need_groups
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
        self._say: list[Callable[[], None]] = []
        """Sets the text of one part each."""
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
            self._make()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.setAccessibleName(_("Tarpeet"))
        for say in self._say:
            say()
        self._settle()

    def _make(self) -> None:
        clear_layout(self._column)
        self._say = []
        self._add_label("title", lambda: _("Mihin kävijä tarvitsee apua?"))
        self._add_label("muted", lambda: _("Kirjoita hakuun kävijän omin sanoin tai valitse tarve tästä."))
        if self._profiles:
            self._column.addSpacing(8)
            self._add_label("lead", lambda: _("Aloita kävijän tilanteesta"))
            self._column.addWidget(self._flow([self._profile(one) for one in self._profiles]))
        crises = (term.id for term in taxonomy.needs().terms if term.crisis)
        for group in need_groups({*self._counts, *crises} if self._counts else ()):
            self._column.addSpacing(8)
            self._add_label("lead", partial(group_title, group.key))
            self._column.addWidget(self._flow([self._need(need) for need in group.needs]))
        self._column.addStretch(1)
        self.retranslate()

    def _settle(self) -> None:
        """At once, not at the next turn of the event loop: a paint in between would show clipped rows."""
        self._column.activate()
        QCoreApplication.sendPostedEvents(self.widget(), QEvent.Type.LayoutRequest.value)

    def _add_label(self, role: Role, words: Callable[[], str]) -> None:
        label = Label("", role)
        self._say.append(lambda: label.setText(words()))
        self._column.addWidget(label)

    def _need(self, need: str) -> Button:
        count = self._counts.get(need, 0)
        if not count:
            return self._crisis(need)
        button = WholeNameButton(self._theme, "tile")
        button.clicked.connect(partial(self._tell_need, need))

        def say() -> None:
            name = taxonomy.needs().name(need, current_language())
            told = ngettext("{name}, {n} palvelu", "{name}, {n} palvelua", count).format(name=name, n=count)
            button.set_words(name.replace("&", "&&"), told, told)

        self._say.append(say)
        return button

    def _crisis(self, need: str) -> Button:
        button = WholeNameButton(self._theme, "tile", "crisis")
        button.clicked.connect(self.crisis_chosen)

        def say() -> None:
            name = taxonomy.needs().name(need, current_language())
            button.set_words(name, _("{name}: kriisinumerot").format(name=name), _("Kriisinumerot (F12)"))

        self._say.append(say)
        return button

    def _profile(self, profile: Profile) -> Button:
        button = WholeNameButton(self._theme, "tile")
        button.clicked.connect(partial(self._tell_profile, profile))

        def say() -> None:
            name = profile.name.best(current_language())
            button.set_words(name.replace("&", "&&"), _("Kävijän tilanne: {name}").format(name=name))

        self._say.append(say)
        return button

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
