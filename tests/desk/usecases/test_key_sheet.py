"""The recovery sheet as paper: what a scanner and what a person reads of it is the key, whole."""

from datetime import date

import pypdfium2
import zxingcpp

from neuvola_desk.usecases.key_code import code_lines, key_of, split
from neuvola_desk.usecases.key_sheet import SheetFacts, key_sheet

KEY = bytes(range(200, 232))
FACTS = SheetFacts("Kulman neuvontapiste", "8f14e45f", date(2026, 11, 22))


def test_a_scanner_and_a_person_read_the_same_key_from_one_page() -> None:
    with pypdfium2.PdfDocument(key_sheet(KEY, FACTS)) as document:
        [page] = document
        picture = page.render(scale=150 / 72).to_pil()
        words = page.get_textpage().get_text_range()
    [scanned] = [found.text for found in zxingcpp.read_barcodes(picture)]
    assert key_of(split(scanned)) == KEY
    signs = "".join(words.split())
    assert all(line.replace("-", "") in signs for line in code_lines(KEY))
    assert FACTS.point in words
