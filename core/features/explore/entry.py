"""Utforska: what the feature brings to the site. The page's widgets and chart are drawn by ``page``."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from core.documents.files import BYTE_ORDER_MARK, KINDS, MEDIA_TYPES, to_csv, to_excel
from core.features.explore import words
from core.features.explore.choices import OF_FORM, Form, Wish, address_of, read_wish
from core.features.explore.tables import file_frame
from core.features.explore.view import View, view_of, within
from core.outcomes.explore import Measure, group_names
from core.outcomes.figures import Figures, figure_source
from core.outcomes.references import CLASS, COUNTY
from core.web.base_path import site_of
from core.web.choices import EXPLORE, INDICATOR, Choices, link
from core.web.file_desk import FileDesk, Recipe, recipe
from core.web.pages import Door, Feature, MenuItem, Page, choose_html
from core.web.render import render
from core.web.visit import Visit
from core.words.formats import listed
from core.words.sources import attribution, fetched_words

FILE = f"{EXPLORE}/siffror"
_OF_MEASURES, _OF_ALL = ("against", "size"), ("municipality", "group", "shown", "gender")


def explore_html(visit: Visit) -> str:
    """All of the page but its widgets and chart, which take the place of the part that says it waits for them.

    The choice of a municipality where the address has none.
    """
    figures = visit.figures
    if figures is None or visit.choices.municipality is None:
        return choose_html(visit, EXPLORE)
    wish, unknown = read_wish(visit.params, visit.choices, figures)
    view, choices = view_of(figures, wish), visit.choices
    return render(
        "explore.html",
        address=visit.address,
        view=view,
        is_example=figures.snapshot.info.is_example,
        unknowns=unknown,
        offers=[(offer.words, address_of(offer.wish, choices, figures)) for offer in view.offers],
        forms=[
            (words.FORMS[form], address_of(wish.drawn_as(form), choices, figures), form is wish.form) for form in Form
        ],
        fields=_fields(view),
        source=source_words(figures, view.measures),
        name=_name(figures, wish),
        of_year=address_of(replace(wish, year=view.year), choices, figures) if view.plays else "",
        measures=[(one, _page_of(one, choices)) for one in view.measures],
        csv=address_of(wish, choices, figures, f"{FILE}.csv"),
        excel=address_of(wish, choices, figures, f"{FILE}.xlsx"),
    )


def _fields(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The choices that VIEW has, of measures and of all else: their room is there before they have come."""
    of_form = [one for one in OF_FORM[view.wish.form] if view.years or one not in ("first", "last", "year")]
    rest = [one for one in of_form if one not in _OF_MEASURES]
    return ("kpi", *(one for one in of_form if one in _OF_MEASURES)), (*_OF_ALL, *rest)


def _page_of(measure: Measure, choices: Choices) -> str:
    return link(INDICATOR, choices, kpi=measure.kpi) if measure.is_chosen else ""


def source_words(figures: Figures, measures: tuple[Measure, ...]) -> str:
    """Where MEASURES come from, and when those were fetched that are not the snapshot's."""
    is_example = figures.snapshot.info.is_example
    own = [f"{one.title}: {' '.join(one.said_of_source.split())}" for one in measures if one.is_own]
    others = [one for one in measures if not one.is_chosen]
    fetched = [f"”{one.title}”: {fetched_words(one.fetched_at, is_example=is_example)}" for one in others]
    said = [attribution(is_example=is_example)]
    if own:
        said.append(f"Eget nyckeltal, inte från Kolada: {listed(own)}.")
    if fetched:
        said.append(f"{listed(fetched)}.")
    return " ".join(said)


def _file(request: Request) -> Response | Recipe:
    """The figures of the view that the address asks for."""
    kind, figures = request.path_params["kind"], figure_source().get()
    if figures is None:
        return PlainTextResponse("Det finns inga siffror än.", 503)
    visit = Visit(EXPLORE, dict(request.query_params), figures)
    if kind not in KINDS or visit.choices.municipality is None:
        there = f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join(KINDS)}."
        return PlainTextResponse(there if kind not in KINDS else "Länken är inte hel: välj en kommun först.", 404)
    wish, unknown = read_wish(visit.params, visit.choices, figures)
    view = view_of(figures, wish)
    if unknown or view.table is None:
        return PlainTextResponse(" ".join(one.words for one in unknown) or view.refusal, 404)
    name = f"{_name(figures, wish)}.{kind}"
    address = site_of(request) + address_of(wish, visit.choices, figures)
    made_of = (str(figures.snapshot.file), str(figures.revision), repr(wish), address, *_dates(view))
    return recipe(lambda: _content(kind, figures, view, address), MEDIA_TYPES[kind], name, *made_of)


def _name(figures: Figures, wish: Wish) -> str:
    """What the files of WISH are called, without their kind."""
    example = "exempel-" if figures.snapshot.info.is_example else ""
    place = figures.snapshot.municipalities[wish.municipality]
    return f"{example}utforska-{wish.form.value}-{'-'.join(wish.kpis)}-{place}"


def _dates(view: View) -> tuple[str, ...]:
    return tuple(str(one.fetched_at) for one in view.measures)


def _content(kind: str, figures: Figures, view: View, address: str) -> bytes:
    wish, names = view.wish, figures.snapshot.municipalities
    # Dots play through all years.
    year = None if wish.form is Form.SCATTER else view.year
    frame = file_frame(view.measures, view.codes, view.genders, year, names, means=view.means)
    frame = _with_groups(figures, within(wish, frame, "år"))
    source = source_words(figures, view.measures)
    if kind == "csv":
        return f"{BYTE_ORDER_MARK}{to_csv(frame.assign(källa=source))}".encode()
    return to_excel({"Siffror": frame}, _about(view, address, source))


def _with_groups(figures: Figures, frame: pd.DataFrame) -> pd.DataFrame:
    """FRAME with the county and SKR's class of each municipality after its name; '' of a mean."""
    first = list(frame.columns).index("kommun") + 1
    for place, (column, by) in enumerate((("län", COUNTY), ("kommuntyp", CLASS)), first):
        frame.insert(place, column, frame["kommunkod"].map(group_names(figures, by)).fillna(""))
    return frame


def _about(view: View, address: str, source: str) -> list[tuple[str, str]]:
    return [
        ("Visar", view.subtitle),
        ("I ord", view.title),
        *((f"{one.title}, beskrivning", one.description) for one in view.measures),
        *(("Att tänka på", note) for note in view.notes),
        ("Adress", address),
        ("Källa", source),
    ]


def _routes() -> list[BaseRoute]:
    return [FileDesk().route(f"{FILE}.{{kind}}", _file)]


# The largest first: Plotly alone takes as long as all the others.
_PARTS = ("PlotlyChart", "Selectbox", "ButtonGroup", "Multiselect", "Expander", "Checkbox")
_PAGE = Page(
    EXPLORE,
    "Utforska",
    "explore.py",
    explore_html,
    named="Utforska: {indicator}",
    door=Door.COMPARE,
    menu=(MenuItem(5),),
    parts=_PARTS,
)
FEATURE = Feature((_PAGE,), _routes)
