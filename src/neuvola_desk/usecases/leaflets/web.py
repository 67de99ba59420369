"""Which web pages of a service are worth printing, and which of them the QR opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from neuvola_core.catalogue import ChannelKind, Link
from neuvola_core.text import FALLBACK, Text
from neuvola_desk.usecases.leaflets.saying import Saying
from neuvola_desk.usecases.leaflets.values import Span, Web
from neuvola_desk.usecases.leaflets.words import readable_address, web_address

PAGES = 2
LABEL = 60
DESCRIBED = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A web page with what it is called."""

    url: str
    label: Span


def pages(saying: Saying) -> tuple[Page, ...]:
    """The service's pages, the leaflet's language first; if none, the source's or the organisation's."""
    chosen = _kept(saying, _own_links(saying))
    if not chosen:
        organisation = saying.service.organisation
        others = [Link(saying.service.source.url), *(organisation.links if organisation else ())]
        chosen = _kept(saying, others)[:1]
    return tuple(chosen[:PAGES])


def main_page(saying: Saying) -> Web | None:
    """The page that the QR opens; none where the service has no web page."""
    found = pages(saying)
    if not found:
        return None
    shown = readable_address(found[0].url)[:DESCRIBED]
    texts = saying.texts
    return Web(found[0].url, texts.word("qr_caption"), texts.word("qr_description", address=shown))


def _own_links(saying: Saying) -> Iterator[Link]:
    yield from saying.service.links
    for channel in saying.channels:
        for link in channel.links:
            named = link.label or (channel.name if channel.kind is not ChannelKind.PLACE else Text())
            yield Link(link.url, named, link.language)


def _kept(saying: Saying, links: Iterator[Link] | list[Link]) -> list[Page]:
    """The pages in the best language that there are pages in, each address once; those in no language too."""
    found: dict[str, tuple[str, Page]] = {}
    for link in links:
        url = web_address(link.url)
        if url and not _gives_away(url, saying):
            page = Page(url, saying.words(link.label, LABEL))
            found.setdefault(readable_address(url).casefold(), (link.language, page))
    languages = {language for language, _ in found.values() if language}
    best = next((code for code in (*saying.texts.service_languages, *FALLBACK) if code in languages), "")
    ranked = [page for language, page in found.values() if language == best]
    return [*ranked, *(page for language, page in found.values() if not language and best)]


def _gives_away(url: str, saying: Saying) -> bool:
    """Whether the address itself (a map link) names a hidden street."""
    told = unquote(url).replace("+", " ").casefold()
    return any(secret in told for secret in saying.secrets())
