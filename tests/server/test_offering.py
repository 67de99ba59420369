"""The name of the offers is told in each sync and so is remembered, for a little while."""

from dataclasses import dataclass

from neuvola_core.contact import Receiver
from neuvola_core.wire import offers_name
from neuvola_server.house import House
from neuvola_server.offering import REMEMBERED, Offering
from support.contacts import party, register


@dataclass
class Reader:
    """Counts how often it is asked."""

    house: House
    asked: int = 0

    def __call__(self) -> tuple[Receiver, ...]:
        self.asked += 1
        return self.house.receivers.public()


def test_it_is_read_once_in_a_while_and_seen_soon(house: House) -> None:
    now, reader = [0.0], Reader(house)
    offering = Offering(house.keys, reader, lambda: now[0])
    first = offering.name()
    register(house, "o1")
    now[0] = REMEMBERED
    assert offering.name() == first
    assert reader.asked == 1
    now[0] = REMEMBERED + 0.1
    assert offering.name() != first
    assert reader.asked == 2


def test_what_this_process_changes_is_told_at_once(house: House) -> None:
    seen = {house.offering.name()}
    register(house, "o1")
    seen.add(house.offering.name())
    house.receivers.put(party("o1", phone="09 1234"), who="t")
    seen.add(house.offering.name())
    house.receivers.remove("o1", who="t")
    assert house.offering.name() in seen
    assert len(seen) == 3


def test_name_and_offers_are_of_one_moment(house: House) -> None:
    register(house, "o1")
    assert house.offering.name() == offers_name(house.offering.signed().offers)
    house.recovery.make(who="t")
    house.offering.forget()
    assert len(house.offering.signed().offers.sealing_keys) == 2
    assert house.offering.name() == offers_name(house.offering.signed().offers)
