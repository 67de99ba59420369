"""Where a text may name a person: a guess, good enough to ask about and never to refuse by.

Given names in their inflected forms come from ``data/given_names.txt``; surnames are known by their shape or by
their place after a given name or another capitalised word.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"(?:^|[.!?:;\n•])[\s\"'”»(–-]*$")
_BACK: Final = frozenset("aouåAOUÅ")
_WEAK: Final = (("kk", "k"), ("pp", "p"), ("tt", "t"))
_SURNAME: Final = re.compile(
    r"\w{2,}(?:nen|sen|sta|stä|sella|sellä|selle|selta|seltä|seen|sena|senä|sia|siä|sten|sille)$"
)
_NINEN: Final = re.compile(r"\w{2,}n?(?:nen|sen|sella|sellä|selle|selta|seltä|sesta|sestä|seen|sessa|sessä|sena|senä|sta|stä)$")


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Forms of given names, those of them that are common words too, and first words of places and bodies."""
    rows = (files("neuvola_core") / "data" / "given_names.txt").read_text(encoding="utf-8").splitlines()
    sections: dict[str, list[str]] = {}
    current = ""
    for row in rows:
        if row.startswith("["):
            current = row.strip("[]")
        elif row and not row.startswith("#"):
            sections.setdefault(current, []).extend(row.split())
    names = {form for name in sections["names"] for form in _forms(name)}
    words = {form for name in sections["words"] for form in _forms(name)}
    others = {form for name in sections["not-persons"] for form in _forms(name)}
    return frozenset(names), frozenset(words), frozenset(others)
