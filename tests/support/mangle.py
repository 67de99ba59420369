"""Spoils JSON values the way other people's data is spoilt, the same way for the same seed."""

import random
from typing import Any

JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1e308,
    "",
    " \u00a0 ",
    "\ud800\x00",
    "<p>&lt;b&gt;</p>",
    '{"blocks": [{"text": 5}, null, {"text": "a", "type": []}]}',
    "99:99:99",
    "2020-13-45T22:00:00Z",
    "9" * 400,
    [],
    {},
    [None, 5, "x", [], {}],
    {"fi": None, "sv": [], "en": {"fi": 1}},
    [[[{"language": "fi", "value": {}}]]],
    {"id": {}, "language": [], "value": [], "type": {}},
)


def mangled(value: Any, seed: int, rate: float = 0.04) -> Any:
    """A copy in which, here and there, keys are missing, lists shuffled and values of the wrong kind."""
    return _mangled(value, random.Random(seed), rate)


def _mangled(value: Any, chance: random.Random, rate: float) -> Any:
    if chance.random() < rate:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if chance.random() > rate}
        return {key: _mangled(item, chance, rate) for key, item in kept.items()}
    if isinstance(value, list):
        items = [_mangled(item, chance, rate) for item in value]
        if items and chance.random() < rate:
            items.append(chance.choice(items))
        if chance.random() < rate:
            chance.shuffle(items)
        return items
    return value


def shuffled(value: Any, seed: int) -> Any:
    """A copy with every list and object in another order."""
    return _shuffled(value, random.Random(seed))


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {key: _shuffled(item, chance) for key, item in items}
    if isinstance(value, list):
        copied = [_shuffled(item, chance) for item in value]
        chance.shuffle(copied)
        return copied
    return value
