"""Hypothesis strategies of services and hours as a catalogue may hold them."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from neuvola_core import areas, taxonomy
from neuvola_core.calendar import Holiday
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
    Occurrence,
    Organisation,
    Phone,
    PhoneKind,
    Place,
    Prevention,
    Provider,
    Rides,
    Service,
    Source,
    Word,
)
from neuvola_core.hours import Exceptional, HolidayHours, Hours, Opening, Regular, Season, Span, Weeks
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import clean

LANGUAGES = ("fi", "sv", "en", "smn", "ru")
_CODES = ("fi", "sv", "en", "ru", "so", "ckb", "smn", "prs", "fse")
_LETTERS = "abcÅäö ŽÄيя19.,;:–-<&\"'{}[]\n#*_|()%+=@/\\"

lines = st.text(_LETTERS.replace("\n", ""), min_size=1, max_size=20).filter(lambda s: clean.one_line(s) == s)
prose = st.text(_LETTERS, min_size=1, max_size=40).filter(lambda s: clean.plain(s) == s)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
maybe_day = st.none() | days
phone_numbers = st.sampled_from(
    ["029 553 4000", "09 310 44400", "112", "0800 05058", "+44 1234 234567", "*123"]
)
emails = st.sampled_from(["neuvonta@example.fi", "a.b@kunta.example.fi", "info@xn--e.example.com"])
urls = st.sampled_from(["https://example.fi/", "http://a.example.com/x?y=1#z", "https://ääni.example.fi/ö"])


def texts(words: st.SearchStrategy[str] = lines, *, least: int = 0) -> st.SearchStrategy[Text]:
    return st.dictionaries(st.sampled_from(LANGUAGES), words, min_size=least, max_size=3).map(Text)


def word_lists() -> st.SearchStrategy[tuple[Word, ...]]:
    words = st.builds(Word, st.sampled_from([*LANGUAGES, ""]), lines)
    return st.lists(words, max_size=3, unique=True).map(tuple)


def some(items: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=most, unique=True).map(tuple)


# --- hours ---

_spans = st.integers(0, 1439).flatmap(
    lambda opens: st.integers(opens + 1, 2880).map(lambda closes: (opens, closes))
)
_openings = st.builds(
    lambda weekday, span, weeks: Opening(weekday, *span, weeks),
    st.integers(0, 6),
    _spans,
    st.sampled_from(Weeks),
)
_seasons = st.just(Season((9, 1), (5, 31))) | st.just(Season((6, 1), (8, 31)))


def _regular() -> st.SearchStrategy[Regular]:
    return st.builds(
        Regular,
        openings=some(_openings, 4),
        valid_from=maybe_day,
        valid_to=maybe_day,
        season=st.none() | _seasons,
        always_open=st.booleans(),
        by_appointment=st.booleans(),
        note=texts(),
        closed=st.booleans(),
    )


def _exceptional() -> st.SearchStrategy[Exceptional]:
    stretch = st.tuples(days, days).map(sorted)
    spans = some(_spans.map(lambda span: Span(*span)))
    return st.builds(
        lambda on, spans, closed, agreed: Exceptional(*on, spans, closed=closed, by_appointment=agreed),
        stretch | days.map(lambda on: [on, on]),
        spans,
        st.booleans(),
        st.booleans(),
    )


def some_hours() -> st.SearchStrategy[Hours]:
    """Hours of every kind, from none to those that no standard can say."""
    plain = st.builds(Regular, openings=some(_openings, 4))
    holidays = st.builds(HolidayHours, st.sampled_from(Holiday).map(str), closed=st.booleans())
    return st.builds(
        Hours,
        regular=some(plain | _regular()),
        exceptional=some(_exceptional()),
        holidays=some(holidays, 1),
        note=texts(),
        as_of=maybe_day,
    )


# --- services ---

_costs = st.builds(Cost, st.sampled_from(Charge), texts(prose), maybe_day)
_phones = st.builds(
    Phone,
    phone_numbers,
    texts(),
    st.sampled_from(Charge),
    texts(),
    st.sampled_from(PhoneKind),
    some(st.sampled_from(_CODES)),
)
_links = st.builds(Link, urls, texts(), st.sampled_from(["", "fi", "sv"]))
_access = st.builds(Accessibility, st.sampled_from(Known), some(texts(prose, least=1)), maybe_day)
_addresses = st.builds(
    Address,
    street=texts(),
    postal_code=st.sampled_from(["", "00100", "02770"]),
    post_office=texts(),
    municipality=st.sampled_from(["", "091", "049"]),
    additional=texts(),
    country=st.sampled_from(["", "SE", "GB"]),
)
_points = st.builds(
    Coordinates, st.floats(59, 70).map(lambda x: round(x, 7)), st.floats(20, 31).map(lambda x: round(x, 7))
)
_places = st.builds(Place, texts(), _addresses, st.none() | _points, _access, st.just(False))
_channels = st.builds(
    Channel,
    kind=st.sampled_from(ChannelKind),
    shared_id=st.sampled_from(["", "u1"]),
    name=texts(),
    description=texts(prose),
    place=st.none() | _places,
    phones=some(_phones),
    emails=some(emails),
    links=some(_links),
    hours=some_hours(),
    cost=_costs,
    languages=some(st.sampled_from(_CODES)),
    needs_identification=st.sampled_from(Known),
)
_organisations = st.builds(
    Organisation,
    id=st.sampled_from(["a", "b"]).map(lambda key: catalogue_id("test", "organisation", key)),
    name=texts(least=1),
    provider=st.sampled_from(Provider),
    description=texts(prose),
    phones=some(_phones),
    emails=some(emails),
    links=some(_links),
)
_moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_codes = st.sampled_from(sorted(areas.municipalities_of_county("06")))
_ages = st.sampled_from([(None, None), (0, 18), (18, None), (None, 29), (65, 120)])


def _terms(terms: tuple[taxonomy.Term, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([term.id for term in terms]), max_size=3, unique=True).map(tuple)


def services() -> st.SearchStrategy[Service]:
    """Services with everything that a service can have."""
    return st.builds(
        Service,
        id=st.integers(0, 10**6).map(lambda n: catalogue_id("test", "service", str(n))),
        source=st.builds(Source, st.just("test"), st.just("service"), st.just("x"), modified_on=maybe_day),
        name=texts(least=1),
        organisation=st.none() | _organisations,
        synonyms=word_lists(),
        summary=texts(prose),
        description=texts(prose),
        instructions=texts(prose),
        conditions=texts(prose),
        bring=texts(prose),
        keywords=word_lists(),
        channels=some(_channels, 3),
        links=some(_links),
        needs=_terms(taxonomy.needs().terms),
        activities=_terms(taxonomy.activities().terms),
        target_groups=_terms(taxonomy.target_groups().terms),
        municipalities=st.lists(_codes, max_size=3, unique=True).map(tuple),
        nationwide=st.booleans(),
        residents_only=st.sampled_from(Known),
        ages=st.builds(lambda ages, on: AgeLimits(*ages, on), _ages, maybe_day),
        languages=some(st.sampled_from(_CODES)),
        cost=_costs,
        accessibility=_access,
        rides=st.builds(Rides, st.sampled_from(Known), texts(prose), maybe_day),
        prevention=st.sampled_from(Prevention),
        takes_new_people=st.sampled_from(Known),
        accepts_contact_requests=st.booleans(),
        contact_method=texts(prose),
        occurrences=some(st.builds(Occurrence, _moments, st.none() | _moments, st.booleans())),
        checked_on=maybe_day,
        classes=some(st.sampled_from(["P1", "P4.12", "P11.8"])),
        life_events=some(st.sampled_from(["KE1", "KE4.2"])),
        ontology=word_lists(),
    )
