"""A report on paper: everything on it, one page a period while it fits, nothing cut off."""

import pypdfium2
import pytest

from neuvola_desk.usecases.report_paper import render
from neuvola_exchange.report_text import ReportText, TextPage, TextRow, TextTable

MARGIN = 30
"""Points at each edge where nothing may be printed."""


def _report(*pages: TextPage, point: str = "Kallion neuvontapiste") -> ReportText:
    return ReportText("Käynnit", point, "Raportissa ovat viikot 40–43/2026.", pages, "fi")


def _page(rows: int, tables: int = 1, *, name: str = "Tarve", warning: str = "") -> TextPage:
    made = tuple(
        TextTable(f"Taulukko {t}", tuple(TextRow(f"{name} {t}-{n}", str(1000 + n), 0.5) for n in range(rows)))
        for t in range(tables)
    )
    return TextPage("Viikot 40–43/2026", "28.9.2026–25.10.2026", warning, made, ("Alaviite.",))


def _texts(report: ReportText) -> list[str]:
    with pypdfium2.PdfDocument(render(report)) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def _boxes(report: ReportText) -> list[tuple[float, float, float, float]]:
    """Where text stands, of all pages."""
    found = []
    with pypdfium2.PdfDocument(render(report)) as document:
        for page in document:
            text = page.get_textpage()
            found += [text.get_rect(n) for n in range(text.count_rects())]
    return found


def test_a_usual_period_is_on_one_page_with_all_its_figures() -> None:
    (page,) = _texts(_report(_page(6, 9)))
    for words in ("Käynnit", "Kallion neuvontapiste", "Viikot 40–43/2026", "Alaviite.", "1 / 1"):
        assert words in page
    for table in range(9):
        assert all(f"Tarve {table}-{n}" in page for n in range(6))


def test_a_full_period_is_set_smaller_before_it_takes_a_second_page() -> None:
    assert len(_texts(_report(_page(8, 10)))) == 1


def test_what_fits_on_no_page_goes_on() -> None:
    pages = _texts(_report(_page(200)))
    assert len(pages) > 1
    together = " ".join(pages)
    assert all(f"Tarve 0-{n}" in together for n in range(200))
    assert "Alaviite." not in pages[0]
    assert "Alaviite." in pages[-1]


@pytest.mark.parametrize(
    "report",
    [
        _report(_page(40, 3)),
        _report(_page(5, 4, name="Vammaisen tai pitkäaikaissairaan omaishoidon vapaapäiväjärjestelyt")),
        _report(_page(3), point="Itä-Uudenmaan hyvinvointialueen ja järjestöjen yhteinen neuvontapiste"),
        _report(_page(2, warning="Kesken, ei julkaistavaksi. " * 8)),
    ],
)
def test_nothing_is_printed_over_the_edge_or_over_other_words(report: ReportText) -> None:
    boxes = _boxes(report)
    for left, bottom, right, top in boxes:
        assert left >= MARGIN
        assert bottom >= MARGIN - 10
        assert right <= 595 - MARGIN
        assert top <= 842 - MARGIN


def test_each_period_has_its_own_page() -> None:
    assert len(_texts(_report(_page(3), _page(3), _page(3)))) == 3


def test_a_period_without_figures_says_why() -> None:
    empty = TextPage("Viikot 1–4/2026", "", "Käyntejä oli alle viisi.", (), ())
    assert "Käyntejä oli alle viisi." in _texts(_report(empty))[0]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(_report(_page(4))) == render(_report(_page(4)))
