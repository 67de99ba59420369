"""The sheet format: files as spreadsheet programs write them, cells as people fill them in."""

import contextlib
import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from neuvola_core import hours_text
from neuvola_core.calendar import Holiday
from neuvola_core.catalogue import ChannelKind, Charge, Known, Phone, Prevention, Provider, Service
from neuvola_core.errors import CannotWriteError, UnreadableSourceError
from neuvola_core.hours import HolidayHours, Hours, Opening, Regular, Span
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import sheet, sheet_hours, sheet_template, sheet_write
from neuvola_exchange.report import Noted, Rejected
from neuvola_exchange.sheet_table import COLUMNS

HEADER = ",".join(COLUMNS)


def parts(path: Path, source: str = "sheet") -> tuple[list[Service], list[Noted], list[Rejected]]:
    items = list(sheet.read(path, source).items)
    return (
        [item for item in items if isinstance(item, Service)],
        [item for item in items if isinstance(item, Noted)],
        [item for item in items if isinstance(item, Rejected)],
    )


def one(folder: Path, **cells: str) -> tuple[Service, list[Noted]]:
    path = folder / "taulukko.csv"
    filled = {"id": "1", "name_fi": "Kahvila", **cells}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(filled))
    writer.writeheader()
    writer.writerow(filled)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    services, notes, rejected = parts(path)
    assert not rejected
    return services[0], notes


def codes(notes: list[Noted]) -> list[tuple[str, str]]:
    return [(note.code, note.detail) for note in notes]


# --- files ---


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_dialect_reads_alike(tmp_path: Path, delimiter: str, encoding: str, newline: str) -> None:
    path = tmp_path / "a.csv"
    lines = ["id,name_fi,needs,municipalities", '7,"Äidin ""oma"" hetki",velat|tyo,Jyväskylä|Siilinjärvi']
    text = newline.join(lines).replace(",", delimiter) + newline
    path.write_bytes(text.encode(encoding))
    services, notes, rejected = parts(path)
    assert [s.name["fi"] for s in services] == ['Äidin "oma" hetki']
    assert services[0].needs == ("velat", "tyo")
    assert services[0].municipalities == ("179", "749")
    assert (notes, rejected) == ([], [])
    assert sheet.recognises(path)


def test_an_excel_separator_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nid;name_fi\n1;A\n;B\n", encoding="utf-8")
    services, _, rejected = parts(path)
    assert [s.name["fi"] for s in services] == ["A"]
    assert rejected[0].where == "a.csv, rivi 3"


def test_header_names_are_read_whatever_their_case_and_order(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(" Name_FI ;ID;Postal Code\nA;x;00100\n", encoding="utf-8")
    services, notes, _ = parts(path)
    assert services[0].source.source_id == "x"
    assert services[0].municipalities == ("091",)
    assert notes == []


def test_identity_and_origin(tmp_path: Path) -> None:
    path = tmp_path / "yhdistys.csv"
    path.write_text("id,name_fi\n 0042/B ,A\n", encoding="utf-8")
    reading = sheet.read(path)
    service = next(item for item in reading.items if isinstance(item, Service))
    assert (reading.format, reading.origin, reading.complete, reading.total) == (
        "sheet",
        "sheet/yhdistys",
        True,
        1,
    )
    assert service.id == catalogue_id("sheet", "service", "0042/B")
    assert service.source.source_id == "0042/B"
    assert sheet.read(path, "demo").origin == "demo/yhdistys"
    assert parts(path, "demo")[0][0].id == catalogue_id("demo", "service", "0042/B")


def test_records_without_id_or_name_or_with_a_used_id_are_rejected_by_row(tmp_path: Path) -> None:
    path = tmp_path / "taulukko.csv"
    path.write_text("id,name_fi,name_sv\n1,A,\n,B,\n2,,\n\n1,C,\n3,,D\n,,\n", encoding="utf-8")
    services, notes, rejected = parts(path)
    assert [s.source.source_id for s in services] == ["1", "3"]
    assert services[1].name == Text(sv="D")
    assert [(r.where, r.code, r.detail) for r in rejected] == [
        ("taulukko.csv, rivi 3", "no-id", ""),
        ("taulukko.csv, rivi 4", "no-name", "2"),
        ("taulukko.csv, rivi 6", "duplicate", "1"),
    ]
    assert notes == []


def test_row_numbers_count_records_not_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,name_fi,description_fi\n1,A,"eka\ntoka\nkolmas"\n,B,\n', encoding="utf-8")
    services, _, rejected = parts(path)
    assert services[0].description["fi"] == "eka\ntoka\nkolmas"
    assert rejected[0].where == "a.csv, rivi 3"


def test_a_quote_that_is_never_closed_costs_one_record(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,name_fi\n1,A\n2,"Kahvila\n3,C\n4,D\n', encoding="utf-8")
    services, _, rejected = parts(path)
    assert [s.source.source_id for s in services] == ["1", "3", "4"]
    assert [(r.where, r.code) for r in rejected] == [("a.csv, rivi 3", "unclosed-quote")]


def test_a_shifted_row_is_rejected_since_a_hidden_address_could_come_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name_fi,address,hidden_address\n1,A,Katu 1, C,yes\n2,B,,,,,\n", encoding="utf-8")
    services, _, rejected = parts(path)
    assert [s.source.source_id for s in services] == ["2"]
    assert [(r.where, r.code) for r in rejected] == [("a.csv, rivi 2", "extra-cells")]


def test_unknown_and_repeated_columns_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name_fi,väri,name_fi\n1,A,sininen,B\n", encoding="utf-8")
    services, notes, _ = parts(path)
    assert services[0].name == Text(fi="A")
    assert [(n.where, n.code, n.detail) for n in notes] == [
        ("a.csv, rivi 1", "unknown-column", "väri"),
        ("a.csv, rivi 1", "duplicate-column", "name_fi"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty-file"),
        (b" \r\n", "empty-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "old-excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 99,
            "encrypted",
        ),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02" * 9, "binary"),
        (b"%PDF-1.7\n%\x81\x8d\x8f", "binary"),
        (b"nimi;puhelin\nA;040\n", "no-header"),
        (b"id,name\n1,HSDS\n", "no-header"),
    ],
)
def test_what_is_no_table_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableSourceError) as caught:
        sheet.read(path)
    assert caught.value.facts["reason"] == reason
    assert sheet.recognises(path) is (reason in {"old-excel", "encrypted"})


def test_a_missing_file_and_a_folder_are_not_recognised(tmp_path: Path) -> None:
    assert not sheet.recognises(tmp_path)
    assert not sheet.recognises(tmp_path / "ei.csv")
    with pytest.raises(UnreadableSourceError):
        sheet.read(tmp_path / "ei.csv")


# --- Excel ---


def excel(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    book.close()
    return path


def test_excel_cells_of_every_type(tmp_path: Path) -> None:
    path = excel(
        tmp_path / "a.xlsx",
        ["id", "name_fi", "phone", "postal_code", "age_min", "checked_on", "hidden_address", "hours", "cost"],
        [
            1.0,
            "Eka",
            401234567,
            100,
            18.0,
            datetime.fromisoformat("2026-02-01"),
            True,
            datetime.fromisoformat("2026-08-16"),
            0,
        ],
        ["02", "Toka", "09 310 44400", "70100", None, 46054, False, "ma 9-12", 5.5],
        [None, None, None, None, None, None, None, None, None],
        [3, "Kolmas", None, None, None, date(2025, 12, 24), None, None, None],
    )
    services, notes, rejected = parts(path)
    first, second, third = services
    assert [s.source.source_id for s in services] == ["1", "02", "3"]
    assert first.channels[0].phones == (Phone("040 123 4567"),)
    assert first.hidden_address
    assert first.municipalities == ("091",)
    assert first.ages.lowest == 18
    assert first.checked_on == date(2026, 2, 1)
    assert first.cost.charge is Charge.FREE
    assert not second.hidden_address
    assert second.checked_on == date(2026, 2, 1)
    assert second.places[0].address.municipality == "297"
    assert (second.cost.charge, second.cost.note) == (Charge.CHARGED, Text(fi="5,5 €"))
    assert third.checked_on == date(2025, 12, 24)
    assert codes(notes) == [("hours-became-date", "2026-08-16")]
    assert rejected == []


def test_the_sheet_with_the_right_header_is_chosen_and_errors_of_excel_are_nothing(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Ohje"])
    sheet_two = book.create_sheet("Palvelut")
    sheet_two.append([])
    sheet_two.append(["id", "name_fi", "summary_fi", "cost"])
    sheet_two.append(["a", "A", "#N/A", "#REF!"])
    sheet_two.append([None, "B", None, None])
    book.save(tmp_path / "a.xlsx")
    book.close()
    services, notes, rejected = parts(tmp_path / "a.xlsx")
    assert (services[0].name, services[0].summary, notes) == (Text(fi="A"), Text(), [])
    assert rejected[0].where == "a.xlsx, rivi 4"


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_mangled_excel_file_is_read_or_said_to_be_damaged(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    path = tmp_path / "a.xlsx"
    if not path.exists():
        excel(path, ["id", "name_fi", "checked_on"], [1, "A", 45000])
    content = bytearray(path.read_bytes())
    for place, value in changes:
        content[place % len(content)] = value
    mangled = tmp_path / "b.xlsx"
    mangled.write_bytes(content)
    with contextlib.suppress(UnreadableSourceError):
        assert len(list(sheet.read(mangled).items)) <= 3


@given(text=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_after_a_header_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id,name_fi\n1,A\n{text}", encoding="utf-8", errors="replace", newline="")
    assert any(isinstance(item, Service) for item in sheet.read(path).items)


# --- cells ---


def test_a_full_record(tmp_path: Path) -> None:
    service, notes = one(
        tmp_path,
        name_sv="Kafé",
        name_en="Café",
        summary_fi="Kahvia",
        description_sv="Kom in",
        keywords="kahvi; pulla | seura",
        organisation="Kahvila ry",
        sector="järjestö",
        needs="yksinaisyys; velkaneuvonta; Ei ole paikkaa missä asua",
        activity="Seura ja kohtaamispaikat",
        target_groups="Nuoret|ikaantynyt",
        age_min="18 v",
        age_max="29",
        municipalities="Kuopio; 749, Helsingfors",
        region_only="kyllä",
        phone="+358 40 123 4567; 09 310 44400 (vaihde), 116 117",
        email="a@esimerkki.fi; b@esimerkki.fi",
        url="www.esimerkki.fi | https://esimerkki.fi/sv",
        address="Tulliportinkatu 31",
        postal_code="70100",
        cost="Maksuton",
        languages="suomi; sv; Englanti",
        accessibility="kyllä: hissi pihan puolella",
        transport="Bussi 4",
        prevention="ehkäisevä",
        takes_new_people="x",
        accepts_contact_requests="Ja",
        contact_method="Soitamme kahden päivän kuluessa",
        checked_on="1.2.2026",
    )
    assert notes == []
    assert service.name == Text(fi="Kahvila", sv="Kafé", en="Café")
    assert [w.text for w in service.keywords] == ["kahvi", "pulla", "seura"]
    assert service.organisation is not None
    assert (service.organisation.name, service.provider) == (Text(fi="Kahvila ry"), Provider.NGO)
    assert service.needs == ("yksinaisyys", "velat", "asunnottomuus")
    assert service.activities == ("seura",)
    assert service.target_groups == ("nuori", "ikaantynyt")
    assert (service.ages.lowest, service.ages.highest) == (18, 29)
    assert service.municipalities == ("297", "749", "091")
    assert service.residents_only is Known.YES
    assert [c.kind for c in service.channels] == [
        ChannelKind.PLACE,
        ChannelKind.PHONE,
        ChannelKind.EMAIL,
        ChannelKind.WEB,
    ]
    place, phone, email, web = service.channels
    assert place.place is not None
    assert place.place.address.street == Text(fi="Tulliportinkatu 31")
    assert place.place.address.municipality == "297"
    assert [(p.number, p.label.best()) for p in phone.phones] == [
        ("040 123 4567", ""),
        ("09 310 44400", "vaihde"),
        ("116 117", ""),
    ]
    assert email.emails == ("a@esimerkki.fi", "b@esimerkki.fi")
    assert [link.url for link in web.links] == ["https://www.esimerkki.fi", "https://esimerkki.fi/sv"]
    assert service.cost.charge is Charge.FREE
    assert service.cost.as_of == date(2026, 2, 1)
    assert service.languages == ("fi", "sv", "en")
    assert service.accessibility.step_free is Known.YES
    assert service.accessibility.sentences == (Text(fi="hissi pihan puolella"),)
    assert (service.rides.offered, service.rides.note) == (Known.UNKNOWN, Text(fi="Bussi 4"))
    assert service.prevention is Prevention.PREVENTIVE
    assert service.takes_new_people is Known.YES
    assert service.accepts_contact_requests
    assert service.checked_on == date(2026, 2, 1)


def test_what_is_not_understood_is_noted_and_the_record_comes_in(tmp_path: Path) -> None:
    service, notes = one(
        tmp_path,
        needs="velat; lohikäärmeet",
        activity="lento",
        target_groups="marsilaiset",
        municipalities="Kuopio; Ankkalinna",
        phone="soita meille; 4,01E+08",
        email="ei ole",
        url="javascript:alert(1)",
        postal_code="7010X",
        sector="kerho",
        age_min="nuori",
        checked_on="viime viikolla",
        prevention="ehkä",
        takes_new_people="joskus",
        languages="suomi, klingon",
    )
    assert service.needs == ("velat",)
    assert service.municipalities == ("297",)
    assert service.languages == ("fi",)
    assert service.channels == ()
    assert set(codes(notes)) == {
        ("unknown-need", "lohikäärmeet"),
        ("unknown-activity", "lento"),
        ("unknown-target-group", "marsilaiset"),
        ("unknown-municipality", "Ankkalinna"),
        ("bad-phone", "soita meille"),
        ("bad-phone", "4,01E+08"),
        ("bad-email", "ei ole"),
        ("bad-url", "javascript:alert(1)"),
        ("bad-postcode", "7010X"),
        ("unknown-value", "sector: kerho"),
        ("bad-age", "age_min: nuori"),
        ("bad-date", "checked_on: viime viikolla"),
        ("unknown-value", "prevention: ehkä"),
        ("unknown-value", "takes_new_people: joskus"),
        ("unknown-language", "klingon"),
    }
    assert len(notes) == 15
    assert {note.where for note in notes} == {"taulukko.csv, rivi 2"}


@pytest.mark.parametrize("word", ["kyllä", "Kyllä", "K", "x", "X", "ja", "JA", "yes", "true", "1", "joo"])
def test_words_for_yes(tmp_path: Path, word: str) -> None:
    assert one(tmp_path, takes_new_people=word)[0].takes_new_people is Known.YES


@pytest.mark.parametrize("word", ["ei", "Nej", "no", "0", "false"])
def test_words_for_no(tmp_path: Path, word: str) -> None:
    assert one(tmp_path, takes_new_people=word)[0].takes_new_people is Known.NO


@pytest.mark.parametrize("word", ["", "-", "?", "ei tietoa"])
def test_words_for_not_known(tmp_path: Path, word: str) -> None:
    service, notes = one(tmp_path, takes_new_people=word)
    assert (service.takes_new_people, notes) == (Known.UNKNOWN, [])


@pytest.mark.parametrize(
    ("cell", "charge", "note"),
    [
        ("maksuton", Charge.FREE, ""),
        ("Ilmainen.", Charge.FREE, ""),
        ("0", Charge.FREE, ""),
        ("0 €", Charge.FREE, ""),
        ("0,00 €", Charge.FREE, ""),
        ("gratis", Charge.FREE, ""),
        ("free", Charge.FREE, ""),
        ("avgiftsfri", Charge.FREE, ""),
        ("maksuton, kahvi 1 €", Charge.FREE, "maksuton, kahvi 1 €"),
        ("maksuton: ota oma kuppi", Charge.FREE, "ota oma kuppi"),
        ("0,50 €", Charge.CHARGED, "0,50 €"),
        ("0–10 €", Charge.CHARGED, "0–10 €"),
        ("5", Charge.CHARGED, "5 €"),
        ("maksullinen", Charge.CHARGED, ""),
        ("Käyntimaksu 20,90 e", Charge.CHARGED, "Käyntimaksu 20,90 e"),
        ("Tulojen mukaan", Charge.UNKNOWN, "Tulojen mukaan"),
        ("ei tiedossa", Charge.UNKNOWN, ""),
        ("", Charge.UNKNOWN, ""),
    ],
)
def test_costs(tmp_path: Path, cell: str, charge: Charge, note: str) -> None:
    service, notes = one(tmp_path, cost=cell)
    assert (service.cost.charge, service.cost.note.best(), notes) == (charge, note, [])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-02-01", date(2026, 2, 1)),
        ("2026-02-01 00:00:00", date(2026, 2, 1)),
        ("1.2.2026", date(2026, 2, 1)),
        ("01.02.2026", date(2026, 2, 1)),
        ("1. 2. 2026", date(2026, 2, 1)),
        ("1.2.26", date(2026, 2, 1)),
        ("46054", date(2026, 2, 1)),
        ("31.2.2026", None),
        ("2/1/2026", None),
    ],
)
def test_dates(tmp_path: Path, cell: str, expected: date | None) -> None:
    service, notes = one(tmp_path, checked_on=cell)
    assert service.checked_on == expected
    assert bool(notes) is (expected is None)


@pytest.mark.parametrize(
    ("cell", "number", "label"),
    [
        ("401234567", "040 123 4567", ""),
        ("358401234567", "040 123 4567", ""),
        ("+358401234567", "040 123 4567", ""),
        ("931044400", "09 310 44400", ""),
        ("116117", "116 117", ""),
        ("112", "112", ""),
        ("000 123 4501", "000 123 4501", ""),
        ("Liisa 040-1234567", "040 123 4567", "Liisa"),
        ("040 123 4567 (ma–pe)", "040 123 4567", "ma–pe"),
    ],
)
def test_phone_numbers(tmp_path: Path, cell: str, number: str, label: str) -> None:
    service, notes = one(tmp_path, phone=cell)
    assert service.channels[0].phones == (Phone(number, Text(fi=label)),)
    assert notes == []


def test_areas_that_are_wider_than_a_municipality(tmp_path: Path) -> None:
    county, _ = one(tmp_path, municipalities="Pohjois-Savon hyvinvointialue")
    assert {"297", "749", "140"} <= set(county.municipalities)
    assert not county.nationwide
    whole, notes = one(tmp_path, municipalities="Koko maa")
    assert (whole.nationwide, whole.municipalities, notes) == (True, (), [])


def test_an_address_in_one_cell_is_taken_apart(tmp_path: Path) -> None:
    service, _ = one(tmp_path, address="Kirkkokatu 3 B, 99600 Sodankylä")
    address = service.places[0].address
    assert address.street == Text(fi="Kirkkokatu 3 B")
    assert (address.postal_code, address.municipality) == ("99600", "758")


def test_hours_in_words_are_kept_and_read(tmp_path: Path) -> None:
    service, _ = one(tmp_path, hours="ma–pe 9–15", address="Katu 1", phone="040 123 4567")
    hours = service.channels[0].hours
    assert {o.weekday for r in hours.regular for o in r.openings} == {0, 1, 2, 3, 4}
    assert not service.channels[1].hours.is_stated


def test_hours_alone_are_not_lost(tmp_path: Path) -> None:
    service, _ = one(tmp_path, hours="ti 12–14")
    assert service.channels[0].hours.is_stated


def test_a_hidden_address_is_dropped_and_stays_hidden_through_exchange(tmp_path: Path) -> None:
    service, notes = one(
        tmp_path, address="Salakuja 7", postal_code="70100", hidden_address="kyllä", phone="040 123 4567"
    )
    assert service.hidden_address
    assert service.places == ()
    assert service.municipalities == ("297",)
    assert "Salakuja" not in repr(service)
    for name in ("ulos.csv", "ulos.xlsx"):
        sheet_write.write([service], tmp_path / name)
        again = parts(tmp_path / name)[0][0]
        assert again.hidden_address
        assert again.channels == service.channels
        assert notes == []


@pytest.mark.parametrize(
    ("word", "hidden"), [("kyllä", True), ("salainen", True), ("ei", False), ("", False), ("-", False)]
)
def test_an_address_is_hidden_unless_plainly_not(tmp_path: Path, word: str, hidden: bool) -> None:
    service, notes = one(tmp_path, address="Katu 1", hidden_address=word)
    assert service.hidden_address is hidden
    assert bool(service.places) is not hidden
    assert codes(notes) == ([("unknown-value", "hidden_address: salainen")] if word == "salainen" else [])


# --- writing ---

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters=";|\ufeff")
WORD = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
SENTENCE = st.one_of(WORD, st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "'=", "''-"]), WORD))
HOURS = [
    "ma–pe 9–11 ja 12–15, la 10–13.30",
    "ma–pe 9–15, muina aikoina sopimuksen mukaan",
    "sopimuksen mukaan",
    "ajanvarauksella: ma–to 8–16",
    "pe–la 20–02; su 20–24",
    "24 h",
    "parilliset viikot: ti 12–14; parittomat viikot: ke 9–11",
    "syys–toukokuussa ti 17–19",
    "ma–pe 9–16, heinäkuussa suljettu; juhannusaatto suljettu; uudenvuodenaatto 9–12; 24.12.2026 suljettu",
    "1.6.2026–31.8.2026 ma–pe 9–15",
    "1.6.2026 alkaen ma 9–15",
    "suljettu toistaiseksi",
    "kun ehditään, kysy Liisalta",
]
STATED = st.sampled_from(["", "yes", "no"])
TEXT_COLUMNS = [c for c in COLUMNS if c.startswith(("name_", "summary_", "description_"))]


def cells_of_a_row() -> st.SearchStrategy[Mapping[str, str]]:
    return st.fixed_dictionaries(
        {"name_fi": SENTENCE},
        optional={
            **{column: SENTENCE for column in TEXT_COLUMNS if column != "name_fi"},
            "keywords": st.lists(WORD, max_size=3).map("; ".join),
            "organisation": SENTENCE,
            "sector": st.sampled_from([p.value for p in Provider]),
            "needs": st.lists(st.sampled_from(["velat", "tyo", "muu"]), max_size=3).map("|".join),
            "activity": st.sampled_from(["", "neuvonta", "seura; kurssi"]),
            "target_groups": st.sampled_from(["", "nuori", "kaikki; laheinen"]),
            "age_min": st.sampled_from(["", "0", "18"]),
            "age_max": st.sampled_from(["", "29"]),
            "municipalities": st.sampled_from(["", "Kuopio", "091; Inari", "koko maa", "koko maa; Kuopio"]),
            "region_only": STATED,
            "phone": st.sampled_from(["", "040 123 4567 (ma)", "000 123 4501; +46 8 123 456 78"]),
            "email": st.sampled_from(["", "a@example.org; b@example.org"]),
            "url": st.sampled_from(["", "https://example.org/?a=1,2"]),
            "address": SENTENCE.filter(lambda text: not any(c.isdigit() for c in text)),
            "postal_code": st.sampled_from(["", "00100", "99999"]),
            "hidden_address": STATED,
            "hours": st.sampled_from(["", *HOURS]),
            "cost": st.one_of(
                SENTENCE, st.sampled_from(["maksuton", "5", "maksullinen: x", "maksuton: 3 €"])
            ),
            "languages": st.sampled_from(["", "fi; sv"]),
            "accessibility": st.one_of(STATED, SENTENCE, SENTENCE.map("yes: {}".format)),
            "transport": st.one_of(STATED, SENTENCE, SENTENCE.map("ei: {}".format)),
            "prevention": st.sampled_from([p.value for p in Prevention]),
            "takes_new_people": STATED,
            "accepts_contact_requests": STATED,
            "contact_method": SENTENCE,
            "checked_on": st.sampled_from(["", "2026-02-01"]),
        },
    )


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(cells_of_a_row(), min_size=1, max_size=3))
@example(rows=[{"name_fi": "a", "checked_on": "2026-02-01", "accessibility": ":", "transport": ":"}])
def test_what_is_written_reads_back_the_same(
    tmp_path: Path, suffix: str, rows: list[Mapping[str, str]]
) -> None:
    first = tmp_path / "eka.csv"
    with first.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({"id": str(number), **row} for number, row in enumerate(rows))
    services, _, rejected = parts(first)
    assert (len(services), rejected) == (len(rows), [])
    second = tmp_path / f"toka{suffix}"
    assert sheet_write.write(services, second) == len(rows)
    again, _, rejected = parts(second)
    assert again == services
    assert rejected == []


def test_no_cell_starts_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org";"Kahvila")'
    service, _ = one(tmp_path, name_fi=evil, summary_fi="+1", description_fi="@SUM(A1)", contact_method="-1")
    sheet_write.write([service], tmp_path / "ulos.csv")
    with (tmp_path / "ulos.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.reader(file))[1]
    assert not [cell for cell in written if cell.startswith(("=", "+", "-", "@"))]
    sheet_write.write([service], tmp_path / "ulos.xlsx")
    book = load_workbook(tmp_path / "ulos.xlsx")
    assert {cell.data_type for cell in book.worksheets[0][2] if cell.value} == {"s"}
    assert book.worksheets[0]["B2"].value == evil
    book.close()
    assert parts(tmp_path / "ulos.csv")[0] == parts(tmp_path / "ulos.xlsx")[0] == [service]


def test_services_of_other_sources_keep_apart(tmp_path: Path) -> None:
    service, _ = one(tmp_path)
    services = []
    for kind in ("service", "errand"):
        source = type(service.source)("helsinki", kind, "5195")
        services.append(type(service)(id=kind, source=source, name=Text(ru="Имя")))
    sheet_write.write(services, tmp_path / "ulos.csv")
    again, _, rejected = parts(tmp_path / "ulos.csv")
    assert [s.source.source_id for s in again] == ["helsinki/service/5195", "helsinki/errand/5195"]
    assert again[0].name == Text(fi="Имя")
    assert rejected == []


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError):
        sheet_write.write([], tmp_path / "ei" / "ole.csv")


# --- template ---


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_template_is_an_empty_sheet_with_hints_and_choices(tmp_path: Path, language: str) -> None:
    path = tmp_path / "pohja.xlsx"
    path.write_bytes(sheet_template.template(language))
    assert parts(path) == ([], [], [])
    book = load_workbook(path)
    services, hints, words = book.worksheets
    assert [cell.value for cell in services[1]] == list(COLUMNS)
    checks = {check.promptTitle: check for check in services.data_validations.dataValidation}
    assert set(checks) == set(COLUMNS)
    assert all(0 < len(check.prompt) <= 255 for check in checks.values())
    assert hints.max_row == len(COLUMNS) + 1
    assert words["A2"].value == "rahat_eivat_riita"
    assert services["U2"].number_format == "@"
    book.close()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_choice_and_example_of_the_template_is_understood(tmp_path: Path, language: str) -> None:
    book = load_workbook(io.BytesIO(sheet_template.template(language)))
    services, hints, _ = book.worksheets
    for number, (column, _, sample) in enumerate(hints.iter_rows(min_row=2, values_only=True), start=1):
        services.cell(2, number, sample)
        assert services.cell(1, number).value == column
    for check in services.data_validations.dataValidation:
        formula = check.formula1 or ""
        choices = formula.strip('"').split(",") if formula.startswith('"') else []
        for row, choice in enumerate(choices, start=3):
            services.cell(row, 1, f"r{row}")
            services.cell(row, 2, "A")
            services.cell(row, COLUMNS.index(check.promptTitle) + 1, choice)
    book.save(tmp_path / "a.xlsx")
    book.close()
    found, notes, rejected = parts(tmp_path / "a.xlsx")
    assert (len(found), notes, rejected) == (9, [], [])
    assert [s.provider for s in found[1:]] == list(Provider)[:8]
    assert found[0].checked_on == date(2026, 2, 1)


@pytest.mark.parametrize("text", HOURS)
def test_hours_read_back_the_same(text: str) -> None:
    hours = hours_text.parse(text)
    assert hours_text.parse(sheet_hours.cell(hours)) == hours


def test_every_holiday_reads_back_the_same() -> None:
    hours = Hours(holidays=tuple(HolidayHours(holiday, (Span(540, 720),)) for holiday in Holiday))
    assert hours_text.parse(sheet_hours.cell(hours)) == hours


def test_hours_that_words_cannot_tell_keep_those_of_the_source() -> None:
    note = Text(fi="ma 9–15, paitsi kun tuulee")
    hours = Hours((Regular((Opening(0, 540, 900),), note=Text(fi="paitsi kun tuulee")),), note=note)
    assert sheet_hours.cell(hours) == note["fi"]
