"""Fills pages from the top: services kept whole, what was cut goes on under its name, room to write."""

from collections.abc import Sequence
from dataclasses import replace

from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.block import HEADING, SetBlock, beside_manner
from neuvola_desk.usecases.leaflets.galley import Galley, Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import Bookmark, Element, Ink, RuleInk, moved
from neuvola_desk.usecases.leaflets.lines import Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import Look
from neuvola_desk.usecases.leaflets.values import Leaflet

LEAST_REST = 70.0
"""So much of a service at least goes on over a page's end, rather than a line or two."""
NOTE_LINES = 6
LEAST_NOTE_LINES = 2
ALWAYS_WHOLE = 1.0
SPARING = 0.25
"""Up to this share of a page a service is kept whole even where pages are to be saved."""


class Pages:
    """Pages that are filled in turn; a service up to ``whole_share`` of a page is never cut.

    ``header`` is repeated on every page but the first, where whoever fills it puts it in its place; ``tail``
    is how much is kept free at the end of the last one.
    """

    def __init__(
        self,
        look: Look,
        bottom: float,
        continued: str,
        *,
        whole_share: float = ALWAYS_WHOLE,
        header: Sequence[Strip] = (),
        tail: float = 0.0,
    ) -> None:
        self.look, self.bottom, self.continued, self.whole_share = look, bottom, continued, whole_share
        self.header, self.tail = header, tail
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
        return self.bottom - self.look.paper.top - height(self.header)

    def new_page(self) -> None:
        """Begins a page."""
        self.ends.append(self.y)
        self.pages.append([])
        self.bookmarks.append([])
        self.y = self.look.paper.top
        self.put(self.header)
        self.is_fresh = True

    def put(self, strips: Sequence[Strip]) -> None:
        """Puts strips under each other from here on."""
        if not strips:
            return
        down = self.y - strips[0].top
        for strip in strips:
            self.pages[-1] += [moved(ink, down) for ink in strip.ink]
        self.y = strips[-1].bottom + down

    def put_block(self, block: SetBlock, gap: float | None = None) -> None:
        """Puts a service whole if it fits, on a new page if need be, else in as few parts as possible."""
        waiting = block.strips[HEADING:] if self.is_fresh else block.strips
        if height(waiting) > self.room:
            is_short = block.height <= self.whole * self.whole_share
            is_begun = self.y > self.look.paper.top + height(self.header)
            if (is_short and not self.is_fresh) or (is_begun and not self._cut(waiting)):
                self.new_page()
                waiting = block.strips[HEADING:]
        self.bookmarks[-1].append(Bookmark(block.name, self.y))
        self.is_fresh = False
        while waiting:
            count = self._cut(waiting) or self._most(waiting)
            self.put(waiting[:count])
            waiting = waiting[count:]
            if waiting:
                self.new_page()
                self._put_continued(block)
        self.y += self.look.block_gap if gap is None else gap

    def _most(self, strips: Sequence[Strip]) -> int:
        """How many of the strips fit here wherever they are cut; one at least."""
        fitting = [n for n in range(1, len(strips) + 1) if height(strips[:n]) <= self.room]
        return (fitting or [1])[-1]

    def _cut(self, strips: Sequence[Strip]) -> int:
        """How many of the strips are best put here; 0 where no part can stand by itself."""
        if height(strips) <= self.room:
            return len(strips)
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
        name = Stretch(block.title, "", manner, is_heading=True)
        more = Stretch(f"({self.continued})", "", self.look.manner(self.look.small + 1, colour=page.QUIET))
        room, step = self.look.paper.room, manner.size * 1.3
        (told,) = break_lines([more], lambda _: room)
        left = room - told[-1].x - told[-1].width - manner.size
        begun = break_lines([name], lambda _: left)[0][0].text
        if not f"{' '.join(block.title.split())} ".startswith(f"{begun} "):
            begun = begun.rpartition(" ")[0]  # its last word would be cut
        if begun in ("", str(block.number)):  # beside the other there is no room for a word of it
            lines = [break_lines([name], lambda _: room)[0], told]
        else:
            lines = break_lines([replace(name, text=begun), more], lambda _: room)
        for line in lines:
            self.pages[-1] += line_ink(line, self.look.paper.left, self.y, step)
            self.y += step
        self.pages[-1].append(RuleInk(self.look.paper.left, self.y + 3, room, 0.5, page.HAIR))
        self.y += 10
        self.is_fresh = False

    def put_notes(self, label: Sequence[Strip], *, may_add_page: bool = True) -> None:
        """Lines for the counsellor's hand: on the last page if there is room, else on the emptiest one."""
        if self.tail > max(self.room, 0.0):
            self.header = ()  # of nothing
            self.new_page()
        self.bottom -= self.tail
        step = self.look.note_line
        least = height(label) + LEAST_NOTE_LINES * step
        ends = [*self.ends, self.y]
        number = len(ends) - 1 if self.room >= least else ends.index(min(ends))
        if self.bottom - ends[number] < least:
            if not may_add_page:
                return
            self.new_page()
            number = len(self.pages) - 1
            ends.append(self.y)
        y = ends[number]
        for strip in label:
            self.pages[number] += [moved(ink, y - label[0].top) for ink in strip.ink]
        y += height(label)
        for _ in range(int(min(NOTE_LINES, (self.bottom - y) // step))):
            y += step
            self.pages[number].append(RuleInk(self.look.paper.left, y, self.look.paper.room, 0.6, page.HAIR))


def height(strips: Sequence[Strip]) -> float:
    """From the first one's top to the last one's bottom."""
    return strips[-1].bottom - strips[0].top if strips else 0.0


def notes_label(leaflet: Leaflet, look: Look, elements: list[Element]) -> tuple[Strip, ...]:
    """The heading over the lines to write on."""
    galley, tongues = Galley(elements), leaflet.tongues
    manner = look.manner(look.body, strong=True, colour=page.ACCENT)
    notes = leaflet.notes.slashed if tongues.are_equal else leaflet.notes
    stretches = [Stretch(notes.text, tongues.first, manner)]
    if notes.beside:
        stretches.append(Stretch(notes.beside, tongues.beside, beside_manner(look, tongues, manner)))
    element = galley.element("P", tongues.first)
    galley.paragraph(stretches, look.paper.left, lambda _: look.paper.right, 1.3, element, keep=True)
    return tuple(galley.strips)
