"""From text to the keys it is found by: tokens, folded forms, stems, base forms and compound parts.

The same analyser reads the texts and the queries. A key is either a folded word form as it stands, or begins
with ``=`` (which no word does): ``=fi:`` and the like a Snowball stem of that language, ``=l:`` a base form,
``=p:`` the base form of a part of a compound. Prefixes and spelling repair know the word forms only.
"""

import re
import threading
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import Final, Protocol

import snowballstemmer

from neuvola_core.folding import fold
from neuvola_search.fold import clean
from neuvola_search.morphology import Analysis
from neuvola_search.stopwords import STOP

ANALYSIS_VERSION: Final = 1
LANGUAGES: Final = ("fi", "sv", "en")
QUERY_LENGTH: Final = 200
QUERY_WORDS: Final = 30
_TEXT_LENGTH: Final = 40_000
_WORD_LENGTH: Final = 60
_CACHED: Final = 20_000
"""Words whose keys are remembered; a writer, which meets far more and soon ends, remembers more of them."""
_CACHED_BY_WRITER: Final = 100_000
_MARKS: Final = "\u0300-\u036f\u064b-\u065f\u0670"
_TOKEN: Final = re.compile(rf"[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*(?:[-'’‐‑:][^\W_]+)*")
_JOINTS: Final = re.compile(r"[-‐‑]")
_SNOWBALL: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}


class Morphology(Protocol):
    """A dictionary of Finnish."""

    def analyse(self, word: str) -> tuple[Analysis, ...]:
        """The readings of a lower-case word form; none for an unknown one."""
        ...


class Memory(Protocol):
    """Where the readings of words that stand in texts are kept between runs."""

    def recall(self, word: str) -> str | None:
        """What ``Form.reading`` was for a word; None where it is not kept."""
        ...


class Notes(Memory, Protocol):
    """A memory that a writer's analyser adds to."""

    def remember(self, word: str, reading: str) -> None:
        """Takes down what the dictionary told of a word that stands in a text."""
        ...


@dataclass(frozen=True, slots=True)
class Form:
    """One word form: folded, its stems and base forms.

    ``parts`` are the base forms of each part of a compound, or what a derived word is derived from.
    """

    surface: str
    stems: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()

    def __hash__(self) -> int:
        return hash(self.surface)  # quick, and nearly as good as all of it

    @property
    def reading(self) -> str:
        """What the dictionary told of the word, as kept: base forms, then each part's base forms."""
        return ";".join(",".join(some) for some in (self.bases, *self.parts))

    @property
    def whole(self) -> tuple[str, ...]:
        """The keys of the whole word."""
        return (self.surface, *self.stems, *(f"=l:{base}" for base in self.bases))

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything a text with this word is found by."""
        return (*self.whole, *(f"=p:{base}" for part in self.parts for base in part))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query.

    ``pieces`` are the parts of a hyphenated one; an ``open`` one is still being typed, and ``unread`` if only
    its stem is known yet (see ``Analyser.read``).
    """

    typed: str
    form: Form
    pieces: tuple[Form, ...] = ()
    open: bool = False
    unread: bool = False

    def __hash__(self) -> int:
        return hash(self.typed)

    @property
    def is_stop(self) -> bool:
        """Whether it says nothing of what is looked for, unless in an expression."""
        return self.form.surface in STOP


def tokens(*texts: str) -> list[str]:
    """Words as written, in lower case; hyphens, apostrophes and case endings after a colon stay in them."""
    text = "\n".join([text[:_TEXT_LENGTH] for text in texts])
    return [word[:_WORD_LENGTH] for word in _TOKEN.findall(clean(text).lower())]


def pieces_of(token: str) -> tuple[str, ...]:
    """``ruoka-apu`` → ``ruokaapu``, ``ruoka``, ``apu``; ``kela:n`` → ``kela``; other words as they are."""
    token = token.partition(":")[0].replace("'", "").replace("’", "")
    parts = tuple(part for part in _JOINTS.split(token) if part)
    return ("".join(parts), *parts) if len(parts) > 1 else parts


_STEMMERS: Final = {code: snowballstemmer.stemmer(name) for code, name in _SNOWBALL.items()}
for _stemmer in _STEMMERS.values():
    _stemmer.maxCacheSize = 0  # stems are remembered here, with all else of a word
_STEMMING: Final = threading.Lock()


def _stem(word: str, language: str) -> str:
    with _STEMMING:  # a stemmer keeps its word in itself
        return fold(_STEMMERS[language].stemWord(word))


class Analyser:
    """Makes keys and remembers the word forms it has met; threads may share it.

    ``dictionary`` names the edition of the morphology: the index is made again when it changes.
    """

    def __init__(
        self,
        morphology: Morphology | None = None,
        *,
        dictionary: str = "dictionary",
        memory: Memory | None = None,
    ) -> None:
        self._morphology = morphology
        self._memory = memory
        self._notes: Notes | None = None
        self._most = _CACHED
        self._forms: dict[tuple[str, str], Form] = {}
        self._token_keys: dict[str, dict[str, tuple[str, ...]]] = {}
        self.version = f"{ANALYSIS_VERSION}/{dictionary if morphology else 'snowball'}"

    def __eq__(self, other: object) -> bool:
        """Whether both give the same keys, whatever they remember."""
        if not isinstance(other, Analyser):
            return NotImplemented
        return other.version == self.version and other._morphology is self._morphology

    def __hash__(self) -> int:
        return hash(self.version)

    def with_memory(self, memory: Memory) -> "Analyser":
        """The same analyser with what a catalogue remembers."""
        other = copy(self)  # what is already known is the same in every catalogue, and shared
        other._memory = memory
        return other

    def for_writer(self, notes: Notes) -> "Analyser":
        """The same analyser for the texts of one transaction; what it learns is kept in the notes only."""
        other = copy(self)
        other._memory = other._notes = notes
        other._most = _CACHED_BY_WRITER
        other._forms, other._token_keys = {}, {}
        return other

    def form(self, word: str, language: str = "") -> Form:
        """The word in one language, or in all of them where none is given."""
        key = (language, word)
        found = self._forms.get(key)
        if found is None:
            stemmed = self._stemmed(word, (language,) if language else LANGUAGES)
            found = self._kept(key, stemmed, self._look_up(word) if self._is_finnish(word, language) else "")
        return found

    def quick_form(self, word: str) -> Form | None:
        """The word in all languages if that needs no look-up in the dictionary; None otherwise."""
        found = self._forms.get(("", word))
        if found is None:
            reading: str | None = ""
            if self._is_finnish(word, ""):
                reading = self._memory.recall(word) if self._memory else None
            if reading is not None:
                found = self._kept(("", word), self._stemmed(word, LANGUAGES), reading)
        return found

    def _is_finnish(self, word: str, language: str) -> bool:
        return self._morphology is not None and language in {"", "fi"} and len(word) > 2

    def _stemmed(self, word: str, languages: Iterable[str]) -> Form:
        stems: tuple[str, ...] = ()
        if len(word) > 2 and not word.isdigit():
            stems = tuple(f"={code}:{_stem(word, code)}" for code in languages if code in _SNOWBALL)
        return Form(fold(word), stems)

    def _look_up(self, word: str) -> str:
        kept = self._memory.recall(word) if self._memory else None
        if kept is not None or self._morphology is None:
            return kept or ""
        readings = self._morphology.analyse(word)
        bases = dict.fromkeys(fold(reading.lemma) for reading in readings)
        compound = next((reading for reading in readings if len(reading.parts) > 1), None)
        if compound:
            parts = [tuple(dict.fromkeys(map(fold, part.bases))) for part in compound.parts]
        else:
            roots = dict.fromkeys(fold(base) for reading in readings for base in reading.parts[0].bases[1:])
            parts = [tuple(root for root in roots if root not in bases)]
        reading = Form("", (), tuple(bases), tuple(part for part in parts if part)).reading
        if self._notes:
            self._notes.remember(word, reading)
        return reading

    def _kept(self, key: tuple[str, str], stemmed: Form, reading: str) -> Form:
        bases, *parts = (tuple(part.split(",")) for part in reading.split(";")) if reading else ((),)
        found = Form(stemmed.surface, stemmed.stems, bases, tuple(parts))
        if len(self._forms) >= self._most:
            self._forms.clear()
        self._forms[key] = found
        return found

    def token_keys(self, token: str, language: str) -> tuple[str, ...]:
        """The keys of one token of a text, those of its hyphenated parts included."""
        known = self._token_keys.get(language)
        found = known.get(token) if known else None
        if found is None:
            known = self._token_keys.setdefault(language, {})
            keys = dict.fromkeys(
                key for piece in pieces_of(token) for key in self._text_keys(piece, language)
            )
            found = tuple(keys)
            if len(known) >= self._most:
                known.clear()
            known[token] = found
        return found

    def _text_keys(self, word: str, language: str) -> list[str]:
        # What ``Form.keys`` gives, without making a form of each of a hundred thousand words.
        keys = [fold(word)]
        if language in _SNOWBALL and len(word) > 2 and not word.isdigit():
            keys.append(f"={language}:{_stem(word, language)}")
        reading = self._look_up(word) if language and self._is_finnish(word, language) else ""
        if reading:
            bases, *parts = reading.split(";")
            keys += [f"=l:{base}" for base in bases.split(",")]
            keys += [f"=p:{base}" for part in parts for base in part.split(",")]
        return keys

    def query(self, text: str) -> tuple[Word, ...]:
        """The words of a query, stop words too. Any text is safe."""
        text = text[:QUERY_LENGTH]
        found = tokens(text)[:QUERY_WORDS]
        open_end = bool(text) and not text[-1].isspace()
        words = [self._word(token, open_end and index == len(found) - 1) for index, token in enumerate(found)]
        return tuple(word for word in words if word.form.surface)

    def _word(self, token: str, is_open: bool) -> Word:
        pieces = pieces_of(token)
        if not pieces:
            return Word(token, Form(""))
        form = self.quick_form(pieces[0])
        if form is None and not is_open:
            form = self.form(pieces[0])
        unread = form is None
        form = form or self._stemmed(pieces[0], LANGUAGES)
        return Word(token, form, tuple(map(self.form, pieces[1:])), is_open, unread)

    def read(self, word: Word) -> Word:
        """An unread word looked up in the dictionary after all."""
        return replace(word, form=self.form(pieces_of(word.typed)[0]), unread=False)

    def phrase(self, text: str, language: str) -> tuple[frozenset[str], ...]:
        """The keys of each meaning word of a name, without those of compound parts; of all if none means."""
        forms = self._forms_of(text, language)
        meaning = [form for form in forms if form.surface not in STOP] or forms
        return tuple(frozenset(form.whole) for form in meaning)

    def _forms_of(self, text: str, language: str) -> list[Form]:
        return [self.form(pieces[0], language) for token in tokens(text) if (pieces := pieces_of(token))]


def plain(text: str) -> str:
    """A whole name as one key: its words folded and joined by single blanks, hyphens gone."""
    return " ".join(fold(pieces[0]) for token in tokens(text) if (pieces := pieces_of(token)))
