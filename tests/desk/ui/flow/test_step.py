"""The next step, standing by standing: one answer each, and none that logs without saying so."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_desk.ui.flow.guide import step_hint, step_words
from neuvola_desk.ui.flow.step import KEY, Standing, Step, next_step

START = Standing()
FOUND = Standing(has_candidate=True, looking=True)
PICKED = Standing(picked=2, can_print=True)
STANDINGS = st.builds(
    Standing,
    front=st.sampled_from(["", "leaflet", "help"]),
    side=st.sampled_from(["card", "tray", "visit"]),
    has_candidate=st.booleans(),
    looking=st.booleans(),
    found_nothing=st.booleans(),
    picked=st.integers(0, 12),
    can_print=st.booleans(),
    leaflet_made=st.booleans(),
    is_logged=st.booleans(),
)


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (START, Step.ASK),
        (replace(START, side="visit"), Step.LOG),
        (FOUND, Step.PICK),
        (replace(FOUND, picked=1, can_print=True), Step.PICK),
        (replace(FOUND, picked=1, can_print=True, looking=False), Step.PRINT_AND_LOG),
        (replace(START, found_nothing=True), Step.TELL_UNMET),
        (PICKED, Step.PRINT_AND_LOG),
        (replace(PICKED, is_logged=True), Step.PRINT),
        (replace(PICKED, can_print=False), Step.MAKE_LEAFLET),
        (replace(PICKED, leaflet_made=True), Step.LOG),
        (replace(PICKED, leaflet_made=True, is_logged=True), Step.NEXT_VISITOR),
        (replace(PICKED, side="visit"), Step.LOG),
        (replace(START, is_logged=True), Step.NEXT_VISITOR),
        (replace(PICKED, front="leaflet"), Step.PRINT_AND_LOG),
        (replace(PICKED, front="leaflet", can_print=False), Step.SAVE),
        (replace(PICKED, front="leaflet", leaflet_made=True), Step.LOG),
        (replace(PICKED, front="leaflet", leaflet_made=True, is_logged=True), Step.NEXT_VISITOR),
        (replace(START, front="leaflet"), Step.GO_BACK),
        (replace(PICKED, front="help"), Step.GO_BACK),
    ],
)
def test_what_comes_next(standing: Standing, step: Step) -> None:
    assert next_step(standing) is step


@given(STANDINGS)
def test_what_is_logged_is_never_logged_again(standing: Standing) -> None:
    if standing.is_logged:
        assert next_step(standing) not in (Step.LOG, Step.PRINT_AND_LOG)


@given(STANDINGS)
def test_what_clears_everything_is_not_on_the_key_of_the_other_steps(standing: Standing) -> None:
    step = next_step(standing)
    assert (step.key == KEY) is (step not in (Step.ASK, Step.SAVE, Step.NEXT_VISITOR, Step.GO_BACK))


@pytest.mark.parametrize("step", [Step.LOG, Step.PRINT_AND_LOG])
def test_a_step_that_logs_says_so(step: Step) -> None:
    assert "merkitse" in step_words(step, "").lower()


@pytest.mark.parametrize("step", Step)
def test_every_step_has_words(step: Step) -> None:
    assert step_words(step, "Olohuone")
    assert step_hint(step) or step is Step.GO_BACK
