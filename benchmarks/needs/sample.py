"""Draws the services whose needs are labelled by hand, always the same ones from the same data.

    python benchmarks/needs/sample.py REGISTER PTV

REGISTER is a folder of the Helsinki service register and PTV one of the Finnish Service Catalogue. Prints
what a person reads to label a service; the needs that the rules gave it are left out on purpose.
"""

import argparse
import random
from collections.abc import Sequence

from neuvola_core.catalogue import Service
from neuvola_exchange.registry import open_source

SEED = 20250917
FROM_REGISTER = 120
FROM_PTV = 80


def services(source: str) -> list[Service]:
    """All services of a source, in the order of their ids."""
    return sorted((i for i in open_source(source).items if isinstance(i, Service)), key=lambda s: s.id)


def drawn(found: Sequence[Service], number: int) -> list[Service]:
    """Some of the services, by chance but repeatably."""
    return random.Random(SEED).sample(found, number)


def readable(service: Service) -> str:
    """What is known of a service before anybody has classified it, in Finnish where there is Finnish."""
    source = service.source
    texts = (service.summary, service.description)
    lines = (
        f"## {source.name}/{source.kind}/{source.source_id}",
        service.name.best(),
        *(text.get("fi") or text.best() for text in texts if text),
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("register", metavar="REGISTER")
    parser.add_argument("ptv", metavar="PTV")
    asked = parser.parse_args()
    sample = drawn(services(asked.register), FROM_REGISTER) + drawn(services(asked.ptv), FROM_PTV)
    print("\n\n".join(map(readable, sample)))


if __name__ == "__main__":
    main()
