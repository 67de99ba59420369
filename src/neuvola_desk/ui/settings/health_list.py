"""What works on this machine, line by line; the sign, the colour and the spoken word say the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.theme import Theme

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.usecases.health import Finding

_SIGNS = {"ok": ("check", "good"), "warning": ("info", "muted"), "fault": ("warn", "danger")}


class HealthList(QWidget):
    """Empty until something has been examined."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_findings(self, findings: "Sequence[Finding]") -> None:
        """Replaces the lines."""
        clear_layout(self._column)
        spoken = {"ok": _("Kunnossa"), "warning": _("Huomaa"), "fault": _("Vika")}
        for finding in findings:
            icon_name, hue = _SIGNS[finding.state.value]
            told = Label(finding.told)
            told.setAccessibleName(f"{spoken[finding.state.value]}: {finding.told}")
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(IconLabel(self._theme, icon_name, hue))
            row.addWidget(told, 1)
            self._column.addWidget(line)
        self.setVisible(bool(findings))
