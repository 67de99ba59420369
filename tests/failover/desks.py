"""Desks that push under load and remember what was acknowledged; what fails they keep."""

import json
import secrets
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field

_NEEDS = ("velat", "yksinaisyys", "ruoka_apu", "en_tieda")


@dataclass(slots=True)
class Desk:
    """One desk: its queue, its acknowledged records, and the longest time that it only queued."""

    url: str
    id: str
    token: str
    series: str = field(default_factory=lambda: secrets.token_hex(8))
    waiting: dict[str, dict[str, object]] = field(default_factory=dict)
    acknowledged: dict[str, dict[str, object]] = field(default_factory=dict)
    ticket: str = ""
    notices: set[str] = field(default_factory=set)
    retries: int = 0
    longest_gap: float = 0.0
    numbers: int = 0
    _last_good: float = field(default_factory=time.monotonic)

    def make_visits(self, count: int) -> None:
        for _ in range(count):
            self.numbers += 1
            body = {"id": str(uuid.uuid4()), "point": "piste", "week": {"year": 2026, "week": 47}}
            body["needs"] = [secrets.choice(_NEEDS)]  # type: ignore[assignment]
            self.waiting[str(body["id"])] = {
                "id": body["id"],
                "kind": "visit",
                "body": body,
                "schema": 1,
                "replaces": "",
                "number": self.numbers,
            }

    def push(self) -> bool:
        """One request with all that waits, a hundred at most; true if it was answered."""
        records = list(self.waiting.values())[:100]
        nonce = secrets.token_hex(8)
        request = {
            "nonce": nonce,
            "desk": self.id,
            "records": records,
            "series": self.series,
            "ticket": self.ticket,
        }
        answer = self.ask("/v1/sync", request)
        if answer is None or answer.get("nonce") != nonce:
            self.retries += 1
            return False
        self.longest_gap = max(self.longest_gap, time.monotonic() - self._last_good)
        self._last_good = time.monotonic()
        self.ticket = str(answer["ticket"])
        self.notices |= set(answer.get("notices") or ())
        for record_id, verdict in dict(answer.get("verdicts") or {}).items():
            if verdict["status"] in ("created", "duplicate"):
                self.acknowledged[record_id] = self.waiting.pop(record_id)
        return True

    def heal(self) -> int:
        """Offers again what was acknowledged, and sends what the server does not have; how many that was."""
        healed = 0
        ids = sorted(self.acknowledged)
        for start in range(0, len(ids), 1000):
            offered = {one: digest(self.acknowledged[one]) for one in ids[start : start + 1000]}
            answer = self.ask(
                "/v1/reoffer", {"nonce": secrets.token_hex(8), "desk": self.id, "offered": offered}
            )
            assert answer is not None, "the server does not answer"
            for missing in list(answer.get("missing") or ()):
                self.waiting[missing] = self.acknowledged.pop(missing) | {"number": 0}
                healed += 1
        while self.waiting:
            assert self.push(), "the server does not answer"
        return healed

    def ask(self, path: str, body: dict[str, object]) -> dict[str, object] | None:
        request = urllib.request.Request(
            self.url + path,
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return dict(json.load(answer))
        except (OSError, ValueError, urllib.error.HTTPError):
            return None


def digest(record: dict[str, object]) -> str:
    """The digest of a record as the protocol has it."""
    from neuvola_core.wire import Record, record_digest

    return record_digest(Record(**record))  # type: ignore[arg-type]


def run(
    desks: list[Desk], stop: threading.Event, each: int = 5, pause: float = 0.1
) -> list[threading.Thread]:
    """Every desk in a thread of its own: some visits, a push, again."""

    def work(desk: Desk) -> None:
        while not stop.is_set():
            if len(desk.waiting) < 100:
                desk.make_visits(each)
            desk.push()
            stop.wait(pause)

    threads = [threading.Thread(target=work, args=(desk,), daemon=True) for desk in desks]
    for thread in threads:
        thread.start()
    return threads
