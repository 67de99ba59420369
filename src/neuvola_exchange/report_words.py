"""What the tables of a report and their rows are called; ``_`` is the face's translation."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from neuvola_core.reports.tables import TableId, forms
from neuvola_core.taxonomy import needs
from neuvola_core.visit import Interpreter, Language, Length, Meeting, Outcome, Target, UnmetReason
from neuvola_exchange.visit_words import unrecorded, value_names
from neuvola_exchange.words import Translation

_KINDS: Final[Mapping[TableId, type[StrEnum]]] = {
    TableId.CHANNEL: Meeting,
    TableId.TARGET: Target,
    TableId.LANGUAGE: Language,
    TableId.INTERPRETER: Interpreter,
    TableId.OUTCOME: Outcome,
    TableId.UNMET_REASON: UnmetReason,
    TableId.LENGTH: Length,
}
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
    return _value(table, value, _)


def rest_name(table: TableId, *, hides: bool, _: Translation) -> str:
    """The last row, with all that has no row of its own; ``hides`` if some of that is not shown."""
    names = [row_name(table, value, "", _) for value in sorted(forms()[table].merged, reverse=True)]
    named = ", ".join((names[0], *(name[:1].lower() + name[1:] for name in names[1:])))
    return _("{named} ja ne, joita ei näytetä").format(named=named) if hides else named


def _value(table: TableId, value: str, _: Translation) -> str:
    name = {"ei_kirjattu": unrecorded(_), **value_names(_KINDS[table], _)}[value]
    return name[:1].upper() + name[1:] if table is TableId.LANGUAGE else name


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
