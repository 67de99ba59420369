"""What the tables of a report and their rows are called; ``_`` is the face's translation."""

from collections.abc import Mapping
from typing import Final

from neuvola_core.reports.tables import TableId, forms
from neuvola_core.taxonomy import needs
from neuvola_exchange.words import Translation

_OF_NEEDS: Final = (TableId.NEED, TableId.UNMET_NEED)


def table_names(_: Translation) -> Mapping[TableId, str]:
    """The tables' headings."""
    return {
        TableId.NEED: _("Tarpeet"),
        TableId.CHANNEL: _("Missä tavattiin"),
        TableId.TARGET: _("Ketä käynti koski"),
        TableId.LANGUAGE: _("Asiointikieli"),
        TableId.INTERPRETER: _("Tulkkaus"),
        TableId.OUTCOME: _("Mitä käynnistä seurasi"),
        TableId.UNMET_NEED: _("Tarpeet, joihin apua ei löytynyt"),
        TableId.UNMET_REASON: _("Miksi apua ei löytynyt"),
        TableId.LENGTH: _("Käynnin kesto"),
    }


def row_name(table: TableId, value: str, language: str, _: Translation) -> str:
    """A row's name."""
    if table in _OF_NEEDS:
        return needs().name(value, language)
    return _values(_)[table][value]


def rest_name(table: TableId, *, hides: bool, _: Translation) -> str:
    """The last row, with all that has no row of its own; ``hides`` if some of that is not shown."""
    names = [row_name(table, value, "", _) for value in sorted(forms()[table].merged, reverse=True)]
    named = ", ".join((names[0], *(name[:1].lower() + name[1:] for name in names[1:])))
    return _("{named} ja ne, joita ei näytetä").format(named=named) if hides else named


def _values(_: Translation) -> Mapping[TableId, Mapping[str, str]]:
    unrecorded = {"ei_kirjattu": _("Ei kirjattu")}
    return {
        TableId.CHANNEL: {
            "paikalla": _("Paikan päällä"),
            "puhelin": _("Puhelimessa"),
            "ryhma": _("Ryhmä"),
            "jalkautuminen": _("Jalkautuminen"),
        },
        TableId.TARGET: {**unrecorded, **_targets(_)},
        TableId.LANGUAGE: {**unrecorded, **_languages(_)},
        TableId.INTERPRETER: {
            **unrecorded,
            "ei": _("Ei tarvittu"),
            "kylla": _("Tulkki mukana"),
            "puuttui": _("Tulkki puuttui"),
        },
        TableId.OUTCOME: {
            **unrecorded,
            "neuvottu": _("Sai neuvon"),
            "esite": _("Sai esitteen"),
            "yhdessa": _("Soitettiin tai mentiin yhdessä"),
            "kriisi": _("Ohjattiin kiireelliseen apuun"),
            "ei_ohjausta": _("Keskustelu riitti"),
            "ei_loytynyt": _("Apua ei löytynyt"),
        },
        TableId.UNMET_REASON: _reasons(_),
        TableId.LENGTH: {
            **unrecorded,
            "alle5": _("Alle 5 min"),
            "5_15": _("5–15 min"),
            "16_30": _("16–30 min"),
            "yli30": _("Yli 30 min"),
        },
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
    named = {
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
    return {code: name[:1].upper() + name[1:] for code, name in named.items()}


def _reasons(_: Translation) -> Mapping[str, str]:
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


def report_refusal(facts: Mapping[str, object], _: Translation) -> str:
    """Why a report cannot be made as asked (``ReportRefusedError``), and what to do."""
    reasons = {
        "reversed": _("Alkupäivä on loppupäivän jälkeen. Vaihda päivät."),
        "future": _("Alkupäivä on vielä edessä. Valitse päivä, joka on jo ollut."),
        "days": _("Näistä päivistä ei voi tehdä raporttia. Tarkista vuosi."),
        "long": _("Raporttiin mahtuu enintään {most} neljännestä. Valitse lyhyempi aika."),
        "campaign": _("Kokeilulla {campaign} ei ole yhtään käyntiä. Tarkista kokeilun tunnus."),
        "point": _("Neuvontapistettä {point} ei ole. Tarkista tunnus."),
    }
    told = reasons.get(str(facts.get("reason")), reasons["days"])
    return told.format(**{name: facts.get(name, "") for name in ("most", "campaign", "point")})
