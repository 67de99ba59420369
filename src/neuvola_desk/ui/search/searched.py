"""What a search tells the rest of the window: which needs it was about, never its words."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.usecases.quick_visit import OTHER_NEED
from neuvola_search.query import Matched, Results

_LOOKED_AT: Final = 5
_SHARE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Searched:
    """``needs``: clicked, else the one the answer is about; ``begun``: anything was asked."""

    needs: tuple[str, ...] = ()
    begun: bool = False


def searched(results: Results, choices: Choices) -> Searched:
    """What to tell of an answer."""
    clicked = choices.of("need")
    likely = () if clicked or not choices.text else _likely(results)
    return Searched(clicked or likely, not choices.is_empty)


def _likely(results: Results) -> tuple[str, ...]:
    """The need by which the first hits were found, else the one that most of the hits have."""
    found = Counter(
        reason.term
        for hit in results.hits[:_LOOKED_AT]
        for reason in hit.why
        if reason.matched is Matched.NEED and reason.term != OTHER_NEED
    )
    if found:
        return (found.most_common(1)[0][0],)
    counts = results.facets.get("need", {})
    need = max(counts.keys() - {OTHER_NEED}, key=lambda term: (counts[term], term), default="")
    return (need,) if need and counts[need] >= _SHARE * results.total else ()
