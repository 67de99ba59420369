"""The languages of HSDS records: ISO 639-1, -2 or -3 codes or English names → the core's codes."""

import re
from functools import cache
from typing import Final

from neuvola_exchange import sheet_words

_CODE: Final = re.compile(r"[a-z]{2,3}")
_SPOKEN_IN: Final = {
    **dict.fromkeys(("GB", "UK", "US", "IE", "CA", "AU", "NZ"), "en"),
    "SE": "sv",
    "EE": "et",
}
"""Where what nobody has said the language of is hardly Finnish."""


def code(value: str) -> str:
    """The code of a language given by code, by tag ("en-GB") or by name; empty where it is none."""
    word = value.strip().casefold()
    if not word:
        return ""
    known = sheet_words.language(word)
    if known:
        return known
    tag = re.split(r"[-_]", word)[0]
    if _CODE.fullmatch(tag):
        known = sheet_words.language(tag) or _by_code(tag)
        if known:
            return known
    return _by_name().get(word, "")


def of_country(country: str) -> str:
    """The language that texts are in where an address lies in this country."""
    return _SPOKEN_IN.get(country.strip().upper(), "fi")


@cache
def _names() -> dict[str, str]:
    from babel import Locale  # slow to load, and few files name languages that the sheet does not know

    return {key.casefold(): str(name) for key, name in Locale.parse("en").languages.items()}


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): key for key, name in _names().items() if _CODE.fullmatch(key)}


def _by_code(tag: str) -> str:
    from babel.core import get_global

    shorter = str(get_global("language_aliases").get(tag, tag)).split("_")[0].casefold()
    return shorter if shorter in _names() and shorter != "und" else ""
