"""How long leaflets take in their forms, against the PDF library drawing the same words without layout.

Run with ``python benchmarks/leaflet_speed.py``; prints a Markdown table of processor time, which a busy
machine lengthens least. The floor is what drawing alone costs: the same words at the same size, line after
line with ``drawString``, no QR codes and no structure.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from neuvola_core.catalogue import (
    Address,
    AgeLimits,
    Channel,
    ChannelKind,
    Charge,
    Cost,
    Link,
    Organisation,
    Phone,
    Place,
    Service,
    Source,
)
from neuvola_core.hours import Hours, Opening, Regular
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets import fonts, look, qr
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.ink import TextInk
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import LeafletRequest, PointCard, make
from neuvola_desk.usecases.leaflets.pdf import draw
from neuvola_desk.usecases.leaflets.values import Form

TODAY = date(2026, 11, 23)
POINT = PointCard("Neuvontapiste", "Esimerkkikatu 1, 00100 Helsinki", "09 310 0000", "ma–pe 10–17")
COUNT = 12
FEW = 3
ROUNDS = 15
FORMS: dict[Form, str] = {"list": "list", "week": "week", "fold": "fold"}
SENTENCE = "Saat neuvoja ja tukea arjen tilanteisiin, ja voit tulla mukaan milloin tahansa. "


def service(number: int) -> Service:
    timetable = Regular(openings=tuple(Opening(day, 540, 900 + 15 * (number % 3)) for day in range(5)))
    place = Place(
        Text(fi=f"Talo {number}"), Address(Text(fi=f"Esimerkkikatu {number}"), "00100", Text(fi="Helsinki"))
    )
    return Service(
        id=str(number),
        source=Source("ptv", "service", str(number), fetched_on=TODAY),
        name=Text(fi=f"Keskustelu- ja toimintaryhmä {number}", sv=f"Samtalsgrupp {number}"),
        organisation=Organisation("o", Text(fi="Esimerkkiyhdistys ry")),
        summary=Text(fi=SENTENCE),
        description=Text(fi=SENTENCE * (4 + number)),
        conditions=Text(fi="Palvelu on tarkoitettu kaikille alueen asukkaille."),
        channels=(
            Channel(ChannelKind.PLACE, place=place, hours=Hours(regular=(timetable,))),
            Channel(ChannelKind.PHONE, phones=(Phone(f"09 310 1{number:03}", charge=Charge.CHARGED),)),
        ),
        links=(Link(f"https://www.esimerkki.fi/palvelut/toimintaryhmat/{number}"),),
        ages=AgeLimits(18),
        languages=("fi", "sv", "en"),
        cost=Cost(Charge.FREE),
        checked_on=TODAY,
    )


def median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times)


def plain_drawing(pages: list[list[TextInk]]) -> bytes:
    buffer = BytesIO()
    face = fonts.first_face(fonts.REGULAR).name
    canvas = Canvas(buffer, pagesize=(look.WIDTH, look.HEIGHT), invariant=1)
    for inks in pages:
        for ink in inks:
            canvas.setFont(face, ink.manner.size)
            canvas.drawString(ink.x, look.HEIGHT - ink.y, ink.text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def cold(services: tuple[Service, ...]) -> bytes:
    qr.code.cache_clear()
    return make(services, "fi", large=False, point=POINT, today=TODAY)


def row(name: str, milliseconds: float, data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as pdf:
        pages = len(pdf)
    print(f"| {name} | {milliseconds:.0f} | {pages} | {len(data) // pages:,} |")


def measured(
    name: str, services: tuple[Service, ...], language: str, large: bool = False, form: Form = "sheet"
) -> None:
    def work() -> bytes:
        return make(services, language, large=large, form=form, point=POINT, today=TODAY)

    data = work()
    row(name, median_ms(work), data)


def main() -> None:
    services = tuple(map(service, range(COUNT)))
    begin = time.process_time()
    first = make(services, "fi", large=False, point=POINT, today=TODAY)
    first_ms = (time.process_time() - begin) * 1000
    request = LeafletRequest(services, "fi", False, POINT, made_on=TODAY)
    leaflet = content(request)
    sheets = lay_out(leaflet)
    texts = [[ink for ink in page.ink if isinstance(ink, TextInk)] for page in sheets.pages]
    print(f"| leaflet of {COUNT} services | CPU ms (median of {ROUNDS}) | pages | bytes a page |")
    print("| --- | --: | --: | --: |")
    row("first one in the process, imports and all", first_ms, first)
    for language, large in (("fi", False), ("sv", False), ("ar", False), ("fi+sv", False), ("fi", True)):
        measured(f"whole, {language}, {'large' if large else 'normal'} type", services, language, large)
    measured(f"whole, fi, normal type, {FEW} services", services[:FEW], "fi")
    for form, name in FORMS.items():
        measured(f"{name}, fi", services, "fi", form=form)
        measured(f"{name}, fi, {FEW} services", services[:FEW], "fi", form=form)
    row("whole, fi, normal type, no QR remembered", median_ms(lambda: cold(services)), cold(services))
    print(f"| – of it the content | {median_ms(lambda: content(request)):.0f} | | |")
    print(f"| – of it the layout | {median_ms(lambda: lay_out(leaflet)):.0f} | | |")
    print(f"| – of it drawing, structure and saving | {median_ms(lambda: draw(sheets)):.0f} | | |")
    row(
        "the floor: the same words drawn, nothing else",
        median_ms(lambda: plain_drawing(texts)),
        plain_drawing(texts),
    )


if __name__ == "__main__":
    main()
