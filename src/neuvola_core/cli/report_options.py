"""The options of ``report``, the same at the desk and on the server."""

import argparse
from collections.abc import Collection
from datetime import date
from pathlib import Path


def add_report_options(parser: argparse.ArgumentParser, endings: Collection[str]) -> None:
    """Adds period, campaign and output; ``endings`` are those that the file may have, with their dots."""

    def output(text: str) -> Path:
        path = Path(text)
        if path.suffix.casefold() not in endings:
            raise argparse.ArgumentTypeError(f"tiedoston pääte on jokin näistä: {', '.join(endings)}")
        return path

    kinds = [ending.removeprefix(".") for ending in endings]
    told = f"{', '.join(kinds[:-1])} tai {kinds[-1]}"
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="PÄIVÄ")
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="PÄIVÄ")
    parser.add_argument("--campaign", default="", metavar="ID", help="vain tämän kokeilun käynnit")
    parser.add_argument("--output", type=output, metavar="FILE", help=told)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("anna päivä muodossa 2026-11-22") from None
