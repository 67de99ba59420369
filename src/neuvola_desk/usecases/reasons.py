"""Why a service was found, in words for the list and the command line."""

from collections.abc import Iterable, Mapping
from typing import Final

from neuvola_core import taxonomy
from neuvola_desk.i18n import _, current_language
from neuvola_search.query import Matched, Reason

_ORDER: Final = (Matched.NAME, Matched.KEYWORD, Matched.NEED, Matched.SUMMARY, Matched.BODY, Matched.NEAR)


def _words() -> Mapping[Matched, str]:
    return {
        Matched.NAME: _("nimessä: {term}"),
        Matched.KEYWORD: _("asiasanoissa: {term}"),
        Matched.NEED: _("liittyy tarpeeseen: {term}"),
        Matched.SUMMARY: _("tiivistelmässä: {term}"),
        Matched.BODY: _("kuvauksessa: {term}"),
        Matched.NEAR: _("lähes: {term}"),
    }


def why_words(reasons: Iterable[Reason]) -> str:
    """One line that says where the words of the query were found; empty when nothing was typed."""
    terms: dict[Matched, list[str]] = {}
    for reason in reasons:
        named = (
            taxonomy.needs().name(reason.term, current_language())
            if reason.matched is Matched.NEED
            else reason.term
        )
        terms.setdefault(reason.matched, []).append(named)
    words = _words()
    return " · ".join(
        words[matched].format(term=", ".join(dict.fromkeys(terms[matched])))
        for matched in _ORDER
        if matched in terms
    )
