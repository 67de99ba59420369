"""Municipalities, mergers, counties and postcodes."""

from collections import Counter

import pytest

from neuvola_core import areas
from neuvola_core.errors import UnknownMunicipalityError


def standing() -> list[areas.Municipality]:
    return [m for m in areas.municipalities().values() if not m.valid_to]


def test_there_are_308_municipalities_since_2025() -> None:
    assert len(standing()) == 308


def test_codes_have_three_digits_and_names_two_languages() -> None:
    for code, municipality in areas.municipalities().items():
        assert code == municipality.code
        assert len(code) == 3
        assert code.isdigit()
        assert {"fi", "sv"} <= set(municipality.name)


def test_a_name_belongs_to_one_municipality() -> None:
    names = Counter(name for m in areas.municipalities().values() for name in set(m.name.values()))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("asked", ["091", "91", " 91 ", "Helsinki", "HELSINGFORS", "helsinki"])
def test_a_municipality_is_found_by_code_and_by_either_name(asked: str) -> None:
    assert areas.municipality(asked).code == "091"


@pytest.mark.parametrize(
    ("asked", "code"),
    [("Maarianhamina", "478"), ("Maarianhamina - Mariehamn", "478"), ("Pedersören kunta", "599")],
)
def test_the_registers_own_spelling_is_known_too(asked: str, code: str) -> None:
    assert areas.municipality(asked).code == code


@pytest.mark.parametrize("asked", ["", "Atlantis", "999", "0910"])
def test_what_is_no_municipality_is_refused(asked: str) -> None:
    with pytest.raises(UnknownMunicipalityError):
        areas.municipality(asked)


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("Pertunmaa", "Mäntyharju"),
        ("Honkajoki", "Kankaanpää"),
        ("Valtimo", "Nurmes"),
        ("Nastola", "Lahti"),
        ("Vähäkyrö", "Vaasa"),
    ],
)
def test_a_merged_municipality_leads_to_its_successor(former: str, today: str) -> None:
    assert areas.municipality(former).name["fi"] == today


def test_every_successor_stands_and_is_in_the_same_county() -> None:
    for merged in (m for m in areas.municipalities().values() if m.valid_to):
        successor = areas.municipalities()[areas.current(merged.code)]
        assert not successor.valid_to
        assert successor.county == merged.county
        assert merged.valid_to.endswith("-12-31")


def test_twenty_one_counties_and_helsinki_serve_the_mainland() -> None:
    assert len(areas.counties()) == 22
    for code, name in areas.counties().items():
        assert areas.municipalities_of_county(code)
        assert {"fi", "sv", "en"} <= set(name)
    served = [m for code in areas.counties() for m in areas.municipalities_of_county(code)]
    assert len(served) == len(set(served)) == 308 - 16


def test_åland_has_sixteen_municipalities_and_no_county() -> None:
    assert len([m for m in standing() if not m.county]) == 16
    assert areas.municipality("Brändö").county == ""


def test_helsinki_is_its_own_county() -> None:
    assert areas.municipalities_of_county("90") == ("091",)


@pytest.mark.parametrize(
    ("postcode", "name"),
    [("00100", "Helsinki"), (" 70100 ", "Kuopio"), ("19410", "Mäntyharju"), ("22100", "Maarianhamina")],
)
def test_a_postcode_leads_to_the_municipality_of_today(postcode: str, name: str) -> None:
    assert areas.municipalities()[areas.municipality_of_postcode(postcode)].name["fi"] == name


def test_an_unknown_postcode_leads_nowhere() -> None:
    assert areas.municipality_of_postcode("00000") == ""


def test_a_code_that_is_in_no_table_is_its_own_name() -> None:
    assert areas.municipality_name("091").best("sv") == "Helsingfors"
    assert areas.municipality_name("999").best() == "999"
