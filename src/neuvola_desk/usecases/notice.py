"""The notice for visitors: what is asked, what is kept and what one's rights are, on one page.

The words are data, a file a language in ``resources/notice``; point and controller come from the settings.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.leaflets import look as paper
from neuvola_desk.usecases.leaflets import pdf
from neuvola_desk.usecases.leaflets.galley import Galley
from neuvola_desk.usecases.leaflets.ink import Page, RuleInk, Sheets
from neuvola_desk.usecases.leaflets.lines import Manner, Stretch

_TITLE: Final = 28.0
_LEAD: Final = 16.0
_HEADING: Final = 14.0
_BODY: Final = 12.5
_LEADING: Final = 1.38
_LOOK: Final = paper.NORMAL


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the data: the point, the controller, and whom to ask; what is empty is left out."""

    point: str = ""
    controller: str = ""
    contact: str = ""


@cache
def languages() -> tuple[str, ...]:
    """The languages that the notice is written in."""
    return tuple(sorted(path.stem for path in resource_path("notice").glob("*.json")))


def notice(language: str, keeper: Keeper) -> bytes:
    """The notice as a PDF of one page."""
    words = json.loads(resource_path("notice", f"{language}.json").read_text(encoding="utf-8"))
    setter = _Setter(Galley([], paper.TOP + 10), language)
    setter.say("H1", words["title"], _LOOK.manner(_TITLE, strong=True, colour=paper.ACCENT))
    setter.say("P", words["lead"], _LOOK.manner(_LEAD))
    setter.rule()
    for heading, text in words["parts"]:
        setter.say("H2", heading, _LOOK.manner(_HEADING, strong=True, colour=paper.ACCENT))
        setter.say("P", text, _LOOK.manner(_BODY))
        setter.galley.gap(8)
    setter.rule()
    for line in _keeper_lines(words, keeper):
        setter.say("P", line, _LOOK.manner(_BODY, strong=True))
    ink = tuple(one for strip in setter.galley.strips for one in strip.ink)
    return pdf.draw(Sheets((Page(ink, ()),), tuple(setter.galley.elements), language, words["title"]))


def _keeper_lines(words: Any, keeper: Keeper) -> tuple[str, ...]:
    told = {"controller": keeper.controller, "contact": keeper.contact, "point": keeper.point}
    return tuple(words[name].format(**{name: value}) for name, value in told.items() if value)


@dataclass(frozen=True, slots=True)
class _Setter:
    galley: Galley
    language: str

    def say(self, kind: str, text: str, manner: Manner) -> None:
        element = self.galley.element(kind, self.language)
        stretch = Stretch(text, self.language, manner, is_heading=kind != "P")
        self.galley.paragraph([stretch], paper.LEFT, lambda _y: paper.RIGHT, _LEADING, element, keep=True)

    def rule(self) -> None:
        self.galley.gap(8)
        line = RuleInk(paper.LEFT, self.galley.y, paper.RIGHT - paper.LEFT, 1.6, paper.ACCENT)
        self.galley.strip(12, [line])
