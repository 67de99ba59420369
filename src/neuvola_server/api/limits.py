"""How often one token may ask, in this process; a proxy before the server limits addresses."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_KEYS: Final = 20_000
"""Tokens remembered at once; whoever invents more only forgets older inventions."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class TokenBuckets:
    """A bucket for each key that fills evenly; a minute's worth may be taken at once. 0 sets no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str) -> float:
        """Takes one; gives the seconds to wait where there is none, else 0."""
        if not self._size:
            return 0
        with self._lock:
            now = self._clock()
            bucket = self._buckets.pop(key, None) or _Bucket(self._size, now)
            self._buckets[key] = bucket
            if len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
            a_second = self._size / 60
            bucket.left = min(self._size, bucket.left + (now - bucket.at) * a_second)
            bucket.at = now
            if bucket.left >= 1:
                bucket.left -= 1
                return 0
            return (1 - bucket.left) / a_second
