"""What the pages of experiences say of each answer."""

from dataclasses import dataclass

from neuvola_core.text import Text
from neuvola_core.visit import UnmetReason
from neuvola_exchange.visit_words import value_names
from neuvola_server.experience_reading import Answer
from neuvola_server.web.report_pages import translation_of
from neuvola_server.web.words import Words


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in words; ``obstacle`` and ``text`` may be empty."""

    service: str
    helped: str
    obstacle: str
    text: str


def answer_row(answer: Answer, words: Words) -> AnswerRow:
    """The row of an answer."""
    reasons = value_names(UnmetReason, translation_of(words.language))
    return AnswerRow(
        service=named(answer.service, words),
        helped=words(f"helped.{answer.helped}"),
        obstacle=reasons[answer.obstacle] if answer.obstacle else "",
        text=answer.text,
    )


def named(name: Text, words: Words) -> str:
    """A name in the reader's language; in words where the catalogue has none any more."""
    return name.best(words.language) or words("unknown-service")
