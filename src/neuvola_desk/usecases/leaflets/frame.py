"""What stands round the services: the head of the first page, and the foot of every page."""

from dataclasses import dataclass
from typing import Final

from neuvola_desk.usecases.leaflets import fonts
from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.galley import Galley, Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import ARTIFACT, Element, FillInk, Ink, PictureInk, RuleInk
from neuvola_desk.usecases.leaflets.lines import SetLine, Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import MM, Look
from neuvola_desk.usecases.leaflets.values import Leaflet, Span

LOGO_HEIGHT = 15 * MM
LOGO_WIDTH = 60 * MM
ONE_LINE: Final = 0.8
"""As much smaller as this a title may be to stay in one line."""
TITLE_LEADING: Final = {False: 1.1, True: 1.4}
"""By whether it is written from the right: Arabic letters reach deeper below their line than Latin ones."""


def head(leaflet: Leaflet, look: Look, elements: list[Element]) -> tuple[Strip, ...]:
    """The title on the left, the counselling point on the right, a rule beneath."""
    galley = Galley(elements)
    ink: list[Ink] = []
    y, left = 0.0, look.paper.left
    if leaflet.logo:
        ink.append(PictureInk(look.paper.left, 0, LOGO_WIDTH, LOGO_HEIGHT, leaflet.logo))
        y = LOGO_HEIGHT + 8
    split = look.paper.right - look.point_column if leaflet.point else look.paper.right
    size = title_size(leaflet, look.title, split - 10 - left)
    manner = look.manner(size, strong=True, colour=page.ACCENT)
    title = galley.element("H1", leaflet.language)
    stretch = Stretch(leaflet.heading.text, leaflet.language, manner)
    y = add_lines(ink, [stretch], y, split - 10, TITLE_LEADING[leaflet.is_rtl], title, left)
    if leaflet.heading.beside:
        beside = manner if leaflet.tongues.are_equal else look.manner(look.body + 2, colour=page.QUIET)
        stretch = Stretch(leaflet.heading.beside, leaflet.tongues.beside, beside)
        element = galley.element("P", leaflet.tongues.beside)
        y = add_lines(ink, [stretch], y, split - 10, 1.3, element, left)
    point_y = 2.0
    for number, words in enumerate(leaflet.point):
        manner = look.manner(look.point, strong=number == 0)
        element = galley.element("P", "fi")
        stretch = Stretch(words, "fi", manner, is_heading=True)
        point_y = add_lines(ink, [stretch], point_y, look.paper.right, 1.3, element, split)
    bottom = max(y, point_y) + 8
    ink.append(RuleInk(look.paper.left, bottom, look.paper.room, 2.4, page.ACCENT))
    galley.strip(bottom + look.block_gap * 0.8, ink)
    return tuple(galley.strips)


def title_size(leaflet: Leaflet, size: float, room: float) -> float:
    """As large as asked, unless a word would have to be cut for it or the title is nearly one line."""
    words = f"{leaflet.heading.text} {leaflet.heading.beside}".split()
    widest = max((fonts.width(fonts.printable(word), fonts.BOLD) for word in words), default=0.0)
    if not widest:
        return size
    in_one_line = room / fonts.width(fonts.printable(leaflet.heading.text), fonts.BOLD) * 0.995
    wanted = min(size, in_one_line) if in_one_line >= size * ONE_LINE else size
    return max(page.SMALLEST, min(wanted, room / widest * 0.995))


def add_lines(
    ink: list[Ink],
    stretches: list[Stretch],
    y: float,
    right: float,
    leading: float,
    element: int,
    x: float,
) -> float:
    """Puts a paragraph from ``y`` on and tells where it ends."""
    step = leading * max(stretch.manner.size for stretch in stretches)
    for line in break_lines(stretches, lambda _: right - x):
        ink += line_ink(line, x, y, step, element)
        y += step
    return y


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of every page: help in an emergency in a tinted band, then date and page number.

    ``crisis`` is paragraphs of lines.
    """

    look: Look
    leaflet: Leaflet
    crisis: tuple[tuple[SetLine, ...], ...]
    step: float

    @property
    def height(self) -> float:
        """From the band's top to the page number's line."""
        return self._crisis_height + 12 + self.look.page_number * 1.9

    @property
    def _crisis_height(self) -> float:
        return sum(map(len, self.crisis)) * self.step

    def ink(self, number: int, pages: int, elements: list[Element]) -> list[Ink]:
        """The foot of page ``number``: read out at the leaflet's end, before that only page furniture."""
        look, top = self.look, self.look.paper.bottom - self.height
        band = self._crisis_height + 8
        ink: list[Ink] = [
            FillInk(look.paper.left, top, look.paper.room, band, page.TINT),
            FillInk(look.paper.left, top, 3.5, band, page.ACCENT),
        ]
        y = top + 4
        for lines in self.crisis:
            element = self._element(elements) if number == pages else ARTIFACT
            for line in lines:
                ink += line_ink(line, look.paper.left + 11, y, self.step, element)
                y += self.step
        return [*ink, *self._last_line(number, pages, top + band + 5, elements)]

    def _last_line(self, number: int, pages: int, y: float, elements: list[Element]) -> list[Ink]:
        """The day, and in the other corner the page's number, which only sighted readers need."""
        look, language = self.look, self.leaflet.language
        manner = look.manner(look.page_number, colour=page.QUIET)
        step = look.page_number * 1.3
        count = self.leaflet.page_words.format(page=number, pages=pages)
        (line, *_) = break_lines([Stretch(count, language, manner)], lambda _: look.paper.room / 2)
        wide = line[-1].x + line[-1].width
        left = look.paper.room - wide - look.page_number
        told = [Stretch(words, language, manner) for words in self._made_on]
        lines = [break_lines([stretch], lambda _: left) for stretch in told]
        whole = next((set_lines for set_lines in lines if len(set_lines) == 1), lines[-1])
        element = self._element(elements) if number == pages else ARTIFACT
        made_on = line_ink(whole[0], look.paper.left, y, step, element)
        return [*made_on, *line_ink(line, look.paper.right - wide, y, step)]

    def _element(self, elements: list[Element]) -> int:
        elements.append(Element("P", self.leaflet.language))
        return len(elements) - 1

    @property
    def _made_on(self) -> tuple[str, ...]:
        """The title and the day, and for where that is too long the day alone."""
        leaflet = self.leaflet
        with_title = () if leaflet.tongues.are_equal else (f"{leaflet.heading.text} · {leaflet.made_on}",)
        return (*with_title, leaflet.made_on)


def foot_of(leaflet: Leaflet, look: Look) -> Foot:
    """The foot that this leaflet has on this paper."""
    size = look.body
    room = look.paper.room - 22
    crisis = tuple(
        tuple(break_lines([_crisis_stretch(span, look, size) for span in words.spans], lambda _: room))
        for words in leaflet.crisis
    )
    return Foot(look, leaflet, crisis, size * 1.3)


def _crisis_stretch(span: Span, look: Look, size: float) -> Stretch:
    return Stretch(span.text, span.language, look.manner(size, strong=span.strong), is_heading=True)
