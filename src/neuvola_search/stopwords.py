"""Words that say nothing of what is looked for, folded; they are left out of queries, never of texts."""

from typing import Final

_FINNISH: Final = """
ja tai eli seka etta jos kun kuin niin mutta vaan koska joka jotka mika mita missa mista mihin milloin miten
kuka kenelle onko on ole olen olet olla oli ovat olemme olisi voi voin voiko voisi saa saan saako saada
pitaa haluan haluaa haluaisin tarvitsen tarvitsee tarvitsisin tarvitaan minun minulle mina mulla mulle mun
ma meidan meille sinun han hanelle hanen se sen ne tama taman tassa ei en et emme eika enaa enka ennen viela
vain kanssa ilman liian aina nyt taas myos jo asia asiassa jotain jokin jonkin jostain jotakin joku kaikki
hyva esim ym mm etsin etsia loytyy loytaa kysya kysymys haku hae apua
"""
_SWEDISH: Final = """
och eller att jag du han hon vi ni de dem det den en ett ar var som i pa av for med till fran om inte har
hade kan vill ska skall min mitt mina mig man vad vem nar hur behover finns nagon nagot
"""
_ENGLISH: Final = """
the a an and or of to in on for with from by at is are was be i my me we you your he she it they not do does
have has how what where who when can could want need needs there some any
"""

STOP: Final = frozenset(f"{_FINNISH} {_SWEDISH} {_ENGLISH}".split())
"""All three languages together: nobody tells which one a query is in."""
