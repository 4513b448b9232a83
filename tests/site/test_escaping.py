"""Text that a stranger, a file or Kolada can bring stays text, wherever it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote_plus

import pytest
from markupsafe import escape

from core.catalogue import Catalogue, Group
from core.features.areas.view import areas_html
from core.features.compare.group_view import group_html
from core.features.compare.view import compare_html
from core.features.indicator.entry import indicator_html
from core.features.learn.view import learn_html
from core.features.overview.entry import overview_html
from core.features.resources.view import resources_html
from core.features.search.view import search_html
from core.goals.book import GoalBook
from core.goals.models import Assignment, Decision, GoalIndicator, Overruling
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Attainment, Gender, TargetKind
from core.site.site import SITE, HeaderLink, header, tab_title
from core.targets.store import target_frame
from core.web.address import Unknown, read
from core.web.choices import GOAL, Choices, View, link
from core.web.pages import choose_html, message
from core.web.render import readable, render
from core.web.visit import Visit
from core.words.finding import MOST_LETTERS
from tests.goals.chains import (
    COUNCIL,
    COUNCILS_PLAN,
    SCHOOL_BOARD,
    SCHOOLS_PLAN,
    BooksInMemory,
    goal_book,
)
from tests.shared import (
    COST,
    FALLS,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    PLACES,
    READING,
    SAFE,
    WAIT,
    figures_of,
    kpi_rows,
    small_catalogue,
    small_harvest,
    target,
)
from tests.web.html import Element, parsed

PAYLOADS = (
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=x></form>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<style>*{display:none}</style>",
    "</div></td></table><h1>Kapad</h1>",
    "<svg><use href=//evil.example#x></use></svg>",
    '<a href="javascript:alert(1)">x</a>',
    "{{ 7*7 }}{% raw %}",
    "**fet** [x](javascript:alert(1)) $x$ :red[y]",
    "a\n\n<iframe srcdoc=x>\n\n    kod",
)
MARK = "nk7"
TAGS = {
    *("div", "p", "h1", "h2", "b", "small", "span", "i", "a", "ul", "ol", "li", "section", "nav", "code", "label"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "dl", "dt", "dd", "figure"),
    *("svg", "use", "path", "circle", "rect", "line", "text", "title", "h3", "form", "input", "button", "figcaption"),
}
ATTRIBUTES = {
    *("class", "id", "href", "target", "rel", "role", "title", "style", "scope", "colspan", "tabindex", "download"),
    *(
        "data-share",
        "data-news",
        "data-hover",
        "data-walk",
        "data-said",
        "data-axis",
        *("data-drawn", "data-until", "data-title", "data-about", "data-year", "data-name"),
        "data-zoom",
        "data-favourite",
        "data-adopt",
        "dy",
        "data-view",
        "type",
        "autocomplete",
        "width",
        "height",
        "viewbox",
        "d",
        "cx",
        "cy",
        "r",
        "x",
        "y",
        "x1",
        "x2",
    ),
    *("y1", "y2", "text-anchor", "action", "method", "name", "value", "placeholder", "maxlength"),
    *(
        "data-anchor",
        "data-fetched",
        "data-value",
        "data-checked",
        "data-save",
        "data-most",
        "data-caption",
        "data-key",
    ),
}
# What a style may be, where a form may lead, and what its fields may be called.
STYLE, ACTIONS = r"flex:\d+|max-width:\d+px", ("/sok", "/grupp/valda", "/logga-ut")
FIELDS = {*("kommun", "nyckeltal", "omrade", "visa", "jamfor", "kon", "kkik", "ar", "fler", "grupp", "vy", "sortera")}
FIELDS |= {*("utsnitt", "par", "modell", "perspektiv", "q", "till", "med", "linjer", "fran", "tom", "favoriter")}
FIELDS |= {"plan", "organ", "mal", "ansikte"}


def hostile_catalogue(payload: str) -> Catalogue:
    plain = small_catalogue()
    return small_catalogue(
        cooperation=plain.cooperation.model_copy(update=dict.fromkeys(("name", "short_name", "contact"), payload)),
        participants=[p.model_copy(update={"name": payload}) for p in plain.participants],
        groups=[
            Group(id=g.id, name=f"{g.id} {payload}", where=payload, members=g.members)
            for g in plain.groups
            if g.members
        ],
        areas=[a.model_copy(update=dict.fromkeys(("name", "purpose", "audience"), payload)) for a in plain.areas],
        models=[m.model_copy(update=dict.fromkeys(("name", "source"), payload)) for m in plain.models],
        perspectives=[p.model_copy(update={"name": payload}) for p in plain.perspectives],
        indicators=[
            i.model_copy(update=dict.fromkeys(("name", "unit", "quality_note"), payload)) for i in plain.indicators
        ],
    )


def hostile_goals(payload: str) -> GoalBook:
    """A goal chain where everything that people type is PAYLOAD, on several lines where there may be such."""
    lines = f"{payload}\n\n    {payload}"
    council, schools = (
        replace(
            plan,
            title=payload,
            goals=tuple(replace(goal, title=payload, text=lines, owner=payload) for goal in plan.goals),
            decision=Decision(payload, date(LAST, 1, 2), payload, f"javascript:{payload}"),
        )
        for plan in (COUNCILS_PLAN, SCHOOLS_PLAN)
    )
    passing, calm = schools.goals
    gone = replace(calm, id="bort", withdrawn=lines, indicators=(GoalIndicator(payload),))
    bodies = tuple(replace(body, name=payload, owner=payload) for body in (COUNCIL, SCHOOL_BOARD))
    passing = replace(passing, supports=("kunskap",), indicators=(*passing.indicators, *gone.indicators))
    book = goal_book(council, replace(schools, goals=(passing, calm, gone)), bodies=bodies)
    given = Assignment("u", LAST, "kf", ("gn",), lines, goal=passing.id)
    owners = Overruling(Attainment.NOT_REACHED, lines, payload, date(LAST, 1, 2))
    return replace(book, assignments={"u": given}, overrulings={passing.id: owners})


def hostile_figures(folder: Path, payload: str) -> Iterator[Figures]:
    """Figures where everything that can be text is PAYLOAD."""
    own = {
        (SAFE, HUDDINGE, "T"): {LAST: payload},
        (GRADES, HUDDINGE, "K"): {LAST: payload},
    }
    harvest = small_harvest(own=own)
    names = {m: f"{MARK}{i} {payload}" for i, m in enumerate(PLACES)}
    harvest = replace(
        harvest,
        source=payload,
        municipalities=harvest.municipalities.assign(
            title=harvest.municipalities["id"].map(names).fillna(harvest.municipalities["title"])
        ),
        groups=harvest.groups.assign(title=payload),
        kpis=kpi_rows(KPIS, title=payload, description=f"{payload}\n\n{payload}"),
        missing=(payload,),
    )
    texts = {"decision": payload, "decided_by": payload}
    targets = [
        target(GRADES, LAST, TargetKind.AT_LEAST, value=80.0, link=f"https://example.se/{payload}", **texts),
        target(WAIT, LAST, TargetKind.AS_GROUP, group=payload, **texts),
        target(FALLS, LAST, TargetKind.AS_GROUP, group="sodertorn", **texts),
        target(COST, LAST + 3, TargetKind.AT_MOST, value=1.0, is_final=True, **texts),
    ]
    catalogue = hostile_catalogue(payload)
    with figures_of(folder, *targets, harvest=harvest, catalogue=catalogue) as made:
        made.snapshot.info.problems[payload] = payload
        entered = Entered(lambda: target_frame(targets), lambda _: (), BooksInMemory(hostile_goals(payload)))
        yield replace(made, entered=entered)


def comparisons(figures: Figures, payload: str) -> dict[str, str]:
    """Områden, Jämför, Nytta och resurser, Lär av andra, Sök and the choice of a group in their different forms."""
    found = {}
    for area in (None, *figures.catalogue.area_by_id):
        found[f"area {area}"] = areas_html(figures, Choices(HUDDINGE, area=area))
    for view, group, gender in product(View, (None, "lan", "0127.0136"), (Gender.TOTAL, Gender.WOMEN)):
        choices = Choices(HUDDINGE, "grundskola", view=view, group=group, gender=gender)
        found[f"compare {view} {group} {gender}"] = compare_html(figures, choices)
        found[f"compare all {view} {group} {gender}"] = compare_html(figures, replace(choices, area=None))
    for sort in ("namn", "-riket", HUDDINGE):
        found[f"compare sorted {sort}"] = compare_html(figures, Choices(HUDDINGE, sort=sort))
    for pair in figures.catalogue.pairs:
        found[f"resources {pair.id}"] = resources_html(figures, Choices(HUDDINGE, pair=pair.id))
    for kpi in KPIS:
        found[f"learn {kpi}"] = learn_html(figures, Choices(HUDDINGE, kpi=kpi))
    found["search for a name"] = search_html(figures, Choices(HUDDINGE), payload[:MOST_LETTERS], address="/sok")
    found["search for anything"] = search_html(figures, Choices(HUDDINGE), payload * 2, address=f"/sok?q={payload}")
    found["group"] = group_html(figures, Choices(HUDDINGE, group="0127"), path="/jamfor", address=f"/grupp?{payload}")
    return found


def every_page(figures: Figures, payload: str) -> dict[str, str]:
    strange = dict.fromkeys((*FIELDS, payload), payload)
    unknown = read(strange, figures)[1]
    assert len(unknown) == len(FIELDS - {"q", "till", "med"})
    found = {
        "header": render(
            "shell.html",
            mine=("/mina-ataganden", 1),
            brand=payload,
            home="/",
            fetched=payload,
            doors=[HeaderLink(payload, "/", chosen=True)],
            open=payload,
            pages=[HeaderLink(payload, "/", chosen=True)],
            is_example=True,
            unknowns=(*unknown, Unknown(payload, payload, payload, (payload,))),
            kept={"kommun": payload},
            person=SimpleNamespace(name=payload),
            personal=[HeaderLink(payload, "/konto", chosen=False)],
            sign_in="",
            address=payload,
            away=(payload, payload, "/"),
        ),
        "message": message(payload, payload, payload, action=payload),
    }
    known = {"kommun": HUDDINGE, payload: payload}
    own = {**known, "nyckeltal": GRADES, "omrade": payload, "q": payload, "till": payload}
    for path, params in product(READING, (strange, known, own)):
        visit = Visit(path, params, figures)
        found[f"{path} {len(params)}"] = header(visit) + SITE[path].show(visit)
    for goal in figures.goals_of(HUDDINGE).goals:
        visit = Visit(GOAL, {"kommun": HUDDINGE, "mal": goal}, figures)
        found[f"goal {goal}"] = SITE[GOAL].show(visit)
    for show, gender, reference in product(Show, (Gender.TOTAL, Gender.WOMEN), ("riket", "sodertorn", "liknande")):
        choices = Choices(HUDDINGE, show=show, gender=gender, reference=reference, everything=True)
        found[f"overview {show} {gender} {reference}"] = overview_html(figures, choices)
    for kpi, gender in product(KPIS, (Gender.TOTAL, Gender.WOMEN)):
        found[f"indicator {kpi} {gender}"] = indicator_html(figures, Choices(HUDDINGE, kpi=kpi, gender=gender))
    return found | comparisons(figures, payload)


@pytest.fixture(scope="module", params=[1, -1], ids=["forwards", "backwards"])
def payload(request: pytest.FixtureRequest) -> str:
    """All of them at once, so that every text on every page is tried with each."""
    return " ".join(PAYLOADS[:: request.param])


@pytest.fixture(scope="module")
def hostile(payload: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    yield from hostile_figures(tmp_path_factory.mktemp("hostile"), payload)


@pytest.fixture(scope="module")
def pages(hostile: Figures, payload: str) -> Mapping[str, str]:
    return every_page(hostile, payload)


@pytest.fixture(scope="module")
def roots(pages: Mapping[str, str]) -> Mapping[str, Element]:
    return {page: parsed(html) for page, html in pages.items()}


def assert_harmless(page: str, root: Element) -> None:
    for element in root.all():
        assert element.tag in TAGS, f"{page}: <{element.tag}>"
        for name, value in element.attributes.items():
            assert name in ATTRIBUTES or name.startswith("aria-"), f"{page}: <{element.tag} {name}>"
            if name == "style":
                assert re.fullmatch(STYLE, value), f"{page}: style {value}"
            if name == "action":
                assert value in ACTIONS, f"{page}: a form to {value}"
            if name == "name":
                assert value in FIELDS, f"{page}: a field called {value}"
            if name == "href" and element.tag == "use":
                assert re.fullmatch(r"#[a-z-]+", value), f"{page}: use {value}"
            elif name == "href":
                assert re.match(r"/(?!/)|#|https?://", value), f"{page}: link to {value}"


def test_no_text_becomes_an_element_or_an_attribute(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        assert_harmless(page, root)


def test_the_text_is_shown_as_it_is_or_stands_in_an_address(roots: Mapping[str, Element], payload: str) -> None:
    """Else the test above would say nothing."""
    wanted = " ".join(payload.split())
    shown = {page for page, root in roots.items() if wanted in " ".join(root.text.split())}
    for page, root in roots.items():
        addresses = (unquote_plus(value) for e in root.all() for value in e.attributes.values())
        assert page in shown or any(wanted in " ".join(text.split()) for text in addresses), page
    assert len(shown) > len(roots) * 0.9


def test_a_hostile_name_is_escaped_in_the_first_answer_too(hostile: Figures) -> None:
    title = tab_title(Visit("/", {"kommun": HUDDINGE}, hostile))
    assert "<" in title
    assert parsed(f"<p>{escape(title)}</p>").one("p").text == title


def test_no_text_breaks_out_of_the_html_that_markdown_is_given(pages: Mapping[str, str]) -> None:
    for page, html in pages.items():
        lines = html.split("\n")
        assert lines[0].startswith("<"), page
        assert all(line.strip() for line in lines), page
        assert not [line for line in lines if line.startswith((" ", "\t"))], page


def test_links_hold_the_text_as_a_value_of_one_parameter(hostile: Figures, payload: str) -> None:
    address = link("/", Choices(HUDDINGE, area=payload))
    assert re.fullmatch(r"/\?kommun=0126&omrade=[\w.%*+-]+", address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
    ],
)
def test_a_decisions_link_leads_to_the_web_and_nowhere_else(tmp_path: Path, address: str) -> None:
    goal = target(GRADES, LAST, TargetKind.AT_LEAST, value=80.0, decision="KF § 12", link=address)
    with figures_of(tmp_path, goal, harvest=small_harvest(kpis=[GRADES])) as figures:
        root = parsed(indicator_html(figures, Choices(HUDDINGE, kpi=GRADES)))
    assert "KF § 12" in root.text
    ours = (*(f"{page}?" for page in SITE), "/ladda-ner/")
    assert [a for a in root.all("a") if not a.attributes["href"].startswith(ours)] == []


def test_a_decisions_link_to_the_web_is_a_link(figures: Figures) -> None:
    root = parsed(indicator_html(figures, Choices(HUDDINGE, kpi=GRADES)))
    [found] = [a for a in root.all("a") if a.text == "KF § 12"]
    assert found.attributes["href"] == "https://example.se/12"
    assert found.attributes["target"] == "_blank"
    assert set(found.attributes["rel"].split()) & {"noreferrer", "noopener"}


def test_every_municipality_of_the_hostile_country_is_told_apart(hostile: Figures) -> None:
    root = parsed(choose_html(Visit("/kommun", {}, hostile), "/"))
    assert len(root.one("ul", "nk-all").all("a")) == len(IDS)


@pytest.mark.parametrize("tag", ["script", "style"])
def test_scripts_and_styles_are_carried_as_they_are(tag: str) -> None:
    carried = f"<{tag}>x = 'a<b>b</b>c' > verksamhetsutveckling < y</{tag}>"
    assert readable(f"<p>verksamhetsutveckling</p>{carried}") == f"<p>verksamhets\u00adutveckling</p>{carried}"
