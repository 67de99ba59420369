"""A token may ask so often and no more; another token is not hurt by it."""

from pathlib import Path

from fastapi.testclient import TestClient

from neuvola_server.api import limits
from neuvola_server.api.app import create_app
from neuvola_server.api.limits import TokenBuckets
from support.houses import house_at

from .conftest import enrolled


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_at_once_then_evenly():
    clock = Seconds()
    buckets = TokenBuckets(60, clock)
    assert [buckets.take("a") for _ in range(60)] == [0] * 60
    assert 0 < buckets.take("a") <= 1
    assert buckets.take("b") == 0
    clock.now += 1.01
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    clock.now += 3600
    assert [buckets.take("a") for _ in range(61)][-2:] == [0, 1]


def test_no_limit():
    buckets = TokenBuckets(0)
    assert not any(buckets.take("a") for _ in range(1000))


def test_invented_tokens_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 3)
    buckets = TokenBuckets(1, Seconds())
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    for key in "bcd":
        buckets.take(key)
    assert buckets.take("a") == 0  # forgotten, and begun anew
    assert len(buckets._buckets) == 3


def test_who_asks_too_often_is_told_when_to_come(tmp_path: Path):
    with house_at(tmp_path, requests_per_minute=3) as house, TestClient(create_app(house)) as client:
        one, other = enrolled(client, house, "one"), enrolled(client, house, "other")
        assert [one.sync().status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = one.sync()
        assert refused.json()["error"] == "server-busy"
        assert 1 <= int(refused.headers["retry-after"]) == refused.json()["retry_after"] <= 20
        assert other.sync().status_code == 200
