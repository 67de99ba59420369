"""The server's composition root: every service, built when it is first wanted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property

from neuvola_server.catalogue import PublishedCatalogue
from neuvola_server.clock_watch import ClockWatch
from neuvola_server.contacts.arrivals import Arrivals
from neuvola_server.contacts.bounces import Bounces
from neuvola_server.contacts.compose import Writer
from neuvola_server.contacts.ended import EndedRequests
from neuvola_server.contacts.handling import Handlings
from neuvola_server.contacts.links import Links
from neuvola_server.contacts.post import Post
from neuvola_server.contacts.register import Receivers
from neuvola_server.desks import Desks
from neuvola_server.durability import Durability
from neuvola_server.enrolment import Enrolment
from neuvola_server.experience_reading import ExperienceReading
from neuvola_server.experiences import Experiences
from neuvola_server.fetching import Fetcher
from neuvola_server.harvest import Harvests
from neuvola_server.intake import Intake
from neuvola_server.keeper import Keeper
from neuvola_server.key_recovery import Recovery
from neuvola_server.key_register import KeyRegister
from neuvola_server.key_rotation import Rotation
from neuvola_server.keys import Keys
from neuvola_server.leases import Leases
from neuvola_server.offering import Offering
from neuvola_server.port import DeskPort, EnrolmentDoor
from neuvola_server.proposals import Proposals
from neuvola_server.publication import Publication
from neuvola_server.raw_files import RawFiles
from neuvola_server.records import Records
from neuvola_server.reports import Reports
from neuvola_server.retention import Retention
from neuvola_server.service_names import ServiceNames
from neuvola_server.settings import ServerSettings
from neuvola_server.slips import Slips
from neuvola_server.snapshot_store import SnapshotStore
from neuvola_server.snapshots import Snapshots
from neuvola_server.storage.database import Database
from neuvola_server.storage.migrate import migrate
from neuvola_server.working import WorkingCatalogue

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


class House:
    """One server process; services keep no state but in the database, so there may be any number."""

    def __init__(self, settings: ServerSettings, *, clock: Clock = utc_now) -> None:
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database_url)
        self.ended = EndedRequests(settings.data_dir / "ended", clock)
        self.ended.follow(self.database.engine)

    @cached_property
    def keys(self) -> Keys:
        """The signing and the sealing key."""
        return Keys(self.settings.key_dir, self.key_register)

    @cached_property
    def key_register(self) -> KeyRegister:
        """Which keys were made."""
        return KeyRegister(self.database)

    @cached_property
    def rotation(self) -> Rotation:
        """How keys are changed."""
        return Rotation(self.keys, self.key_register, self.clock)

    @cached_property
    def recovery(self) -> Recovery:
        """The keys on paper."""
        return Recovery(self.keys, self.key_register, self.database, self.clock)

    @cached_property
    def links(self) -> Links:
        """The links of organisations."""
        return Links(self.keys.link_secret)

    @cached_property
    def receivers(self) -> Receivers:
        """The organisations that take contact requests."""
        return Receivers(self.database, self.links, self.clock, lambda: self.offering.forget())

    @cached_property
    def offering(self) -> Offering:
        """What desks are told of them."""
        return Offering(self.keys, lambda: self.receivers.public())

    @cached_property
    def arrivals(self) -> Arrivals:
        """What follows when a contact request or a withdrawal comes."""
        return Arrivals(self.links, self.clock)

    @cached_property
    def handlings(self) -> Handlings:
        """How far organisations are with contact requests."""
        changed = self.offering.forget
        return Handlings(self.database, self.keys, self.links, self.arrivals, self.clock, changed)

    @cached_property
    def bounces(self) -> Bounces:
        """Mails that come back."""
        return Bounces(self.database, self.keys.link_secret, self.clock)

    @cached_property
    def post(self) -> Post:
        """Sends mails; they wait where the settings name no relay."""
        chosen = self.settings.mail
        writer = Writer(chosen, self.settings.public_url, self.bounces.address) if chosen else None
        link_of = self.handlings.link_of
        return Post(
            self.database,
            writer=writer,
            link_of=link_of,
            is_clock_doubted=self.clock_watch.is_doubted,
            leases=self.leases,
            clock=self.clock,
        )

    @cached_property
    def clock_watch(self) -> ClockWatch:
        """Whether the clock may be believed by what erases."""
        return ClockWatch(self.database, self.clock)

    @cached_property
    def desks(self) -> Desks:
        """Who the desks are, and their tokens."""
        return Desks(self.database, self.clock)

    @cached_property
    def enrolment(self) -> Enrolment:
        """One-time codes."""
        return Enrolment(self.database, self.keys, self.clock)

    @cached_property
    def records(self) -> Records:
        """What desks sent."""
        return Records(self.database, self.clock, self.arrivals, self.slips)

    @cached_property
    def slips(self) -> Slips:
        """The answers that belong to codes of leaflets."""
        return Slips(self.keys.link_secret)

    @cached_property
    def experiences(self) -> Experiences:
        """What visitors answer on the page of their leaflet."""
        return Experiences(self.database, self.records, self.clock)

    @cached_property
    def experience_reading(self) -> ExperienceReading:
        """Their way to those who give the services."""
        return ExperienceReading(self.database, self.clock)

    @cached_property
    def service_names(self) -> ServiceNames:
        """What services are called."""
        return ServiceNames(self.database, self.publication)

    @cached_property
    def durability(self) -> Durability:
        """What survives the loss of the server's disk."""
        return Durability(self.database, at_commit=self.settings.durable_at_commit)

    @cached_property
    def publication(self) -> Publication:
        """The catalogue's change log."""
        return Publication(self.database, self.clock)

    @cached_property
    def leases(self) -> Leases:
        """Who does a piece of work, of several processes and hosts."""
        return Leases(self.database, self.clock)

    @cached_property
    def raw_files(self) -> RawFiles:
        """What sources sent."""
        return RawFiles(self.settings.data_dir / "harvest", self.clock)

    @cached_property
    def fetcher(self) -> Fetcher:
        """Asks the servers of sources."""
        return Fetcher()

    @cached_property
    def catalogue(self) -> PublishedCatalogue:
        """What is published."""
        return PublishedCatalogue(self.database, self.publication, self.raw_files, self.fetcher, self.clock)

    @cached_property
    def harvests(self) -> Harvests:
        """The sources that are followed by schedule."""
        return Harvests(self.database, self.catalogue, self.raw_files, self.fetcher, self.leases, self.clock)

    @cached_property
    def snapshots(self) -> Snapshots:
        """The ready-made catalogues."""
        folder = self.settings.data_dir
        store = SnapshotStore(self.database, folder / "snapshots")
        return Snapshots(
            store,
            self.publication,
            WorkingCatalogue(folder / "working" / "catalogue.db", self.publication, self.catalogue, store),
            self.keys,
            self.leases,
            self.clock,
            keep=self.settings.keep_snapshots,
            between=timedelta(minutes=self.settings.snapshot_minutes),
        )

    @cached_property
    def keeper(self) -> Keeper:
        """The background work of a serving process."""
        return Keeper(
            harvests=self.harvests,
            snapshots=self.snapshots,
            publication=self.publication,
            retention=self.retention,
            handlings=self.handlings,
            rotation=self.rotation,
            clock_watch=self.clock_watch,
            database=self.database,
            leases=self.leases,
            clock=self.clock,
        )

    @cached_property
    def intake(self) -> Intake:
        """What desks send, one request a transaction."""
        return Intake(
            self.database,
            desks=self.desks,
            records=self.records,
            arrivals=self.arrivals,
            opening=self.keys.opening,
            is_clock_doubted=self.clock_watch.is_doubted,
            durability=self.durability,
            publication=self.publication,
            offering=self.offering,
            sync_seconds=self.settings.sync_seconds,
            desk_version=self.settings.desk_version,
            clock=self.clock,
        )

    @cached_property
    def proposals(self) -> Proposals:
        """What desks propose to put right."""
        return Proposals(self.database)

    @cached_property
    def reports(self) -> Reports:
        """What may be published of the visits."""
        return Reports(self.database, self.clock)

    @cached_property
    def retention(self) -> Retention:
        """What has been kept long enough."""
        return Retention(self.database, self.records, self.handlings, self.ended, self.clock)

    def port(self, token: str) -> DeskPort:
        """What the desk with this token may ask; nothing is looked up before it asks."""
        return DeskPort(
            token,
            desks=self.desks,
            intake=self.intake,
            records=self.records,
            publication=self.publication,
            snapshots=self.snapshots,
            offering=self.offering,
            handlings=self.handlings,
        )

    def door(self, address: str) -> EnrolmentDoor:
        """What a desk without a token may ask from this network address."""
        return EnrolmentDoor(self.enrolment, address)

    def prepare(self) -> None:
        """Brings an SQLite database up to date; PostgreSQL is migrated by the command alone."""
        if self.database.is_sqlite:
            migrate(self.database)

    def close(self) -> None:
        """Closes every connection."""
        self.database.close()
