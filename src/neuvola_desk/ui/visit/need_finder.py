"""Finds needs by what people call them, for a field that offers as one types. No Qt."""

from functools import cache
from typing import Final

from neuvola_core import taxonomy
from neuvola_core.folding import fold
from neuvola_core.taxonomy import Term

MOST_OFFERED: Final = 5

_SHORTEST_INSIDE: Final = 3
_SHORTEST_STEM: Final = 4
_NO_FIT: Final = 9


def find_needs(typed: str, language: str, most: int = MOST_OFFERED) -> tuple[str, ...]:
    """Ids of the needs that fit, the best first: by name, by lay word, by a part of one, in any language."""
    wanted = " ".join(fold(typed).split())
    if not wanted:
        return ()
    ranked = [(_rank(wanted, term.id, language), n, term.id) for n, term in enumerate(taxonomy.needs().terms)]
    fitting = sorted(row for row in ranked if row[0] != _NO_FIT)
    return tuple(term_id for _fit, _number, term_id in fitting[:most])


def _rank(wanted: str, term_id: str, language: str) -> int:
    """How well a need fits, 0 being best."""
    name = fold(taxonomy.needs().name(term_id, language))
    keys = _keys(term_id)
    inside = f" {wanted}"
    fits = (
        name == wanted or wanted in name.split(),
        name.startswith(wanted),
        inside in f" {name}",
        wanted in keys,
        any(key.startswith(wanted) for key in keys),
        any(inside in f" {key}" for key in keys),
        len(wanted) >= _SHORTEST_INSIDE and any(wanted in key for key in keys),
        # An inflected form: what was typed goes on where a lay word ends.
        any(len(key) >= _SHORTEST_STEM and wanted.startswith(key) for key in keys),
    )
    return fits.index(True) if True in fits else _NO_FIT


@cache
def _keys(term_id: str) -> tuple[str, ...]:
    term: Term = taxonomy.needs().get(term_id)
    words = (*term.name.values(), *(word for spoken in term.words.values() for word in spoken))
    return tuple(dict.fromkeys(fold(word) for word in words))
