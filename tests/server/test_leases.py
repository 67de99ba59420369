"""One of several does a piece of work, and a dead holder's lease runs out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_server.house import House
from support.publishing import StandingClock, make_house


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def hosts(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[list[House]]:
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with ExitStack() as stack:
        yield [stack.enter_context(closing(make_house(tmp_path / str(n), url, clock))) for n in range(4)]


def test_a_lease_is_held_by_one_until_it_is_given_back(hosts: list[House]) -> None:
    one, two, *_ = (host.leases for host in hosts)
    assert one.take("snapshot")
    assert one.take("snapshot")
    assert not two.take("snapshot")
    assert two.take("another")
    two.give_back("snapshot")  # not its own
    assert not two.take("snapshot")
    one.give_back("snapshot")
    assert two.take("snapshot")


def test_a_dead_holders_lease_runs_out(hosts: list[House], clock: StandingClock) -> None:
    one, two, *_ = (host.leases for host in hosts)
    assert one.take("snapshot", timedelta(minutes=5))
    clock.go(minutes=4)
    assert not two.take("snapshot")
    clock.go(minutes=1)
    assert two.take("snapshot")
    assert not one.take("snapshot")


def test_of_many_who_ask_at_once_one_gets_it(hosts: list[House]) -> None:
    with ThreadPoolExecutor(len(hosts)) as pool:
        assert sum(pool.map(lambda host: host.leases.take("snapshot"), hosts)) == 1


def test_a_block_holds_and_prolongs_a_lease(hosts: list[House], clock: StandingClock) -> None:
    one, two, *_ = (host.leases for host in hosts)
    with one.held("snapshot", timedelta(minutes=5)) as prolong:
        assert prolong is not None
        clock.go(minutes=4)
        prolong()
        clock.go(minutes=4)
        with two.held("snapshot") as refused:
            assert refused is None
    with two.held("snapshot") as prolong:
        assert prolong is not None


def test_a_lease_is_given_back_when_the_work_fails(hosts: list[House]) -> None:
    one, two, *_ = (host.leases for host in hosts)
    with pytest.raises(OSError, match="full"), one.held("snapshot"):
        raise OSError("full")
    assert two.take("snapshot")


def test_a_lease_taken_by_a_clock_since_put_back_is_free(hosts: list[House], clock: StandingClock) -> None:
    one, two, *_ = (host.leases for host in hosts)
    clock.go(days=365)
    assert one.take("snapshot")
    clock.go(days=-365)
    assert two.take("snapshot")
    clock.go(minutes=-4)  # hosts' clocks are never quite together
    assert not one.take("snapshot")
