"""What a desk saved years ago is read as what it says today."""

from collections.abc import Mapping
from typing import Any

from neuvola_core.wire import Record
from neuvola_server.bodies import read
from neuvola_server.upcasting import upcast
from support.houses import visit_record


def _renamed(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**{key: value for key, value in body.items() if key != "place"}, "point": body["place"]}


def _counted(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**body, "steps": body.get("steps", 0) + 1}


STEPS = {("visit", 1): _renamed, ("visit", 2): _counted, ("visit", 4): _counted}


def test_an_old_record_takes_every_step_to_today() -> None:
    old = Record("i", "visit", {"place": "kallio"})
    newest = upcast(old, steps=STEPS, newest=5)
    assert (newest.schema, dict(newest.body)) == (5, {"point": "kallio", "steps": 2})


def test_a_kind_that_never_changed_is_only_renumbered() -> None:
    old = Record("i", "experience", {"text": "t"})
    assert upcast(old, steps=STEPS, newest=5) == Record("i", "experience", {"text": "t"}, schema=5)


def test_a_record_of_a_newer_program_is_left_as_it_is() -> None:
    newer = Record("i", "visit", {"place": "kallio"}, schema=9)
    assert upcast(newer, steps=STEPS, newest=5) == newer


def test_the_first_schema_is_read_to_this_day() -> None:
    assert read(visit_record()).refusal is None
