"""A Finnish sentence for every known fault of the commands: what happened and what to do about it."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from neuvola_core.errors import NeuvolaError
from neuvola_exchange.report_words import report_refusal
from neuvola_exchange.words import IN_FINNISH, unreadable_reasons
from neuvola_server.keys import LINKS

Facts = Mapping[str, object]


def _settings(facts: Facts) -> str:
    reasons = {
        "not-a-url": "arvo ei ole tietokannan osoite, esimerkiksi postgresql://käyttäjä@palvelin/neuvola.",
        "required": "arvo on annettava, kun tietokanta ei ole SQLite.",
        "not-a-number": "arvon pitää olla kokonaisluku.",
        "not-a-flag": "arvon pitää olla true tai false.",
        "not-a-version": "arvon pitää olla versio, esimerkiksi 0.2.",
        "out-of-range": f"arvon pitää olla {facts.get('least')}–{facts.get('most')}.",
        "not-smtp": "arvon pitää olla muotoa smtp://tunnus@palvelin:587 tai smtps://tunnus@palvelin.",
        "password-in-url": "salasana ei saa olla osoitteessa. "
        "Anna se tiedostossa (NEUVOLA_SERVER_SMTP_PASSWORD_FILE).",
        "not-an-address": "arvon pitää olla sähköpostiosoite, esimerkiksi Neuvonta <neuvonta@esimerkki.fi>.",
        "not-a-domain": "arvon pitää olla verkkotunnus, esimerkiksi palautuvat.esimerkki.fi.",
        "needed-for-mail": "sähköpostin linkkejä varten arvon pitää olla sivujen https-osoite.",
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


def _mail_relay(facts: Facts) -> str:
    reasons = {
        "offline": "ei saada yhteyttä. Tarkista asetus NEUVOLA_SERVER_SMTP_URL.",
        "timeout": "ei saatu vastausta ajoissa. Yritä myöhemmin uudelleen.",
        "tls": "ei saada varmaa yhteyttä: sen varmenne ei kelpaa.",
        "starttls": "ei saada salattua yhteyttä: se ei tarjoa STARTTLS:ää.",
        "log-in": "ei pääse tällä tunnuksella ja salasanalla.",
        "password": "ei pääse: salasanatiedosto puuttuu tai sitä ei voi lukea. "
        "Tarkista asetus NEUVOLA_SERVER_SMTP_PASSWORD_FILE.",
        "refused": f"tuli vastaus {facts.get('status')}: se ei ota viestejä vastaan.",
    }
    return f"Sähköpostipalvelimeen {reasons.get(str(facts.get('reason')), 'ei saada yhteyttä.')}"


def outcome_words(fault: str) -> str:
    """What became of a mail, in words: where it stopped, and the code."""
    stage, _blank, code = fault.partition(" ")
    stages = {
        "address": "osoitetta ei hyväksytty",
        "sender": "lähettäjää ei hyväksytty",
        "text": "viestiä ei hyväksytty",
        "unsure": "yhteys katkesi lopussa, viesti saattoi mennä perille",
        "relay": "sähköpostipalvelimeen ei saatu yhteyttä",
        "bounced": "viesti palautui",
        "no-address": "sähköpostiosoite puuttuu tai on väärä",
    }
    codes = {
        "timeout": "ei vastattu ajoissa",
        "cut-off": "yhteys katkesi",
        "offline": "",
        "tls": "varmenne ei kelpaa",
        "starttls": "ei salausta",
        "log-in": "tunnus tai salasana ei kelpaa",
        "password": "salasanatiedostoa ei voi lukea",
        "refused": "se ei ota viestejä vastaan",
        "utf8": "siinä on merkkejä, joita palvelin ei tunne",
    }
    return ", ".join(filter(None, (stages.get(stage, stage), codes.get(code, code))))


def _receiver(facts: Facts) -> str:
    told = {
        "name": "nimi puuttuu tai on liian pitkä.",
        "method": "yhteydenoton tapa puuttuu tai on liian pitkä.",
        "person": "yhteyshenkilö puuttuu.",
        "email": "yhteyshenkilön sähköpostiosoite puuttuu tai on väärä.",
        "deputy": "varahenkilö puuttuu.",
        "deputy_email": "varahenkilön sähköpostiosoite puuttuu tai on väärä.",
        "phone": "puhelinnumero ei käy.",
        "language": "kieltä ei tunneta.",
        "closed": "ajanjakso ei käy: viimeinen päivä on ennen ensimmäistä tai jaksoja on liikaa.",
    }.get(str(facts.get("field")), f"{facts.get('field')} ei käy.")
    return f"Järjestöä ei tallennettu: {told}"


def _keys_changed(facts: Facts) -> str:
    path = str(facts.get("path"))
    is_for_links = path.endswith(LINKS)
    return (
        f"Avainkansiossa ei ole avainta {path}, "
        + ("josta järjestöjen linkit tehdään. " if is_for_links else "jolla työasemat on liitetty. ")
        + "Palauta avainkansio varmuuskopiosta tai tarkista asetus NEUVOLA_SERVER_KEY_DIR. "
        "Jos avain on menetetty, ota uusi käyttöön komennolla neuvola-server new-keys"
        + ("." if is_for_links else " ja liitä työasemat uudelleen.")
    )


def _recovery_key(facts: Facts) -> str:
    return {
        "signs": "Avaimessa pitää olla 14 neljän merkin ryhmää. Kirjoita se uudelleen paperista.",
        "check": "Avaimessa on kirjoitusvirhe. Vertaa paperiin ja kirjoita se uudelleen.",
        "unknown": "Avain on ehjä, mutta ei tämän palvelimen: avainkansiossa ei ole sen julkista puolta.",
        "nothing": "Avain on ehjä, mutta yhtään tallessa olevaa pyyntöä ei ole suljettu sille.",
        "not-opened": "Avain ei avannut koetta. Tee uusi palautusavain (keys recovery).",
    }[str(facts["reason"])]


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
    "report-refused": lambda facts: report_refusal(facts, IN_FINNISH),
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
    "keys-changed": _keys_changed,
    "key-not-due": lambda facts: (
        f"Uusi allekirjoitusavain on ilmoitettu, ja se otetaan käyttöön {facts.get('day')}. "
        "Jos vanha avain on paljastunut, ota uusi käyttöön heti (--now): "
        "työasemat, jotka eivät ole vielä kuulleet siitä, on silloin liitettävä uudelleen."
    ),
    "recovery-key-refused": _recovery_key,
    "receiver-refused": _receiver,
    "unknown-receiver": lambda facts: (
        f"Järjestö {facts.get('id')} ei ota vastaan yhteydenottopyyntöjä. "
        "Komento neuvola-server receiver list luettelee ne, jotka ottavat."
    ),
    "clock-doubted": lambda _facts: (
        "Palvelimen kello on hypännyt yli kaksi vuorokautta. Mitään ei poistettu. Tarkista kello; "
        "jos se on oikeassa, anna komento uudelleen valitsimella --clock-is-right."
    ),
    "snapshot-damaged": lambda _facts: "Valmista luetteloa ei saatu tehtyä. Yritä uudelleen.",
    "no-mail": lambda _facts: "Sähköpostia ei ole otettu käyttöön. Anna asetus NEUVOLA_SERVER_SMTP_URL.",
    "mail-relay": _mail_relay,
    "mail-refused": lambda facts: f"Viesti ei lähtenyt: {outcome_words(str(facts.get('fault')))}.",
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
