"""The catalogue's values: what a service is, who provides it, and how one gets to it.

Frozen dataclasses only; nothing here reads a file or knows a table. "Not known" is a value of its own
(``Known.UNKNOWN``, ``None``): it never filters a service out. Every default is empty, which lets the codec
leave unset fields out (see ``codec``).
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from neuvola_core.hours import NOT_KNOWN, Hours
from neuvola_core.text import EMPTY, Text


class Known(StrEnum):
    """Yes, no, or nobody has told."""

    YES = "yes"
    NO = "no"
    UNKNOWN = ""


class Provider(StrEnum):
    """Who provides: responsibility for health and social services is the county's, not the municipality's."""

    COUNTY = "county"
    MUNICIPALITY = "municipality"
    KELA = "kela"
    STATE = "state"
    NGO = "ngo"
    PARISH = "parish"
    COMPANY = "company"
    PEERS = "peers"
    UNKNOWN = ""


class Prevention(StrEnum):
    """Whether a service prevents a trouble or mends it (N10)."""

    PREVENTIVE = "preventive"
    CORRECTIVE = "corrective"
    BOTH = "both"
    UNKNOWN = ""


class Charge(StrEnum):
    """What using a service, or calling a number, costs."""

    FREE = "free"
    CHARGED = "charged"
    UNKNOWN = ""


class ChannelKind(StrEnum):
    """How one gets in touch."""

    PLACE = "place"
    PHONE = "phone"
    WEB = "web"
    ESERVICE = "eservice"
    EMAIL = "email"
    FORM = "form"
    CHAT = "chat"
    MAIL = "mail"


class PhoneKind(StrEnum):
    """What a number is for; a fax number is never printed."""

    VOICE = ""
    SMS = "sms"
    FAX = "fax"


@dataclass(frozen=True, slots=True)
class Word:
    """A keyword or another name, with the language it is in."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web address with its label."""

    url: str
    label: Text = EMPTY
    language: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as one dials it in Finland ("029 553 4000"), with what the call costs."""

    number: str
    label: Text = EMPTY
    charge: Charge = Charge.UNKNOWN
    charge_note: Text = EMPTY
    kind: PhoneKind = PhoneKind.VOICE
    languages: tuple[str, ...] = ()

    @property
    def is_fax(self) -> bool:
        """Whether nobody answers: a fax by its kind, or by its label where the source has no kinds."""
        labels = " ".join(self.label.values()).casefold()
        return self.kind is PhoneKind.FAX or "faksi" in labels or "fax" in labels.split()


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point in WGS84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Address:
    """A visiting or postal address; ``municipality`` is a three-digit code, or empty."""

    street: Text = EMPTY
    postal_code: str = ""
    post_office: Text = EMPTY
    municipality: str = ""
    additional: Text = EMPTY
    country: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """Free, charged or not known, with the source's own words."""

    charge: Charge = Charge.UNKNOWN
    note: Text = EMPTY
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Step-free or not, or not known; ``sentences`` are ready-made texts about the way in."""

    step_free: Known = Known.UNKNOWN
    sentences: tuple[Text, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Rides:
    """How one gets there, and whether a ride is offered (L5)."""

    offered: Known = Known.UNKNOWN
    note: Text = EMPTY
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Whole years, both ends included; None is "no limit known"."""

    lowest: int | None = None
    highest: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is; a hidden place (a shelter) is never shown, printed or exported with its address."""

    name: Text = EMPTY
    address: Address = field(default_factory=Address)
    coordinates: Coordinates | None = None
    accessibility: Accessibility = field(default_factory=Accessibility)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to get in touch, as it holds for the service that carries it.

    ``shared_id`` is the source's id of a channel that several services use; empty for the service's own.
    """

    kind: ChannelKind
    shared_id: str = ""
    name: Text = EMPTY
    description: Text = EMPTY
    place: Place | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    hours: Hours = NOT_KNOWN
    cost: Cost = field(default_factory=Cost)
    languages: tuple[str, ...] = ()
    needs_identification: Known = Known.UNKNOWN

    def overridden(self, other: "ChannelOverride") -> "Channel":
        """This channel with everything that the connection to a service says put over it."""
        return replace(
            self,
            description=Text({**self.description, **other.description}),
            place=other.place or self.place,
            phones=other.phones or self.phones,
            emails=other.emails or self.emails,
            links=other.links or self.links,
            hours=other.hours if other.hours.is_stated else self.hours,
            cost=other.cost if other.cost != Cost() else self.cost,
        )


@dataclass(frozen=True, slots=True)
class ChannelOverride:
    """What a connection between a service and a channel says; it beats the channel for that service only."""

    description: Text = EMPTY
    place: Place | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    hours: Hours = NOT_KNOWN
    cost: Cost = field(default_factory=Cost)


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who provides a service; ``id`` is a catalogue id."""

    id: str
    name: Text
    provider: Provider = Provider.UNKNOWN
    description: Text = EMPTY
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a service comes from; ``name/kind/source_id`` is its identity."""

    name: str
    kind: str
    source_id: str
    url: str = ""
    fetched_on: date | None = None
    modified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of an event; times are aware, ``whole_day`` says that the clock times mean nothing."""

    starts: datetime
    ends: datetime | None = None
    whole_day: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """One thing a visitor can be guided to, with everything a card and a leaflet say of it.

    ``municipalities`` are three-digit codes of where it is offered; ``nationwide`` is the whole country.
    ``needs``, ``activities`` and ``target_groups`` are ids of the taxonomy. ``needs`` comes with the most
    fitting first. ``amended`` names what is a correction made on the server and not the source's own word.
    """

    id: str
    source: Source
    name: Text
    organisation: Organisation | None = None
    synonyms: tuple[Word, ...] = ()
    summary: Text = EMPTY
    description: Text = EMPTY
    instructions: Text = EMPTY
    conditions: Text = EMPTY
    bring: Text = EMPTY
    keywords: tuple[Word, ...] = ()
    channels: tuple[Channel, ...] = ()
    links: tuple[Link, ...] = ()
    needs: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    nationwide: bool = False
    residents_only: Known = Known.UNKNOWN
    ages: AgeLimits = field(default_factory=AgeLimits)
    languages: tuple[str, ...] = ()
    cost: Cost = field(default_factory=Cost)
    accessibility: Accessibility = field(default_factory=Accessibility)
    rides: Rides = field(default_factory=Rides)
    prevention: Prevention = Prevention.UNKNOWN
    takes_new_people: Known = Known.UNKNOWN
    accepts_contact_requests: bool = False
    contact_method: Text = EMPTY
    hidden_address: bool = False
    occurrences: tuple[Occurrence, ...] = ()
    checked_on: date | None = None
    classes: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    ontology: tuple[Word, ...] = ()
    general_description: str = ""
    parent_id: str = ""
    unit_ids: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()

    @property
    def provider(self) -> Provider:
        """Who provides it, where that is known."""
        return self.organisation.provider if self.organisation else Provider.UNKNOWN

    @property
    def places(self) -> tuple[Place, ...]:
        """Places one may be told of: none when the address is hidden."""
        return tuple(c.place for c in self.channels if c.place and self.may_tell(c.place))

    def may_tell(self, place: Place) -> bool:
        """Whether one may be told where a place of the service is."""
        return not (self.hidden_address or place.hidden)
