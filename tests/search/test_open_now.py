"""Open now: what is remembered of a service holds only as long as it is true."""

from collections.abc import Callable
from datetime import datetime, timedelta

from neuvola_core.catalogue import Channel, ChannelKind, Service
from neuvola_core.hours_text import parse
from neuvola_core.opening import ZONE, State, status
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Query

TEXTS = ("ma-pe 9-12, 13-16", "ma-su 22-02", "ti 10-11", "24 h", "la 10-14")


def test_every_answer_is_a_fresh_one(
    catalogue: Catalogue, put: Callable[..., Applied], make: Callable[..., Service]
) -> None:
    """Asked every quarter of an hour over three days, then backwards, as a clock that is set right."""
    hours = {f"Paikka {number}": parse(text) for number, text in enumerate(TEXTS)}
    assert all(one.is_stated for one in hours.values())
    put(*(make(n, channels=(Channel(ChannelKind.PLACE, hours=one),)) for n, one in hours.items()))
    start = datetime(2026, 11, 27, 0, 0, tzinfo=ZONE)
    moments = [start + timedelta(minutes=15 * step) for step in range(3 * 96)]
    for at in (*moments, *reversed(moments[::7])):
        found = {hit.name.best() for hit in catalogue.search(Query(open_at=at)).hits}
        assert found == {name for name, one in hours.items() if status(one, at).state is State.OPEN}, at
