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
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

Symbol = tuple[str, str, str]
_Move = tuple[int, int, str, int]
"""Number of the flag operations on the way, target, text written on the way, characters read: one or none."""
_Place = tuple[int, int, int, str]
"""State, characters read, number of the flags, text written."""

TABLE: Final = Path(str(files("neuvola_search"))) / "data" / "finnish.table"
LONGEST_WORD: Final = 60
"""Longer words are not looked up; the longest Finnish words in public texts are well below."""

_MAGIC: Final = b"NEUVOLA1\0"
_HEADER: Final = struct.Struct("<5I")
_FINAL: Final = 1 << 31
_MOST_STEPS: Final = 60_000
_END: Final = 0
"""The choice that stands for the end of the word."""
_KEPT_MOVES: Final = 48_000
_CROSSROADS: Final = 3
"""A state with so many transitions that read nothing is a stop of its own: many roads lead to it."""
_BEGINNING: Final = 3
"""How much of a word is walked once only for all the words that begin so."""
_KEPT_BEGINNINGS: Final = 2_000
_START: Final[_Place] = (0, 0, 0, "")
_NUMBERING: Final = threading.Lock()
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
    """The table mapped into memory; ``lookup`` gives the transducer's readings of one word.

    What can be read from a state next is worked out once and kept: every chain of transitions that read
    nothing, up to one that reads the character, becomes a single move. Threads may share it.
    """

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
        characters = {symbols[i][1]: i for i in range(self._first_spoken, count)}
        self._choices: list[tuple[int, ...]] = [(), *((symbol,) for symbol in characters.values())]
        self._plain = {character: number for number, character in enumerate(characters, 1)}
        self._undotted = dict(self._plain)
        for typed, meant in _UNDOTTED.items():
            self._undotted[typed] = len(self._choices)
            self._choices.append(tuple(sorted(characters[c] for c in meant if c in characters)))
        self._flags = _Flags(symbols[: self._first_spoken])
        self._moves: dict[int, tuple[_Move, ...]] = {}
        self._begun: dict[tuple[int, ...], tuple[_Place, ...]] = {}
        self._older: dict[int, tuple[_Move, ...]] = {}

    def give_back(self) -> None:
        """Gives the pages of the table back to the system; they come again when they are read."""
        if hasattr(mmap, "MADV_DONTNEED"):  # not on Windows
            self._map.madvise(mmap.MADV_DONTNEED)

    def lookup(self, word: str, *, undotted: bool = False) -> Iterator[str]:
        """Readings such as "[Ln][Xp]koti[X]kot[Sine][Ny]ona"; none for a word it does not know.

        With ``undotted`` a typed "a" also reads "ä" and "å", and "o" reads "ö". Gives up after a bounded
        number of steps: any text is safe.
        """
        if len(word) > LONGEST_WORD:
            return
        choices = self._undotted if undotted else self._plain
        given = [choices.get(character, 0) for character in word]
        if all(given):
            yield from self._read((*given, _END))

    def _read(self, given: tuple[int, ...]) -> Iterator[str]:
        start = given[:_BEGINNING]
        begun = self._begun.get(start)
        if begun is None:
            begun = tuple(self._walk([_START], start))[::-1]  # the walk goes on with what comes last
            if len(self._begun) >= _KEPT_BEGINNINGS:
                self._begun.clear()
            self._begun[start] = begun
        seen: set[str] = set()
        for _state, _at, _flags, told in self._walk([*begun], given):
            if told not in seen:
                seen.add(told)
                yield told

    def _walk(self, stack: list[_Place], given: tuple[int, ...]) -> Iterator[_Place]:
        """Follows every path that reads what is given, depth first."""
        starts, labels, spoken = self._starts, self._labels, self._first_spoken << 16
        moves, outcomes, last = self._moves, self._flags.outcomes, len(given)
        steps = 0
        while stack and steps < _MOST_STEPS:
            place = stack.pop()
            state, at, flags, told = place
            if at == last:
                yield place
                continue
            choice = given[at]
            found: Sequence[_Move] | None = moves.get(state << 8 | choice)
            if found is None:
                arc, end = starts[state] & ~_FINAL, starts[state + 1] & ~_FINAL
                if choice == _END or arc == end or labels[arc] < spoken:
                    found = self._found_moves(state, choice)
                else:
                    found = self._read_next(arc, end, choice)
                    if not found:
                        continue
            steps += 1 + len(found)
            for operations, target, written, read in found:
                if not operations:
                    stack.append((target, at + read, flags, told + written))
                    continue
                outcome = outcomes.get(operations << 16 | flags)
                if outcome is None:
                    outcome = self._flags.outcome(operations, flags)
                if outcome >= 0:
                    stack.append((target, at + read, outcome, told + written))

    def _found_moves(self, state: int, choice: int) -> tuple[_Move, ...]:
        place = state << 8 | choice
        found = self._older.get(place)
        if found is None:
            found = tuple(reversed([*self._onward(state, choice, (), "", (state,))]))
        if len(self._moves) >= _KEPT_MOVES:
            self._older = dict(self._moves)
            self._moves.clear()
            self._flags.outcomes.clear()
        self._moves[place] = found
        return found

    def _onward(
        self, state: int, choice: int, operations: tuple[int, ...], told: str, passed: tuple[int, ...]
    ) -> Iterator[_Move]:
        """The moves of a state, the first to be followed first."""
        arc, end = self._starts[state] & ~_FINAL, self._starts[state + 1] & ~_FINAL
        silent = bisect_left(self._labels, self._first_spoken << 16, arc, end)
        if silent - arc >= _CROSSROADS and len(passed) > 1:
            yield self._flags.number(operations), state, told, 0
            return
        if choice == _END:
            if self._starts[state] & _FINAL:
                yield self._flags.number(operations), state, told, 1
        elif silent < end:
            yield from self._spoken(silent, end, choice, operations, told)
        for place in range(silent - 1, arc - 1, -1):
            read, write = divmod(self._labels[place], 1 << 16)
            target = self._targets[place]
            if target not in passed:  # a loop that reads nothing says nothing new
                done = (*operations, *self._flags.steps(read, write))
                written = told + self._written[write]
                yield from self._onward(target, choice, done, written, (*passed, target))

    def _read_next(self, arc: int, end: int, choice: int) -> list[_Move]:
        """What ``_spoken`` gives where nothing was written before, the last to be followed first."""
        labels, targets, written = self._labels, self._targets, self._written
        found = []
        for symbol in self._choices[choice]:
            place = bisect_left(labels, symbol << 16, arc, end)
            while place < end and (label := labels[place]) >> 16 == symbol:
                write = label & 0xFFFF
                row = (
                    self._flags.number(self._flags.steps(0, write)) if write in self._flags.operations else 0
                )
                found.append((row, targets[place], written[write], 1))
                place += 1
        return found

    def _spoken(self, arc: int, end: int, choice: int, operations: tuple[int, ...], told: str) -> list[_Move]:
        found = []
        for symbol in reversed(self._choices[choice]):
            place = bisect_left(self._labels, (symbol + 1) << 16, arc, end) - 1
            while place >= arc and (label := self._labels[place]) >> 16 == symbol:
                write = label & 0xFFFF
                done = (
                    (*operations, *self._flags.steps(0, write))
                    if write in self._flags.operations
                    else operations
                )
                row = self._flags.number(done) if done else 0
                found.append((row, self._targets[place], told + self._written[write], 1))
                place -= 1
        return found


class _Flags:
    """Flag operations in a row and what they make of the flags, each known by a number.

    The flags of the reading and of the writing side are apart; number 0 is no operation and no flag set.
    """

    def __init__(self, silent: Sequence[Symbol]) -> None:
        keys = sorted({key for kind, key, _ in silent if kind != "eps"})
        values = sorted({value for kind, _, value in silent if kind != "eps" and value})
        self.operations: Final = {
            index: (kind, keys.index(key), values.index(value) + 1 if value else 0)
            for index, (kind, key, value) in enumerate(silent)
            if kind != "eps"
        }
        self._sides = len(keys)
        self._rows: list[tuple[int, ...]] = [()]
        self._row_numbers: dict[tuple[int, ...], int] = {(): 0}
        none_set = (0,) * (2 * len(keys))
        self._sets: list[tuple[int, ...]] = [none_set]
        self._set_numbers: dict[tuple[int, ...], int] = {none_set: 0}
        self.outcomes: dict[int, int] = {}

    def steps(self, read: int, write: int) -> tuple[int, ...]:
        """The operations of a transition; those of the writing side are negative."""
        reading = (read,) if read in self.operations else ()
        return (*reading, -write) if write in self.operations else reading

    def number(self, row: tuple[int, ...]) -> int:
        """The number of some operations in a row."""
        return _number(row, self._rows, self._row_numbers)

    def outcome(self, row: int, flags: int) -> int:
        """The number of the flags after a row of operations; negative where one of them forbids to go on."""
        held, found = self._sets[flags], -1
        for symbol in self._rows[row]:
            after = self._operated(symbol, held)
            if after is None:
                break
            held = after
        else:
            found = _number(held, self._sets, self._set_numbers)
        self.outcomes[row << 16 | flags] = found
        return found

    def _operated(self, symbol: int, flags: tuple[int, ...]) -> tuple[int, ...] | None:
        kind, key, value = self.operations[abs(symbol)]
        key += self._sides if symbol < 0 else 0
        held = flags[key]
        if kind == "D":
            return None if held and (not value or held == value) else flags
        if kind == "R":
            return flags if held and (not value or held == value) else None
        if kind == "U" and held and held != value:
            return None
        return (*flags[:key], 0 if kind == "C" else value, *flags[key + 1 :])


def _number(
    wanted: tuple[int, ...], known: list[tuple[int, ...]], numbers: dict[tuple[int, ...], int]
) -> int:
    found = numbers.get(wanted)
    if found is None:
        with _NUMBERING:
            found = numbers.get(wanted)
            if found is None:
                found = len(known)
                known.append(wanted)
                numbers[wanted] = found
    return found
