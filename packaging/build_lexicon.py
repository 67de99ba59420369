"""Makes the lexicon table from the lexicon's text files; needs the dictionary table to be there."""

import sqlite3
import sys
from contextlib import closing

from neuvola_search.analysis import Analyser
from neuvola_search.lexicon_table import TABLE, edition, make
from neuvola_search.morphology import finnish


def _is_current(analyser: Analyser) -> bool:
    if not TABLE.exists():
        return False
    with closing(sqlite3.connect(TABLE)) as connection:
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'edition'").fetchone()
        except sqlite3.DatabaseError:
            return False
    return row == (edition(analyser),)


def main() -> None:
    """Writes the table unless it is there already, made from the same texts."""
    analyser = Analyser(finnish())
    if not _is_current(analyser):
        make(TABLE, analyser)
        sys.stderr.write(f"{TABLE.name}: {TABLE.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
