"""The language of the window: gettext with Finnish as the language of the source.

Strings in the code are the Finnish ones, so Finnish can never be missing; Swedish and English live under
``resources/locale``. ``_`` is called when a text is shown, never at import, so that the language can change
while the program runs.
"""

import gettext
import re
from typing import Final

from neuvola_desk.resources import resource_path

LANGUAGES: Final = ("fi", "sv", "en")
DOMAIN: Final = "neuvola"

_PSEUDO = "pseudo"


_LETTERS: Final = str.maketrans("aeiouyAEIOUYcdnrstzCDNRSTZ", "áéíóúýÁÉÍÓÚÝćďńřśťžĆĎŃŘŚŤŽ")
_AS_IS: Final = re.compile(r"(\{[^{}]*\}|\*\.\w+)")
"""What is filled in, and the endings of files in a dialog's filter."""
_TAIL: Final = "~~~~~ "


class _Pseudo(gettext.NullTranslations):
    """Accents, brackets and stretches every string by a third: what is untranslated or clipped is seen.

    No menu offers it: it is for tests and for pictures.
    """

    def gettext(self, message: str) -> str:
        parts = _AS_IS.split(message)
        told = "".join(part if n % 2 else part.translate(_LETTERS) for n, part in enumerate(parts))
        more = max(2, -(-len(message) * 35 // 100) - 2)  # the brackets are two
        tail = (_TAIL * (more // len(_TAIL) + 1))[:more]
        return f"⟦{told}{tail.rstrip()}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class _Active:
    language: str = "fi"
    translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Makes ``language`` ("fi", "sv", "en" or "pseudo") the language of everything shown from now on."""
    if language == _PSEUDO:
        _Active.translations = _Pseudo()
    elif language == "fi":
        _Active.translations = gettext.NullTranslations()
    else:
        _Active.translations = gettext.translation(DOMAIN, resource_path("locale"), [language])
    _Active.language = language


def current_language() -> str:
    """The language in use; the pseudo-language shows the catalogue's Finnish."""
    return "fi" if _Active.language == _PSEUDO else _Active.language


def _(message: str) -> str:
    """The text in the language in use."""
    return _Active.translations.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Singular or plural by ``n``, in the language in use; ``n`` is not filled in."""
    return _Active.translations.ngettext(singular, plural, n)
