"""Publishes and builds ready-made catalogues until it is killed.

python -m support.publishing_worker FOLDER
"""

import sys
from itertools import count
from pathlib import Path

from neuvola_server.house import utc_now
from support.publishing import incoming, make_house, news


def main() -> None:
    house = make_house(Path(sys.argv[1]), clock=utc_now)
    first = house.publication.now().seq
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for n in count(first):
        house.publication.publish(news(*(incoming(f"Palvelu {n}-{m}") for m in range(20))))
        house.snapshots.refresh()


if __name__ == "__main__":
    main()
