"""A report in words: the same pages, tables and notes for paper, sheet, screen and web.

Every page says what was asked for, what it was widened to, and what is not in it and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from neuvola_core.reports.report import Page, Report, State
from neuvola_core.reports.suppression import Published, Shown
from neuvola_core.reports.tables import TableId, forms
from neuvola_core.visit import IsoWeek
from neuvola_exchange.report_words import rest_name, row_name, table_names
from neuvola_exchange.words import Translation


@dataclass(frozen=True, slots=True)
class TextRow:
    """One figure; ``share`` is its part of the visits, None where that says nothing."""

    name: str
    figure: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class TextTable:
    """A heading, its rows, and what there is to say where there are none."""

    title: str
    rows: tuple[TextRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextPage:
    """One period. ``warning`` is what nobody may overlook."""

    title: str
    days: str
    warning: str
    tables: tuple[TextTable, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportText:
    """The whole report, every string final."""

    title: str
    point: str
    asked: str
    pages: tuple[TextPage, ...]
    language: str


class ReportWords:
    """A report's words in one language."""

    def __init__(self, report: Report, language: str, translation: Translation, point_name: str = "") -> None:
        self._report = report
        self._language = language
        self._t = translation
        self._point = point_name

    def text(self) -> ReportText:
        """All of it."""
        _ = self._t
        report = self._report
        pages = [self._page(page) for page in report.pages]
        if report.total:
            pages.append(self._total(report.total))
        title = _("Käynnit")
        if report.campaign:
            title = _("Kokeilun {campaign} käynnit").format(campaign=report.campaign)
        return ReportText(title, self._point, self._asked(), tuple(pages), self._language)

    def _asked(self) -> str:
        _ = self._t
        report = self._report
        weeks, days = self._weeks(report.first, report.last), _days(report.first, report.last)
        asked = span_of(*report.asked)
        if asked == days:
            return _("Raportissa ovat {weeks} ({days}).").format(weeks=weeks, days=days)
        told = _("Pyydetyt päivät {asked} on laajennettu kokonaisiin jaksoihin: {weeks} ({days}).")
        return told.format(asked=asked, weeks=weeks, days=days)

    def _page(self, page: Page) -> TextPage:
        return TextPage(
            title=_begun(self._weeks(page.first, page.last)),
            days=_days(page.first, page.last),
            warning=self._warning(page),
            tables=tuple(self._tables(page.published) if page.state is State.READY else self._open(page)),
            notes=tuple(self._notes(page)),
        )

    def _total(self, published: Published) -> TextPage:
        _ = self._t
        report = self._report
        return TextPage(
            title=_("Yhteensä {weeks}").format(weeks=self._weeks(report.first, report.last)),
            days=_days(report.first, report.last),
            warning="",
            tables=tuple(self._tables(published)),
            notes=(
                _("Summissa on vain se, mikä neljännesten omilla sivuilla näytetään."),
                self._plus(),
            ),
        )

    def _weeks(self, first: IsoWeek, last: IsoWeek) -> str:
        _ = self._t
        if first.year != last.year:
            told = _("viikot {first}/{first_year}–{last}/{last_year}")
            return told.format(first=first.week, first_year=first.year, last=last.week, last_year=last.year)
        return _("viikot {first}–{last}/{year}").format(first=first.week, last=last.week, year=first.year)

    def _warning(self, page: Page) -> str:
        _ = self._t
        if page.state is State.OPEN:
            return _("Kesken, ei julkaistavaksi. Luvut valmistuvat {day}.").format(
                day=day_words(page.ready_on)
            )
        if page.state is State.PART:
            if not page.weeks:
                return _(
                    "Tämän jakson käynnit on jo poistettu tältä työasemalta. Raportti tehdään palvelimella."
                )
            return _(
                "Vain tämän työaseman käynnit, ei julkaistavaksi. Koko neuvontapisteen raportti tehdään "
                "palvelimella."
            )
        if page.published.visits is None:
            if page.period and not page.period.block:
                return _("Jossakin neljänneksen jaksossa käyntejä oli alle viisi. Siksi lukuja ei näytetä.")
            return _("Käyntejä oli alle viisi. Siksi lukuja ei näytetä.")
        return ""

    def _open(self, page: Page) -> Iterator[TextTable]:
        _ = self._t
        if not page.weeks:
            return
        ordered = sorted(page.needs.items(), key=lambda cell: (-cell[1], cell[0]))
        rows = tuple(TextRow(row_name(TableId.NEED, need, self._language, _), f"{n}+") for need, n in ordered)
        note = "" if rows else _("Mitään tarvetta ei vielä ole viidellä käynnillä.")
        yield TextTable(table_names(_)[TableId.NEED], rows, note)

    def _tables(self, published: Published) -> Iterator[TextTable]:
        _ = self._t
        if published.visits is None:
            return
        visits = _figure(published.visits, least="visits" in published.least)
        rows = [TextRow(_("Käyntejä"), visits)]
        if published.footfall is not None:
            footfall = _figure(published.footfall, least="footfall" in published.least)
            rows.append(TextRow(_("Kävijöitä, myös pelkät kysymykset"), footfall))
        yield TextTable(_("Kaikkiaan"), tuple(rows))
        if not published.visits:
            return
        for table in TableId:
            yield self._table(table, published.of(table), published.visits)
        yield self._given(published.given)

    def _table(self, table: TableId, shown: Shown, visits: int) -> TextTable:
        _ = self._t
        title = table_names(_)[table]
        form = forms()[table]
        told = [c for c in form.categories if c in shown.cells or c in shown.at_least]
        if not form.merged:
            told.sort(key=lambda c: -(shown.cells.get(c) or shown.at_least.get(c, 0)))
        rows = [self._row(table, category, shown, visits) for category in told]
        if shown.rest is not None and (shown.rest or not rows):
            hides = len(shown.cells) < len(form.categories)
            rows.append(
                TextRow(rest_name(table, hides=hides, _=_), str(shown.rest), _share(shown.rest, visits))
            )
        note = "" if rows else _("Ei lukuja, joita voi näyttää.")
        return TextTable(title, tuple(rows), note)

    def _row(self, table: TableId, category: str, shown: Shown, visits: int) -> TextRow:
        name = row_name(table, category, self._language, self._t)
        if category in shown.cells:
            n = shown.cells[category]
            return TextRow(name, str(n), _share(n, visits))
        n = shown.at_least[category]
        return TextRow(name, f"{n}+", _share(n, visits))

    def _given(self, given: Shown) -> TextTable:
        _ = self._t
        known = {**given.cells, **given.at_least}
        rows = tuple(
            TextRow(
                row_name(TableId.NEED, need, self._language, _), _figure(n, least=need not in given.cells)
            )
            for need, n in sorted(known.items(), key=lambda cell: (-cell[1], cell[0]))
        )
        return TextTable(
            _("Annettuja palveluja tarpeittain"), rows, "" if rows else _("Ei lukuja, joita voi näyttää.")
        )

    def _notes(self, page: Page) -> Iterator[str]:
        _ = self._t
        if page.state is State.READY:
            yield from self._ready_notes(page)
        else:
            yield _("Tarpeet kerrotaan viiden tarkkuudella alaspäin: 10+ on 10–14 käyntiä.")
        if page.state is State.PART and page.weeks:
            weeks = ", ".join(str(week.week) for week in page.weeks)
            yield _("Työasemalla on vielä kaikki näiden viikkojen käynnit: {weeks}.").format(weeks=weeks)
        if self._report.campaign:
            yield _("Mukana ovat vain tähän kokeiluun merkityt käynnit koko kokeilun ajalta.")
        else:
            yield _("Kokeiluihin merkityt käynnit ovat vain kokeilujen omissa raporteissa.")

    def _ready_notes(self, page: Page) -> Iterator[str]:
        _ = self._t
        if page.published.visits:
            yield from self._reading_notes(page)
        yield _(
            "Jakso on suljettu. {day} tai sen jälkeen tulleita merkintöjä ei lasketa mihinkään raporttiin."
        ).format(day=day_words(page.ready_on))

    def _reading_notes(self, page: Page) -> Iterator[str]:
        _ = self._t
        yield _(
            "Luku näytetään viidestä alkaen. Lukuja 1–4 ei näytetä eikä niitä voi laskea muista luvuista; "
            "nollakin jää yleensä pois. Käynnillä voi olla 1–3 tarvetta."
        )
        if page.period and not page.period.block:
            yield self._plus()
        elif page.period:
            yield _("Kiireelliseen apuun ohjatut näkyvät vain neljänneksen luvuissa.")

    def _plus(self) -> str:
        _ = self._t
        return _("Plusmerkki tarkoittaa ”ainakin”: osa luvusta on jaksoista, joissa sitä ei näytetä.")


def plain_lines(report: ReportText) -> Iterator[str]:
    """The report as lines of plain text, for a terminal."""
    yield f"{report.title} {report.point}".rstrip()
    yield report.asked
    for page in report.pages:
        yield from ("", f"{page.title} ({page.days})")
        yield from filter(None, [page.warning])
        for table in page.tables:
            yield from ("", table.title)
            yield from (f"  {row.figure:>6}  {row.name}" for row in table.rows)
            yield from filter(None, [f"  {table.note}" if table.note else ""])
        yield ""
        yield from page.notes


def day_words(day: date) -> str:
    """A date in figures, as it is written in Finland in all three languages."""
    return f"{day.day}.{day.month}.{day.year}"


def span_of(first: date, last: date) -> str:
    """Two days and what is between them."""
    return day_words(first) if first == last else f"{day_words(first)}–{day_words(last)}"


def _days(first: IsoWeek, last: IsoWeek) -> str:
    start = date.fromisocalendar(first.year, first.week, 1)
    return span_of(start, date.fromisocalendar(last.year, last.week, 7))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _figure(n: int, *, least: bool) -> str:
    return f"{n}+" if least else str(n)


def _share(n: int, visits: int) -> float | None:
    return min(1.0, n / visits) if visits else None
