import io
import re

import pikepdf
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from neuvola_desk.usecases.leaflets.packing import packed

MANY = 300


def drawn(pages: int = 2, notes: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    canvas.setTitle("Esite – (koe)")
    for page in range(pages):
        canvas.drawString(72, 700, f"Sivu {page}, endobj endstream startxref")
        for note in range(notes):
            canvas.bookmarkPage(f"{page}-{note}")
            canvas.addOutlineEntry(f"Kohta {note}", f"{page}-{note}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_every_object_is_still_there_and_the_same():
    plain = drawn(notes=MANY)
    with pikepdf.open(io.BytesIO(plain)) as before, pikepdf.open(io.BytesIO(packed(plain))) as after:
        assert after.docinfo["/Title"] == before.docinfo["/Title"]
        assert len(before.objects) > MANY
        for one in before.objects:
            number = one.objgen[0]
            other = after.get_object(number, 0)
            if isinstance(one, pikepdf.Stream):
                assert other.read_bytes() == one.read_bytes()
            else:
                assert other.unparse() == one.unparse()


def test_nothing_has_to_be_mended_when_it_is_read():
    with pikepdf.open(io.BytesIO(packed(drawn(notes=3)))) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_another_reader_finds_the_words():
    with pypdfium2.PdfDocument(packed(drawn(3))) as pdf:
        told = [page.get_textpage().get_text_bounded() for page in pdf]
    assert told == [f"Sivu {page}, endobj endstream startxref" for page in range(3)]


def test_it_is_smaller_and_does_not_name_the_library():
    plain = drawn(notes=MANY)
    small = packed(plain)
    assert len(small) < len(plain) / 3
    assert b"ReportLab" in plain
    assert b"ReportLab Generated" not in small


def test_the_same_document_has_the_same_name_and_another_has_another():
    named = [re.search(rb"/ID \[<(\w+)>", packed(data))[1] for data in (drawn(), drawn(), drawn(3))]
    assert named[0] == named[1] != named[2]


def test_a_file_that_was_cut_is_refused():
    with pytest.raises(ValueError, match="subsection not found"):
        packed(drawn()[:-400])


def test_a_file_that_does_not_keep_to_its_table_is_refused():
    with pytest.raises(ValueError, match="object 1 is not where the table says"):
        packed(drawn().replace(b"%PDF-", b"% %PDF-", 1))


def test_every_stream_is_as_long_as_it_says_and_ends_a_line():
    data = packed(drawn())
    found = list(re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data))
    assert len(found) == data.count(b"endstream") > 3
    for one in found:
        assert data[one.end() + int(one[1]) :].startswith(b"\r\nendstream")
