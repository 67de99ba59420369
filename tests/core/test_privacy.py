"""Nothing of a visitor gets into a note; nothing ordinary is taken for it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.errors import RefusedContentError
from neuvola_core.privacy import Finding, Kind, ask, check_free_text, check_service_text, find

SIGNS = {1800: "+", 1900: "-YXWVU", 2000: "ABCDEF"}
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def identity_code(born: date, number: int, sign: str) -> str:
    """A code as the act on identity codes makes it: the check character is the number modulo 31."""
    digits = f"{born:%d%m%y}{number:03d}"
    return f"{digits[:6]}{sign}{digits[6:]}{CHECK[int(digits) % 31]}"


def shown(findings: tuple[Finding, ...], text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, text[finding.start : finding.end]) for finding in findings]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("131052-308T", "131052-308T"),
        ("Hetu on 131052A308T.", "131052A308T"),
        ("131052–308T", "131052–308T"),
        ("131052 - 308 T", "131052 - 308 T"),
        ("13 10 52-308T", "13 10 52-308T"),
        ("131052308t", "131052308t"),
        ("131052\u2011308T", "131052\u2011308T"),
        ("1310\u200b52-308T", "1310\u200b52-308T"),
        ("１３１０５２－３０８Ｔ", "１３１０５２－３０８Ｔ"),
        ("131052А308Т", "131052А308Т"),  # the letters are Cyrillic
        ("1\u03363\u03361\u0336052-308T", "1\u03363\u03361\u0336052-308T"),
        ("xx131052-308Tyy", "131052-308T"),
    ],
)
def test_identity_codes_are_found_however_written(text: str, code: str) -> None:
    assert shown(find(text), text) == [("identity-code", code)]


@pytest.mark.parametrize("sign", "+-YXWVUABCDEF")
def test_every_sign_of_the_century_is_known(sign: str) -> None:
    born = next(date(century + 72, 10, 13) for century, signs in SIGNS.items() if sign in signs)
    text = f"tunnus {identity_code(born, 308, sign)} mainittu"
    assert [finding.kind for finding in find(text)] == [Kind.IDENTITY_CODE]


@pytest.mark.parametrize("text", ["131052-308U", "311352-308T", "121212-1234", "131052G308T"])
def test_what_is_no_identity_code_is_none(text: str) -> None:
    assert Kind.IDENTITY_CODE not in {finding.kind for finding in find(text)}


@given(
    st.dates(date(1850, 1, 1), date(2099, 12, 31)),
    st.integers(2, 999),
    st.data(),
    st.text(max_size=20),
    st.text(max_size=20),
    st.booleans(),
)
def test_any_identity_code_is_found_inside_any_text(
    born: date, number: int, data: st.DataObject, before: str, after: str, lower: bool
) -> None:
    sign = data.draw(st.sampled_from(SIGNS[born.year // 100 * 100]))
    code = identity_code(born, number, sign)
    text = f"{before} {code.lower() if lower else code} {after}"
    assert Kind.IDENTITY_CODE in {finding.kind for finding in find(text)}
    with pytest.raises(RefusedContentError):
        check_service_text(text, "note")


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("FI21 1234 5600 0007 85", "FI21 1234 5600 0007 85"),
        ("tili FI2112345600000785 kiitos", "FI2112345600000785"),
        ("fi21 1234 5600 0007 85 ja muuta", "fi21 1234 5600 0007 85"),
        ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
    ],
)
def test_accounts_are_found(text: str, account: str) -> None:
    assert shown(find(text), text) == [("iban", account)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("matti.meikalainen@example.fi", "matti.meikalainen@example.fi"),
        ("posti: m+1@a.b.fi, kiitos", "m+1@a.b.fi"),
        ("matti (at) example.fi", "matti (at) example.fi"),
        ("matti[ät]example(piste)fi", "matti[ät]example(piste)fi"),
        ("matti＠example.fi", "matti＠example.fi"),
    ],
)
def test_mail_addresses_are_found(text: str, address: str) -> None:
    assert shown(find(text), text) == [("email", address)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("040-123 4567", "040-123 4567"),
        ("puh. 0401234567.", "0401234567"),
        ("+358 40 123 4567", "+358 40 123 4567"),
        ("+358401234567", "+358401234567"),
        ("00358 40 1234567", "00358 40 1234567"),
        ("358401234567", "358401234567"),
        ("0 4 0 1 2 3 4 5 6 7", "0 4 0 1 2 3 4 5 6 7"),
        ("040.123.4567", "040.123.4567"),
        ("040/1234567", "040/1234567"),
        ("09-310 1691", "09-310 1691"),
        ("huone 12 040 123 4567", "040 123 4567"),
        ("44 123 4567", "44 123 4567"),
        ("+46 70 123 45 67", "+46 70 123 45 67"),
        ("0457 123 4567 klo 9-16", "0457 123 4567"),
        ("klo 9.00 0401234567", "0401234567"),
        ("0٤0 123\u00a04567", "0٤0 123\u00a04567"),
        (
            "nolla neljä nolla yksi kaksi kolme neljä viisi kuusi",
            "nolla neljä nolla yksi kaksi kolme neljä viisi kuusi",
        ),
    ],
)
def test_phone_numbers_are_found(text: str, number: str) -> None:
    assert shown(find(text), text) == [("phone", number)]


@pytest.mark.parametrize(
    "text",
    [
        "vuonna 2026",
        "vuosina 2024 2025 2026",
        "24.12.2026",
        "01.02.2026",
        "1.12.–15.12.2026",
        "2026-12-24",
        "12,50 €",
        "1 200,50 euroa",
        "hinta 0,50 e",
        "00100 Helsinki",
        "postinumerot 00100-00990",
        "ma-pe 9-16",
        "ma-pe 09.00-16.00",
        "09-12 13-16",
        "0900-1600",
        "klo 08:15-12, 13-16",
        "y-tunnus 0201256-6",
        "112 ja 116 117",
        "3 kävijää odotti 45 min",
        "5 käyntiä, 12 puhelua, 100 esitettä",
        "2 000 000 euroa",
        "Hakemus 123456789",
        "viikko 47 / 2026",
        "ISBN 978-952-00-1234-5",
        "60.1699 24.9384",
        "@neuvola ja a@b",
        "",
    ],
)
def test_ordinary_figures_are_not_taken_for_anything(text: str) -> None:
    assert find(text) == ()


def test_several_findings_come_in_order() -> None:
    text = "Soita 040 123 4567 tai a@b.fi, hetu 131052-308T"
    assert [finding.kind for finding in find(text)] == [Kind.PHONE, Kind.EMAIL, Kind.IDENTITY_CODE]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("soita 040 123 4567", "phone"),
        ("a@b.fi", "email"),
        ("FI21 1234 5600 0007 85", "iban"),
        ("131052-308T", "identity-code"),
    ],
)
def test_free_text_with_a_finding_is_refused_and_not_repeated(text: str, kind: str) -> None:
    with pytest.raises(RefusedContentError) as refused:
        check_free_text(text, "note")
    assert refused.value.facts == {"field": "note", "finding": kind}
    assert text not in str(refused.value)


def test_free_text_without_one_passes() -> None:
    check_free_text("Ruoka-apua kysyttiin, jono oli täynnä klo 9–12.", "note")


def test_only_an_identity_code_is_refused_in_a_text_about_a_service() -> None:
    check_service_text("Uusi numero 09 310 1691, info@example.fi, FI21 1234 5600 0007 85", "correction")
    with pytest.raises(RefusedContentError):
        check_service_text("Kysy numerolla 131052-308T", "correction")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Matti Meikäläinen kävi", "Matti Meikäläinen"),
        ("Kävijä oli Matti Virtanen.", "Matti Virtanen"),
        ("Soitin Pekalle eilen", "Pekalle"),
        ("Fatiman kanssa täytettiin lomake", "Fatiman"),
        ("Rouva Laine odotti", "Rouva Laine"),
        ("herra Ahtiainen", "herra Ahtiainen"),
        ("tapasin Virtasen perheen", "Virtasen"),
        ("Asia koskee Olga Petrovaa", "Olga Petrovaa"),
        ("Tuomaan kohdalla", "Tuomaan"),
        ("Markuksen äiti", "Markuksen"),
        ("kävijä Abshir Warsame", "Abshir Warsame"),
        ("matti virtanen kävi", "matti virtanen"),
        ("Ahmedille ei löytynyt aikaa", "Ahmedille"),
        ("Kysyi Anna-Liisa Koskinen", "Anna-Liisa Koskinen"),
        ("Meri Suomela kävi", "Meri Suomela"),
    ],
)
def test_names_of_persons_are_asked_about(text: str, name: str) -> None:
    assert shown(ask(text), text) == [("name", name)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Mannerheimintie 5", "Mannerheimintie 5"),
        ("Hämeenkatu 12 A 3", "Hämeenkatu 12 A 3"),
        ("asuu Vaasantiellä 12", "Vaasantiellä 12"),
        ("Aleksanterinkadulla 5.", "Aleksanterinkadulla 5"),
        ("Itäranta 4", "Itäranta 4"),
        ("Storgatan 7 B", "Storgatan 7 B"),
        ("Solmukujan 2:ssa", "Solmukujan 2"),
        ("koulukatu 3", "koulukatu 3"),
    ],
)
def test_street_addresses_are_asked_about(text: str, address: str) -> None:
    assert shown(ask(text), text) == [("address", address)]


@pytest.mark.parametrize(
    "text",
    [
        "Kelan toimisto on kiinni",
        "Espoon kaupunki ei vastaa",
        "Suomen Punainen Risti ei ota vastaan",
        "Helsingin Diakonissalaitos on täynnä",
        "Kävijä tarvitsee ruoka-apua Tampereella",
        "Ei kyytiä Länsi-Uudenmaan hyvinvointialueelle",
        "Nainen tarvitsi apua. Asuminen on vaikeaa.",
        "Toivo paremmasta ajasta. Onni suosi.",
        "Lapsiperheille ei löydy ryhmää Itäkeskuksesta",
        "Keskuspuistossa 12 ihmistä",
        "valtatie 4 poikki",
        "Ryhmä on tiistaisin klo 12",
        "Palvelu vain suomeksi, tarvittiin somalia",
        "Ei löytynyt velkaneuvontaa Espoosta",
        "Seurakunnan diakonia auttoi",
        "A-klinikka on kaukana",
        "Jonossa 12 ihmistä, tie 3 km",
    ],
)
def test_ordinary_notes_are_not_asked_about(text: str) -> None:
    assert ask(text) == ()


@given(st.text(max_size=200))
def test_any_text_is_safe(text: str) -> None:
    for finding in (*find(text), *ask(text)):
        assert 0 <= finding.start < finding.end <= len(text)


@given(
    st.lists(
        st.sampled_from([*"01459-.,:/()+€@eAx \u200b\u00a0", "FI", "358", "klo", "Matti", "katu"]),
        max_size=60,
    )
)
def test_any_mess_of_figures_is_safe(pieces: list[str]) -> None:
    text = "".join(pieces)
    for finding in (*find(text), *ask(text)):
        assert 0 <= finding.start < finding.end <= len(text)


@given(
    st.integers(1_000_000, 9_999_999), st.sampled_from(["{}", "soita {}", "({})", "{} iltaisin", "nro:{}!"])
)
def test_any_mobile_number_is_found(number: int, frame: str) -> None:
    digits = f"050{number}"
    for written in (
        digits,
        f"050 {number}",
        f"+358 50 {number}",
        "-".join([digits[:3], digits[3:6], digits[6:]]),
    ):
        assert [finding.kind for finding in find(frame.format(written))] == [Kind.PHONE]
