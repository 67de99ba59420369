"""The values of the visit record in the words of the form."""

from enum import StrEnum

from neuvola_core.visit import PartOfDay
from neuvola_desk.i18n import _
from neuvola_exchange import visit_words


def unrecorded() -> str:
    """The first, preselected value of every optional field."""
    return visit_words.unrecorded(_)


def value_words(value: StrEnum) -> str:
    """A value as the form shows it."""
    names = _parts_of_day() if isinstance(value, PartOfDay) else visit_words.value_names(type(value), _)
    return names.get(value.value, unrecorded())


def _parts_of_day() -> dict[str, str]:
    return {
        "aamu": _("Aamu (klo 12 asti)"),
        "ilta": _("Iltapäivä (12–16)"),
        "myohainen": _("Myöhäinen (klo 16 jälkeen)"),
    }
