"""Utforska's widgets and chart: the only room among the features that knows Streamlit.

The address alone says what is chosen. A widget that is changed writes the address, and the run that follows reads it;
so Back, a reload and a sent link all show the same, and nothing is kept in the session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.features.explore import words
from core.features.explore.choices import MOST_MEANS, OF_FORM, Colour, Form, Shown, Wish, params_of, read_wish
from core.features.explore.looks import CONFIG, LINES_CONFIG, Figure
from core.features.explore.others import draw_fetch, draw_search, renew
from core.features.explore.view import View, view_of
from core.outcomes.explore import title_of
from core.outcomes.figures import Figures
from core.outcomes.groups import MOST_CHOSEN, default_group
from core.outcomes.references import COUNTRY
from core.signals import Gender
from core.web.base_path import placed
from core.web.visit import Visit
from core.words import labels
from core.words.formats import listed

_COLOURS: Mapping[Form, tuple[Colour, ...]] = {
    Form.SCATTER: tuple(Colour),
    Form.SPREAD: (Colour.CLASS, Colour.COUNTY),
    Form.MAP: (Colour.NONE, Colour.STANDING),
}
_COLOUR_LABELS: Mapping[Form, str] = {
    Form.SCATTER: "Punkternas färg",
    Form.SPREAD: "En rad för varje",
    Form.MAP: "Kartans färger",
}
# Between these two parts of the page's HTML go the widgets and the chart.
_WAITING, _BELOW = '<div class="nk nk-explore-wait">', '<div class="nk nk-explore-below">'
# Of the part that waits, what a phone folds the choices with.
_FOLD, _FOLD_ENDS = '<details id="valen"', "</details>"
_NAMES_TOLD = 12
# What a KPI that is found by search is used as, in a scatter.
_USES = {"kpi": "Uppåt", "against": "Åt höger", "size": "Punktens storlek"}


def draw_explore(visit: Visit, html: str) -> None:
    """Draw the page of VISIT: HTML (``explore_html``'s), and in its midst the widgets and the chart."""
    above, place, rest = html.partition(_WAITING)
    _html(above)
    figures = visit.figures
    if not place or figures is None:
        return
    wish, _ = read_wish(visit.params, visit.choices, figures)
    fold = rest[rest.index(_FOLD) : rest.index(_FOLD_ENDS)] + _FOLD_ENDS
    _Desk(visit, figures, view_of(figures, wish), fold).draw()
    _, begins, below = rest.partition(_BELOW)
    _html(begins + below)


def _html(html: str) -> None:
    st.markdown(placed(html), unsafe_allow_html=True)


@dataclass(frozen=True)
class _Desk:
    """What stands between heading and table: VIEW's choices, a phone's FOLD for all but the first, and its chart."""

    visit: Visit
    figures: Figures
    view: View
    fold: str

    def draw(self) -> None:
        """Widgets, chart, and what is marked in it."""
        with st.container(key="nk-explore-choices"):
            self._form()
            _html(self.fold)
            with st.container(key="nk-explore-measures", horizontal=True, gap="small"):
                self._measures()
            draw_search(self._take, _USES if self.view.wish.form is Form.SCATTER else {})
            with st.container(key="nk-explore-filters", horizontal=True, gap="small"):
                self._whom()
                self._how()
            self._chosen_one_by_one()
        with st.container(key="nk-explore-chart"):
            self._chart()

    def _change(self, **changes: Any) -> None:
        """Write the address of the view with CHANGES; what is drawn next is read from it."""
        self._write(replace(self.view.wish, **changes))

    def _write(self, wish: Wish) -> None:
        st.query_params.from_dict(params_of(wish, self.visit.choices, self.figures))

    def _select(
        self,
        label: str,
        field: str,
        options: Mapping[Any, str],
        chosen: Any,
        change: Callable[[Any], Any] | None = None,
    ) -> None:
        """A list where one is CHOSEN of OPTIONS (words by value); CHANGE makes the wish's FIELD of a value."""
        key = f"nk-{field}"
        st.session_state[key] = chosen if chosen in options else next(iter(options))

        def changed() -> None:
            value = st.session_state[key]
            self._change(**{field: change(value) if change else value})

        st.selectbox(
            label,
            list(options),
            format_func=options.__getitem__,
            key=key,
            on_change=changed,
            placeholder="Välj",
            filter_mode="contains",
            width="stretch",
        )

    def _form(self) -> None:
        st.session_state["nk-form"] = self.view.wish.form.value

        def changed() -> None:
            wish = self.view.wish
            self._write(wish.drawn_as(Form(st.session_state["nk-form"] or wish.form)))

        st.segmented_control(
            "Diagram",
            [one.value for one in Form],
            format_func=lambda one: words.FORMS[Form(one)],
            key="nk-form",
            on_change=changed,
            required=True,
        )

    def _measures(self) -> None:
        wish = self.view.wish
        names, has = self._measure_names(), OF_FORM[wish.form]
        label = "Nyckeltal (uppåt)" if wish.form is Form.SCATTER else "Nyckeltal"
        self._select(label, "kpi", names, wish.kpi)
        if "against" in has:
            self._select("Nyckeltal (åt höger)", "against", names, wish.against)
        if "size" in has:
            sizes = {"": "Alla lika stora", **names}
            self._select("Punktens storlek", "size", sizes, wish.size or "", lambda one: one or None)

    def _take(self, kpi: str) -> None:
        """Draw KPI, which was found by search: to the right where it is said so, or as the size of the dots."""
        field = st.session_state.get("nk-other-use", "kpi") if self.view.wish.form is Form.SCATTER else "kpi"
        self._change(**{field: kpi})

    def _measure_names(self) -> dict[str, str]:
        """What can be chosen, by id: the catalogue's by area, and what the address has beside them."""
        catalogue = self.figures.catalogue
        found = {
            one.kpi: f"{one.name} ({catalogue.area_by_id[one.area].name.lower()}{', eget' if one.own else ''})"
            for one in catalogue.indicators
        }
        beside = {one.kpi: f"{one.title} ({one.kpi})" for one in self.view.measures if not one.is_chosen}
        gone = {kpi: words.named(kpi, title_of(kpi)) for kpi in self.view.missing}
        return beside | gone | found

    def _whom(self) -> None:
        figures, wish = self.figures, self.view.wish
        names = figures.snapshot.municipalities
        self._select("Kommun", "municipality", names, wish.municipality)
        first = default_group(figures)
        groups = {one.id: one.name for one in figures.references.values() if one.id != COUNTRY}
        chosen = wish.group or first
        if chosen not in groups:
            groups = {chosen: f"Eget urval ({len(chosen.split('.'))})", **groups}
        self._select("Grupp", "group", groups, chosen, lambda one: None if one == first else one)
        usual = Shown.ALL if wish.is_of_all else Shown.GROUP
        offered = [one for one in Shown if one is not Shown.GENDERS or wish.form is Form.LINES]
        shown = {one.value: words.SHOWN[one] for one in offered}
        self._select("Visa", "shown", shown, (Shown.GENDERS if wish.is_by_gender else usual).value, Shown)
        genders = {one.value: labels.GENDER[one.value].capitalize() for one in Gender}
        self._select("Kön", "gender", genders, wish.gender.value, Gender)

    def _how(self) -> None:
        wish, has = self.view.wish, OF_FORM[self.view.wish.form]
        if "first" in has and self.view.years:
            years = {0: "Första", **{one: str(one) for one in self.view.years[1:]}}
            self._select("Från år", "first", years, wish.first or 0, lambda one: one or None)
            years = {0: "Senaste", **{one: str(one) for one in self.view.years[:-1]}}
            self._select("Till år", "last", years, wish.last or 0, lambda one: one or None)
        if "year" in has and self.view.years:
            self._select("År", "year", {one: str(one) for one in self.view.years}, self.view.year)
        if "colour" in has:
            colours = {one.value: words.COLOURS[one] for one in _COLOURS[wish.form]}
            if wish.form is Form.MAP:
                colours[Colour.NONE.value] = words.FIFTHS
            label = _COLOUR_LABELS[wish.form]
            self._select(label, "colour", colours, wish.colour.value, Colour)
        if "means" in has:
            self._means()
        for field, said in (("log", "Logaritmisk skala"), ("by_name", "I bokstavsordning")):
            if field in has:
                self._switch(field, said)

    def _switch(self, field: str, said: str) -> None:
        key = f"nk-{field}"
        st.session_state[key] = getattr(self.view.wish, field)
        st.toggle(said, key=key, on_change=lambda: self._change(**{field: st.session_state[key]}))

    def _means(self) -> None:
        known = {one.id: one.name for one in self.figures.references.values()}
        st.session_state["nk-means"] = list(self.view.wish.means)
        st.multiselect(
            "Medelvärden",
            list(known),
            format_func=known.__getitem__,
            key="nk-means",
            on_change=lambda: self._change(means=tuple(one for one in known if one in st.session_state["nk-means"])),
            max_selections=MOST_MEANS,
            placeholder="Inga",
            filter_mode="contains",
            select_all=False,
        )

    def _chosen_one_by_one(self) -> None:
        """The group's members, to choose among all municipalities."""
        wish, names = self.view.wish, self.figures.snapshot.municipalities
        if wish.is_of_all or wish.is_by_gender:
            return
        with st.expander("Välj kommuner en och en"):
            st.session_state["nk-codes"] = [one for one in self.view.codes if one != wish.municipality]

            def changed() -> None:
                codes = sorted({*st.session_state["nk-codes"], wish.municipality})
                self._change(group=".".join(codes), shown=None if wish.form in (Form.LINES, Form.BARS) else wish.shown)

            st.multiselect(
                f"Kommuner bredvid {names[wish.municipality]}",
                [one for one in names if one != wish.municipality],
                format_func=names.__getitem__,
                key="nk-codes",
                on_change=changed,
                max_selections=MOST_CHOSEN - 1,
                placeholder="Skriv ett namn",
                filter_mode="contains",
                select_all=False,
            )

    def _chart(self) -> None:
        view = self.view
        others = [one.kpi for one in view.measures if not one.is_chosen]
        if view.missing:
            draw_fetch(view.missing, self.figures.snapshot)
        elif others:
            renew(others, self.figures.snapshot)
        if view.figure is None:
            return
        if view.wish.form is Form.LINES:
            st.plotly_chart(_Drawn(view.figure), theme=None, key="nk-chart", config=dict(LINES_CONFIG), alt=view.alt)
            return
        marked = st.plotly_chart(
            _Drawn(view.figure),
            theme=None,
            key="nk-chart",
            config=dict(CONFIG),
            alt=view.alt,
            on_select="rerun",
            selection_mode=("box", "lasso"),
        )
        self._kept(marked_codes(marked.selection.points))

    def _kept(self, codes: Sequence[str]) -> None:
        """What is marked in the chart, and the way to keep it."""
        if not codes:
            return
        names = self.figures.snapshot.municipalities
        told = [names[one] for one in codes if one in names]
        more = f" och {len(told) - _NAMES_TOLD} till" if len(told) > _NAMES_TOLD else ""
        shown = f"{', '.join(told[:_NAMES_TOLD])}{more}" if more else listed(told)
        with st.container(key="nk-explore-marked"):
            st.text(f"{words.municipalities(len(told))} markerade: {shown}.")
            if len(codes) > MOST_CHOSEN:
                st.text(f"En grupp har högst {MOST_CHOSEN} kommuner. Markera färre för att behålla dem som grupp.")
                return
            st.button(
                "Behåll som grupp",
                key="nk-keep",
                on_click=lambda: self._change(group=".".join(sorted(codes))),
            )


class _Drawn(go.Figure):  # type: ignore[misc]  # without types
    """FIGURE, plain data, as it stands: Plotly would look through every value, which takes as long as all else.

    The tests have it do so.
    """

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self._figure = figure

    def to_dict(self) -> Figure:
        """All that Streamlit asks of it."""
        return self._figure


def marked_codes(points: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The municipalities of POINTS, which Plotly says are marked, in order and each once."""
    found = (point.get("customdata") for point in points)
    codes = (one[0] if isinstance(one, Sequence) and not isinstance(one, str) else one for one in found)
    return tuple(sorted({str(one) for one in codes if one}))
