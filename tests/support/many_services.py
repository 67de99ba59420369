"""A catalogue of many services, made by the benchmarks' generator."""

import sys
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from neuvola_search.catalogue import open_catalogue

_GENERATOR = Path(__file__).resolve().parents[2] / "benchmarks" / "search" / "corpus.py"


def many_services(file: Path, count: int) -> None:
    """Writes a catalogue of that many services."""
    spec = spec_from_file_location("corpus_of_many", _GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    generator = module_from_spec(spec)
    sys.modules[spec.name] = generator  # its dataclasses look themselves up
    spec.loader.exec_module(generator)
    catalogue = open_catalogue(file)
    catalogue.apply(generator.corpus(count), origin="made", complete=True, fetched_on=date(2026, 11, 18))
    catalogue.close()
