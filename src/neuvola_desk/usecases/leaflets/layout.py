"""Puts a leaflet on A4 pages: head, services kept whole, room to write, crisis line at the foot."""

from dataclasses import dataclass

from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.block import HEADING, SetBlock, set_block
from neuvola_desk.usecases.leaflets.galley import Galley, Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import (
    Bookmark,
    Element,
    FillInk,
    Ink,
    Page,
    PictureInk,
    RuleInk,
    Sheets,
    mirrored,
    moved,
)
from neuvola_desk.usecases.leaflets.lines import SetLine, Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import MM, Look
from neuvola_desk.usecases.leaflets.values import Leaflet, Span

RTL = "rtl"
LOGO_HEIGHT = 15 * MM
LOGO_WIDTH = 60 * MM
LEAST_REST = 70.0
"""So much of a service at least goes on over a page's end, rather than a line or two."""
NOTE_LINES = 6
LEAST_NOTE_LINES = 2
MANY = 6
"""More services than this are set closer."""
ALWAYS_WHOLE = 1.0
SPARING = 0.25
"""Up to this share of a page a service is kept whole even where pages are to be saved."""


def lay_out(leaflet: Leaflet) -> Sheets:
    """The leaflet's pages, ready to be drawn."""
    many = len(leaflet.blocks) > MANY
    look = page.look_for(small_sheet=leaflet.small_sheet, large=leaflet.large, many=many)
    elements: list[Element] = []
    head = _head(leaflet, look, elements)
    blocks = [set_block(block, look, elements, leaflet.language) for block in leaflet.blocks]
    notes = _notes_label(leaflet, look, elements)
    foot = _foot(leaflet, look)
    papers = [
        _Paper(look, look.paper.bottom - foot.height - 8, leaflet, share) for share in (ALWAYS_WHOLE, SPARING)
    ]
    for paper in papers:
        paper.put(head)
        for block in blocks:
            paper.put_block(block)
        paper.put_notes(notes)
    paper = min(papers, key=lambda filled: len(filled.pages))  # services stay whole unless that costs a page
    inked = [(*ink, *foot.ink(number, len(paper.pages))) for number, ink in enumerate(paper.pages, start=1)]
    if leaflet.direction == RTL:
        inked = [mirrored(ink, look.paper.width) for ink in inked]
    pages = tuple(Page(ink, tuple(marks)) for ink, marks in zip(inked, paper.bookmarks, strict=True))
    return Sheets(pages, tuple(elements), leaflet.language, leaflet.title, look.paper)


class _Paper:
    """Pages that are filled in turn; a service up to ``whole_share`` of a page is never cut."""

    def __init__(self, look: Look, bottom: float, leaflet: Leaflet, whole_share: float) -> None:
        self.look, self.bottom, self.leaflet, self.whole_share = look, bottom, leaflet, whole_share
        self.pages: list[list[Ink]] = [[]]
        self.bookmarks: list[list[Bookmark]] = [[]]
        self.ends: list[float] = []
        """Where the pages before this one end."""
        self.y = self.look.paper.top
        self.is_fresh = True
        """Nothing but the head stands on this page yet, so a service needs no rule above it."""

    @property
    def room(self) -> float:
        """What is left of this page."""
        return self.bottom - self.y

    @property
    def whole(self) -> float:
        """What an empty page holds."""
        return self.bottom - self.look.paper.top

    def new_page(self) -> None:
        """Begins a page."""
        self.ends.append(self.y)
        self.pages.append([])
        self.bookmarks.append([])
        self.y = self.look.paper.top
        self.is_fresh = True

    def put(self, strips: tuple[Strip, ...]) -> None:
        """Puts strips under each other from here on."""
        if not strips:
            return
        down = self.y - strips[0].top
        for strip in strips:
            self.pages[-1] += [moved(ink, down) for ink in strip.ink]
        self.y = strips[-1].bottom + down

    def put_block(self, block: SetBlock) -> None:
        """Puts a service whole if it fits, on a new page if need be, else in as few parts as possible."""
        waiting = block.strips[HEADING:] if self.is_fresh else block.strips
        if _height(waiting) > self.room:
            is_short = block.height <= self.whole * self.whole_share
            if not self.is_fresh and (is_short or not self._cut(waiting)):
                self.new_page()
                waiting = block.strips[HEADING:]
        self.bookmarks[-1].append(Bookmark(block.name, self.y))
        self.is_fresh = False
        while waiting:
            count = len(waiting) if _height(waiting) <= self.room else max(1, self._cut(waiting))
            self.put(waiting[:count])
            waiting = waiting[count:]
            if waiting:
                self.new_page()
                self._put_continued(block)
        self.y += self.look.block_gap

    def _cut(self, strips: tuple[Strip, ...]) -> int:
        """How many of the strips fit here; 0 where no part can stand by itself."""
        fitting = [
            number
            for number, strip in enumerate(strips, start=1)
            if strip.may_end_page and strip.bottom - strips[0].top <= self.room
        ]
        roomy = [n for n in fitting if strips[-1].bottom - strips[n - 1].bottom >= LEAST_REST]
        return (roomy or fitting or [0])[-1]

    def _put_continued(self, block: SetBlock) -> None:
        """Says at a page's top whose text goes on."""
        manner = self.look.manner(self.look.small + 1, strong=True, colour=page.ACCENT)
        name = Stretch(f"{block.number}  {block.name}", "", manner)
        more = Stretch(
            f"({self.leaflet.continued})", "", self.look.manner(self.look.small + 1, colour=page.QUIET)
        )
        line = break_lines([name, more], lambda _: self.look.paper.room)[0]
        step = manner.size * 1.3
        self.pages[-1] += line_ink(line, self.look.paper.left, self.y, step)
        self.pages[-1].append(
            RuleInk(self.look.paper.left, self.y + step + 3, self.look.paper.room, 0.5, page.HAIR)
        )
        self.y += step + 10
        self.is_fresh = False

    def put_notes(self, label: tuple[Strip, ...]) -> None:
        """Lines for the counsellor's hand: on the last page if there is room, else on the emptiest one."""
        step = self.look.note_line
        least = _height(label) + LEAST_NOTE_LINES * step
        ends = [*self.ends, self.y]
        number = len(ends) - 1 if self.room >= least else ends.index(min(ends))
        if self.bottom - ends[number] < least:
            self.new_page()
            number = len(self.pages) - 1
            ends.append(self.y)
        y = ends[number]
        for strip in label:
            self.pages[number] += [moved(ink, y - label[0].top) for ink in strip.ink]
        y += _height(label)
        for _ in range(int(min(NOTE_LINES, (self.bottom - y) // step))):
            y += step
            self.pages[number].append(RuleInk(self.look.paper.left, y, self.look.paper.room, 0.6, page.HAIR))


def _notes_label(leaflet: Leaflet, look: Look, elements: list[Element]) -> tuple[Strip, ...]:
    galley = Galley(elements)
    manner = look.manner(look.body, strong=True, colour=page.ACCENT)
    stretches = [Stretch(leaflet.notes.text, leaflet.language, manner)]
    if leaflet.notes.finnish:
        quiet = look.manner(look.small, colour=page.QUIET)
        stretches.append(Stretch(leaflet.notes.finnish, "fi", quiet))
    element = galley.element("P", leaflet.language)
    galley.paragraph(stretches, look.paper.left, lambda _: look.paper.right, 1.3, element, keep=True)
    return tuple(galley.strips)


def _height(strips: tuple[Strip, ...]) -> float:
    return strips[-1].bottom - strips[0].top if strips else 0.0


def _head(leaflet: Leaflet, look: Look, elements: list[Element]) -> tuple[Strip, ...]:
    """The title on the left, the counselling point on the right, a rule beneath."""
    galley = Galley(elements)
    ink: list[Ink] = []
    y, left = 0.0, look.paper.left
    if leaflet.logo:
        ink.append(PictureInk(look.paper.left, 0, LOGO_WIDTH, LOGO_HEIGHT, leaflet.logo))
        y = LOGO_HEIGHT + 8
    split = look.paper.right - look.point_column if leaflet.point else look.paper.right
    manner = look.manner(look.title, strong=True, colour=page.ACCENT)
    title = galley.element("H1", leaflet.language)
    y = _add_lines(
        ink, [Stretch(leaflet.heading.text, leaflet.language, manner)], y, split - 10, 1.1, title, left
    )
    if leaflet.heading.finnish:
        quiet = look.manner(look.body + 2, colour=page.QUIET)
        element = galley.element("P", "fi")
        y = _add_lines(
            ink, [Stretch(leaflet.heading.finnish, "fi", quiet)], y, split - 10, 1.3, element, left
        )
    point_y = 2.0
    for number, words in enumerate(leaflet.point):
        manner = look.manner(look.point, strong=number == 0)
        element = galley.element("P", "fi")
        stretch = Stretch(words, "fi", manner, is_heading=True)
        point_y = _add_lines(ink, [stretch], point_y, look.paper.right, 1.3, element, split)
    bottom = max(y, point_y) + 8
    ink.append(RuleInk(look.paper.left, bottom, look.paper.room, 2.4, page.ACCENT))
    galley.strip(bottom + look.block_gap * 0.8, ink)
    return tuple(galley.strips)


def _add_lines(
    ink: list[Ink],
    stretches: list[Stretch],
    y: float,
    right: float,
    leading: float,
    element: int,
    x: float,
) -> float:
    step = leading * max(stretch.manner.size for stretch in stretches)
    for line in break_lines(stretches, lambda _: right - x):
        ink += line_ink(line, x, y, step, element)
        y += step
    return y


@dataclass(frozen=True, slots=True)
class _Foot:
    """The foot of every page: help in an emergency in a tinted band, then date and page number."""

    look: Look
    leaflet: Leaflet
    crisis: tuple[SetLine, ...]
    step: float

    @property
    def height(self) -> float:
        """From the band's top to the page number's line."""
        return len(self.crisis) * self.step + 12 + self.look.page_number * 1.9

    def ink(self, number: int, pages: int) -> list[Ink]:
        """The foot of page ``number``."""
        look, top = self.look, self.look.paper.bottom - self.height
        band = len(self.crisis) * self.step + 8
        ink: list[Ink] = [
            FillInk(look.paper.left, top, look.paper.room, band, page.TINT),
            FillInk(look.paper.left, top, 3.5, band, page.ACCENT),
        ]
        for row, line in enumerate(self.crisis):
            ink += line_ink(line, look.paper.left + 11, top + 4 + row * self.step, self.step)
        manner = look.manner(look.page_number, colour=page.QUIET)
        words = f"{self.leaflet.heading.text} · {self.leaflet.made_on}"
        step, y = look.page_number * 1.3, top + band + 5
        half = look.paper.room * 0.7
        language = self.leaflet.language
        ink += line_ink(
            break_lines([Stretch(words, language, manner)], lambda _: half)[0], look.paper.left, y, step
        )
        count = self.leaflet.page_words.format(page=number, pages=pages)
        line = break_lines([Stretch(count, language, manner)], lambda _: half)[0]
        wide = line[-1].x + line[-1].width
        return [*ink, *line_ink(line, look.paper.right - wide, y, step)]


def _foot(leaflet: Leaflet, look: Look) -> _Foot:
    size = look.body
    room = look.paper.room - 22
    crisis = [
        line
        for words in leaflet.crisis
        for line in break_lines([_crisis_stretch(span, look, size) for span in words.spans], lambda _: room)
    ]
    return _Foot(look, leaflet, tuple(crisis), size * 1.3)


def _crisis_stretch(span: Span, look: Look, size: float) -> Stretch:
    return Stretch(span.text, span.language, look.manner(size, strong=span.strong))
