"""What a search tells the rest of the window: which needs it was about, never its words."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from neuvola_desk.ui.search.choices import Choices
from neuvola_search.query import Matched, Results

_LOOKED_AT: Final = 5


@dataclass(frozen=True, slots=True)
class Searched:
    """``needs``: clicked, else those by which the first hits were found; ``begun``: anything was asked."""

    needs: tuple[str, ...] = ()
    begun: bool = False


def searched(results: Results, choices: Choices) -> Searched:
    """What to tell of an answer."""
    found = Counter(
        reason.term
        for hit in results.hits[:_LOOKED_AT]
        for reason in hit.why
        if reason.matched is Matched.NEED
    )
    likely = tuple(need for need, _times in found.most_common(1))
    return Searched(choices.of("need") or likely, not choices.is_empty)
