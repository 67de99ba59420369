"""The words of argparse in Finnish.

It takes them from the default domain of gettext, which follows ``LANG``; the command line speaks Finnish
whatever ``LANG``. There is no other way in than its two functions.
"""

import argparse
import sys
from typing import Any, Final

from neuvola_core.versions import VERSION

_WORDS: Final = {
    "usage: ": "käyttö: ",
    "options": "valitsimet",
    "positional arguments": "annettavat",
    "show this help message and exit": "näytä tämä ohje",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "puuttuu: %s",
    "one of the arguments %s is required": "anna jokin näistä: %s",
    "unrecognized arguments: %s": "tuntematon: %s",
    "not allowed with argument %s": "ei käy yhdessä valitsimen %s kanssa",
    "ignored explicit argument %r": "ei ota arvoa, mutta annettiin %r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s voi olla jokin näistä: %(matches)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "arvo %(value)r ei käy (valitse: %(choices)s)",
    "invalid %(type)s value: %(value)r": "arvo %(value)r ei käy",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "komentoa %(parser_name)r ei ole (komennot: %(choices)s)"
    ),
    "expected one argument": "arvo puuttuu",
    "expected at most one argument": "enintään yksi arvo",
    "expected at least one argument": "arvo puuttuu",
    "expected %s argument": "arvoja pitää olla %s",
    "expected %s arguments": "arvoja pitää olla %s",
}


def _told(message: str) -> str:
    return _WORDS.get(message, message)


def _counted(singular: str, plural: str, n: int) -> str:
    return _told(singular if n == 1 else plural)


def speak_finnish() -> None:
    """Makes every parser of this process speak Finnish."""
    vars(argparse).update(_=_told, ngettext=_counted)


class _Version(argparse.Action):
    """Tells the version and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: Any) -> None:
        sys.stdout.write(f"{parser.prog} {VERSION}\n")
        parser.exit()


def add_version(parser: argparse.ArgumentParser) -> None:
    """Adds the option that tells the version."""
    parser.add_argument("--version", action=_Version, nargs=0, help="näytä ohjelman versio")
