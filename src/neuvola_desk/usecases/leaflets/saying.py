"""How one service is put on paper: its texts in the best language, without what must not be printed."""

import re
from dataclasses import dataclass, replace
from datetime import date

from neuvola_core.catalogue import Address, Channel, Service
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets.texts import Texts
from neuvola_desk.usecases.leaflets.values import Line, Row, Span
from neuvola_desk.usecases.leaflets.words import NBSP, plain, plain_lines, trimmed, trimmed_lines

_SENTENCES = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is said of each service, in characters and in counts."""

    lead: int
    text: int
    places: int
    phones: int
    times: int


ROOMY = Limits(lead=900, text=500, places=4, phones=4, times=6)
USUAL = Limits(lead=550, text=320, places=3, phones=4, times=4)
TIGHT = Limits(lead=300, text=240, places=2, phones=3, times=3)

IN_PANELS = Limits(lead=150, text=150, places=1, phones=2, times=3)
"""Of a service that has one small panel."""


def limits_for(count: int) -> Limits:
    """The more services there are, the less is said of each."""
    if count <= 2:
        return ROOMY
    return USUAL if count <= 5 else TIGHT


@dataclass(frozen=True, slots=True)
class Saying:
    """A service with everything that decides how it is told."""

    service: Service
    texts: Texts
    limits: Limits
    made_on: date

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The ways to get in touch."""
        return self.service.channels

    @property
    def is_hidden(self) -> bool:
        """Whether some address of the service must not be told."""
        return self.service.hidden_address or any(c.place and c.place.hidden for c in self.channels)

    def can_show(self, channel: Channel) -> bool:
        """Whether the channel's place may be named."""
        return channel.place is not None and self.service.may_tell(channel.place)

    def secrets(self) -> tuple[str, ...]:
        """Street addresses that no text may give away."""
        hidden = [c.place for c in self.channels if c.place and not self.can_show(c)]
        streets = [street for place in hidden for street in place.address.street.values()]
        names = [re.sub(r"\s+\d.*$", "", street) for street in streets]
        return tuple({name.casefold() for name in (*streets, *names) if len(name) >= 4})

    def without_secrets(self, text: str) -> str:
        """The text without the sentences that name a hidden street."""
        secrets = self.secrets()
        if not any(secret in text.casefold() for secret in secrets):
            return text
        told = _SENTENCES.split(text)
        return " ".join(s for s in told if not any(secret in s.casefold() for secret in secrets))

    def words(self, text: Text, limit: int = 0) -> Span:
        """A text of the service as one paragraph; empty where there is none."""
        chosen, language = self.texts.choose(text)
        cleaned = self.without_secrets(plain(chosen))
        return Span(trimmed(cleaned, limit)[0] if limit else cleaned, language)

    def paragraphs(self, text: Text, limit: int) -> tuple[tuple[Line, ...], bool]:
        """A text of the service as paragraphs and list items, and whether it was cut."""
        chosen, language = self.texts.choose(text)
        told = ((self.without_secrets(words), is_item) for words, is_item in plain_lines(chosen))
        kept, was_cut = trimmed_lines(tuple(pair for pair in told if pair[0]), limit)
        return tuple(Line((Span(words, language),), item=is_item) for words, is_item in kept), was_cut

    def told(self, text: Text) -> tuple[Line, ...]:
        """A text of the service as the lines of a row; dots tell where it was cut."""
        lines, was_cut = self.paragraphs(text, self.limits.text)
        if not was_cut or not lines or lines[-1].text.endswith("…"):
            return lines
        last = lines[-1]
        dots = Span("[…]", last.spans[-1].language, quiet=True)
        return (*lines[:-1], replace(last, spans=(*last.spans, dots)))

    def fixed(self, words: str, *, strong: bool = False, quiet: bool = False) -> Span:
        """A span of the leaflet's own words."""
        return Span(words, self.texts.language, strong, quiet)

    def sentence(self, key: str, /, *, strong: bool = False, quiet: bool = False, **facts: object) -> Line:
        """A line of the leaflet's own words."""
        return Line((self.fixed(self.texts.word(key, **facts), strong=strong, quiet=quiet),))

    def row(self, key: str, lines: tuple[Line, ...]) -> tuple[Row, ...]:
        """A row, or nothing where there is nothing to say."""
        kept = tuple(line for line in lines if line.text.strip())
        return (Row(key, self.texts.label(key), kept),) if kept else ()


def address_words(address: Address, texts: Texts, municipality: str) -> Span:
    """ "Kotikatu 1, 00100 Helsinki", with what helps to find the door."""
    street, language = texts.choose(address.street)
    office, office_language = texts.choose(address.post_office)
    town = NBSP.join(part for part in (address.postal_code, office or municipality) if part)
    extra, _ = texts.choose(address.additional)
    told = ", ".join(part for part in (plain(street), town, plain(extra)) if part)
    return Span(told, language or office_language or texts.language)
