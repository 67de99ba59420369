"""Two editions of one register, each a sheet of about 300 services: the second adds, changes and leaves out.

Also what a catalogue must hold and answer when it stands at one edition, taken from a catalogue that never
held anything else.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_search.catalogue import Catalogue
from neuvola_search.query import Query, Results

HEADER = "id,name_fi,summary_fi,description_fi,keywords,organisation,sector,municipalities,phone,hours,cost"
WORDS = (
    "velkaneuvonta",
    "ruoka-apu",
    "yksinäisyys",
    "vertaistuki",
    "olohuone",
    "asumisneuvonta",
    "toimeentulo",
    "päihdekuntoutus",
    "ryhmä",
    "keskustelu",
    "nuoret",
    "perheet",
    "omaishoitaja",
    "digiopastus",
    "kahvila",
    "kotikäynti",
    "saattaja",
    "kriisiapu",
    "työpaja",
    "kielikurssi",
    "laskut",
    "muutto",
    "tulkki",
    "vauva",
    "eläke",
    "mieli",
    "uupumus",
    "harrastus",
    "lainavaatteet",
)
PLACES = ("Kuopio", "Siilinjärvi", "Kuopio|Siilinjärvi", "Iisalmi")
QUERIES = (
    Query(limit=400),
    Query("velkaneuvontaa", limit=400),
    Query("ruoka", limit=400),
    Query("vertaistuki nuorille"),
    Query("kahvilla"),
    Query("ensipainos", limit=400),
    Query("toispainos", limit=400),
    Query("uusi", municipalities=("297",)),
    Query("olohuone", municipalities=("140",), free=True),
)

Row = tuple[str, str, bool]
"""Id, digest, whether withdrawn."""
Rows = frozenset[Row]


@dataclass(frozen=True, slots=True)
class Edition:
    """A sheet, what the catalogue holds after it came in over the other edition, and what it answers."""

    sheet: Path
    rows: Rows
    answers: tuple[Results, ...]

    @property
    def live(self) -> Rows:
        return frozenset(row for row in self.rows if not row[2])

    def alone(self) -> "Edition":
        """The same where the other edition never came in."""
        return replace(self, rows=self.live)


def rows(paths: DeskPaths) -> Rows:
    """All that the file says of its services once the program has opened it, read past the program."""
    with closing(Desk(paths)) as desk:
        desk.catalogue.info()
    with closing(sqlite3.connect(paths.catalogue)) as connection:
        found = connection.execute("SELECT id, digest, withdrawn_on IS NOT NULL FROM services")
        return frozenset((row[0], row[1], bool(row[2])) for row in found)


def integrity(paths: DeskPaths) -> str:
    """What SQLite's own full check says."""
    with closing(sqlite3.connect(paths.catalogue)) as connection:
        return "; ".join(row[0] for row in connection.execute("PRAGMA integrity_check"))


def answers(catalogue: Catalogue) -> tuple[Results, ...]:
    """All that a search tells but how long it took."""
    return tuple(replace(catalogue.search(query), took_ms=0.0) for query in QUERIES)


def no_edition(folder: Path) -> Edition:
    """What a desk holds and answers before anything has come in."""
    with closing(Desk(DeskPaths(folder / "empty").create())) as desk:
        return Edition(folder / "no-sheet", frozenset(), answers(desk.catalogue))


def two_editions(folder: Path) -> tuple[Edition, Edition]:
    """Writes the sheets under one name, in folders of their own, and learns what each must give."""
    first, second = (_alone(folder / f"edition-{number}", number) for number in (0, 1))
    return _over(second, first), _over(first, second)


def desk_with_both(folder: Path) -> tuple[Path, tuple[Edition, Edition]]:
    """The data folder of a desk that stands at the second edition, having had both; and the editions."""
    editions = two_editions(folder)
    paths = DeskPaths(folder / "desk").create()
    with closing(Desk(paths)) as desk:
        for edition in editions:
            desk.imports.run([edition.sheet])
    return paths.data, editions


def _alone(folder: Path, number: int) -> Edition:
    paths = DeskPaths(folder / "desk").create()
    sheet = folder / "palvelut.csv"
    sheet.write_text("\n".join((HEADER, *_lines(number))) + "\n", encoding="utf-8")
    with closing(Desk(paths)) as desk:
        desk.imports.run([sheet])
        return Edition(sheet, rows(paths), answers(desk.catalogue))


def _over(left: Edition, comes: Edition) -> Edition:
    ids = {row[0] for row in comes.rows}
    withdrawn = ((row[0], row[1], True) for row in left.rows if row[0] not in ids)
    return replace(comes, rows=comes.rows.union(withdrawn))


def _lines(number: int) -> Iterator[str]:
    """Of every ten services one is only in the first edition, one only in the second, and six change."""
    random = Random(20)
    mark = ("ensipainos", "toispainos")[number]
    for service in range(330):
        words = [random.choice(WORDS) for _ in range(60)]
        fate = service % 10
        if fate == 1 - number:
            continue
        said = f"{mark} " if fate < 8 else ""
        yield ",".join(
            (
                str(service),
                f"{words[0].capitalize()} ja {words[1]} {service}",
                f"{said}{' '.join(words[2:12])}",
                f"{' '.join(words[12:])} {said}{random.choice(WORDS) if fate > 7 else words[number]}",
                f"{words[2]};{words[3]}",
                f"Kulman Tuki {service % 7} ry",
                "ngo",
                PLACES[service % len(PLACES)],
                "017 123 4567",
                "ma–pe 9–16",
                "maksuton" if service % 2 else "",
            )
        )
