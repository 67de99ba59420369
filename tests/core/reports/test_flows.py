"""Whether a table can be filled: against trying every table."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.reports.flows import Grid, Span


@st.composite
def spans(draw: st.DrawFn, most: int) -> Span:
    low = draw(st.integers(0, most))
    return Span(low, draw(st.integers(max(0, low - 1), most)))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows, columns = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    return Grid(
        rows=tuple(draw(spans(8)) for _ in range(rows)),
        columns=tuple(draw(spans(6)) for _ in range(columns)),
        cells=tuple(tuple(draw(spans(3)) for _ in range(columns)) for _ in range(rows)),
    )


def _is_within(n: int, span: Span) -> bool:
    return span.low <= n <= span.high


def _tried(grid: Grid) -> bool:
    size = (len(grid.rows), len(grid.columns))
    ranges = [range(span.low, span.high + 1) for line in grid.cells for span in line]
    for flat in product(*ranges):
        table = [flat[row * size[1] : (row + 1) * size[1]] for row in range(size[0])]
        if all(_is_within(sum(line), span) for line, span in zip(table, grid.rows, strict=True)) and all(
            _is_within(sum(line), span)
            for line, span in zip(zip(*table, strict=True), grid.columns, strict=True)
        ):
            return True
    return False


@given(grids())
def test_as_trying_every_table_says(grid: Grid) -> None:
    assert grid.is_possible() == _tried(grid)


def test_a_cell_can_be_bound_anew() -> None:
    grid = Grid((Span(3, 3), Span(2, 2)), (Span(4, 4), Span(1, 1)), ((Span(), Span()), (Span(), Span())))
    assert grid.where(0, 0, Span(2, 2)).is_possible()
    assert not grid.where(0, 0, Span(1, 1)).is_possible()
