"""The languages of leaflets: their own names first, for the visitor, then the name the worker knows."""

from collections.abc import Iterable, Mapping
from typing import Final

from neuvola_desk.ui.words import language_name
from neuvola_desk.usecases.leaflets.texts import languages_of

OWN_NAMES: Final[Mapping[str, str]] = {
    "fi": "Suomi",
    "sv": "Svenska",
    "en": "English",
    "fi-simple": "Selkeä suomi",
    "fi+sv": "Suomi + svenska",
    "sv+fi": "Svenska + suomi",
    "se": "Davvisámegiella",
    "et": "Eesti",
    "ru": "Русский",
    "uk": "Українська",
    "ar": "العربية",
    "so": "Soomaali",
    "fa": "فارسی",
    "ckb": "کوردیی ناوەندی",
    "vi": "Tiếng Việt",
    "es": "Español",
}
"""In the order of the list; a language that is not here comes last, by its code."""


def in_order(languages: Iterable[str]) -> tuple[str, ...]:
    """Finnish first, then the order of the table."""
    order = list(OWN_NAMES)
    return tuple(
        sorted(languages, key=lambda code: (order.index(code) if code in order else len(order), code))
    )


def words(language: str) -> str:
    """ "Русский – venäjä": the name in the language itself and in that of the window, once if they agree.

    Of a pair only its own name: whoever can use it knows both languages.
    """
    own, known = OWN_NAMES.get(language, ""), language_name(language)
    is_pair = len(languages_of(language)) > 1
    if not own or is_pair or own.casefold() == known.casefold():
        return own or known
    # The marks keep the dash between the names where the first is written from right to left.
    return f"\u2068{own}\u2069 – {known}"
