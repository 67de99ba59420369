"""Takes what no help was found for over into the visit form, as if the worker had picked it there."""

from PySide6.QtWidgets import QComboBox

from neuvola_core.visit import Outcome
from neuvola_desk.ui.visit.form import VisitForm
from neuvola_desk.usecases.quick_visit import MOST_NEEDS


def fill_in(form: VisitForm, need: str, reason: str) -> None:
    """Leaves a logged visit as it is, and a row that the worker has filled with another need too."""
    if not form.unmet.isEnabled():
        return
    if need not in form.needs.needs:
        form.needs.show_needs((*form.needs.needs, need)[:MOST_NEEDS])
    form.needs.edited.emit(form.needs.needs)  # picked by hand: later searches do not change it
    form.outcome.choose(Outcome.NOT_FOUND)
    rows = _rows(form)
    own = [row for row in rows if row[0].currentData() == need]
    free = [row for row in rows if not row[1].currentData()]  # a need that the form only suggests
    for need_box, reason_box in (own or free)[:1]:
        need_box.setCurrentIndex(need_box.findData(need))
        if reason:
            reason_box.setCurrentIndex(reason_box.findData(reason))
    form.unmet.edited.emit()


def _rows(form: VisitForm) -> list[tuple[QComboBox, QComboBox]]:
    boxes = form.unmet.findChildren(QComboBox)
    return list(zip(boxes[::2], boxes[1::2], strict=True))
