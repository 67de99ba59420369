"""How much goes at a time: less after a break, more while the line holds, no less for no line at all."""

from neuvola_core.errors import ServerUnreachableError
from neuvola_desk.sync import pace
from support.sync_desk import SyncDesk

CUT = ServerUnreachableError(url="x", reason="offline", cut=True)
NO_LINE = ServerUnreachableError(url="x", reason="offline")


def test_a_line_that_breaks_is_given_less_and_one_that_holds_more(desk: SyncDesk) -> None:
    requests = pace.of_requests(desk.record.settings)
    sizes = []
    for _ in range(7):
        requests.broke(CUT)
        sizes.append(requests.size)
    assert sizes == [50, 25, 12, 6, 3, 1, 1]
    assert pace.of_requests(desk.record.settings).size == 1
    for _ in range(4):
        requests.held(requests.size)
    assert requests.size == 100
    assert pace.of_requests(desk.record.settings).size == 100


def test_little_that_went_through_proves_little(desk: SyncDesk) -> None:
    pages = pace.of_pages(desk.record.settings)
    pages.broke(CUT)
    pages.held(3)
    assert pages.size == 500


def test_no_line_at_all_is_no_reason_to_send_less(desk: SyncDesk) -> None:
    requests = pace.of_requests(desk.record.settings)
    requests.broke(NO_LINE)
    assert requests.size == 100


def test_a_line_that_breaks_as_often_as_it_holds_is_not_starved(desk: SyncDesk) -> None:
    requests = pace.of_requests(desk.record.settings)
    for _ in range(20):
        requests.broke(CUT)
        requests.held(requests.size)
    assert requests.size == 100


def test_a_size_that_went_through_is_not_to_blame(desk: SyncDesk) -> None:
    pace.of_requests(desk.record.settings).broke(CUT)
    requests = pace.of_requests(desk.record.settings)
    requests.held(50)
    requests.broke(CUT)
    assert pace.of_requests(desk.record.settings).size == 50
