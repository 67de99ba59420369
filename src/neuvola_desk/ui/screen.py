"""What a screen is to the window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # the window itself, which is drawn first, needs the name of a screen only
    from neuvola_desk.ui.context import WindowContext


class Screen(QWidget):
    """A page of the window or a tab of its side panel; subclasses answer the four questions below.

    ``icon_name`` is for tabs only: the menu must know a page's icon before there is a page.
    """

    key = ""
    icon_name = ""

    def __init__(self, context: "WindowContext", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"screen-{self.key}")
        context.signals.language_changed.connect(self._change_language)
        context.signals.next_visitor.connect(self.clear_visitor)

    def title(self) -> str:
        """The name of the screen, for its tab or heading."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Sets every text again; also called by the screen itself at the end of its constructor."""
        raise NotImplementedError

    def _change_language(self) -> None:
        """What is in sight speaks the other language at once, the rest as soon as there is time."""
        if self.isVisible():
            self.retranslate()
        else:
            self.context.background.soon(self.retranslate)

    def clear_visitor(self) -> None:
        """Forgets the visitor; a screen that shows nothing of one has nothing to do."""

    def arrive(self) -> None:
        """Called when the screen comes to the front: takes the keyboard focus to its first field."""
        self.setFocus()
