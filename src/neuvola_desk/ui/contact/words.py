"""What the worker asks before anything is typed: a question, and after it its answers."""

from neuvola_desk.i18n import _, current_language
from neuvola_desk.usecases.consent import ConsentWords


def safety_words() -> tuple[str, ...]:
    """The fixed line, and its answers."""
    return (_("Onko puhelimeen turvallista soittaa?"), _("Kyllä"), _("Vain viestillä"), _("Ei"))


def adult_words() -> tuple[str, ...]:
    """Under 18 no request is made by form."""
    return (_("Oletko täyttänyt 18 vuotta?"), _("Kyllä"), _("Ei"))


def unsafe_words() -> str:
    """What there is instead."""
    return _("Numeroa ei lähetetä. Anna kävijälle pikkulappu: siinä on vain numero ja aukiolo.")


def in_their_words(visitor: ConsentWords, *keys: str) -> str:
    """A question and its answers for the visitor; empty where the window speaks as they do."""
    if visitor.language == current_language():
        return ""
    first, *others = (visitor.word(key) for key in keys)
    return f"{first} {' / '.join(others)}".strip()
