"""The words of the blank form: those of the screen on which it is keyed in, in the same order."""

from enum import StrEnum

from neuvola_core import taxonomy
from neuvola_core.visit import Meeting, PartOfDay
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.paper.questions import field_words
from neuvola_desk.ui.visit.words import value_words
from neuvola_desk.usecases.paper_form import BlankForm, Cover, Question


def blank() -> BlankForm:
    """The form in the language in use."""
    language = current_language()
    needs = tuple(term.name.best(language) for term in taxonomy.needs().terms)
    fields = (Question(words, _options(kind)) for kind, words in field_words().items())
    return BlankForm(
        language=language,
        title=_("Käyntilomake"),
        hint=_("Rastita vain se, minkä kävijä itse kertoi. Ei nimeä, päivää eikä mitään muuta kävijästä."),
        questions=(Question(_("Tarve (1–3)"), needs), *fields),
        cover=_cover(),
    )


def _options(kind: type[StrEnum]) -> tuple[str, ...]:
    """What can be ticked: what is left unticked is not recorded."""
    return tuple(value_words(value) for value in kind if value.value != "ei_kirjattu")


def _cover() -> Cover:
    return Cover(
        title=_("Käyntilomakkeet: nipun kansi"),
        blanks=(_("Nipun päivä"), _("Lomakkeita nipussa")),
        questions=(
            Question(_("Vuorokaudenaika"), _options(PartOfDay)),
            Question(_("Missä tavattiin"), _options(Meeting)),
        ),
        rules=(
            _("Yksi lomake jokaisesta kävijästä. Päivä kirjoitetaan vain tähän kanteen."),
            _("Lomakkeisiin ei kirjoiteta mitään: niihin vain rastitaan. Vain tarve on pakollinen."),
            _("Sekoita lomakkeet ennen kuin annat nipun eteenpäin."),
            _("Näppäile nippu työasemalla: valikosta Paperilomakkeet. Hävitä sitten lomakkeet silppurissa."),
        ),
    )
