"""What the file says of itself: its title, its language, the standards it keeps, and what its colours are.

ISO 19005-2, 6.2.3 (output intent) and 6.6 (metadata), ISO 14289-1, 5. Nothing of who, with what or when:
whoever finds the file is to learn nothing that is not on the paper.
"""

from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFInfo, PDFStream, PDFString

from neuvola_desk.usecases.leaflets import colour_profile

_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>{title}</rdf:Description>{accessible}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_TITLE: Final = """
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>"""
_ACCESSIBLE: Final = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""The mark of accessible files; in files to be kept a mark that their standard does not know is explained."""


class _TitleOnly(PDFInfo):
    """Says nothing of the library, of an author or of the time."""

    def format(self, document: Any) -> bytes:
        told = {"Title": PDFString(self.title)} if self.title else {}
        formatted: bytes = PDFDictionary(told).format(document)
        return formatted


class _Packet(PDFStream):
    """Stands in the file as it is, so that whoever looks for what it tells can read it without a tool."""

    def format(self, _document: Any) -> bytes:
        told = b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(self.content)
        return told + b"\nstream\n" + bytes(self.content) + b"endstream\n"


def add_metadata(document: Any, title: str, language: str) -> None:
    """Tells it in a document that is still to be written."""
    document.info = _TitleOnly()
    document.info.title = title
    catalogue = document.Catalog
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents"]
    catalogue.Metadata = _Packet(content=packet(title, language).encode())
    catalogue.OutputIntents = PDFArray([PDFDictionary(_intent(document))])


def packet(title: str, language: str) -> str:
    """The metadata as XMP; without a title, which it asks for, a file cannot claim to be accessible."""
    titled, accessible = (_TITLE.format(title=escape(title)), _ACCESSIBLE) if title else ("", "")
    return _PACKET.format(language=escape(language), title=titled, accessible=accessible)


def _intent(document: Any) -> dict[str, object]:
    profile = PDFStream(PDFDictionary({"N": 3}), colour_profile.profile())
    return {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": PDFString(colour_profile.NAME),
        "Info": PDFString(colour_profile.NAME),
        "DestOutputProfile": document.Reference(profile),
    }
