"""The values of the visit record in words, for the form as for reports; ``_`` is the face's translation."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from neuvola_core.visit import Interpreter, Language, Length, Meeting, Outcome, Target, UnmetReason
from neuvola_exchange.words import Translation


def unrecorded(_: Translation) -> str:
    """The first, preselected value of every optional field."""
    return _("Ei kirjattu")


def value_names(kind: type[StrEnum], _: Translation) -> Mapping[str, str]:
    """The recorded values of a field, by value; empty for what is no field of the record."""
    names = _NAMES.get(kind)
    return names(_) if names is not None else {}


def _meetings(_: Translation) -> Mapping[str, str]:
    return {
        "paikalla": _("Paikan päällä"),
        "puhelin": _("Puhelimessa"),
        "ryhma": _("Ryhmä"),
        "jalkautuminen": _("Jalkautuminen"),
    }


def _targets(_: Translation) -> Mapping[str, str]:
    return {
        "lapsiperhe": _("Lapsiperhe"),
        "nuori": _("Nuori"),
        "tyoikainen": _("Työikäinen"),
        "ikaantynyt": _("Ikääntynyt"),
        "vammainen": _("Vammainen tai pitkäaikaissairas"),
        "muuttanut": _("Suomeen muuttanut"),
        "laheinen": _("Läheinen / omainen"),
    }


def _languages(_: Translation) -> Mapping[str, str]:
    return {
        "fi": _("suomi"),
        "sv": _("ruotsi"),
        "en": _("englanti"),
        "se": _("pohjoissaame"),
        "viittoma": _("viittomakieli"),
        "et": _("viro"),
        "ru": _("venäjä"),
        "uk": _("ukraina"),
        "ar": _("arabia"),
        "so": _("somali"),
        "fa": _("persia"),
        "ku": _("kurdi"),
        "vi": _("vietnam"),
        "es": _("espanja"),
        "muu": _("muu kieli"),
    }


def _interpreters(_: Translation) -> Mapping[str, str]:
    return {
        "ei": _("Ei tarvittu"),
        "kylla": _("Tulkki mukana"),
        "puuttui": _("Tulkki puuttui"),
    }


def _outcomes(_: Translation) -> Mapping[str, str]:
    return {
        "neuvottu": _("Sai neuvon"),
        "esite": _("Sai esitteen"),
        "yhdessa": _("Soitettiin tai mentiin yhdessä"),
        "kriisi": _("Ohjattiin kiireelliseen apuun"),
        "ei_ohjausta": _("Keskustelu riitti"),
        "ei_loytynyt": _("Apua ei löytynyt"),
    }


def _unmet_reasons(_: Translation) -> Mapping[str, str]:
    return {
        "ei_palvelua": _("Palvelua ei ole"),
        "taynna": _("Täynnä / jono"),
        "kaukana": _("Liian kaukana"),
        "kyyti": _("Ei kyytiä"),
        "ehdot": _("Ei täytä ehtoja"),
        "kieli": _("Kieli"),
        "hinta": _("Hinta"),
        "aukiolo": _("Aika ei sovi"),
        "digi": _("Vain verkossa"),
        "kynnys": _("Kynnys korkea"),
        "tieto": _("Tieto puuttui tai vanha"),
    }


def _lengths(_: Translation) -> Mapping[str, str]:
    return {
        "alle5": _("Alle 5 min"),
        "5_15": _("5–15 min"),
        "16_30": _("16–30 min"),
        "yli30": _("Yli 30 min"),
    }


_NAMES: Final[Mapping[type[StrEnum], Callable[[Translation], Mapping[str, str]]]] = {
    Meeting: _meetings,
    Target: _targets,
    Language: _languages,
    Interpreter: _interpreters,
    Outcome: _outcomes,
    UnmetReason: _unmet_reasons,
    Length: _lengths,
}
