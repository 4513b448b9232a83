"""The page of one indicator as the templates draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from urllib.parse import quote

from core.catalogue import Indicator, Origin
from core.charts.charts import NARROW, WIDE, Drawn, for_page
from core.charts.line_chart import gender_chart, page_chart
from core.charts.row_view import Arrow, Face, Square, arrow_of, face_of, square_of
from core.charts.strip import Strip, strip
from core.features.indicator.line_menus import line_menus
from core.features.indicator.own_facts import own_facts
from core.features.indicator.runs_view import RunsView, runs_view
from core.features.indicator.units_view import UnitsView, units_view
from core.outcomes.comments import CommentView, comment_views
from core.outcomes.figures import Figures
from core.outcomes.indicator import IndicatorFigures, figure_table, indicator_figures, narrowed
from core.outcomes.references import COUNTRY
from core.outcomes.told import told_about
from core.outcomes.units import AskedUnits
from core.signals import Attainment, Reason, TargetKind, Trend, shown
from core.web.choices import AREAS, COMPARE, INDICATOR, LEARN, Choices, View, explore_link, link
from core.web.menus import Menu, Option, gender_menu, reference_menu, year_menu
from core.web.served import served
from core.web.told import ToldWays, told_ways
from core.words import labels
from core.words.addresses import web_address
from core.words.formats import difference, number, together
from core.words.sentences import Row, amount, plus_minus, unsure_fact
from core.words.sources import indicator_source

_SMALL_N = 30
_SHADES = "Fälten är de bästa, mittersta och sämsta i landet, inte bland dem som läget jämför med."

_ORIGIN = {
    Origin.REGISTER: "Register eller officiell statistik",
    Origin.SURVEY: "Enkät",
    Origin.OWN_REPORT: "Kommunens egen uppgift",
    Origin.COMPUTED: "Beräknat av Kolada ur andra mått",
}


@dataclass(frozen=True)
class IndicatorPage:
    """The whole page. Charts come in a wide and a narrow drawing."""

    title: str
    area_name: str
    area_address: str
    subtitle: str
    unit: str
    gender_unit: str
    tags: tuple[str, ...]
    kpi: str
    menus: tuple[Menu, ...]
    line_menus: tuple[Menu, ...]
    all_years_address: str
    headline: str
    outcome: str
    unsure: str
    year: str
    face: Face | None
    arrow: Arrow
    square: Square
    pace: str
    decision: str
    decision_link: str
    charts: tuple[Drawn, ...]
    gender_title: str
    gender_charts: tuple[Drawn, ...]
    strips: tuple[Strip, ...]
    strip_title: str
    strip_shades: str
    facts: tuple[tuple[str, str], ...]
    ask_address: str
    definition: tuple[str, ...]
    table_head: tuple[str, ...]
    table_rows: tuple[tuple[str, ...], ...]
    runs: RunsView | None
    units: UnitsView | None
    source: str
    comments: tuple[CommentView, ...]
    serves: tuple[tuple[str, str, str], ...]
    acted: ToldWays | None
    further: tuple[Option, ...]


def indicator_page(figures: Figures, choices: Choices, kpi: str) -> IndicatorPage:
    """The page of KPI for the chosen municipality."""
    whole = indicator_figures(figures, choices.choice, kpi)
    found = narrowed(whole, choices.lines, choices.first, choices.last)
    indicator, row = found.indicator, found.row
    municipality = choices.choice.municipality
    names = figures.snapshot.municipalities
    name = names[municipality]
    area = figures.catalogue.area_by_id[indicator.area]
    decided = row["decision"] if isinstance(row["decision"], str) else ""
    category, *marks = labels.tags(indicator.category.value, kkik=indicator.kkik, is_own=indicator.own is not None)
    table_head, table_rows = _table(found)
    about = labels.whom(str(row["gender"]), is_children=indicator.children)
    return IndicatorPage(
        title=indicator.name,
        area_name=area.name,
        area_address=link(AREAS, choices, area=area.id),
        unit=f"{indicator.unit}, {labels.GENDER[str(row['gender'])]}",
        gender_unit=indicator.unit,
        subtitle=" · ".join(filter(None, [name, about, indicator.unit, _year_words(row)])),
        tags=(category, labels.DIRECTION[indicator.direction.value], *marks),
        kpi=kpi,
        menus=(
            reference_menu(figures, choices, INDICATOR),
            gender_menu(choices, INDICATOR),
            # From another page's address: nobody must look at an old year without seeing it.
            *((year_menu(figures, choices, INDICATOR),) if choices.year else ()),
        ),
        line_menus=line_menus(figures.catalogue, whole, choices),
        all_years_address="" if found.lines == whole.lines else link(INDICATOR, choices, first=None, last=None),
        headline=headline(row),
        outcome=amount(row),
        unsure="" if isnan(row["uncertainty"]) else plus_minus(row["uncertainty"], row["decimals"], row["unit"]),
        year=_year_words(row),
        face=face_of(row) if row["attainment_reason"] != Reason.NO_TARGET else None,
        arrow=arrow_of(row),
        square=square_of(row),
        pace=row["pace_text"],
        decision=decided,
        decision_link=web_address(row["link"]),
        charts=for_page(page_chart(found), found.marks),
        gender_title=f"{labels.genders(is_children=indicator.children)} i {name}",
        gender_charts=for_page(gender_chart(found), found.marks),
        strips=_strips(found, municipality, names),
        strip_title=f"Så ligger {name} bland {len(found.others)} kommuner med värde {_year_words(row)}",
        strip_shades="" if choices.reference == COUNTRY else _SHADES,
        facts=_facts(figures, found),
        ask_address=_ask_address(figures, indicator),
        definition=tuple(filter(None, (found.info.description if found.info else "").splitlines())),
        table_head=table_head,
        table_rows=table_rows,
        runs=runs_view(figures, indicator, municipality, str(row["gender"])),
        units=units_view(figures, indicator, AskedUnits(municipality, kpi, str(row["gender"]), choices.year)),
        comments=comment_views(figures.comments_on(municipality, kpi)),
        source=indicator_source(indicator, is_example=figures.snapshot.info.is_example),
        serves=served(figures, choices).get(kpi, ()),
        acted=told_ways(figures, choices, told_about(figures, municipality, kpi)),
        further=_further(choices, area.id),
    )


def _further(choices: Choices, area: str) -> tuple[Option, ...]:
    """Where one goes to understand the figure better."""
    return (
        Option("Lär av andra som liknar oss", link(LEARN, choices), chosen=False),
        Option(
            "Kommunernas utveckling bredvid varandra", link(COMPARE, choices, area=area, view=View.PANELS), chosen=False
        ),
        Option("På karta", link(COMPARE, choices, area=area, view=View.MAP), chosen=False),
        Option("Öppna i Utforska", explore_link(choices, choices.kpi), chosen=False),
    )


def _strips(found: IndicatorFigures, own: str, names: Mapping[str, str]) -> tuple[Strip, ...]:
    drawn = (strip(found, own=own, name=names[own], width=width, names=names) for width in (WIDE, NARROW))
    return tuple(one for one in drawn if one)


def headline(row: Row) -> str:
    """The chart's message in one line: how it has moved, and how far from the target it is."""
    decimals, unit = row["decimals"], row["unit"]
    if isnan(row["value"]):
        return "Inget värde att visa"
    moved = {
        Trend.UP: "Upp {gap} sedan {year}",
        Trend.DOWN: "Ner {gap} sedan {year}",
        Trend.LEVEL: _level(row),
        Trend.SILENT: f"{amount(row)} år {row['year']:.0f}",
    }[Trend(row["trend"])]
    year = "" if isnan(row["trend_from_year"]) else f"{row['trend_from_year']:.0f}"
    is_missed = row["attainment"] in (Attainment.NEARLY, Attainment.NOT_REACHED)
    is_told = is_missed and row["target_kind"] != TargetKind.RANK
    distance = row["attainment_distance"] if is_told else 0.0
    decimals = together(decimals, row["trend_change"], distance)
    text = moved.format(gap=difference(row["trend_change"], decimals, unit), year=year)
    if row["attainment"] == Attainment.REACHED:
        return f"{text}, och målet nås"
    return f"{text}, {difference(distance, decimals, unit)} från målet" if is_told else text


def _level(row: Row) -> str:
    """What has hardly moved, by how much, and up to how much that is said: the dead-band of the arrow's sentence."""
    change, band, unit = row["trend_change"], row["trend_deadband"], row["unit"]
    decimals = together(row["decimals"], change, band, apart=(abs(change), band))
    if shown(change, decimals) == 0:
        return "Oförändrat sedan {year}"
    moved = difference(change, decimals, unit, sign=True)
    usual = difference(band, decimals, unit)
    return f"Räknas som oförändrat sedan {{year}}: {moved} (vanlig variation är upp till {usual})"


def _year_words(row: Row) -> str:
    return "" if isnan(row["year"]) else f"{row['year']:.0f}"


def _facts(figures: Figures, found: IndicatorFigures) -> tuple[tuple[str, str], ...]:
    """ "Så säkra är siffrorna": what a reader should know before trusting the figure."""
    indicator, row, info = found.indicator, found.row, found.info
    everyone = len(figures.snapshot.municipalities)
    if indicator.own:
        return own_facts(figures, found, indicator.own)
    facts = [("Uppgiften kommer från", _ORIGIN[indicator.origin])]
    if found.reported:
        still = " (året är inte klart)" if found.is_open else ""
        facts.append(("Redovisat", f"{found.reported} av {everyone} kommuner {_year_words(row)}{still}"))
    if not isnan(row["value"]):
        facts.append(("Värdet är", "preliminärt" if row["preliminary"] else "slutligt så vitt Kolada anger"))
    if row["later_text"]:
        facts.append(("Nyare år", row["later_text"]))
    if indicator.break_years:
        facts.append(("Metodbyte", ", ".join(map(str, indicator.break_years))))
    if indicator.exceptional_years:
        facts.append(("Undantagsår", ", ".join(map(str, indicator.exceptional_years))))
    if not isnan(row["uncertainty"]):
        facts.append(unsure_fact(row["uncertainty"], row["answers"]))
    elif indicator.origin is Origin.SURVEY:
        facts.append(("Slump", "Enkätsvar från ett urval: små skillnader kan vara slump"))
    if 0 < found.reported < _SMALL_N:
        facts.append(("Liten grupp", "Få kommuner har värde: jämför med försiktighet"))
    if indicator.quality_note:
        facts.append(("Att tänka på", indicator.quality_note))
    if info and info.problem:
        facts.append(("Inaktuellt", f"kunde inte hämtas senast: {info.problem}"))
    facts.append(("Kommunen kan påverka", f"i {indicator.influence.value} grad"))
    if info and info.publication_date and info.publication_date > figures.snapshot.info.fetched_at.date():
        facts.append(("Nästa publicering", f"{info.publication_date:%Y-%m-%d}"))
    facts.append(("Fråga", figures.catalogue.cooperation.contact))
    source = f"Kolada, nyckeltal {indicator.kpi}"
    facts.append(("Källa", f"{source}: {info.title}" if info else source))
    return tuple(facts)


def _ask_address(figures: Figures, indicator: Indicator) -> str:
    """Where one asks about INDICATOR, when the catalogue says so: a letter that names it, or a page."""
    catalogue = figures.catalogue
    address = catalogue.area_by_id[indicator.area].contact_address or catalogue.cooperation.contact_address or ""
    # Whom to ask about an own indicator is its own convenor, who is named but has no address here.
    if indicator.own or not address.startswith("mailto:"):
        return "" if indicator.own else address
    return f"{address}?subject={quote(f'Fråga om {indicator.name} ({indicator.kpi})')}"


def _table(found: IndicatorFigures) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    table = figure_table(found)
    decimals = found.indicator.decimals
    rows = tuple(
        (str(int(year)), *(value if isinstance(value, str) else number(value, decimals) for value in values))
        for year, *values in table.itertuples(index=False)
    )
    return tuple(map(str, table.columns)), rows
