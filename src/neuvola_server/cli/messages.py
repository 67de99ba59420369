"""A Finnish sentence for every known fault of the commands: what happened and what to do about it."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from neuvola_core.errors import NeuvolaError
from neuvola_exchange.words import IN_FINNISH, unreadable_reasons

Facts = Mapping[str, object]


def _settings(facts: Facts) -> str:
    reasons = {
        "not-a-url": "arvo ei ole tietokannan osoite, esimerkiksi postgresql://käyttäjä@palvelin/neuvola.",
        "required": "arvo on annettava, kun tietokanta ei ole SQLite.",
        "not-a-number": "arvon pitää olla kokonaisluku.",
        "not-a-flag": "arvon pitää olla true tai false.",
        "out-of-range": f"arvon pitää olla {facts.get('least')}–{facts.get('most')}.",
    }
    told = reasons.get(str(facts.get("reason")), "arvo ei käy.")
    return f"Asetus NEUVOLA_SERVER_{facts.get('name')}: {told}"


def _unreadable(facts: Facts) -> str:
    reason = unreadable_reasons(IN_FINNISH).get(
        str(facts.get("reason")), "Sisältö on vioittunut tai tuntematonta muotoa."
    )
    return f"Lähdettä ei voitu lukea: {facts.get('path')}. {reason}"


def _unreachable(facts: Facts) -> str:
    reasons = {
        "offline": "Palvelimeen ei saada yhteyttä.",
        "timeout": "Palvelin ei vastannut ajoissa.",
        "tls": "Palvelimen varmenne ei kelpaa.",
        "insecure": "Vain https-osoitteesta voi hakea.",
        "address": "Osoite ei käy.",
        "status": f"Palvelin vastasi virheellä {facts.get('status', '')}.",
        "web-page": "Osoitteesta tuli verkkosivu eikä aineistoa.",
        "elsewhere": "Osoite johtaa toiselle palvelimelle. Anna uusi osoite.",
        "redirects": "Osoite ohjaa ympyrää.",
        "too-large": "Aineisto on liian suuri.",
        "endless": "Sivuja on liikaa.",
        "slow": "Aineisto tuli liian hitaasti. Yritä myöhemmin uudelleen.",
        "cut-off": "Yhteys katkesi kesken. Yritä uudelleen.",
    }
    told = reasons.get(str(facts.get("reason")), "Hakeminen ei onnistunut.")
    return f"Lähdettä ei voitu hakea: {facts.get('address')}. {told}"


def _harvest_refused(facts: Facts) -> str:
    fields = {
        "origin": "Lähdettä {value} ei seurata. Komento neuvola-server harvest list luettelee seuratut.",
        "address": "Osoite {value} ei käy: anna yksi tai useampi https-osoite.",
        "format": "Muotoa {value} ei tunneta.",
    }
    return fields.get(str(facts.get("field")), "Arvo {value} ei käy.").format(value=facts.get("value"))


def _password(facts: Facts) -> str:
    return {
        "no-terminal": "Salasanaa ei voi kysyä ilman päätettä. Anna se valitsimella --password-fd.",
        "differs": "Salasanat eivät ole samat. Yritä uudelleen.",
        "descriptor": "Salasanaa ei voitu lukea annetusta tiedostokuvaajasta.",
    }[str(facts["reason"])]


def _bundle(facts: Facts) -> str:
    told = {
        "damaged": "Se on vioittunut tai toista muotoa. Tee se työasemalla uudelleen.",
        "other-server": "Se on tehty toiselle palvelimelle.",
    }.get(str(facts.get("reason")), "Se ei kuulu tälle palvelimelle.")
    return f"Tiedostoa {facts.get('path')} ei voitu ottaa vastaan. {told}"


def _named(facts: Facts) -> str:
    return "Neuvontapisteen tunnus" if facts.get("field") == "point" else f"Kenttä {facts.get('field')}"


def _unwritable(facts: Facts) -> str:
    if facts.get("folder"):
        return f"Kansiota {facts.get('path')} ei voi käyttää. Tarkista oikeudet tai valitse toinen kansio."
    return f"Tiedostoa {facts.get('path')} ei voi kirjoittaa. Valitse toinen paikka."


_SENTENCES: Final[Mapping[str, Callable[[Facts], str]]] = {
    "server-settings": _settings,
    "unreadable-source": _unreadable,
    "source-unreachable": _unreachable,
    "harvest-refused": _harvest_refused,
    "unknown-service": lambda facts: f"Palvelua {facts.get('id')} ei ole luettelossa.",
    "amendment-refused": lambda facts: (
        f"Kentän {facts.get('field')} arvo ei käy: {facts.get('value')}. Mitään ei muutettu."
    ),
    "refused-content": lambda facts: (
        f"{_named(facts)} ei käy: siinä näyttää olevan henkilötieto, esimerkiksi sähköpostiosoite tai numero."
    ),
    "invalid-visit": lambda facts: (
        f"{_named(facts)} ei käy: enintään 40 kirjainta, numeroa, välilyöntiä, pistettä tai viivaa."
    ),
    "password-missing": _password,
    "cannot-write": _unwritable,
    "bundle-refused": _bundle,
    "access-refused": lambda facts: (
        "Työaseman oikeudet on poistettu. Liitä se uudella kertakoodilla (desk add)."
        if facts.get("reason") == "revoked"
        else "Tiedosto on työasemalta, jota tämä palvelin ei tunne. Liitä se kertakoodilla (desk add)."
    ),
    "snapshot-gone": lambda _facts: "Valmista luetteloa ei ole vielä. Tuo ensin palveluja (import).",
    "shrunk-source": lambda facts: (
        f"Lähteestä {facts.get('origin')} puuttuu {facts.get('missing')} palvelua {facts.get('of')}:sta. "
        "Mitään ei muutettu: tarkista lähde, ja tuo se käsin, jos muutos on oikea."
    ),
    "desk-name-taken": lambda facts: (
        f"Työasema nimeltä {facts.get('name')} on jo liitetty. "
        "Poista ensin sen oikeudet (desk revoke) tai anna toinen nimi."
    ),
    "unknown-desk": lambda facts: (
        f"Työasemaa {facts.get('name')} ei ole. Komento neuvola-server desk list luettelee työasemat."
    ),
    "account-taken": lambda facts: f"Käyttäjä {facts.get('name')} on jo olemassa.",
    "unknown-account": lambda facts: (
        f"Käyttäjää {facts.get('name')} ei ole. Komento neuvola-server user list luettelee käyttäjät."
    ),
    "weak-password": lambda facts: f"Salasanassa pitää olla vähintään {facts.get('shortest')} merkkiä.",
    "cannot-listen": lambda facts: (
        f"Osoitteessa {facts.get('host')}:{facts.get('port')} ei voi kuunnella: "
        "se on varattu tai väärä. Valitse toinen portti (--port) tai osoite (--host)."
    ),
    "not-migrated": lambda _facts: (
        "Tietokantaa ei ole päivitetty tämän ohjelman muotoon. Aja ensin neuvola-server migrate."
    ),
    "record-newer": lambda _facts: "Tietokannan on kirjoittanut uudempi ohjelmaversio. Päivitä palvelin.",
    "catalogue-damaged": lambda facts: (
        f"Työluettelo {facts.get('path', '')} on vioittunut. Poista se: se tehdään uudelleen."
    ),
    "key-damaged": lambda facts: (
        f"Avaintiedosto {facts.get('path')} on vioittunut. Palauta se varmuuskopiosta: "
        "uusi avain ei avaisi vanhalla suljettuja tietoja."
    ),
    "keys-changed": lambda facts: (
        f"Avainkansiossa ei ole avainta {facts.get('path')}, jolla työasemat on liitetty. "
        "Palauta avainkansio varmuuskopiosta tai tarkista asetus NEUVOLA_SERVER_KEY_DIR. "
        "Jos avain on menetetty, ota uusi käyttöön komennolla neuvola-server new-keys "
        "ja liitä työasemat uudelleen."
    ),
    "snapshot-damaged": lambda _facts: "Valmista luetteloa ei saatu tehtyä. Yritä uudelleen.",
    "busy": lambda _facts: "Toinen ohjelma käyttää tietoja juuri nyt. Yritä hetken kuluttua uudelleen.",
    "disk-full": lambda _facts: "Levy on täynnä. Mitään ei menetetty: vapauta tilaa ja yritä uudelleen.",
}


def sentence(fault: NeuvolaError) -> str:
    """What to tell a person of a known fault."""
    tell = _SENTENCES.get(fault.code)
    return tell(fault.facts) if tell else f"Komento ei onnistunut ({fault.code}). Mitään ei menetetty."


def database_sentence(fault: SQLAlchemyError) -> str:
    """What to tell of a fault of the database; its own words may quote what was stored."""
    if isinstance(fault, OperationalError):
        return (
            "Tietokantaan ei saada yhteyttä tai sitä ei voi kirjoittaa. "
            "Tarkista asetus NEUVOLA_SERVER_DATABASE_URL, oikeudet ja levytila."
        )
    return f"Tietokanta ei toiminut odotetusti ({type(fault).__name__}). Mitään ei jäänyt puolitiehen."
