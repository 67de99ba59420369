"""Writes the record that a release leaves behind: run once a release, and never again for the same one.

    .venv/bin/python -m support.make_old_record VERSION        (in tests/)

The key is the test key; there is nothing in the file but what this script puts there.
"""

import sys
import tempfile
from pathlib import Path

from neuvola_desk.record_port import ServiceNote
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.records import FOOD, full_draft, new_log, new_record

OLD = Path(__file__).resolve().parents[1] / "data" / "old_databases"


def main(version: str) -> None:
    target = OLD / f"desk-{version}.db"
    if target.exists():
        raise SystemExit(f"{target.name} is there already")
    with tempfile.TemporaryDirectory() as folder:
        record = new_record(Path(folder))
        log = new_log(record)
        log.log(full_draft())
        log.log(VisitDraft(needs=("muu",)))
        log.count_question()
        record.service_notes.put(ServiceNote(FOOD, "Ovi sisäpihalta"))
        record.close()
        target.write_bytes((Path(folder) / "desk.db").read_bytes())


if __name__ == "__main__":
    main(sys.argv[1])
