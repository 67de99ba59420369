"""Finishes the PDF: reading structure for screen readers, language, and metadata that tells only the title.

ISO 32000-1, 14.7 (logical structure) and 14.8 (tagged PDF): a structure tree whose leaves are the numbers of
marked content, and a parent tree that leads back from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from neuvola_desk.usecases.leaflets.ink import Element, Sheets


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of marked content on a page and the element it belongs to."""

    element: int
    number: int


def finished(data: bytes, sheets: Sheets, marks: Sequence[Sequence[Mark]]) -> bytes:
    """The PDF with its structure and without what the library says of itself."""
    with pikepdf.open(BytesIO(data)) as pdf:
        _clean(pdf, sheets)
        _add_structure(pdf, sheets, marks)
        result = BytesIO()
        pdf.save(
            result,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return result.getvalue()


def _clean(pdf: Pdf, sheets: Sheets) -> None:
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = sheets.title
    pdf.Root.Lang = String(sheets.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _add_structure(pdf: Pdf, sheets: Sheets, marks: Sequence[Sequence[Mark]]) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    kids = _kids_by_element(pdf, marks)
    made: dict[int, Object] = {}
    used = [number for number in sorted(kids) if kids[number]]
    for section, numbers in groupby(used, key=lambda number: sheets.elements[number].section):
        parent = document
        if section:
            parent = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=document, K=Array()))
            document.K.append(parent)
        for number in numbers:
            made[number] = _element(pdf, sheets.elements[number], parent, kids[number])
            parent.K.append(made[number])
    nums = Array()
    for number, (page, of_page) in enumerate(zip(pdf.pages, marks, strict=True)):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        nums.append(number)
        nums.append(Array([made[mark.element] for mark in of_page]))
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=nums))
    root.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = root


def _kids_by_element(pdf: Pdf, marks: Sequence[Sequence[Mark]]) -> dict[int, list[Object]]:
    """Element → its marked content in page order."""
    kids: dict[int, list[Object]] = {}
    for page, of_page in zip(pdf.pages, marks, strict=True):
        for mark in of_page:
            leaf = Dictionary(Type=Name.MCR, Pg=page.obj, MCID=mark.number)
            kids.setdefault(mark.element, []).append(leaf)
    return kids


def _element(pdf: Pdf, element: Element, parent: Object, kids: list[Object]) -> Object:
    made = Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=parent, K=Array(kids))
    if element.language:
        made.Lang = String(element.language)
    if element.description:
        made.Alt = String(element.description)
    return pdf.make_indirect(made)
