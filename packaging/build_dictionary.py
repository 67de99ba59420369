"""Makes the Finnish dictionary table from the Voikko transducer that the package ``pyvoikko`` carries.

The transducer (GPL, from the voikko-fi dictionary) is rewritten into one flat file that the program maps into
memory: see ``neuvola_search.dictionary`` for the layout. The table is the same on every platform.
"""

import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from neuvola_search.dictionary import TABLE, pack


def _plain_symbols(symbol: Any) -> tuple[str, str, str]:
    """(kind, text, value) of a transducer symbol: "eps", "text", or a flag operation letter."""
    if hasattr(symbol, "flag_type"):
        return (str(symbol.flag_type), str(symbol.key), symbol.value or "")
    if hasattr(symbol, "string"):
        return ("text", str(symbol.string), "")
    return ("eps", "", "")


def main() -> None:
    """Writes the table unless it is there already, made from the same version."""
    stamp = f"pyvoikko {version('pyvoikko')}"
    if TABLE.exists() and TABLE.read_bytes()[:64].split(b"\0")[1:2] == [stamp.encode()]:
        return
    from kfst_py import FST

    spec = find_spec("pyvoikko")
    if spec is None or spec.origin is None:
        sys.exit("The package pyvoikko is missing: run `make setup`.")
    fst = FST.from_kfst_file(str(Path(spec.origin).parent / "voikko.kfst"))
    transitions = [
        (state, _plain_symbols(given), _plain_symbols(told), target)
        for state, rules in fst.rules.items()
        for given, arcs in rules.items()
        for target, told, _weight in arcs
    ]
    table = pack(transitions, frozenset(fst.final_states), stamp)
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    unfinished = TABLE.with_suffix(".new")
    unfinished.write_bytes(table)
    unfinished.replace(TABLE)
    sys.stderr.write(f"{TABLE.name}: {len(transitions)} transitions, {len(table) // 1024} KiB\n")


if __name__ == "__main__":
    main()
