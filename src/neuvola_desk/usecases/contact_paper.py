"""What a visitor takes along of a contact request: the receipt, and the consent text before it, on A5.

Neither names a need, a service, the point or anything of the visitor, and both are called what every sheet
is called, so that neither a print queue nor a file tells what they are.
"""

from dataclasses import dataclass, replace
from typing import Final

from neuvola_core.contact import withdraw_address
from neuvola_desk.usecases.consent import FINNISH, ConsentWords, Proposal, words
from neuvola_desk.usecases.contact_requests import Receipt
from neuvola_desk.usecases.leaflets import look as paper
from neuvola_desk.usecases.leaflets import pdf
from neuvola_desk.usecases.leaflets.galley import Galley
from neuvola_desk.usecases.leaflets.ink import Ink, Page, RuleInk, Sheets, mirrored, moved
from neuvola_desk.usecases.leaflets.lines import Stretch
from neuvola_desk.usecases.leaflets.look import A5, NORMAL
from neuvola_desk.usecases.leaflets.values import TITLE
from neuvola_desk.usecases.leaflets.words import unbroken

_TITLE: Final = 20.0
_CODE: Final = 24.0
_BODY: Final = 13.0
_CONSENT: Final = 15.0


def receipt_sheet(receipt: Receipt, server: str = "") -> bytes:
    """The receipt as a PDF of one page; it can be made only while the receipt is at hand.

    ``server`` is where a phone finds the server's pages, empty where nobody knows.
    """
    setter = _Setter(Galley([], A5.top), words(receipt.language))
    told = setter.told
    setter.title(told.word("receipt_title"))
    receivers = tuple(replace(one, phone=unbroken(one.phone)) for one in receipt.receivers)
    setter.text(told.word("receipt_to", organisations=told.names(receivers)))
    setter.gap(8)
    setter.fact("receipt_code", receipt.code)
    setter.fact("receipt_reference", receipt.reference)
    setter.rule()
    for line in told.call_lines(receivers, receipt.reach, receipt.answer_by):
        setter.text(line, strong=True)
        setter.gap(3)
    setter.rule()
    setter.text(told.word("receipt_withdraw"))
    if server:
        setter.gap(2)
        setter.text(withdraw_address(server), strong=True)
    setter.gap(4)
    setter.text(told.word("receipt_keep"))
    setter.gap(4)
    setter.text(told.word("receipt_erased", date=told.day(receipt.erased_by)))
    return setter.sheet()


def consent_sheet(proposal: Proposal) -> bytes:
    """What the visitor is asked to agree to, to be read in peace; the Finnish stands under it."""
    told = words(proposal.language)
    setter = _Setter(Galley([], A5.top), told)
    setter.title(told.word("receipt_title"))
    setter.text(told.consent(proposal), size=_CONSENT)
    if told.language != FINNISH:
        setter.rule()
        setter = setter.in_words(words(FINNISH))
        setter.text(setter.told.consent(proposal))
        setter = setter.in_words(told)
    return setter.sheet()


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets paragraphs one under another in one language."""

    galley: Galley
    told: ConsentWords

    @property
    def language(self) -> str:
        """As the document names it."""
        return "fi" if self.told.language.startswith(FINNISH) else self.told.language

    def in_words(self, told: ConsentWords) -> "_Setter":
        """The same sheet in another language from here on."""
        return _Setter(self.galley, told)

    def title(self, text: str) -> None:
        """The heading."""
        self._set("H1", text, _TITLE, strong=True, colour=paper.ACCENT)
        self.gap(8)

    def text(self, text: str, *, size: float = _BODY, strong: bool = False) -> None:
        """A paragraph."""
        self._set("P", text, size, strong=strong)

    def fact(self, key: str, value: str) -> None:
        """A name, in Finnish too for whoever helps, and under it what is to be read aloud."""
        name, finnish = self.told.word(key), words(FINNISH).word(key)
        self._set("P", name if name == finnish else f"{name} ({finnish})", NORMAL.small, colour=paper.QUIET)
        self._set("P", value, _CODE, strong=True)
        self.gap(4)

    def rule(self) -> None:
        """A line across."""
        self.gap(6)
        self.galley.strip(1, [RuleInk(A5.left, self.galley.y, A5.room, 0.5, paper.HAIR)])
        self.gap(8)

    def gap(self, height: float) -> None:
        """Leaves white."""
        self.galley.gap(height)

    def sheet(self) -> bytes:
        """The sheet as a PDF; more pages only where the organisations' own names are that long."""
        pages: list[Page] = []
        for ink in _paged(self.galley):
            turned = mirrored(ink, A5.width) if self.told.is_rtl else tuple(ink)
            pages.append(Page(turned, ()))
        return pdf.draw(Sheets(tuple(pages), tuple(self.galley.elements), self.language, TITLE, A5))

    def _set(
        self, kind: str, text: str, size: float, *, strong: bool = False, colour: str = paper.INK
    ) -> None:
        element = self.galley.element(kind, self.language)
        stretch = Stretch(
            text, self.language, NORMAL.manner(size, strong=strong, colour=colour), kind == "H1"
        )
        self.galley.paragraph([stretch], A5.left, lambda _y: A5.right, NORMAL.leading, element)


def _paged(galley: Galley) -> list[list[Ink]]:
    """The strips of each page, moved up to its top."""
    pages: list[list[Ink]] = [[]]
    top = A5.top
    for strip in galley.strips:
        if strip.bottom - top + A5.top > A5.bottom and pages[-1]:
            pages.append([])
            top = strip.top
        pages[-1] += [moved(ink, A5.top - top) for ink in strip.ink]
    return pages
