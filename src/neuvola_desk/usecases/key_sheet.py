"""The recovery sheet: one page with the code of the record's key, to be printed and locked away.

It is set by the leaflet's own pieces and lives in memory only; nobody keeps a copy of it but the paper.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from neuvola_desk.i18n import _, current_language
from neuvola_desk.usecases.key_code import code_lines, scan_text
from neuvola_desk.usecases.leaflets import fonts, pdf
from neuvola_desk.usecases.leaflets import look as paper
from neuvola_desk.usecases.leaflets.galley import Galley, line_ink
from neuvola_desk.usecases.leaflets.ink import CodeInk, FillInk, Ink, Page, RuleInk, Sheets
from neuvola_desk.usecases.leaflets.lines import Manner, Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import MM

_LOOK: Final = paper.NORMAL
_CODE_SIZE: Final = 21.0
_CODE_STEP: Final = 12.5 * MM
_CODE_TEXT: Final = paper.LEFT + 12 * MM
_CELL: Final = 7.6 * MM
_GROUP_STEP: Final = 37 * MM
_QR_SIDE: Final = 42 * MM


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Whose key it is: the point by its name ("" if it has none), the installation, the day of printing."""

    point: str
    installation: str
    day: date


def key_sheet(key: bytes, facts: SheetFacts) -> bytes:
    """The sheet as a PDF."""
    setter = _Setter(Galley([], paper.TOP), current_language())
    setter.head(facts)
    setter.code(key)
    setter.steps()
    ink = tuple(one for strip in setter.galley.strips for one in strip.ink)
    page = Page(ink, ())
    return pdf.draw(Sheets((page,), tuple(setter.galley.elements), setter.language, _("Avainlehti")))


@dataclass(frozen=True, slots=True)
class _Setter:
    galley: Galley
    language: str

    def head(self, facts: SheetFacts) -> None:
        self._words("H1", _("Avainlehti"), _LOOK.title, strong=True, colour=paper.ACCENT)
        self.galley.gap(2)
        self._words("P", _("Tämän työaseman käyntitietojen avain"), 14)
        self.galley.gap(10)
        rows = (
            (_("Neuvontapiste"), facts.point or "–"),
            (_("Asennus"), facts.installation),
            (_("Tulostettu"), f"{facts.day.day}.{facts.day.month}.{facts.day.year}"),
        )
        for name, value in rows:
            self._row(name, value)
        self.galley.gap(12)
        self._warning(
            _("Säilytä lukitussa paikassa, erillään koneesta."),
            _(
                "Tällä koodilla saa auki tämän työaseman käyntitiedot, jos saa myös koneen tai sen "
                "tiedostot. Älä kuvaa, kopioi tai lähetä tätä lehteä. Jos lehti katoaa, kerro siitä "
                "koordinaattorille."
            ),
        )

    def code(self, key: bytes) -> None:
        """The lines with their numbers, and beside them the same for a scanner."""
        self.galley.gap(16)
        self._words("H2", _("Avainkoodi"), _LOOK.heading, strong=True)
        self.galley.gap(6)
        top = self.galley.y
        description = _("Avainkoodi viivakoodinlukijalle")
        figure = self.galley.element("Figure", self.language, description=description)
        qr_left = paper.RIGHT - _QR_SIDE
        beside: list[Ink] = [CodeInk(qr_left, top + 2 * MM, _QR_SIDE, scan_text(key), figure)]
        caption = _("Sama koodi lukijalle")
        manner = _LOOK.manner(_LOOK.small, colour=paper.QUIET)
        element = self.galley.element("Caption", self.language)
        lines = break_lines([Stretch(caption, self.language, manner)], lambda _n: _QR_SIDE)
        for number, line in enumerate(lines):
            y = top + _QR_SIDE + 4 * MM + number * _LOOK.small * _LOOK.leading
            beside += line_ink(line, qr_left, y, _LOOK.small * _LOOK.leading, element)
        for number, line_of_code in enumerate(code_lines(key), start=1):
            ink = self._code_line(number, line_of_code)
            self.galley.strip(_CODE_STEP, (*beside, *ink) if number == 1 else ink)
        self.galley.gap(8)
        self._words(
            "P",
            _(
                "Koodissa on numeroita ja kirjaimia. O on aina nolla, I ja L ovat aina ykkösiä, U-kirjainta "
                "ei ole. Rivin viimeinen merkki tarkistaa rivin: ohjelma näyttää, mikä rivi on väärin."
            ),
            _LOOK.small + 1,
            colour=paper.QUIET,
        )

    def steps(self) -> None:
        """What to do with it."""
        self.galley.gap(14)
        self._words("H2", _("Näin avaat tiedot tällä koodilla"), _LOOK.heading, strong=True)
        self.galley.gap(4)
        reason = _(
            "Tarvitset tämän lehden, jos avain katoaa koneen avainnipusta, salalause unohtuu tai "
            "tietokansio on siirretty uuteen koneeseen."
        )
        self._words("P", reason, _LOOK.body)
        self.galley.gap(4)
        for number, words in enumerate(
            (
                _("Avaa Neuvola ja valitse valikosta Avain ja varmuuskopiot."),
                _("Valitse Syötä avainkoodi ja kirjoita rivit tai lue koodi viivakoodinlukijalla."),
            ),
            start=1,
        ):
            self._item(number, words)
        self.galley.gap(8)
        self._words("P", _("Komentoriviltä saman tekee neuvola-desk recovery restore."), _LOOK.body)

    def _words(
        self, kind: str, text: str, size: float, *, strong: bool = False, colour: str = paper.INK
    ) -> None:
        element = self.galley.element(kind, self.language)
        stretch = Stretch(text, self.language, _LOOK.manner(size, strong=strong, colour=colour), kind != "P")
        leading = _LOOK.leading if kind == "P" else 1.2
        self.galley.paragraph([stretch], paper.LEFT, lambda _y: paper.RIGHT, leading, element)

    def _row(self, name: str, value: str) -> None:
        step = _LOOK.body * 1.5
        element = self.galley.element("P", self.language)
        ink: list[Ink] = []
        for text, x, strong in ((name, paper.LEFT, False), (value, paper.LEFT + 38 * MM, True)):
            colour = paper.INK if strong else paper.QUIET
            manner = _LOOK.manner(_LOOK.body, strong=strong, colour=colour)
            [line, *_rest] = break_lines(
                [Stretch(text, self.language, manner)], lambda _n: paper.RIGHT - paper.LEFT
            )
            ink += line_ink(line, x, self.galley.y, step, element)
        self.galley.strip(step, ink)

    def _warning(self, strong: str, words: str) -> None:
        pad = 4 * MM
        left, room = paper.LEFT + pad, paper.RIGHT - paper.LEFT - 2 * pad
        element = self.galley.element("P", self.language)
        step = _LOOK.body * _LOOK.leading
        ink: list[Ink] = []
        y = self.galley.y + pad
        for text, is_strong in ((strong, True), (words, False)):
            manner = _LOOK.manner(_LOOK.body, strong=is_strong)
            for line in break_lines([Stretch(text, self.language, manner)], lambda _n: room):
                ink += line_ink(line, left, y, step, element)
                y += step
        height = y + pad - self.galley.y
        box = FillInk(paper.LEFT, self.galley.y, paper.RIGHT - paper.LEFT, height, paper.TINT, 6)
        self.galley.strip(height, (box, *ink))

    def _code_line(self, number: int, code: str) -> list[Ink]:
        element = self.galley.element("P", "")
        y = self.galley.y
        quiet = _LOOK.manner(_LOOK.body, colour=paper.QUIET)
        sign_manner = _LOOK.manner(_CODE_SIZE, strong=True)
        ink = self._set(f"{number}.", quiet, paper.LEFT, y, element)
        for place, group in enumerate(code.split("-")):
            for at, sign in enumerate(group):
                # Each sign in a cell of its own: they stand under each other and none is passed over.
                cell = _CODE_TEXT + place * _GROUP_STEP + at * _CELL
                left = cell + (_CELL - fonts.width(sign, fonts.BOLD) * _CODE_SIZE) / 2
                ink += self._set(sign, sign_manner, left, y, element)
        bottom = y + _CODE_STEP - 1.5
        ink.append(
            RuleInk(paper.LEFT, bottom, paper.RIGHT - _QR_SIDE - 10 * MM - paper.LEFT, 0.4, paper.HAIR)
        )
        return ink

    def _set(self, text: str, manner: Manner, x: float, y: float, element: int) -> list[Ink]:
        [line] = break_lines([Stretch(text, "", manner)], lambda _n: paper.WIDTH)
        return line_ink(line, x, y, _CODE_STEP, element)

    def _item(self, number: int, words: str) -> None:
        self.galley.gap(2)
        element = self.galley.element("P", self.language)
        manner = _LOOK.manner(_LOOK.body)
        step = _LOOK.body * _LOOK.leading
        [mark] = break_lines([Stretch(f"{number}.", self.language, manner)], lambda _n: 40)
        left = paper.LEFT + 7 * MM
        lines = break_lines([Stretch(words, self.language, manner)], lambda _n: paper.RIGHT - left)
        for place, line in enumerate(lines):
            ink = line_ink(line, left, self.galley.y, step, element)
            if not place:
                ink = [*line_ink(mark, paper.LEFT, self.galley.y, step, element), *ink]
            self.galley.strip(step, ink)
