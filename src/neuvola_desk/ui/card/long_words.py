"""Long Finnish words that may be broken where there is no room for them: nothing is cut off at the edge."""

import re
from itertools import pairwise
from typing import Final

from neuvola_desk.usecases.leaflets.hyphenation import break_points

SOFT_HYPHEN: Final = "\u00ad"
_LONG: Final = re.compile(r"\w{16,}")


def breakable(text: str) -> str:
    """The text with a soft hyphen at each place where a long word may end its line."""
    return _LONG.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    ends = (0, *break_points(word), len(word))
    return SOFT_HYPHEN.join(word[first:last] for first, last in pairwise(ends))
