"""The Finnish dictionary table: a finite-state transducer laid out flat, read by mapping it into memory.

Layout, little-endian: ``NEUVOLA1\\0`` + stamp padded to 64 bytes; five uint32 (symbols, states, transitions,
flag keys, bytes of symbol text); the symbols as UTF-8 JSON, padded to 4; ``states + 1`` uint32 (index of a
state's first transition, the highest bit set on a final state); per transition one uint32 (input symbol
<< 16 | output symbol); per transition one uint32 (target state). The transitions of a state are sorted by
input symbol, and symbols that read nothing (epsilon, flag operations) come before those that read a
character, so that both are found without looking at the rest.

A flag operation is Xerox's: P sets, C clears, D forbids, R requires, U unifies (Beesley & Karttunen, Finite
State Morphology, 2003, chapter 7).
"""

import json
import mmap
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

Symbol = tuple[str, str, str]
Flags = tuple[int, ...]
_Place = tuple[int, int, Flags, Flags, str]
"""State, characters read, flags of the reading and of the writing side, text written."""

TABLE: Final = Path(str(files("neuvola_search"))) / "data" / "finnish.table"
LONGEST_WORD: Final = 60
"""Longer words are not looked up; the longest Finnish words in public texts are well below."""

_MAGIC: Final = b"NEUVOLA1\0"
_HEADER: Final = struct.Struct("<5I")
_FINAL: Final = 1 << 31
_MOST_STEPS: Final = 60_000
_UNDOTTED: Final = {"a": "aäå", "o": "oö"}


def pack(transitions: Iterable[tuple[int, Symbol, Symbol, int]], finals: frozenset[int], stamp: str) -> bytes:
    """The table's bytes for transitions (state, read, write, target); state 0 is the start."""
    arcs = list(transitions)
    silent = sorted(
        {s for _, *pair, _ in arcs for s in pair if s[0] != "text"}, key=lambda s: (s[0] != "eps", s)
    )
    spoken = sorted({s for _, *pair, _ in arcs for s in pair if s[0] == "text"}, key=lambda s: s[1])
    symbols = silent + spoken
    number = {symbol: index for index, symbol in enumerate(symbols)}
    rows = sorted((state, number[read], number[write], target) for state, read, write, target in arcs)
    count = 1 + max(max(row[0], row[3]) for row in rows)
    starts = [0] * (count + 1)
    for state, *_ in rows:
        starts[state + 1] += 1
    for state in range(count):
        starts[state + 1] += starts[state]
    marked = [start | _FINAL if state in finals else start for state, start in enumerate(starts)]
    text = json.dumps(symbols, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    keys = len({s[1] for s in silent if s[0] != "eps"})
    return b"".join(
        (
            (_MAGIC + stamp.encode()).ljust(64, b"\0"),
            _HEADER.pack(len(symbols), count, len(rows), keys, len(text)),
            text,
            struct.pack(f"<{count + 1}I", *marked),
            struct.pack(f"<{len(rows)}I", *(read << 16 | write for _, read, write, _ in rows)),
            struct.pack(f"<{len(rows)}I", *(target for *_, target in rows)),
        )
    )


class Dictionary:
    """The table mapped into memory; ``lookup`` gives the transducer's readings of one word."""

    def __init__(self, path: Path = TABLE) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise ValueError(f"{path.name} is not a dictionary table")
        count, states, arcs, _keys, length = _HEADER.unpack_from(self._map, 64)
        place = 64 + _HEADER.size
        symbols: list[Symbol] = [tuple(s) for s in json.loads(self._map[place : place + length])]
        words = memoryview(self._map)[place + length :].cast("I")
        self._starts = words[: states + 1]
        self._labels = words[states + 1 : states + 1 + arcs]
        self._targets = words[states + 1 + arcs :]
        self._written = ["" if kind != "text" else text for kind, text, _ in symbols]
        self._first_spoken = next(i for i, symbol in enumerate(symbols) if symbol[0] == "text")
        self._characters = {symbols[i][1]: i for i in range(self._first_spoken, count)}
        self._operations = _operations(symbols[: self._first_spoken])
        self._no_flags: Flags = (0,) * len({s[1] for s in symbols[1 : self._first_spoken]})

    def lookup(self, word: str, *, undotted: bool = False) -> Iterator[str]:
        """Readings such as "[Ln][Xp]koti[X]kot[Sine][Ny]ona"; none for a word it does not know.

        With ``undotted`` a typed "a" also reads "ä" and "å", and "o" reads "ö". Gives up after a bounded
        number of steps: any text is safe.
        """
        if len(word) > LONGEST_WORD:
            return
        choices = [_UNDOTTED.get(c, c) if undotted else c for c in word]
        given = [sorted(self._characters[c] for c in choice if c in self._characters) for choice in choices]
        if not all(given):
            return
        yield from self._walk(given)

    def _walk(self, given: list[list[int]]) -> Iterator[str]:
        """Follows every path that reads one of ``given[0]``, one of ``given[1]`` …, depth first.

        The arcs are stepped through here and not in a function of their own: a word costs hundreds of them.
        """
        starts, labels, targets, written = self._starts, self._labels, self._targets, self._written
        first_spoken, operations, length = self._first_spoken, self._operations, len(given)
        steps = 0
        seen: set[str] = set()
        stack: list[_Place] = [(0, 0, self._no_flags, self._no_flags, "")]
        while stack and steps < _MOST_STEPS:
            state, at, reading, writing, told = stack.pop()
            arc, end = starts[state], starts[state + 1] & ~_FINAL
            if arc & _FINAL:
                arc &= ~_FINAL
                if at == length and told not in seen:
                    seen.add(told)
                    yield told
            while arc < end and (label := labels[arc]) >> 16 < first_spoken:
                steps += 1
                read_flags = self._operate(label >> 16, reading) if label >> 16 in operations else reading
                label &= 0xFFFF
                write_flags = self._operate(label, writing) if label in operations else writing
                if read_flags is not None and write_flags is not None:
                    stack.append((targets[arc], at, read_flags, write_flags, told + written[label]))
                arc += 1
            if at == length:
                continue
            for symbol in given[at]:
                place = bisect_left(labels, symbol << 16, arc, end)
                while place < end and (label := labels[place]) >> 16 == symbol:
                    steps += 1
                    label &= 0xFFFF
                    write_flags = self._operate(label, writing) if label in operations else writing
                    if write_flags is not None:
                        stack.append((targets[place], at + 1, reading, write_flags, told + written[label]))
                    place += 1

    def _operate(self, symbol: int, flags: Flags) -> Flags | None:
        """The flags after a flag symbol's operation; None where it forbids to go on."""
        kind, key, value = self._operations[symbol]
        held = flags[key]
        if kind == "D":
            return None if held and (not value or held == value) else flags
        if kind == "R":
            return flags if held and (not value or held == value) else None
        if kind == "U" and held and held != value:
            return None
        return (*flags[:key], 0 if kind == "C" else value, *flags[key + 1 :])


def _operations(silent: list[Symbol]) -> Mapping[int, tuple[str, int, int]]:
    """Symbol number → (kind, flag number, value number); value 0 is "none given"."""
    keys = sorted({key for kind, key, _ in silent if kind != "eps"})
    values = sorted({value for kind, _, value in silent if kind != "eps" and value})
    return {
        index: (kind, keys.index(key), values.index(value) + 1 if value else 0)
        for index, (kind, key, value) in enumerate(silent)
        if kind != "eps"
    }
