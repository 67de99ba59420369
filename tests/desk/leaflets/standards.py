"""What a machine can check of PDF/UA-1, by the numbers of the Matterhorn Protocol 1.1."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pikepdf

PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "BI"}
KINDS = {
    "Document",
    "Sect",
    "H1",
    "H2",
    "H3",
    "P",
    "Figure",
    "Caption",
    "Table",
    "TR",
    "TH",
    "TD",
    "L",
    "LI",
    "LBody",
}
HOLDS = {"Table": {"TR"}, "TR": {"TH", "TD"}, "L": {"LI"}, "LI": {"LBody"}}
NEEDS = {"TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "LBody": {"LI"}}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UNREADABLE = re.compile(rb"<(0000|FEFF|FFFE)>\s*$", re.MULTILINE)
XMP = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}


def broken(pdf: pikepdf.Pdf) -> list[str]:
    """The number of each rule that the file breaks, and where."""
    return [*_of_document(pdf), *_of_pages(pdf), *_of_structure(pdf), *_of_fonts(pdf)]


def xmp(pdf: pikepdf.Pdf) -> ElementTree.Element:
    return ElementTree.fromstring(pdf.Root.Metadata.read_bytes().decode())


def elements(kids: Any, parent: str = "") -> Iterator[tuple[str, Any]]:
    """The structure tree in reading order, each element with the kind of its parent."""
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from elements(kid, parent)
    elif isinstance(kids, pikepdf.Dictionary) and "/S" in kids:
        yield parent, kids
        yield from elements(kids.get("/K", pikepdf.Array()), kind_of(kids))


def kind_of(element: Any) -> str:
    return str(element.S).removeprefix("/")


def _of_document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not bool(root.MarkInfo.get("/Marked", False)) or "/Suspects" in root.MarkInfo:
        yield "06-001 not marked as tagged"
    told = xmp(pdf).findtext(".//dc:title/rdf:Alt/rdf:li", "", XMP)
    if not told or told != str(pdf.docinfo.get("/Title", "")):
        yield "06-003 no title"
    if not bool(root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)):
        yield "07-001 the title is not shown"
    if not LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield "11-001 no language"
    if {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys()) or pdf.is_encrypted or pdf.attachments:
        yield "something runs, asks, hides or is attached"


def _of_pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums
    for number, page in enumerate(pdf.pages):
        if page.get("/Tabs") != "/S":
            yield f"28-001 page {number}: keys do not go by structure"
        if any(not str(note.get("/Contents", "")) for note in page.get("/Annots", ())):
            yield f"28-004 page {number}: a note without words"
        painted = _Painted()
        for operation in pikepdf.parse_content_stream(page):
            painted.take(str(operation.operator), operation.operands)
        yield from (f"{fault} on page {number}" for fault in painted.faults)
        of_page = parents[2 * int(page.StructParents) + 1]
        if painted.numbers != list(range(len(of_page))):
            yield f"01-006 page {number}: content and structure do not fit together"


class _Painted:
    """Follows a page's marked content."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.numbers: list[int] = []
        self.faults: list[str] = []

    def take(self, operator: str, operands: Any) -> None:
        if operator in {"BMC", "BDC"}:
            self._begin(str(operands[0]), operands[1] if len(operands) > 1 else {})
        elif operator == "EMC":
            self.open.pop()
        elif operator in PAINTING and not self.open:
            self.faults.append("01-005 painted, but neither read nor ornament")

    def _begin(self, tag: str, properties: Any) -> None:
        if tag == "/Artifact" and self.open:
            self.faults.append("01-003 an ornament inside what is read")
        if "/MCID" in properties:
            if self.open:
                self.faults.append("01-004 what is read inside an ornament")
            self.numbers.append(int(properties["/MCID"]))
        self.open.append(tag)
        if "/Lang" in properties and not LANGUAGE.fullmatch(str(properties["/Lang"])):
            self.faults.append("11-007 no language")


def _of_structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    found = list(elements(pdf.Root.StructTreeRoot.K))
    levels = [int(kind_of(one)[1:]) for _parent, one in found if kind_of(one)[1:].isdigit()]
    if levels[:1] != [1] or any(later > earlier + 1 for earlier, later in pairwise(levels)):
        yield f"14-002 headings jump: {levels}"
    for parent, one in found:
        kind = kind_of(one)
        if kind not in KINDS:
            yield f"02-001 {kind} is no standard kind"
        if parent not in NEEDS.get(kind, {parent}) or kind not in HOLDS.get(parent, {kind}):
            yield f"09-004 {kind} in {parent}"
        if kind == "Figure" and not str(one.get("/Alt", "")).strip():
            yield "13-004 a picture without words"
        if "/Lang" in one and not LANGUAGE.fullmatch(str(one.Lang)):
            yield f"11-002 no language: {one.Lang}"
        if kind == "TH" and "/Scope" not in one.get("/A", {}):
            yield "15-003 a header that heads nothing"
        if kind == "Table" and len(set(_widths(one))) != 1:
            yield f"15-005 rows of different widths: {_widths(one)}"


def _widths(table: Any) -> list[int]:
    """How many columns each row fills, those reaching down from above too."""
    widths: list[int] = []
    reaching: list[tuple[int, int]] = []
    for row in table.K:
        spans = [
            (int(cell.get("/A", {}).get("/ColSpan", 1)), int(cell.get("/A", {}).get("/RowSpan", 1)))
            for cell in row.K
        ]
        widths.append(sum(wide for wide, _deep in (*spans, *reaching)))
        reaching = [(wide, deep - 1) for wide, deep in (*spans, *reaching) if deep > 1]
    return widths


def _of_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary):
            continue
        if one.get("/Type") == "/FontDescriptor" and "/FontFile2" not in one:
            yield f"31-009 {one.FontName} is not in the file"
        if one.get("/Type") == "/Font" and not str(one.Subtype).startswith("/CIDFont"):
            told = one.get("/ToUnicode")
            if told is None or UNREADABLE.search(told.read_bytes()):
                yield f"31-027 {one.BaseFont} does not lead back to characters"
