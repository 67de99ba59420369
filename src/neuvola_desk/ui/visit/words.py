"""The values of the visit record in the words of the form."""

from collections.abc import Mapping
from enum import StrEnum

from neuvola_core.visit import Interpreter, Language, Length, Meeting, Outcome, PartOfDay, Target, UnmetReason
from neuvola_desk.i18n import _


def unrecorded() -> str:
    """The first, preselected value of every optional field."""
    return _("Ei kirjattu")


def _tables() -> Mapping[type[StrEnum], Mapping[str, str]]:
    return {
        Meeting: {
            "paikalla": _("Paikan päällä"),
            "puhelin": _("Puhelimessa"),
            "ryhma": _("Ryhmä"),
            "jalkautuminen": _("Jalkautuminen"),
        },
        Target: {
            "lapsiperhe": _("Lapsiperhe"),
            "nuori": _("Nuori"),
            "tyoikainen": _("Työikäinen"),
            "ikaantynyt": _("Ikääntynyt"),
            "vammainen": _("Vammainen tai pitkäaikaissairas"),
            "muuttanut": _("Suomeen muuttanut"),
            "laheinen": _("Läheinen / omainen"),
        },
        Language: {
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
        },
        Interpreter: {
            "ei": _("Ei tarvittu"),
            "kylla": _("Tulkki mukana"),
            "puuttui": _("Tulkki puuttui"),
        },
        Outcome: {
            "neuvottu": _("Sai neuvon"),
            "esite": _("Sai esitteen"),
            "yhdessa": _("Soitettiin tai mentiin yhdessä"),
            "kriisi": _("Ohjattiin kiireelliseen apuun"),
            "ei_ohjausta": _("Keskustelu riitti"),
            "ei_loytynyt": _("Apua ei löytynyt"),
        },
        UnmetReason: {
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
        },
        Length: {
            "alle5": _("Alle 5 min"),
            "5_15": _("5–15 min"),
            "16_30": _("16–30 min"),
            "yli30": _("Yli 30 min"),
        },
        PartOfDay: {
            "aamu": _("Aamu (klo 12 asti)"),
            "ilta": _("Iltapäivä (12–16)"),
            "myohainen": _("Myöhäinen (klo 16 jälkeen)"),
        },
    }


def value_words(value: StrEnum) -> str:
    """A value as the form shows it."""
    return _tables()[type(value)].get(value.value, unrecorded())
