"""What of a service is searched, filtered and shown in a list; only here are its fields read for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

import msgspec

from neuvola_core.areas import current, municipalities
from neuvola_core.catalogue import ChannelKind, Charge, Known, Service, Word
from neuvola_core.codec import decode_value, encode_value
from neuvola_core.hours import Hours
from neuvola_core.taxonomy import Vocabulary, activities, needs, target_groups
from neuvola_core.text import Text
from neuvola_search.analysis import Analyser, plain, tokens
from neuvola_search.fold import sort_key
from neuvola_search.query import Hit
from neuvola_search.topics import Placer

TOPIC: Final = "topic"
"""The kind of facet that says how plainly a service belongs to a topic: "need/topic/level"."""

GENERAL_DESCRIPTION: Final = "general-description"
_DAY_ZERO: Final = date(2000, 1, 1).toordinal()
_NAMED_MUNICIPALITIES: Final = 30
_MOST_JUDGED: Final = 100_000


class Tier(IntEnum):
    """The fields a word can be found in, best first; the order is that of the index's columns."""

    NAME = 0
    KEYWORD = 1
    SUMMARY = 2
    BODY = 3


TIERS: Final = tuple(Tier)


@dataclass(frozen=True, slots=True)
class Card:
    """What a result list needs of a service, kept beside it ready-made."""

    hit: Hit
    keywords: msgspec.Raw
    """Decoded only where one may be shown as a reason."""


Words = Mapping[str, Set[str]]
"""The different words of a text as tokens, by language."""


@dataclass(frozen=True, slots=True)
class Document:
    """A service as the index takes it; ``words`` are by tier."""

    words: tuple[Words, ...]
    facets: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, bool], ...]
    sort_name: str
    name_words: int
    checked: int
    card: bytes
    hours: bytes


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=encode_value)
_DECODER: Final = msgspec.msgpack.Decoder(Card, dec_hook=decode_value)
_WORDS: Final = msgspec.msgpack.Decoder(tuple[Word, ...])
_HOURS: Final = msgspec.msgpack.Decoder(tuple[Hours, ...], dec_hook=decode_value)


def read_card(data: bytes) -> Card:
    """The card that ``document`` wrote; raises ``msgspec.DecodeError`` for anything else."""
    return _DECODER.decode(data)


def read_hours(data: bytes) -> tuple[Hours, ...]:
    """The stated hours of a service's channels; raises ``msgspec.DecodeError`` for anything else."""
    return _HOURS.decode(data)


def card_words(card: Card, tier: Tier) -> Iterator[tuple[str, str]]:
    """The words of a card in one of its fields as they come, each with its language."""
    texts: Iterable[tuple[str, str]] = ()
    if tier is Tier.NAME:
        texts = card.hit.name.items()
    elif tier is Tier.KEYWORD:
        keywords = ((word.language, word.text) for word in _WORDS.decode(card.keywords))
        texts = (*keywords, *card.hit.organisation.items())
    elif tier is Tier.SUMMARY:
        texts = card.hit.summary.items()
    return ((language, word) for language, text in texts for word in tokens(text))


def _texts(text: Text) -> Iterator[tuple[str, str]]:
    return iter(text.items())


def _name_texts(service: Service) -> Iterator[tuple[str, str]]:
    yield from _texts(service.name)


def _keyword_texts(service: Service) -> Iterator[tuple[str, str]]:
    for word in (*service.synonyms, *service.keywords, *service.ontology):
        yield word.language, word.text
    if service.organisation:
        yield from _texts(service.organisation.name)


def _body_texts(service: Service) -> Iterator[tuple[str, str]]:
    for text in (service.description, service.instructions, service.conditions, service.bring):
        yield from _texts(text)
    for channel in service.channels:
        yield from _texts(channel.name)
        yield from _texts(channel.description)
    for place in service.places:
        for text in (place.name, place.address.street, place.address.post_office, place.address.additional):
            yield from _texts(text)
    if len(service.municipalities) <= _NAMED_MUNICIPALITIES:
        for code in service.municipalities:
            found = municipalities().get(code)
            yield from _texts(found.name) if found else iter(())
    for text in (service.cost.note, service.rides.note):
        yield from _texts(text)


def _facets(service: Service) -> Iterator[tuple[str, str]]:
    yield from (("need", term_id(needs(), need)) for need in service.needs)
    yield from (("activity", term_id(activities(), activity)) for activity in service.activities)
    yield from (("target", term_id(target_groups(), target)) for target in service.target_groups)
    yield from (("language", language) for language in service.languages)
    if service.nationwide:
        yield "area", "nationwide"
    else:
        yield from (("municipality", current(code)) for code in service.municipalities)
    for kind, value in (
        ("free", _of_charge(service.cost.charge)),
        ("rides", service.rides.offered),
        ("takes_new_people", service.takes_new_people),
    ):
        if value is not Known.UNKNOWN:
            yield kind, value.value
    if any(channel.hours.is_stated for channel in service.channels):
        yield "hours", "stated"
    if service.source.kind == GENERAL_DESCRIPTION:
        yield "general", "description"
    if service.general_description:
        yield "names", service.general_description


def term_id(vocabulary: Vocabulary, value: str) -> str:
    """The id that a term has today; an unknown one as it stands."""
    return vocabulary.get(value).id if value in vocabulary else value


def _of_charge(charge: Charge) -> Known:
    return {Charge.FREE: Known.YES, Charge.CHARGED: Known.NO, Charge.UNKNOWN: Known.UNKNOWN}[charge]


def _card(service: Service) -> Card:
    organisation = service.organisation
    words = tuple(dict.fromkeys((*service.synonyms, *service.keywords, *service.ontology)))
    return Card(
        hit=Hit(
            id=service.id,
            source=service.source.name,
            kind=service.source.kind,
            source_id=service.source.source_id,
            name=service.name,
            organisation=organisation.name if organisation else Text(),
            provider=service.provider,
            summary=service.summary,
            municipalities=service.municipalities,
            nationwide=service.nationwide,
            url=_url(service),
            checked_on=service.checked_on,
        ),
        keywords=msgspec.Raw(_ENCODER.encode(words)),
    )


def _url(service: Service) -> str:
    web = (link for c in service.channels if c.kind is ChannelKind.WEB for link in c.links)
    candidates = (service.source.url, *(link.url for link in service.links), *(link.url for link in web))
    return next((url for url in candidates if url), "")


def _words(texts: Iterable[tuple[str, str]]) -> Words:
    found: dict[str, list[str]] = {}
    for language, text in texts:
        found.setdefault(language, []).append(text)
    return {language: set(tokens(*some)) for language, some in found.items()}


class Reader:
    """Makes documents of services; one for each writer."""

    def __init__(self, analyser: Analyser, placer: Placer) -> None:
        self._analyser = analyser
        self._placer = placer
        self._judged: dict[str, tuple[set[str], dict[str, tuple[str, ...]]]] = {}
        """By language the words met, and of some the keys that tell which topics a service belongs to."""

    def document(self, service: Service) -> Document:
        """Everything of a service that the index and a result list need."""
        fields = (_name_texts, _keyword_texts, lambda s: _texts(s.summary), _body_texts)
        words = tuple(_words(field(service)) for field in fields)
        name = service.name.best("fi")
        hours = tuple(dict.fromkeys(c.hours for c in service.channels if c.hours.is_stated))
        own = [(plain(text), True) for text in service.name.values()]
        other = [(plain(word.text), False) for word in service.synonyms]
        return Document(
            words=words,
            facets=tuple(dict.fromkeys((*_facets(service), *self._topics(service, words)))),
            names=tuple(dict.fromkeys((key, is_name) for key, is_name in (*own, *other) if key)),
            sort_name=sort_key(name),
            name_words=min(len(tokens(name)), 255),
            checked=max(0, service.checked_on.toordinal() - _DAY_ZERO) if service.checked_on else 0,
            card=_ENCODER.encode(_card(service)),
            hours=_ENCODER.encode(hours) if hours else b"",
        )

    def _topics(self, service: Service, words: Sequence[Words]) -> Iterator[tuple[str, str]]:
        own = frozenset(term_id(needs(), need) for need in service.needs)
        for topic, level in self._placer.levels([*map(self._telling_keys, words)], own).items():
            yield TOPIC, f"{topic}/{level}"

    def _telling_keys(self, words: Words) -> frozenset[str]:
        found: set[str] = set()
        for language, some in words.items():
            judged, telling = self._judged.setdefault(language, (set(), {}))
            fresh = some - judged
            for word in fresh:
                keys = self._analyser.token_keys(word, language)
                told = tuple(key for key in keys if key in self._placer.keys)
                if told:
                    telling[word] = told
            judged |= fresh
            found.update(*(telling[word] for word in some & telling.keys()))
            if len(judged) > _MOST_JUDGED:
                judged.clear()
        return frozenset(found)
