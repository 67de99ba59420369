"""Who can be asked to get in touch: chosen by a person, nothing chosen beforehand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.contact import MOST_ORGANISATIONS, Receiver
from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, current_language
from neuvola_desk.messages import sentence
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet import languages as language_words
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label, Role
from neuvola_desk.usecases.consent import languages, name_in
from neuvola_desk.usecases.contact_requests import Offered

FIRST_LANGUAGE = "fi"


class WhoCard(QWidget):
    """The visitor's language, and under it the organisations behind what was picked."""

    edited = Signal()
    language_chosen = Signal()
    wanted = Signal()
    """Somebody has chosen and goes on."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._offered: tuple[Offered, ...] = ()
        self._fault: NeuvolaError | None = None
        self._is_known = False
        self._boxes: dict[str, QCheckBox] = {}
        self._title, self.told, self._most = Label("", "lead"), Label(), Label("", "warn")
        self._language_name = Label("", "strong")
        self.language = QComboBox()
        for code in language_words.in_order(languages()):
            self.language.addItem("", code)
        self._language_name.setBuddy(self.language)
        self.language.currentIndexChanged.connect(self.language_chosen)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self.go_button = Button(context.theme, "primary", "forward")
        self.go_button.setAutoDefault(True)
        self.go_button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._language_name, self.language, self._title, self.told):
            column.addWidget(part)
        column.addLayout(self._rows)
        column.addWidget(self._most)
        column.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.reset()

    @property
    def chosen(self) -> tuple[Receiver, ...]:
        """Those that somebody chose, in the order of the list."""
        return tuple(
            one.receiver
            for one in self._offered
            if (box := self._boxes.get(one.receiver.id)) is not None and box.isChecked()
        )

    @property
    def visitor_language(self) -> str:
        """The language that consent is asked in."""
        return str(self.language.currentData())

    @property
    def boxes(self) -> tuple[QCheckBox, ...]:
        """The organisations' boxes in the order of the list, closed ones too."""
        return tuple(self._boxes.values())

    def reset(self) -> None:
        """Nothing chosen, Finnish, nothing known."""
        self.language.setCurrentIndex(self.language.findData(FIRST_LANGUAGE))
        self._offered, self._fault, self._is_known = (), None, False
        self.retranslate()

    def show_offered(self, offered: Sequence[Offered], fault: NeuvolaError | None) -> None:
        """Lists who can be asked; ``fault`` says why nobody can."""
        chosen = {receiver.id for receiver in self.chosen}
        self._offered, self._fault, self._is_known = tuple(offered), fault, True
        self.retranslate()
        for key, box in self._boxes.items():
            box.setChecked(key in chosen and box.isEnabled())

    def take_focus(self) -> None:
        """The keyboard goes to the first that may be chosen."""
        first = next((box for box in self._boxes.values() if box.isEnabled()), None)
        (first or self.language).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._language_name.setText(_("Kävijän kieli"))
        self.language.setAccessibleName(_("Kävijän kieli"))
        for number in range(self.language.count()):
            self.language.setItemText(number, language_words.words(self.language.itemData(number)))
        self._title.setText(_("Keneltä yhteydenottoa pyydetään?"))
        self.go_button.set_words(_("Jatka"))
        chosen = {receiver.id for receiver in self.chosen}
        clear_layout(self._rows)
        self._boxes = {}
        for one in self._offered:
            self._rows.addWidget(self._row(one, is_chosen=one.receiver.id in chosen))
        for before, after in zip(self.boxes, self.boxes[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self._say()

    def _row(self, one: Offered, *, is_chosen: bool) -> QFrame:
        receiver, language = one.receiver, current_language()
        name = name_in(receiver.name, language)
        box = _Box()
        box.entered.connect(self.go_button.click)
        box.setAccessibleName(name)
        box.setChecked(is_chosen)
        box.setEnabled(one.opens is None)
        box.toggled.connect(self._choose)
        self._boxes[receiver.id] = box
        frame = QFrame()
        frame.setProperty("kind", "card")
        whole = QVBoxLayout(frame)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(4)
        title = _BoxName(box, name, "strong" if one.opens is None else "muted")
        whole.addWidget(title)
        told = [name_in(receiver.method, language), *_facts(one)]
        box.setAccessibleDescription(" ".join(told))
        for words in told:
            whole.addWidget(Label(words, "body" if one.opens is None else "muted"))
        return frame

    def _choose(self, _checked: bool) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        told = ""
        if self._fault is not None:
            told = sentence(self._fault)
        elif self._is_known and not self._offered:
            told = _(
                "Mikään valittujen palvelujen järjestöistä ei ota vastaan yhteydenottopyyntöjä. "
                "Soita järjestöön yhdessä kävijän kanssa tai anna esite."
            )
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self._title.setVisible(bool(self._offered))
        too_many = len(self.chosen) > MOST_ORGANISATIONS
        self._most.setText(
            _("Yhdessä pyynnössä voi olla enintään {n} järjestöä.").format(n=MOST_ORGANISATIONS)
        )
        self._most.setVisible(too_many)
        self.go_button.setVisible(bool(self._offered))
        self.go_button.setEnabled(bool(self.chosen) and not too_many)


class _Box(QCheckBox):
    """The space bar chooses, Enter goes on with what is chosen."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter would do nothing by itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _BoxName(QWidget):
    """A check box whose words wrap; a click on them is one on the box."""

    def __init__(self, box: QCheckBox, name: str, role: Role) -> None:
        super().__init__()
        self._box = box
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(name, role), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As the box's own words would do."""
        if self._box.isEnabled() and event.button() is Qt.MouseButton.LeftButton:
            self._box.click()


def _facts(one: Offered) -> tuple[str, ...]:
    """What is to be known before choosing: days until an answer, or the day it takes requests again."""
    if one.opens is not None:
        day = f"{one.opens.day}.{one.opens.month}.{one.opens.year}"
        return (_("Ei nyt ota pyyntöjä vastaan. Ottaa taas {date}.").format(date=day),)
    days = one.receiver.answer_days
    if days is None:
        return ()
    return (_("Vastausaika tavallisesti, työpäiviä: {n}").format(n=days),)
