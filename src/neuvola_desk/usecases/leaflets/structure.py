"""Gives the PDF its reading structure for screen readers, and metadata that tells only the title.

ISO 32000-1, 14.7 (logical structure) and 14.8 (tagged PDF): a structure tree whose leaves are the numbers of
marked content, and a parent tree that leads back from them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFInfo,
    PDFObjectReference,
    PDFString,
)

from neuvola_desk.usecases.leaflets.ink import Element, Sheets

Document = Any
"""The library's ``PDFDocument``, most of which its types do not know."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of marked content on a page and the element it belongs to."""

    element: int
    number: int


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A mark's page and its number there."""

    page: int
    number: int


class _TitleOnly(PDFInfo):
    """Says nothing of the library, of an author or of the time."""

    def format(self, document: Document) -> bytes:
        told: bytes = PDFDictionary({"Title": PDFString(self.title)}).format(document)
        return told


def add_structure(document: Document, sheets: Sheets, marks: Sequence[Sequence[Mark]]) -> None:
    """Tags a document whose pages have been drawn; it is still to be written."""
    document.info = _TitleOnly()
    document.info.title = sheets.title
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    document.Catalog.StructTreeRoot = _tree(document, sheets, marks)
    for number in range(len(marks)):
        page = document.idToObject[_page_name(number)]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = number
        page.Tabs = "/S"


def _tree(document: Document, sheets: Sheets, marks: Sequence[Sequence[Mark]]) -> PDFDictionary:
    root = PDFDictionary({"Type": "/StructTreeRoot"})
    whole, kids = _branch(document, "Document", document.Reference(root))
    leaves = _leaves_by_element(marks)
    made: dict[int, PDFObjectReference] = {}
    for section, numbers in groupby(sorted(leaves), key=lambda number: sheets.elements[number].section):
        parent, siblings = whole, kids
        if section:
            parent, siblings = _branch(document, "Sect", whole)
            kids.append(parent)
        made |= _parts(document, sheets, list(numbers), leaves, (parent, siblings))
    nums: list[object] = []
    for number, of_page in enumerate(marks):
        nums += [number, PDFArray([made[mark.element] for mark in of_page])]
    root["K"] = whole
    root["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(nums)}))
    root["ParentTreeNextKey"] = len(marks)
    return root


_Branch = tuple[PDFObjectReference, list[PDFObjectReference]]
"""A part and the list of what it holds."""


def _parts(
    document: Document,
    sheets: Sheets,
    numbers: Sequence[int],
    leaves: Mapping[int, Sequence[_Leaf]],
    home: _Branch,
) -> dict[int, PDFObjectReference]:
    """Puts elements into a part, those that tell a row into the rows of a table."""
    made: dict[int, PDFObjectReference] = {}
    for is_table, together in groupby(numbers, key=lambda number: sheets.elements[number].row > 0):
        table = home
        if is_table:
            table = _branch(document, "Table", home[0])
            home[1].append(table[0])
        for row, cells in groupby(together, key=lambda number: sheets.elements[number].row):
            parent, siblings = table
            if row:
                parent, siblings = _branch(document, "TR", table[0])
                table[1].append(parent)
            for number in cells:
                made[number] = document.Reference(_element(sheets.elements[number], parent, leaves[number]))
                siblings.append(made[number])
    return made


def _branch(document: Document, kind: str, parent: PDFObjectReference) -> _Branch:
    """A part that holds other parts, and the list that these are still to be put into."""
    kids = PDFArray([])
    made = document.Reference(PDFDictionary({"S": f"/{kind}", "P": parent, "K": kids}))
    return made, kids.sequence


def _leaves_by_element(marks: Iterable[Sequence[Mark]]) -> dict[int, list[_Leaf]]:
    """Element → its marked content in page order."""
    leaves: dict[int, list[_Leaf]] = {}
    for page, of_page in enumerate(marks):
        for mark in of_page:
            leaves.setdefault(mark.element, []).append(_Leaf(page, mark.number))
    return leaves


def _element(element: Element, parent: PDFObjectReference, leaves: Sequence[_Leaf]) -> PDFDictionary:
    home = leaves[0].page
    kids = [str(leaf.number) if leaf.page == home else _far(leaf) for leaf in leaves]
    made = PDFDictionary(
        {"S": f"/{element.kind}", "P": parent, "Pg": _page_reference(home), "K": PDFArray(kids)}
    )
    if element.language:
        made["Lang"] = PDFString(element.language)
    if element.spans > 1:
        made["A"] = PDFDictionary({"O": "/Table", "ColSpan": element.spans})
    if element.description:
        made["Alt"] = PDFString(element.description)
    return made


def _far(leaf: _Leaf) -> PDFDictionary:
    """Content on another page than where its element begins."""
    return PDFDictionary({"Type": "/MCR", "Pg": _page_reference(leaf.page), "MCID": leaf.number})


def _page_reference(number: int) -> PDFObjectReference:
    return PDFObjectReference(_page_name(number))


def _page_name(number: int) -> str:
    """What the library calls a page."""
    return f"Page{number + 1}"
