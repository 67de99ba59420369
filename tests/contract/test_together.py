"""Many desks at once: nothing is lost, doubled or falsely refused, whichever way they reach the server."""

from concurrent.futures import ThreadPoolExecutor

from neuvola_core.wire import Record, SyncAnswer, Total
from support.houses import Server, TestDesk, stored_rows, visit_record


def _push(desk: TestDesk, batches: list[list[Record]]) -> list[SyncAnswer]:
    return [
        desk.sync(
            *batch,
            series="a",
            totals=(Total("given", ("kallio", "2026-W47", "muu", "s"), n),),
            counter_series=desk.id,
            serial=n,
        )
        for n, batch in enumerate(batches, start=1)
    ]


def test_what_is_acknowledged_is_what_is_there(server: Server) -> None:
    desks = [server.enrol(f"desk {number}") for number in range(5)]
    shared = [visit_record() for _ in range(10)]
    own = [
        [
            *([visit_record(10 * turn + n) for n in range(1, 11)] for turn in range(4)),
            shared,
            [visit_record(outcome="x")],
        ]
        for _ in desks
    ]
    with ThreadPoolExecutor(len(desks)) as pool:
        answers = [answer for told in pool.map(_push, desks, own, timeout=120) for answer in told]
    said = [(one, str(verdict.status)) for answer in answers for one, verdict in answer.verdicts.items()]
    created = [one for one, status in said if status == "created"]
    assert len(created) == len(set(created)) == 5 * 40 + 10
    assert stored_rows(server.house).keys() == set(created)
    assert (
        sorted(status for _, status in said if status != "created") == ["duplicate"] * 40 + ["rejected"] * 5
    )
    assert all(answer.stored_totals for answer in answers)
    assert {desk.sync(series="a").notices for desk in desks} == {()}
    assert all(desk.sync(series="a").gaps == {} for desk in desks)
