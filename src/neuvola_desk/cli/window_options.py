"""The options that need no command: read alone they open the window, without loading what commands load."""

import argparse
from collections.abc import Sequence


def add_global_options(parser: argparse.ArgumentParser, *, first: bool) -> None:
    """The options that may stand before or after the command; the later one wins."""
    missing = None if first else argparse.SUPPRESS
    parser.add_argument(
        "--data-dir", metavar="DIR", default=missing, help="tietokansio (tai NEUVOLA_DATA_DIR)"
    )
    parser.add_argument(
        "--pin-fd",
        type=int,
        metavar="N",
        default=missing,
        help="tiedostokahva, josta PIN-koodi luetaan (tai NEUVOLA_PIN_FD)",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if first else argparse.SUPPRESS,
        help="tulos yhtenä JSON-rivinä",
    )


def add_window_options(parser: argparse.ArgumentParser) -> None:
    """What may be said when the window is wanted."""
    add_global_options(parser, first=True)
    parser.add_argument(
        "--screenshot", metavar="FILE.png", help="avaa ikkunan, tallentaa siitä kuvan ja sulkee"
    )


def window_options(argv: Sequence[str] | None) -> argparse.Namespace | None:
    """The options of the window; None where there is more to read, or a mistake to be told of."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_window_options(parser)
    try:
        options, rest = parser.parse_known_args(argv)
    except argparse.ArgumentError:
        return None
    return None if rest else options
