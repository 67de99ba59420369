"""How fast the search is and what it needs, beside other ways to search the same services in the same run.

    python benchmarks/search/speed.py [COUNT...] [--queries N] [--engines NAME...]

Each engine is built, asked and changed in processes of its own. Judged queries are typed letter by letter.
A keystroke is the ranked first 20, the exact total and the counts of needs, municipalities, languages and
target groups; this program's has the reason for each hit, the counts of activities and switches, near hits
and the better spelling besides. "Again" is the same keystrokes a second time. Times are CPU time; making the
services is not in them. The peers keep no services, only what they search. A peer whose library is not
installed is left out. Prints Markdown. Linux only.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from corpus import SIZES
from peers import PEERS
from stages import CHANGED, FILTERS, OURS, Measured

HERE = Path(__file__).resolve().parent
DEFAULT = SIZES[:3]
LIBRARIES = {"tantivy": "tantivy", "xapian": "xapian"}


def stage(name: str, engine: str, folder: Path, count: int, queries: int) -> Measured:
    print(name, engine, count, file=sys.stderr, flush=True)
    command = [sys.executable, str(HERE / "stages.py"), name, engine, str(folder), str(count), str(queries)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Measured = json.loads(ran.stdout.splitlines()[-1])
    return found


def measured(engine: str, folder: Path, count: int, queries: int) -> Measured:
    """Everything about one engine; its files are there when it has been built before."""
    built = folder / "built.json"
    if not built.exists():
        built.write_text(json.dumps(stage("build", engine, folder, count, queries)), encoding="utf-8")
    found: Measured = json.loads(built.read_text(encoding="utf-8"))
    found |= stage("ask", engine, folder, count, queries)
    return found | stage("update", engine, folder, count, queries)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"| {' | '.join(head)} |")
    print(f"| --- |{' --: |' * (len(head) - 1)}")
    for cells in rows:
        print(f"| {' | '.join(cells)} |")
    print(flush=True)


def report(count: int, found: Mapping[str, Measured]) -> None:
    print(f"### {count:,} services\n")
    ours = found.get(OURS)
    head = ("engine", "p50 ms", "p95 ms", "most ms", "again p95", "p95 ÷ index", f"{CHANGED} changed, s")
    speeds = [
        (
            _called(engine),
            *(f"{one[key]:.2f}" for key in ("p50", "p95", "most", "again p95")),
            f"{one['p95'] / ours['p95']:.1f}" if ours else "",
            f"{one['update s']:.2f}",
        )
        for engine, one in found.items()
    ]
    _table(head, speeds)
    columns = ("engine", "build, CPU s", "most MiB of it", "files MB", "asking, MiB")
    keys = ("CPU s", "peak MiB", "MB", "MiB")
    _table(columns, [(_called(e), *(f"{one[key]:,.0f}" for key in keys)) for e, one in found.items()])
    if ours:
        filters = [("none, again", *_filtered(ours, ""), "")]
        filters += [(name, *_filtered(ours, f"{name} "), f"{ours[f'{name} first']:.1f}") for name in FILTERS]
        _table(("filter (index)", "p50 ms", "p95 ms", "most ms", "p95 ÷ none", "first ms"), filters)


def _filtered(ours: Measured, name: str) -> tuple[str, ...]:
    key = name or "again "
    times = (f"{ours[f'{key}{part}']:.2f}" for part in ("p50", "p95", "most"))
    return (*times, f"{ours[f'{key}p95'] / ours['again p95']:.2f}")


def _called(engine: str) -> str:
    return "**this program's index**" if engine == OURS else PEERS[engine].name


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def main() -> None:
    engines = [OURS, *(name for name in PEERS if name not in LIBRARIES or find_spec(LIBRARIES[name]))]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=list(DEFAULT), metavar="COUNT")
    parser.add_argument("--queries", type=int, default=50)
    parser.add_argument("--engines", nargs="+", choices=engines, default=engines, metavar="NAME")
    parser.add_argument("--keep", type=Path, help="where the built files are kept for another run")
    given = parser.parse_args()
    for count in given.counts:
        with _folder(given.keep) as folder:
            found = {}
            for engine in given.engines:
                place = folder / f"{engine}-{count}"
                place.mkdir(parents=True, exist_ok=True)
                found[engine] = measured(engine, place, count, given.queries)
            report(count, found)
    print("What the peers cannot do:\n")
    for name in given.engines:
        if name != OURS:
            print(f"- {PEERS[name].name}: {PEERS[name].lacks}.")


if __name__ == "__main__":
    main()
