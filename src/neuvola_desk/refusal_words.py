"""Records on their way to the server in words: what they are, their fields, and why one is given up."""

from collections.abc import Mapping
from enum import StrEnum

from neuvola_desk.i18n import _


class Reason(StrEnum):
    """Why a record was given up; a closed list, so that nothing of a visitor gets into the log."""

    TWICE = "kahteen_kertaan"
    MISTAKE = "vahinko"
    HOPELESS = "ei_korjattavissa"


def reason_words(reason: Reason) -> str:
    """Why a record is given up."""
    words: Mapping[Reason, str] = {
        Reason.TWICE: _("Merkitty kahteen kertaan"),
        Reason.MISTAKE: _("Merkitty vahingossa"),
        Reason.HOPELESS: _("Ei voi korjata"),
    }
    return words[reason]


def kind_words(kind: str) -> str:
    """What a record is."""
    return {
        "visit": _("Käynti"),
        "visit_undo": _("Käynnin peruminen"),
        "experience": _("Kokemus palvelusta"),
        "correction": _("Korjausehdotus"),
        "contact_request": _("Yhteydenottopyyntö"),
        "contact_withdrawal": _("Yhteydenottopyynnön peruminen"),
    }.get(kind, _("Tieto"))


def field_words(name: str) -> str:
    """A field of a record as a form names it; a field that no form has, by its own name."""
    words: Mapping[str, str] = {
        "needs": _("Tarpeet"),
        "unmet": _("Apua ei löytynyt"),
        "week": _("Viikko"),
        "point": _("Neuvontapiste"),
        "campaign": _("Kokeilu"),
        "channel": _("Tapaaminen"),
        "target": _("Ketä asia koski"),
        "language": _("Kieli"),
        "interpreter": _("Tulkki"),
        "outcome": _("Lopputulos"),
        "length": _("Kesto"),
        "service": _("Palvelu"),
        "helped": _("Saiko kävijä apua"),
        "obstacle": _("Mikä oli esteenä"),
        "part": _("Mikä on väärin"),
        "text": _("Teksti"),
    }
    return words.get(name, name)
