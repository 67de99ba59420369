"""Whatever comes, in whatever order and however often, ends as the set of all that was sent."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuvola_core.ids import new_record_id
from neuvola_core.wire import Record
from neuvola_server.bodies import read
from neuvola_server.house import House
from support.houses import stored_rows, undo_of, visit_record

VISITS = 4
OUTCOMES = ("neuvottu", "esite")

# A delivery: which visit, and which of its two versions, or its undo (2).
DELIVERIES = st.lists(
    st.lists(st.tuples(st.integers(0, VISITS - 1), st.integers(0, 2)), max_size=5, unique=True),
    max_size=8,
)


@dataclass
class Model:
    """What should be told and kept."""

    first: dict[str, Record] = field(default_factory=dict)
    undone: dict[str, str] = field(default_factory=dict)
    """The undo's id by the visit's."""
    came: set[str] = field(default_factory=set)

    def visit(self, record: Record) -> str:
        if record.id in self.undone:
            status = "duplicate" if record.id in self.came else "created"
        elif record.id in self.first:
            status = "duplicate" if self.first[record.id].body == record.body else "conflict"
        else:
            self.first[record.id] = record
            status = "created"
        self.came.add(record.id)
        return status

    def undo(self, record: Record) -> str:
        target = record.body["undoes"]
        status = "duplicate" if target in self.undone else "created"
        self.undone[target] = record.id
        self.first.pop(target, None)
        return status


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(batches=DELIVERIES, singly=st.booleans())
def test_any_order_ends_the_same(
    sqlite_house: House, batches: list[list[tuple[int, int]]], singly: bool
) -> None:
    house, model = sqlite_house, Model()
    ids = [new_record_id() for _ in range(VISITS)]
    versions = [[visit_record(record_id=one, outcome=outcome) for outcome in OUTCOMES] for one in ids]
    undos = [undo_of(versions[n][0]) for n in range(VISITS)]
    for batch in batches:
        chosen = {n: which for n, which in batch if which < 2}  # an id comes once in a batch
        records = [versions[n][which] for n, which in chosen.items()]
        records += [undos[n] for n, which in batch if which == 2]
        before = stored_rows(house)
        told = house.database.write(
            lambda connection, records=records: house.records.store(
                connection, [read(record) for record in records], singly=singly
            )
        )
        # Within a batch what is new counts first, a visit before its undo; one by one in the order of ids.
        in_order = sorted(records, key=lambda one, before=before: one.id if singly else str(one.id in before))
        for record in in_order:
            expected = model.undo(record) if record.kind == "visit_undo" else model.visit(record)
            assert told[record.id].status == expected
    rows = stored_rows(house)
    for one in ids:
        if one in model.undone:
            assert (rows[one].state, rows[one].body, rows[one].digest) == ("undone", None, "")
            assert rows[one].week == ("" if one not in model.came else "2026-W47")
        elif one in model.first:
            assert (rows[one].state, rows[one].digest) == ("stored", read(model.first[one]).digest)
        else:
            assert one not in rows
