"""The ways into the catalogue that the start offers: read by all, edited by the coordinator."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from neuvola_core.errors import InvalidRecordError, NeuvolaError, RefusedContentError
from neuvola_core.profiles import Profile, by_id, originals
from neuvola_core.roles import Act
from neuvola_desk.i18n import _, current_language
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.flow.undo import Undoable
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card, scroll_area
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label, Role
from neuvola_desk.ui.profiles.form import ProfileForm
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.shift.needed import PinNeeded

if TYPE_CHECKING:  # for its name only: importing it here would make the first paint wait
    from neuvola_desk.desk import Desk

_LIST_WIDTH: Final = 34
"""In steps of the grid."""
_LARGEST_SHARE: Final = 0.36
"""Of the page's width: large letters take no room from the form and its buttons."""


class ProfilesScreen(Screen):
    """Holds what was edited and not saved until it is saved or the page is opened again."""

    key = "profiles"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._kept: dict[str, Profile] = {}
        self._drafts: dict[str, Profile] = {}
        self._shown = originals()[0].id
        self._make_parts()
        self._lay_out()
        self._connect()
        self._fit()
        self.retranslate()

    def _make_parts(self) -> None:
        theme = self.context.theme
        self.list = QListWidget()
        self.list.setProperty("kind", "profiles")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form = ProfileForm(theme)
        self.save_button = Button(theme, "primary", "check")
        self.restore_button = Button(theme, "plain", "undo")
        self.told = Label("", "good")
        self.needed = PinNeeded(self.context, Act.EDIT_LISTS, self._show_rights, self, _about)
        self._intro = Label("", "muted")

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self._intro)
        side.addWidget(self.list, 1)
        self._side = QWidget()
        self._side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        buttons = QWidget()
        foot = FlowLayout(buttons, spacing=12)
        for part in (self.save_button, self.restore_button):
            foot.addWidget(part)
        inside = QWidget()
        inside_column = QVBoxLayout(inside)
        inside_column.setContentsMargins(0, 0, 8, 0)
        inside_column.addWidget(card(self.needed, self.form))
        area = scroll_area(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        main = QVBoxLayout()
        main.setSpacing(8)
        main.addWidget(area, 1)
        main.addWidget(self.told)
        main.addWidget(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 8, 24, 16)
        whole.setSpacing(24)
        whole.addWidget(self._side)
        whole.addLayout(main, 1)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._turn)
        self.form.edited.connect(self._edit)
        self.save_button.clicked.connect(self.save)
        self.restore_button.clicked.connect(self.restore)
        self.context.shift.changed.connect(self._show_rights)
        self.context.signals.look_changed.connect(self._fit)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Shows what is in use now."""
        self._drafts = {}
        self._say("")
        self._ask()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._intro.setText(
            _("Näistä haun voi aloittaa. Profiili kuvaa tilannetta, ei ihmistä. Sitä ei merkitä mihinkään.")
        )
        self.list.setAccessibleName(page_title(self.key))
        self.form.retranslate()
        self.save_button.set_words(_("Tallenna"), _("Tallenna profiili"), _("Ctrl+S"))
        self.restore_button.set_words(_("Palauta alkuperäinen"))
        self._name_rows()
        self._show_rights()

    def save(self) -> None:
        """Takes what is shown into use."""
        profile = self._drafts.get(self._shown)
        if profile is not None and self.save_button.isEnabled():
            self._keep(profile)

    def restore(self) -> None:
        """Takes the original back into use; what it replaces can be had back."""
        before, original = self._kept.get(self._shown), by_id(self._shown, originals())
        self._drafts.pop(self._shown, None)
        if before is None or before == original:
            self._show()
            return
        self._keep(original)
        self.context.signals.done.emit(Undoable(partial(self._keep, before), _restored, _restored_undo))

    def _keep(self, profile: Profile) -> None:
        work = partial(_keep, profile=profile)
        self.context.door.ask(work, self._saved, self._refused, Lane.RECORD)

    def _saved(self, profile: Profile) -> None:
        self._kept[profile.id] = profile
        if self._drafts.get(profile.id) in (profile, None) or profile.id != self._shown:
            self._drafts.pop(profile.id, None)
        is_original = profile == by_id(profile.id, originals())
        self._say(_("Alkuperäinen on käytössä.") if is_original else _("Profiili tallennettu."), "good")
        self._name_rows()
        self._show()
        self.context.signals.profiles_changed.emit()

    def _refused(self, fault: NeuvolaError) -> None:
        self._say(_refusal(fault), "error")

    def _say(self, words: str, role: Role = "good") -> None:
        self.told.set_role(role)
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _ask(self) -> None:
        self.context.door.ask(_all, self._take, self._refused)

    def _take(self, profiles: tuple[Profile, ...]) -> None:
        self._kept = {profile.id: profile for profile in profiles}
        self._name_rows()
        self._show()

    def _turn(self, row: int) -> None:
        if 0 <= row < len(originals()):
            self._shown = originals()[row].id
            self._say("")
            self._show()

    def _show(self) -> None:
        profile = self._drafts.get(self._shown) or self._kept.get(self._shown)
        if profile is not None:
            self.form.show_profile(profile)
        self._show_rights()

    def _edit(self) -> None:
        profile = self.form.profile
        if profile is not None:
            self._drafts[profile.id] = profile
            self._say("")
            self._name_rows()
            self._show_rights()

    def _name_rows(self) -> None:
        self.list.blockSignals(True)
        while self.list.count() < len(originals()):
            self.list.addItem("")
        for row, original in enumerate(originals()):
            self.list.item(row).setText(self._row_words(original))
        self.list.setCurrentRow([one.id for one in originals()].index(self._shown))
        self.list.blockSignals(False)

    def _row_words(self, original: Profile) -> str:
        kept = self._kept.get(original.id, original)
        name = kept.name.best(current_language())
        marks = (
            _("tallentamatta") if original.id in self._drafts else "",
            _("muokattu") if kept != original else "",
            "" if kept.shown else _("piilossa"),
        )
        told = ", ".join(mark for mark in marks if mark)
        return f"{name} ({told})" if told else name

    def _show_rights(self) -> None:
        may = self.context.shift.may(Act.EDIT_LISTS)
        kept = self._kept.get(self._shown)
        self.form.let_edit(may)
        self.save_button.setEnabled(may and self._shown in self._drafts)
        is_edited = kept is not None and kept != by_id(self._shown, originals())
        self.restore_button.setEnabled(may and (is_edited or self._shown in self._drafts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list takes its share of the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self.context.theme.look.px(_LIST_WIDTH)
        self._side.setFixedWidth(min(wanted, round(self.width() * _LARGEST_SHARE)))


def _about() -> str:
    return _("Profiileja muokkaa koordinaattori.")


def _restored() -> str:
    return _("Profiilin alkuperäinen palautettiin.")


def _restored_undo() -> str:
    return _("Ota muokattu profiili takaisin")


def _refusal(fault: NeuvolaError) -> str:
    """Why a profile was not taken, in words."""
    field = fault.facts.get("field")
    if isinstance(fault, RefusedContentError):
        return _("Profiilissa näyttää olevan jonkun nimi tai tunnus. Kuvaa tilannetta, ei ihmistä.")
    if isinstance(fault, InvalidRecordError):
        return {
            "name": _("Anna profiilille nimi, enintään 40 merkkiä."),
            "needs": _("Valitse ainakin yksi tarve tai kohderyhmä."),
            "advice": _("Vinkki on liian pitkä. Lyhennä sitä."),
        }.get(str(field), sentence(fault))
    return sentence(fault)


def _all(desk: "Desk") -> tuple[Profile, ...]:
    return desk.profiles.all()


def _keep(desk: "Desk", profile: Profile) -> Profile:
    desk.profiles.keep(profile)
    return profile
