"""A leaflet in two languages that stand as equals: what both say alike once, everything else in both."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from neuvola_desk.usecases.leaflets.values import (
    Block,
    Cell,
    Day,
    Label,
    Leaflet,
    Line,
    Row,
    Slip,
    Span,
    Timetable,
    Tongues,
    Week,
)
from neuvola_desk.usecases.leaflets.words import NBSP

BETWEEN: Final = " / "
LONG: Final = 90
"""A line that would be longer with both languages on it becomes two."""


def paired(one: Leaflet, other: Leaflet) -> Leaflet:
    """The leaflet of the first language with the second one beside it everywhere."""
    return replace(
        one,
        tongues=Tongues(one.language, other.language, are_equal=True),
        heading=_label(one.heading, other.heading),
        blocks=tuple(map(_block, one.blocks, other.blocks)),
        notes=_label(one.notes, other.notes),
        crisis=_unlike((*one.crisis, *other.crisis)),
        made_on=_words(one.made_on, other.made_on),
        page_words=_words(one.page_words, other.page_words),
        continued=_words(one.continued, other.continued),
        fold_how=" ".join(dict.fromkeys((one.fold_how, other.fold_how))),
        week=_week(one.week, other.week) if one.week and other.week else None,
        slip=_slip(one.slip, other.slip) if one.slip and other.slip else None,
    )


def _words(one: str, other: str) -> str:
    return one if one == other else one + BETWEEN + other


def _label(one: Label, other: Label) -> Label:
    return Label(one.text, "" if one.text == other.text else other.text)


def _span(one: Span, other: Span) -> Span:
    return replace(one, text=_words(one.text, other.text))


def _block(one: Block, other: Block) -> Block:
    told = {row.key: row for row in other.rows}
    own = {row.key for row in one.rows}
    rows = [_row(row, told[row.key]) if row.key in told else row for row in one.rows]
    return replace(
        one,
        name_beside=other.name if other.name.text != one.name.text else Span("", other.name.language),
        organiser=_line(one.organiser, other.organiser)[0] if one.organiser and other.organiser else None,
        badge=_label(one.badge, other.badge) if one.badge and other.badge else None,
        lead=_unlike((*one.lead, *other.lead)),
        rows=(*rows, *(row for row in other.rows if row.key not in own)),
        web=replace(one.web, caption=_words(one.web.caption, other.web.caption))
        if one.web and other.web
        else one.web,
        footnotes=_lines(one.footnotes, other.footnotes),
        timetables=tuple(map(_timetable, one.timetables, other.timetables)),
    )


def _row(one: Row, other: Row) -> Row:
    return Row(one.key, _label(one.label, other.label), _lines(one.lines, other.lines))


def _lines(one: tuple[Line, ...], other: tuple[Line, ...]) -> tuple[Line, ...]:
    """Line by line where there are as many in both, else one language after the other."""
    if len(one) != len(other):
        return _unlike((*one, *other))
    return _unlike(line for pair in zip(one, other, strict=True) for line in _line(*pair))


def _line(one: Line, other: Line) -> tuple[Line, ...]:
    """One line where both are a few words or begin alike, as a number does, else two."""
    if one.text == other.text:
        return (one,)
    alike = 0
    for span, its in zip(one.spans, other.spans, strict=False):
        if span.text != its.text:
            break
        alike += 1
    rest, its_rest = one.spans[alike:], other.spans[alike:]
    if one.item or (not alike and (_is_sentence(one) or len(one.text) + len(other.text) > LONG)):
        return (one, other)
    slash = (replace(rest[-1], text=f"{rest[-1].text}{BETWEEN.rstrip()}"),) if rest and its_rest else ()
    return (Line((*one.spans[:alike], *(rest[:-1] if slash else rest), *slash, *its_rest)),)


def _is_sentence(line: Line) -> bool:
    return line.text.endswith((".", "!", "?", "…"))


def _unlike(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines without those whose words have been said."""
    told: dict[str, Line] = {}
    for line in lines:
        told.setdefault(line.text, line)
    return tuple(told.values())


def _timetable(one: Timetable, other: Timetable) -> Timetable:
    all_week = one.all_week
    if one.all_week and other.all_week:
        all_week = _both_ways(one.all_week, other.all_week)
    return Timetable(
        _span(one.name, other.name) if one.name and other.name else one.name,
        tuple(
            Cell(_both_ways(a.line, b.line), a.is_closed) if a.line.spans else a
            for a, b in zip(one.cells, other.cells, strict=True)
        ),
        all_week,
        _lines(one.notes, other.notes),
    )


def _both_ways(one: Line, other: Line) -> Line:
    """Both in one paragraph, however long."""
    if one.text == other.text:
        return one
    slashed = replace(one.spans[-1], text=one.spans[-1].text + BETWEEN.rstrip())
    return Line((*one.spans[:-1], slashed, *other.spans))


def _week(one: Week, other: Week) -> Week:
    days = (
        Day(_span(_whole(a.label), _whole(b.label)), _span(a.holiday, b.holiday))
        for a, b in zip(one.days, other.days, strict=True)
    )
    return Week(_both_ways(one.heading, other.heading), tuple(days))


def _whole(span: Span) -> Span:
    return replace(span, text=span.text.replace(" ", NBSP))


def _slip(one: Slip, other: Slip) -> Slip:
    return replace(
        one,
        label=_label(one.label, other.label),
        words=" ".join(dict.fromkeys((one.words, other.words))),
        promise=" ".join(dict.fromkeys((one.promise, other.promise))),
    )
