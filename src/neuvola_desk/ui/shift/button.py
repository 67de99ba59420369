"""In the top bar: who is in, by role and never by name, and the way to change it."""

from neuvola_desk.i18n import _
from neuvola_desk.role_words import role_name
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.shift import ShiftState

SHIFT_KEY = "F10"


class ShiftButton(Button):
    """Not seen on a desk without PINs: everybody is the same there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "plain", "person")
        self._state = ShiftState()
        self.retranslate()
        self.hide()

    def show_state(self, state: ShiftState) -> None:
        """Says who is in."""
        self._state = state
        self.set_icon_name("lock" if state.is_locked else "person")
        self.setVisible(state.has_pins)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        state = self._state
        told = _("Lukittu") if state.role is None else role_name(state.role)
        self.set_words(
            told,
            _("Työasemalla: {who}. Vaihda vuoro").format(who=told),
            _("Vaihda vuoro tai lukitse ({key})").format(key=SHIFT_KEY),
        )
