"""The bidirectional algorithm against Unicode's own conformance file, and on what leaflets say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from neuvola_desk.usecases.leaflets.bidi import _reordered, levels, visual_runs

CONFORMANCE = Path("/usr/share/unicode/BidiCharacterTest.txt")
EXPLICIT = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
LTR, RTL = 0, 1


def cases() -> Iterator[tuple[str, int, list[str], list[int]]]:
    """Text, paragraph level, levels ("x" for what the algorithm removes), visual order: without controls."""
    for line in CONFORMANCE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        signs, direction, _paragraph, wanted, order = line.split(";")
        codes = [int(code, 16) for code in signs.split()]
        text = "".join(map(chr, codes))
        if int(direction) in (LTR, RTL) and not EXPLICIT & set(codes) and "\u2029" not in text:
            yield text, int(direction), wanted.split(), [int(place) for place in order.split()]


def test_every_line_of_the_conformance_file_that_has_no_explicit_controls():
    if not CONFORMANCE.is_file():
        pytest.skip("Unicode's test file is not installed (Debian: unicode-data)")
    checked = 0
    for text, direction, wanted, order in cases():
        found = levels(text, base_rtl=direction == RTL)
        known = [(a, b) for a, b in zip(map(str, found), wanted, strict=True) if b != "x"]
        assert all(a == b for a, b in known), (ascii(text), direction)
        shown = [
            place
            for run in _reordered(found)
            for place in (range(run.end - 1, run.start - 1, -1) if run.is_rtl else range(run.start, run.end))
            if wanted[place] != "x"
        ]
        assert shown == order, (ascii(text), direction)
        checked += 1
    assert checked > 50_000


def shown(text: str) -> list[str]:
    return [
        text[run.start : run.end][::-1] if run.is_rtl else text[run.start : run.end]
        for run in visual_runs(text, base_rtl=True)
    ]


def test_a_finnish_name_inside_arabic_stays_in_order():
    assert "Mielenterveysseura ry" in shown("اتصل بـ Mielenterveysseura ry اليوم")


@pytest.mark.parametrize(
    "one",
    [
        *("020 692 207", "020\u00a0692\u00a0207", "+358 (0)9 2525 0111", "(09) 2525 0111", "0800-97899"),
        *("neuvonta@esimerkki.fi", "www.esimerkki.fi/a-b?c=1", "https://esimerkki.fi/", "esimerkki.fi/tuki"),
    ],
)
def test_a_number_or_an_address_stays_in_order_between_arabic_words(one: str):
    assert one in shown(f"هاتف {one} الآن")


def test_a_range_of_times_is_read_from_the_right_like_the_words_around_it():
    assert "".join(shown("الاثنين 9:00–15:00")).startswith("15:00–9:00 ")


def test_brackets_are_around_what_they_belong_to():
    assert "Helsinki (keskusta)" in shown("مدينة Helsinki (keskusta)")
