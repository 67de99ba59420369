"""What an imported service is about: its needs, activities and target groups, by the rules of the vocabulary.

Points are given where a term's stems stand (name, keywords, summary, beginning of the description) and for
its PTV classes and life events; a class or life event that several terms claim is shared among them. A stem
that speaks against the term cancels the place it stands in. Matters that no
visitor comes with (``data/no_need.json``: building permits, food control) gain points like a need, and needs
that do not get beyond them are not given. What falls far behind the best is left out.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from neuvola_core import taxonomy
from neuvola_core.catalogue import Service
from neuvola_core.stems import StemMatcher
from neuvola_core.taxonomy import Rule, Term, Vocabulary
from neuvola_core.text import Text

MOST_NEEDS: Final = 4
MOST_ACTIVITIES: Final = 4

_NAME: Final = 6.0
_KEYWORD: Final = 4.0
_SUMMARY: Final = 3.0
_DESCRIPTION: Final = 1.5
_SECOND_STEM: Final = 0.5
_CLASS: Final = 4.0
_LIFE_EVENT: Final = 2.0
_GROUP: Final = 5.0
_OF_PARENT: Final = 0.8
_ENOUGH: Final = 3.0
_OF_BEST: Final = 0.5
_DESCRIPTION_READ: Final = 600

_OTHER_LANGUAGE: Final = 0.5
"""The share for a word that stands only in a translation, where one word means more things."""

_EVERYONE: Final = "kaikki"
_EVENT: Final = "tapahtuma"
_ORGANISATIONS: Final = frozenset({"yritys", "jarjesto", "ammattilainen"})
_FOR_ORGANISATIONS: Final = frozenset({"yrittajan_kriisi", "vapaaehtoiseksi"})

_NO_NEED: Final = "no_need"


@cache
def _no_need() -> Vocabulary:
    """One term only: what is offered in public and is nobody's need at a counselling point."""
    text = (files("neuvola_core") / "data" / "no_need.json").read_text(encoding="utf-8")
    rule = Rule(**{key: tuple(values) for key, values in json.loads(text).items()})
    return Vocabulary(_NO_NEED, (Term(_NO_NEED, Text(), rule=rule),))


_KINDS: Final[Mapping[str, Callable[[], Vocabulary]]] = {
    _NO_NEED: _no_need,
    "need": taxonomy.needs,
    "activity": taxonomy.activities,
    "target": taxonomy.target_groups,
}


@dataclass(frozen=True, slots=True)
class _Key:
    """A term, and whether a stem speaks for it or against it."""

    kind: str
    term: str
    against: bool


@dataclass(frozen=True, slots=True)
class _Codes:
    """Code → the terms of one kind that claim it, with the points each gets."""

    classes: Mapping[str, Mapping[str, float]]
    life_events: Mapping[str, Mapping[str, float]]
    groups: Mapping[str, Mapping[str, float]]


def _shared(claims: Iterable[tuple[str, str]], points: float) -> Mapping[str, Mapping[str, float]]:
    by_code: dict[str, list[str]] = {}
    for code, term in claims:
        by_code.setdefault(code, []).append(term)
    return {code: dict.fromkeys(terms, points / len(terms)) for code, terms in by_code.items()}


@cache
def _codes(kind: str) -> _Codes:
    terms = _KINDS[kind]().terms
    return _Codes(
        classes=_shared(((code, t.id) for t in terms for code in t.rule.classes), _CLASS),
        life_events=_shared(((code, t.id) for t in terms for code in t.rule.life_events), _LIFE_EVENT),
        groups=_shared(((code, t.id) for t in terms for code in t.rule.groups), _GROUP),
    )


def _stems_of(kind: str, term: Term) -> Iterable[tuple[_Key, tuple[str, ...]]]:
    yield _Key(kind, term.id, False), term.rule.stems
    yield _Key(kind, term.id, True), term.rule.not_stems


@cache
def _matcher() -> StemMatcher[_Key]:
    """All vocabularies in one, so that a text is gone through once."""
    rows = (row for kind, read in _KINDS.items() for term in read().terms for row in _stems_of(kind, term))
    return StemMatcher(dict(rows))


@dataclass(frozen=True, slots=True)
class _Found:
    """Points by kind and term for one service, and the terms its name speaks against."""

    points: Mapping[str, dict[str, float]]
    barred: frozenset[_Key]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words may stand: in the language a service is written in or its translations; and their worth."""

    written: str
    translated: str
    worth: float

    def found(self) -> Mapping[_Key, float]:
        """Points of the terms that no word here speaks against, and the words against as they are."""
        written = _matcher().find(self.written)
        translated = _matcher().find(self.translated)
        points: dict[_Key, float] = {}
        for key in (*written, *translated):
            against = replace(key, against=True)
            if key.against or (against not in written and against not in translated):
                stems = written.get(key) or translated[key]
                gained = self.worth + (_SECOND_STEM if len(stems) > 1 else 0.0)
                points[key] = gained * (1.0 if key in written else _OTHER_LANGUAGE)
        return points


_ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+|www\.\S+", re.IGNORECASE)
"""Addresses say who wrote, not what about: liikunta@, /kulttuuri."""


def _split(texts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Texts given with their languages: those in Finnish, or else the first language, and the others."""
    pairs = [(language, _ADDRESS.sub(" ", text)) for language, text in texts]
    languages = [language for language, _ in pairs]
    main = "fi" if "fi" in languages or not languages else languages[0]
    return (
        " | ".join(text for language, text in pairs if language == main),
        " | ".join(text for language, text in pairs if language != main),
    )


def _places(service: Service) -> tuple[_Place, ...]:
    """The texts of a service; the name is first."""
    name = [*service.name.items(), *((word.language, word.text) for word in service.synonyms)]
    keywords = [(word.language, word.text) for word in (*service.keywords, *service.ontology)]
    description = [(language, text[:_DESCRIPTION_READ]) for language, text in service.description.items()]
    return (
        _Place(*_split(name), _NAME),
        _Place(*_split(keywords), _KEYWORD),
        _Place(*_split(service.summary.items()), _SUMMARY),
        _Place(*_split(description), _DESCRIPTION),
    )


def _read(service: Service) -> _Found:
    points: dict[str, dict[str, float]] = {kind: {} for kind in _KINDS}
    name, *others = (place.found() for place in _places(service))
    for found in (name, *others):
        for key, gained in found.items():
            if not key.against:
                points[key.kind][key.term] = points[key.kind].get(key.term, 0.0) + gained
    return _Found(points, frozenset(key for key in name if key.against))


def _claims(codes: Iterable[str], table: Mapping[str, Mapping[str, float]]) -> Iterable[tuple[str, float]]:
    """Terms and points for codes; a parent's claim counts a little less than that of the class itself."""
    for code in codes:
        yield from table.get(code, {}).items()
        parent = code.rpartition(".")[0]
        yield from ((term, points * _OF_PARENT) for term, points in table.get(parent, {}).items())


def _points(kind: str, service: Service, found: _Found, groups: tuple[str, ...]) -> dict[str, float]:
    points = dict(found.points[kind])
    codes = _codes(kind)
    for claims, claimed in ((codes.classes, service.classes), (codes.life_events, service.life_events)):
        for term, gained in _claims(claimed, claims):
            if _Key(kind, term, True) not in found.barred:
                points[term] = points.get(term, 0.0) + gained
    for group in groups:
        for term, gained in codes.groups.get(group, {}).items():
            points[term] = points.get(term, 0.0) + gained
    return points


def _best(points: Mapping[str, float], vocabulary: Vocabulary, most: int) -> tuple[str, ...]:
    order = {term.id: place for place, term in enumerate(vocabulary.terms)}
    enough = [term for term, worth in points.items() if worth >= _ENOUGH]
    ranked = sorted(enough, key=lambda term: (-points[term], order[term]))
    limit = points[ranked[0]] * _OF_BEST if ranked else 0.0
    return tuple(term for term in ranked[:most] if points[term] >= limit)


def _only_for_organisations(groups: tuple[str, ...]) -> bool:
    """Whether all named are organisations; codes that name nobody (a kind of errand) are passed by."""
    claims = _codes("target").groups
    named = {term for group in groups for term in claims.get(group, {})}
    return bool(named) and named <= _ORGANISATIONS


def _needs(service: Service, found: _Found, groups: tuple[str, ...]) -> tuple[str, ...]:
    """What is offered to companies, associations or authorities alone answers no visitor's need."""
    points = _points("need", service, found, groups)
    other = _points(_NO_NEED, service, found, ()).get(_NO_NEED, 0.0)
    points = {term: worth for term, worth in points.items() if worth > other}
    if _only_for_organisations(groups):
        points = {term: worth for term, worth in points.items() if term in _FOR_ORGANISATIONS}
    return _best(points, taxonomy.needs(), MOST_NEEDS)


def _activities(service: Service, found: _Found, groups: tuple[str, ...]) -> tuple[str, ...]:
    """Something with dates is an event, whatever it is called."""
    points = _points("activity", service, found, groups)
    if service.occurrences:
        points[_EVENT] = points.get(_EVENT, 0.0) + _NAME
    return _best(points, taxonomy.activities(), MOST_ACTIVITIES)


def _target_groups(service: Service, found: _Found, groups: tuple[str, ...]) -> tuple[str, ...]:
    """In the order of the vocabulary; "everyone" is said only where nobody in particular is named."""
    points = _points("target", service, found, groups)
    chosen = [term.id for term in taxonomy.target_groups().terms if points.get(term.id, 0.0) >= _ENOUGH]
    return tuple(term for term in chosen if term != _EVERYONE) or tuple(chosen)


def with_terms(service: Service, groups: Iterable[str] = ()) -> Service:
    """The service with needs, activities and target groups by rule, where its source gave none itself.

    Needs and activities come with the most fitting first; none where the rules do not tell. ``groups`` are
    codes of PTV or the Helsinki register.
    """
    if service.needs and service.activities and service.target_groups:
        return service
    given = tuple(groups)
    found = _read(service)
    return replace(
        service,
        needs=service.needs or _needs(service, found, given),
        activities=service.activities or _activities(service, found, given),
        target_groups=service.target_groups or _target_groups(service, found, given),
    )
