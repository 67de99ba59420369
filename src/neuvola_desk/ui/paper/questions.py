"""What a sheet asks, on paper and on the screen on which it is keyed in."""

from enum import StrEnum

from neuvola_core.visit import Interpreter, Language, Length, Outcome, Target, UnmetReason
from neuvola_desk.i18n import _


def field_words() -> dict[type[StrEnum], str]:
    """What each field asks, in the order in which a sheet is keyed in."""
    return {
        Target: _("Ketä asia koski"),
        Language: _("Kieli"),
        Interpreter: _("Tulkki"),
        Outcome: _("Lopputulos"),
        UnmetReason: _("Jos apua ei löytynyt: miksi"),
        Length: _("Kesto"),
    }
