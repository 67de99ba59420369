"""Gives the PDF its reading structure for screen readers.

ISO 32000-1, 14.7 (logical structure) and 14.8 (tagged PDF): a structure tree whose leaves are the numbers of
marked content, and a parent tree that leads back from them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference, PDFString

from neuvola_desk.usecases.leaflets.ink import ITEM, Element, Sheets

Document = Any
"""The library's ``PDFDocument``, most of which its types do not know."""
_LIST: Final = "L"


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


def add_structure(document: Document, sheets: Sheets, marks: Sequence[Sequence[Mark]]) -> None:
    """Tags a document whose pages have been drawn; it is still to be written."""
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    document.Catalog.StructTreeRoot = _tree(document, sheets, marks)
    for number in range(len(marks)):
        page = document.idToObject[_page_name(number)]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = number
        page.Tabs = "/S"
        page.Trans = None  # the library's own is empty, which no standard knows


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
    """Puts elements into a part: cells into the rows of a table, and what follows as items into one list."""
    made: dict[int, PDFObjectReference] = {}

    def put(number: int, branch: _Branch) -> None:
        made[number] = document.Reference(_element(sheets.elements[number], branch[0], leaves[number]))
        branch[1].append(made[number])

    for whole, together in groupby(numbers, key=lambda number: _whole_of(sheets.elements[number])):
        part = _sub_branch(document, whole, home) if whole else home
        for row, cells in groupby(together, key=lambda number: sheets.elements[number].row):
            line = _sub_branch(document, "TR", part) if row else part
            for number in cells:
                put(number, _sub_branch(document, "LI", part) if whole == _LIST else line)
    return made


def _whole_of(element: Element) -> str:
    """What an element can only be a part of."""
    return "Table" if element.row else _LIST if element.kind == ITEM else ""


def _sub_branch(document: Document, kind: str, home: _Branch) -> _Branch:
    made = _branch(document, kind, home[0])
    home[1].append(made[0])
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
    cell = _of_cell(element)
    if cell:
        made["A"] = PDFDictionary({"O": "/Table", **cell})
    if element.description:
        made["Alt"] = PDFString(element.description)
    return made


def _of_cell(element: Element) -> dict[str, object]:
    """What a reader of tables must know of a cell, beyond that it is one of them."""
    told: dict[str, object] = {"Scope": f"/{element.scope}"} if element.scope else {}
    if element.spans > 1:
        told["ColSpan"] = element.spans
    if element.deep > 1:
        told["RowSpan"] = element.deep
    return told


def _far(leaf: _Leaf) -> PDFDictionary:
    """Content on another page than where its element begins."""
    return PDFDictionary({"Type": "/MCR", "Pg": _page_reference(leaf.page), "MCID": leaf.number})


def _page_reference(number: int) -> PDFObjectReference:
    return PDFObjectReference(_page_name(number))


def _page_name(number: int) -> str:
    """What the library calls a page."""
    return f"Page{number + 1}"
