"""A small catalogue, and a desk that stands on it, for the tests of the window."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from neuvola_core.catalogue import (
    Accessibility,
    Address,
    AgeLimits,
    Channel,
    ChannelKind,
    Charge,
    Cost,
    Known,
    Link,
    Organisation,
    Phone,
    Place,
    Provider,
    Rides,
    Service,
    Source,
)
from neuvola_core.errors import RecordKeyError
from neuvola_core.hours import Hours, Opening, Regular
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_desk.config import Settings, save_settings
from neuvola_desk.event_log import EventLog
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_desk.usecases.profiles import ProfileBook
from neuvola_desk.usecases.shift import Shift
from neuvola_search.catalogue import Catalogue, open_catalogue

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=HELSINKI)
"""A Wednesday morning."""

_WEEKDAYS = Hours(regular=(Regular(tuple(Opening(day, 9 * 60, 16 * 60) for day in range(5))),))
_EVENINGS = Hours(regular=(Regular(tuple(Opening(day, 17 * 60, 20 * 60) for day in (1, 3))),))


def organisation(name: str, provider: Provider) -> Organisation:
    return Organisation(catalogue_id("test", "organisation", name), Text(fi=name), provider)


COUNTY = organisation("Pohjois-Savon hyvinvointialue", Provider.COUNTY)
NGO = organisation("Kulman Tuki ry", Provider.NGO)
PARISH = organisation("Kuopion seurakunnat", Provider.PARISH)


def service(number: int, name: str, need: str, **fields: object) -> Service:
    made = Service(
        id=catalogue_id("test", "service", str(number)),
        source=Source("test", "service", str(number), url="https://palvelut.example/1"),
        name=Text(fi=name),
        organisation=NGO,
        needs=(need,),
        activities=("neuvonta",),
        municipalities=("297",),
        checked_on=date(2026, 9, 1),
        channels=(place("Kauppakatu 1", "017 123 4567", _WEEKDAYS),),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def place(street: str, phone: str, hours: Hours, *, hidden: bool = False) -> Channel:
    return Channel(
        ChannelKind.PLACE,
        place=Place(
            name=Text(fi="Toimipiste"),
            address=Address(Text(fi=street), "70100", Text(fi="Kuopio"), "297"),
            hidden=hidden,
        ),
        phones=(Phone(phone, charge=Charge.FREE),),
        emails=("neuvonta@example.org",),
        links=(Link("https://kulmantuki.example/ajanvaraus", Text(fi="Ajanvaraus")),),
        hours=hours,
    )


def services() -> tuple[Service, ...]:
    debt = service(
        1,
        "Talous- ja velkaneuvonta",
        "velat",
        summary=Text(
            fi="Apua, kun laskuja ei pysty maksamaan. Neuvoja käy kävijän kanssa läpi tulot, menot ja velat "
            "ja auttaa hakemaan velkajärjestelyä. Neuvonta on maksutonta ja luottamuksellista."
        ),
        description=Text(
            fi="Velkaneuvonnassa selvitetään kokonaistilanne.\n\nNeuvoja auttaa tekemään maksusuunnitelman."
        ),
        bring=Text(fi="Laskut ja tiliotteet kolmelta kuukaudelta, henkilökortti"),
        conditions=Text(fi="Ajanvaraus puhelimitse."),
        cost=Cost(Charge.FREE),
        languages=("fi", "sv", "en"),
        accessibility=Accessibility(Known.YES, (Text(fi="Sisäänkäynti on katutasossa."),)),
        rides=Rides(Known.NO, Text(fi="Bussi 5, pysäkki Kauppatori")),
        ages=AgeLimits(18, None),
        takes_new_people=Known.YES,
        target_groups=("tyoikainen",),
    )
    shelter = service(
        2,
        "Turvakoti",
        "vakivalta",
        organisation=COUNTY,
        summary=Text(fi="Turvallinen paikka yötä päivää sille, joka pelkää kotona."),
        hidden_address=True,
        channels=(
            place(
                "Salainen kuja 7", "0800 00 0000", Hours(regular=(Regular(always_open=True),)), hidden=True
            ),
        ),
    )
    food = service(
        3,
        "Ruoka-apu ja yhteinen ateria",
        "rahat_eivat_riita",
        organisation=PARISH,
        activities=("ruoka_ja_tavara",),
        summary=Text(fi="Ruokakassi ja lämmin ateria ilman kysymyksiä."),
        channels=(place("Kirkkokatu 4", "017 555 1234", _EVENINGS),),
        checked_on=date(2024, 1, 10),
        rides=Rides(Known.YES),
        cost=Cost(Charge.FREE),
    )
    friend = service(
        4,
        "Ystävätoiminta",
        "yksinaisyys",
        activities=("seura",),
        summary=Text(fi="Vapaaehtoinen ystävä tapaa kahden kesken muutaman kerran kuussa."),
        channels=(),
        checked_on=None,
        nationwide=True,
        municipalities=(),
    )
    return (debt, shelter, food, friend, *_crowd())


def _crowd() -> tuple[Service, ...]:
    rows = (
        ("Olohuone Männistö", "yksinaisyys", "seura"),
        ("Velkaneuvonnan chat", "velat", "neuvonta"),
        ("Mielen tuki -vastaanotto", "mielenterveys", "hoito"),
        ("Vertaisryhmä uupuneille", "uupumus", "vertaistuki"),
        ("Digiopastus kirjastossa", "digituki", "kurssi"),
        ("Suomen kielen keskusteluryhmä", "suomen_kieli", "kurssi"),
        ("Omaishoitajien kahvila", "omaishoito", "vertaistuki"),
        ("Asumisneuvonta", "asumisen_kulut", "neuvonta"),
        ("Perheneuvola", "lapsiperheen_arki", "neuvonta"),
        ("Saattajapalvelu ikäihmisille", "kyydit", "kuljetus"),
        ("Työllisyyspalvelut", "tyo", "tyo_ja_valmennus"),
        ("Päihdepoliklinikka", "paihteet", "hoito"),
    )
    return tuple(
        service(
            100 + n,
            name,
            need,
            activities=(activity,),
            organisation=(COUNTY, NGO, PARISH)[n % 3],
            summary=Text(fi=f"{name}: matalan kynnyksen apua ilman lähetettä, myös ilta-aikaan."),
            municipalities=("297", "140") if n % 2 else ("297",),
        )
        for n, (name, need, activity) in enumerate(rows)
    )


class SmallDesk:
    """What the window asks of a desk, over a real catalogue of a few services."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.clock = FixedClock(NOW)
        self.paths = DeskPaths(catalogue.path.parent)
        self.demo_loads = 0
        self.catalogue_fault = None
        self.log = EventLog(self.paths.logs, self.clock)
        self.rights = Shift(lambda: None, self.clock, self.log)

    def load_demo(self) -> None:
        self.demo_loads += 1

    @property
    def profiles(self) -> ProfileBook:
        return ProfileBook(self.paths.profiles, self.rights, self.log)

    @property
    def visits(self) -> object:
        raise RecordKeyError(reason="no-passphrase")

    @property
    def record(self) -> object:
        raise RecordKeyError(reason="no-passphrase")

    def sync_facts(self) -> object:
        raise RecordKeyError(reason="no-passphrase")

    def keep_settings(self, settings: Settings) -> None:
        save_settings(self.paths.config, settings)

    def close(self) -> None:
        self.catalogue.close()


def small_desk(folder: Path, *, empty: bool = False) -> SmallDesk:
    catalogue = open_catalogue(folder / "catalogue.db")
    if not empty:
        catalogue.apply(services(), origin="test", complete=True, fetched_on=NOW.date())
    return SmallDesk(catalogue)
