"""Every fault that the program names has a sentence that a person can act on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import neuvola_exchange
from neuvola_core import errors
from neuvola_core.errors import InvalidVisitError, NeuvolaError, RefusedContentError, UnreadableSourceError
from neuvola_core.privacy import Kind
from neuvola_desk.messages import finding_sentence, sentence
from neuvola_exchange import words

FACTS = {
    "kind": "need",
    "value": "ARVO",
    "path": "/polku/tiedosto",
    "reason": "missing",
    "field": "needs",
    "finding": "phone",
    "id": "TUNNUS",
    "printer": "TULOSTIN",
}
EXCHANGE = Path(neuvola_exchange.__path__[0])
CALLS = {"Rejected": 1, "Noted": 1, "note": 0, "_note": 0}
KEYWORDS = {"reason", "fault", "broken", "code"}
NO_CODES = {
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    *("linked-events", "sports-place", "general-description", "ordered-list-item", "unordered-list-item"),
}


def known_faults(kind: type[NeuvolaError] = NeuvolaError) -> Iterator[type[NeuvolaError]]:
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:  # and none of a test's own
            yield below
            yield from known_faults(below)


def strings(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def codes_of(tree: ast.AST) -> Iterator[str]:
    """What stands where a code is given, and every other string that is written like one."""
    yield from (text for text in strings(tree) if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = CALLS.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
            given = [] if place is None else node.args[place : place + 1]
            for value in (*given, *(word.value for word in node.keywords if word.arg in KEYWORDS)):
                yield from strings(value)


def emitted_codes() -> list[str]:
    codes = {code for path in EXCHANGE.glob("*.py") for code in codes_of(ast.parse(path.read_text("utf-8")))}
    # "bad-" is put together with the kind of contact that is wrong.
    return sorted(codes - NO_CODES - {"bad-"} | {"bad-email", "bad-phone", "bad-url"})


@pytest.mark.parametrize(
    "kind", sorted(known_faults(), key=lambda kind: kind.code), ids=lambda kind: kind.code
)
def test_every_known_fault_has_a_sentence_of_its_own(kind: type[NeuvolaError]) -> None:
    told = sentence(kind(**FACTS))
    assert told != sentence(NeuvolaError())
    assert told[0].isupper()
    assert told.endswith(".")
    assert not re.search(r"[{}]|Posix|Error", told)


def test_no_two_faults_share_a_code() -> None:
    kinds = list(known_faults())
    assert len(kinds) > 10
    assert len({kind.code for kind in kinds}) == len(kinds)


def test_a_fault_that_nobody_has_named_yet_is_told_calmly() -> None:
    class NewError(NeuvolaError):
        code = "brand-new"

    assert sentence(NewError()) == "Jokin meni vikaan. Mitään ei menetetty; yritä uudelleen."


def test_the_codes_of_imports_are_found_in_the_code() -> None:
    assert {"no-name", "duplicate", "damaged", "too-long", "bad-coordinates", "url"} <= set(emitted_codes())


@pytest.mark.parametrize("code", emitted_codes())
def test_every_code_of_an_import_is_told_in_words(code: str) -> None:
    told = finding_sentence(code, "ARVO")
    assert code not in told or code in {"url", "binary"}
    assert ": ARVO" not in told or "”" in told
    assert not re.search("[{}]", told)


@pytest.mark.parametrize("code", sorted(words.unreadable_reasons(words.IN_FINNISH)))
def test_an_unreadable_source_says_what_to_do(code: str) -> None:
    told = sentence(UnreadableSourceError(path="/polku/palvelut.xlsx", reason=code))
    assert told.startswith("Lähdettä ei voitu lukea: /polku/palvelut.xlsx. ")
    assert len(told) > len("Lähdettä ei voitu lukea: /polku/palvelut.xlsx. ") + 10


def test_an_unknown_reason_or_code_is_still_told() -> None:
    assert "vioittunut tai tuntematonta muotoa" in sentence(UnreadableSourceError(path="x", reason="uusi"))
    assert finding_sentence("uusi-koodi", "ARVO") == "uusi-koodi: ARVO"
    assert finding_sentence("uusi-koodi", "") == "uusi-koodi"


def test_a_finding_without_a_value_leaves_no_gap() -> None:
    assert finding_sentence("no-name", "") == "nimi puuttuu"
    assert finding_sentence("bad-email", "a@") == "sähköpostiosoite ”a@” ei kelpaa; se jätettiin pois"
    assert finding_sentence("bad-email", "") == "sähköpostiosoite ei kelpaa; se jätettiin pois"


@pytest.mark.parametrize("detail", ["{0}", "{detail}", "{", "}}", "%s"])
def test_a_value_from_a_file_is_shown_as_it_is(detail: str) -> None:
    assert f"”{detail}”" in finding_sentence("bad-url", detail)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_was_refused_is_named_and_never_repeated(kind: Kind) -> None:
    told = sentence(RefusedContentError(field="note", finding=kind.value))
    assert "henkilötieto" not in told, "the finding has a name of its own"
    assert "Poista se" in told
    asked = sentence(RefusedContentError(field="note", finding=kind.value, question=True))
    assert asked.endswith("Onko tämä kävijän tieto?")


@pytest.mark.parametrize(
    "field", ["needs", "unmet", "week", "given", "point", "campaign", "bundle", "note", "service-note"]
)
def test_a_visit_that_cannot_be_tells_which_part_in_finnish(field: str) -> None:
    told = sentence(InvalidVisitError(field=field, value="7"))
    assert "7" in told
    assert field not in told
    assert told != sentence(InvalidVisitError(field="uusi", value="7"))
