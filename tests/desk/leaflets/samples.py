"""Services to print: made up, and as full or as bare as real ones are."""

from datetime import date

from neuvola_core.catalogue import (
    Accessibility,
    Address,
    AgeLimits,
    Channel,
    ChannelKind,
    Charge,
    Coordinates,
    Cost,
    Known,
    Link,
    Organisation,
    Phone,
    PhoneKind,
    Place,
    Provider,
    Rides,
    Service,
    Source,
)
from neuvola_core.hours import Exceptional, Hours, Opening, Regular
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets.values import PointCard

TODAY = date(2026, 11, 23)

POINT = PointCard(
    name="Arabian hyvinvointineuvola",
    address="Hämeentie 111, 00560 Helsinki",
    phone="09 310 12345",
    hours="ma–pe 10–17, la 10–15",
)

WEEKDAYS = Hours(
    regular=(Regular(openings=tuple(Opening(day, 9 * 60, 15 * 60 + 30) for day in range(5))),),
    exceptional=(Exceptional(date(2026, 12, 4), date(2026, 12, 4), closed=True),),
)
MORNINGS = Hours(regular=(Regular(openings=tuple(Opening(day, 9 * 60, 11 * 60) for day in range(4))),))


def bare(number: int = 1, **changes: object) -> Service:
    """A service of which next to nothing is known."""
    service = Service(
        id=f"id-{number}",
        source=Source("helsinki", "service", str(number)),
        name=Text(fi=f"Palvelu {number}"),
    )
    return _changed(service, changes)


def full(number: int = 1, **changes: object) -> Service:
    """A service of which everything is known, in three languages."""
    organisation = Organisation(
        id="org",
        name=Text(fi="Arabian Omaiset ry", sv="Arabias Anhöriga rf", en="Arabia Carers’ Association"),
        provider=Provider.NGO,
    )
    service = Service(
        id=f"full-{number}",
        source=Source("ptv", "service", str(number), fetched_on=date(2026, 11, 20)),
        name=Text(
            fi="Omaishoitajien keskusteluryhmä",
            sv="Diskussionsgrupp för närståendevårdare",
            en="Discussion group for family carers",
        ),
        organisation=organisation,
        summary=Text(
            fi="Ryhmässä tapaat muita, jotka hoitavat läheistään kotona.",
            sv="I gruppen träffar du andra som vårdar en närstående hemma.",
            en="In the group you meet others who care for someone close at home.",
        ),
        description=Text(
            fi="Ryhmä kokoontuu joka viikko kahvin äärellä. Ohjaaja on sosiaalialan ammattilainen. "
            "Voit tulla mukaan milloin tahansa. Et sitoudu mihinkään, ja kaikki puhuttu jää ryhmään.",
            sv="Gruppen träffas varje vecka över en kopp kaffe. Ledaren arbetar inom socialbranschen. "
            "Du kan komma med när som helst.",
            en="The group meets every week over coffee. It is led by a social worker. Join at any time.",
        ),
        instructions=Text(
            fi="Soita ohjaajalle ennen ensimmäistä kertaa.",
            sv="Ring ledaren före den första gången.",
            en="Call the leader before your first visit.",
        ),
        conditions=Text(fi="Hoidat läheistäsi kotona.", sv="Du vårdar en närstående hemma."),
        bring=Text(fi="Et tarvitse mitään mukaan.", sv="Du behöver inte ta med något."),
        channels=(
            Channel(
                ChannelKind.PLACE,
                name=Text(fi="Arabian kirjasto"),
                place=Place(
                    name=Text(fi="Arabian kirjasto", sv="Arabia bibliotek"),
                    address=Address(
                        street=Text(fi="Hämeentie 135 A", sv="Tavastvägen 135 A"),
                        postal_code="00560",
                        post_office=Text(fi="Helsinki", sv="Helsingfors"),
                        municipality="091",
                        additional=Text(fi="sisäänkäynti pihan puolelta", sv="ingång från gården"),
                    ),
                    coordinates=Coordinates(60.2, 24.9),
                    accessibility=Accessibility(step_free=Known.YES),
                ),
                hours=WEEKDAYS,
            ),
            Channel(
                ChannelKind.PHONE,
                name=Text(fi="Ohjaaja", sv="Ledaren"),
                phones=(
                    Phone(
                        "09 310 44400",
                        charge=Charge.CHARGED,
                        charge_note=Text(fi="tavallisen puhelun hinta", sv="vanligt samtalspris"),
                    ),
                    Phone("050 123 4567", kind=PhoneKind.SMS),
                    Phone("09 310 99999", kind=PhoneKind.FAX),
                ),
                hours=MORNINGS,
            ),
            Channel(ChannelKind.EMAIL, emails=("ryhma@arabianomaiset.fi",)),
        ),
        links=(Link("https://www.arabianomaiset.fi/toiminta/keskusteluryhma", language="fi"),),
        needs=("yksinaisyys",),
        target_groups=("laheinen", "ikaantynyt"),
        municipalities=("091",),
        residents_only=Known.YES,
        ages=AgeLimits(lowest=18),
        languages=("fi", "sv", "en"),
        cost=Cost(Charge.FREE, Text(fi="Kahvi kuuluu mukaan.", sv="Kaffe ingår.", en="Coffee is included.")),
        rides=Rides(note=Text(fi="Raitiovaunut 6 ja 8, pysäkki Arabiankatu.", sv="Spårvagn 6 och 8.")),
        contact_method=Text(fi="Ohjaaja soittaa sinulle kahden arkipäivän kuluessa."),
        checked_on=date(2026, 10, 2),
    )
    return _changed(service, changes)


def shelter(**changes: object) -> Service:
    """A service whose address must not be told, though its texts tell it."""
    service = Service(
        id="shelter",
        source=Source("ptv", "service", "shelter"),
        name=Text(fi="Turvapaikka Kaisla"),
        summary=Text(fi="Saat turvaa ja apua. Talo on osoitteessa Salamäenkuja 7. Soita milloin vain."),
        channels=(
            Channel(
                ChannelKind.PLACE,
                name=Text(fi="Salamäenkuja 7"),
                description=Text(fi="Käynti Salamäenkujan puolelta."),
                place=Place(
                    name=Text(fi="Kaislan talo"),
                    address=Address(
                        street=Text(fi="Salamäenkuja 7"), postal_code="00999", post_office=Text(fi="Piilola")
                    ),
                    hidden=True,
                ),
                hours=Hours(regular=(Regular(always_open=True),)),
                links=(Link("https://kartta.example.org/?q=Salam%C3%A4enkuja+7"),),
            ),
            Channel(ChannelKind.PHONE, phones=(Phone("09 477 7180", charge=Charge.FREE),)),
        ),
        hidden_address=True,
        checked_on=date(2026, 9, 1),
    )
    return _changed(service, changes)


def demo(number: int = 1) -> Service:
    """A service of the example catalogue."""
    return full(number, source=Source("demo", "service", str(number)))


def _changed(service: Service, changes: dict[str, object]) -> Service:
    from dataclasses import replace

    return replace(service, **changes)  # type: ignore[arg-type]
