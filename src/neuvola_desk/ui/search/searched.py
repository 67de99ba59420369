"""What a search tells the rest of the window: which needs it was about, never its words."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from neuvola_core.taxonomy import OTHER_NEED
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.rows import Found
from neuvola_search.query import Matched

_LOOKED_AT: Final = 3
_BY_REASON: Final = 2.0
_BY_WORDS: Final = (5.0, 2.0, 1.0)
_BY_SERVICE: Final = (1.0, 0.5)
"""What a hit's first and second need weigh beside the needs that the words themselves speak of."""


@dataclass(frozen=True, slots=True)
class Searched:
    """``needs``: clicked, else the one the answer is about; ``begun``: anything was asked.

    Of the needs of a profile it is only the first: the others were chosen by nobody.
    """

    needs: tuple[str, ...] = ()
    begun: bool = False


def searched(found: Found, choices: Choices) -> Searched:
    """What to tell of an answer."""
    clicked = choices.by_hand().need
    if choices.profile is not None:
        clicked = clicked or choices.profile.needs[:1]
    likely = () if clicked or not choices.text else _likely(found)
    return Searched(clicked or likely, not choices.is_start)


def _likely(found: Found) -> tuple[str, ...]:
    """The need that the words speak of and the first hits are about."""
    votes: defaultdict[str, float] = defaultdict(float)
    for need, weight in zip(found.results.needs, _BY_WORDS, strict=False):
        votes[need] += weight
    for row in found.rows[:_LOOKED_AT]:
        for reason in row.hit.why if row.hit else ():
            if reason.matched is Matched.NEED:
                votes[reason.term] += _BY_REASON
        for need, weight in zip(row.needs, _BY_SERVICE, strict=False):
            votes[need] += weight
    votes.pop(OTHER_NEED, None)
    return (max(votes, key=lambda need: votes[need]),) if votes else ()
