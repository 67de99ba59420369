"""Old records into the shape of today: what a desk saved years ago is read like what it saves now.

Whoever raises ``wire.SCHEMA`` adds a step from the former schema for each kind that changed; steps stay for
ever. A kind without a step did not change.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from neuvola_core.wire import SCHEMA, Record

Step = Callable[[Mapping[str, Any]], Mapping[str, Any]]
STEPS: Final[Mapping[tuple[str, int], Step]] = {}
"""By kind and the schema that is stepped from."""


def upcast(record: Record, *, steps: Mapping[tuple[str, int], Step] = STEPS, newest: int = SCHEMA) -> Record:
    """The record as the newest schema says it; one of a still newer schema is left as it is."""
    body = record.body
    for schema in range(record.schema, newest):
        step = steps.get((record.kind, schema))
        body = step(body) if step else body
    return replace(record, body=body, schema=max(record.schema, newest))
