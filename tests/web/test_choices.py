"""What stands in the address is what is shown, and the other way round."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.people import READER, Person, Role
from core.cache import Snapshot
from core.cycle.book import CycleBook
from core.cycle.models import DeviationState
from core.documents.files import KINDS
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.groups import MOST_CHOSEN
from core.outcomes.indicator import lines_to_choose, usual_lines
from core.outcomes.lists import Show
from core.signals import Attainment, Gender
from core.site.site import TABLES, header
from core.targets.store import target_frame
from core.web.address import Unknown, read
from core.web.choices import (
    ASSIGNMENTS,
    CHOOSE,
    COMPARE,
    DEVIATION,
    DEVIATIONS,
    EXPLORE,
    FOLLOW_UP,
    GOAL,
    GOALS,
    GROUP,
    INDEX,
    INDICATOR,
    LEARN,
    MEASURE,
    MEASURES,
    MOST_LINES,
    OVERVIEW,
    PLAN,
    RESOURCES,
    REVIEW,
    SORT_COLUMNS,
    UNDERTAKINGS,
    YEAR,
    Choices,
    MeasuresShown,
    Prices,
    Tasks,
    View,
    download_path,
    link,
    query,
)
from core.web.visit import Visit
from core.year.models import Lane
from tests.cycle.loops import MENTORS, TAKEN_UP, CycleInMemory
from tests.goals.chains import (
    CALM,
    COUNCIL,
    COUNCILS_PLAN,
    LEARNING,
    SCHOOL_BOARD,
    SCHOOLS_PLAN,
    BooksInMemory,
    goal_book,
)
from tests.shared import (
    COST,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    PREMISES,
    PUPILS,
    READING,
    SAFE,
    YEARS,
    small_catalogue,
)

PARAMETERS = {
    "kommun": "municipality",
    "nyckeltal": "kpi",
    "omrade": "area",
    "visa": "show",
    "jamfor": "reference",
    "kon": "gender",
    "kkik": "kkik",
    "ar": "year",
    "fler": "everything",
    "grupp": "group",
    "vy": "view",
    "sortera": "sort",
    "utsnitt": "whole_country",
    "par": "pair",
    "volym": "volume",
    "bas": "base",
    "priser": "prices",
    "modell": "model",
    "perspektiv": "perspective",
    "hemma": "home",
    "linjer": "lines",
    "fran": "first",
    "tom": "last",
    "favoriter": "favourites",
    "plan": "plan_year",
    "organ": "body",
    "mal": "goal",
    "lage": "tasks",
    "ansikte": "face",
    "avvikelse": "deviation",
    "atgard": "measure",
    "skede": "state",
    "visar": "measures_shown",
    "spar": "lane",
    "lista": "without_band",
}
OF_PLANS = {GOALS, GOAL, PLAN, ASSIGNMENTS, REVIEW, FOLLOW_UP}
# Where a choice means something, when it does not do so everywhere.
SPECIAL = {
    "kpi": {INDICATOR, LEARN, EXPLORE, COMPARE, DEVIATION},
    "view": {COMPARE},
    "sort": {COMPARE},
    "whole_country": {COMPARE},
    "pair": {RESOURCES},
    "volume": {RESOURCES},
    "base": {RESOURCES},
    "prices": {RESOURCES},
    "model": {INDEX},
    "perspective": {INDEX},
    "lines": {INDICATOR},
    "first": {INDICATOR, EXPLORE},
    "last": {INDICATOR, EXPLORE},
    "favourites": {OVERVIEW},
    "plan_year": {*OF_PLANS, YEAR},
    "body": {OVERVIEW, *OF_PLANS, DEVIATIONS, MEASURES, UNDERTAKINGS},
    "goal": {GOAL, PLAN, ASSIGNMENTS},
    "tasks": {ASSIGNMENTS},
    "face": {GOALS},
    "deviation": {DEVIATION},
    "measure": {MEASURE},
    "state": {DEVIATIONS},
    "measures_shown": {MEASURES},
    "lane": {YEAR},
    "without_band": {YEAR},
}
# What some municipality has of its own.
OWNED = ("body", "goal", "deviation", "measure")
PASSING = {CHOOSE, GROUP}
REFERENCES = ("lan", "sodertorn", "sodertorn-10", "klass", "liknande")

_some = st.lists(st.sampled_from(IDS), min_size=1, max_size=MOST_CHOSEN, unique=True)
# The first group is the one without having chosen: it is never written.
_groups = st.sampled_from([r for r in REFERENCES if r != "sodertorn"])


def settled(choices: Choices) -> Choices:
    """CHOICES as they are read: one's own municipality is not somewhere else, favourites are listed or left out, the
    first year is not after the last, and bodies, goals and so on are some municipality's.
    """
    home = None if choices.home == choices.municipality else choices.home
    favourites = choices.favourites if choices.show is Show.FAVOURITES else ()
    years = (choices.first, choices.last)
    first, last = sorted(year for year in years if year) if all(years) else years
    owned: Any = {name: getattr(choices, name) if choices.municipality else None for name in OWNED}
    return replace(choices, home=home, favourites=favourites, first=first, last=last, **owned)


_beside = lines_to_choose(small_catalogue())
# Written in the order they are drawn in; the usual ones are never written.
_lines = (
    st.sets(st.sampled_from(_beside), max_size=MOST_LINES)
    .map(lambda chosen: tuple(whose for whose in _beside if whose in chosen))
    .filter(lambda chosen: chosen != usual_lines(small_catalogue()))
)
valid_choices = st.builds(
    Choices,
    municipality=st.none() | st.sampled_from(IDS),
    area=st.none() | st.sampled_from(list(small_catalogue().area_by_id)),
    show=st.sampled_from(Show),
    reference=st.sampled_from(["riket", *REFERENCES]),
    gender=st.sampled_from(Gender),
    kkik=st.booleans(),
    year=st.none() | st.sampled_from(YEARS),
    everything=st.booleans(),
    kpi=st.none() | st.sampled_from(KPIS),
    group=st.none() | _groups | _some.map(lambda codes: ".".join(sorted(codes))),
    view=st.sampled_from(View),
    sort=st.none() | st.builds(str.__add__, st.sampled_from(["", "-"]), st.sampled_from([*SORT_COLUMNS, *IDS])),
    whole_country=st.booleans(),
    pair=st.none() | st.sampled_from([f"{COST}-{GRADES}", f"{PREMISES}-{SAFE}"]),
    volume=st.none() | st.just(PUPILS.id),
    base=st.none() | st.sampled_from(YEARS),
    prices=st.sampled_from(Prices),
    model=st.none() | st.sampled_from(["kkik", "kkik-idag"]),
    perspective=st.none() | st.sampled_from([p.id for p in small_catalogue().perspectives]),
    home=st.none() | st.sampled_from(IDS),
    lines=st.none() | _lines,
    first=st.none() | st.sampled_from(YEARS),
    last=st.none() | st.sampled_from(YEARS),
    favourites=st.lists(st.sampled_from(KPIS), unique=True).map(tuple),
    plan_year=st.none() | st.sampled_from([LAST - 1, LAST, LAST + 2]),
    body=st.none() | st.sampled_from([COUNCIL.id, SCHOOL_BOARD.id]),
    goal=st.none() | st.sampled_from([LEARNING.id, CALM.id]),
    tasks=st.sampled_from(Tasks),
    face=st.none() | st.sampled_from(Attainment),
    deviation=st.none() | st.just(TAKEN_UP.id),
    measure=st.none() | st.just(MENTORS.id),
    state=st.none() | st.sampled_from(DeviationState),
    measures_shown=st.sampled_from(MeasuresShown),
    lane=st.none() | st.sampled_from(Lane),
    without_band=st.booleans(),
).map(settled)
EVERYTHING = Choices(
    HUDDINGE,
    area="grundskola",
    show=Show.FAVOURITES,
    reference="lan",
    gender=Gender.WOMEN,
    kkik=True,
    year=2020,
    everything=True,
    kpi=GRADES,
    group="0127.0136",
    view=View.PANELS,
    sort="-riket",
    whole_country=True,
    pair=f"{COST}-{GRADES}",
    volume=PUPILS.id,
    base=2018,
    prices=Prices.FIXED,
    model="kkik-idag",
    perspective="trygghet",
    home="0127",
    lines=("lan", "0127"),
    first=2015,
    last=2020,
    favourites=(GRADES, COST),
    plan_year=LAST,
    body=SCHOOL_BOARD.id,
    goal=CALM.id,
    tasks=Tasks.LATE,
    face=Attainment.NEARLY,
    deviation=TAKEN_UP.id,
    measure=MENTORS.id,
    state=DeviationState.ANALYSED,
    measures_shown=MeasuresShown.DONE,
    lane=Lane.FOLLOW_UP,
    without_band=True,
)


@pytest.fixture(scope="module")
def figures(small_snapshot: Snapshot) -> Figures:
    """Figures of municipalities that all have the small goal chain."""
    cycle = CycleInMemory(CycleBook(HUDDINGE, {TAKEN_UP.id: TAKEN_UP}, measures={MENTORS.id: MENTORS}))
    entered = Entered(lambda: target_frame([]), lambda _: (), BooksInMemory(goal_book()), cycle=cycle)
    return Figures(small_snapshot, small_catalogue(), entered, 0)


def params_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def fitting(choices: Choices, page: str) -> Choices:
    """CHOICES without what means nothing on PAGE."""
    strange = {name for name, pages in SPECIAL.items() if page not in pages | PASSING}
    if page == OVERVIEW and choices.show is not Show.GOALS:
        strange.add("body")
    return replace(choices, **{name: getattr(Choices(), name) for name in strange})


def test_every_choice_has_its_parameter() -> None:
    assert set(PARAMETERS.values()) == {field.name for field in fields(Choices)}
    assert list(query(EVERYTHING)) == list(PARAMETERS)


@given(choices=valid_choices)
def test_choices_that_are_written_are_read_back(figures: Figures, choices: Choices) -> None:
    assert read(query(choices), figures) == (choices, [])


@pytest.mark.parametrize("page", READING)
@given(choices=valid_choices)
def test_a_link_keeps_what_means_something_on_its_page_and_drops_the_rest(
    figures: Figures, page: str, choices: Choices
) -> None:
    address = link(page, choices)
    assert urlsplit(address).path == page
    assert read(params_of(address), figures) == (fitting(choices, page), [])


@pytest.mark.parametrize("page", TABLES)
@given(choices=valid_choices)
def test_a_download_keeps_what_its_page_keeps(figures: Figures, page: str, choices: Choices) -> None:
    for kind in KINDS:
        address = link(download_path(page, kind), choices)
        assert urlsplit(address).path.endswith(f".{kind}")
        assert read(params_of(address), figures) == (fitting(choices, page), [])


def test_choosing_a_municipality_or_a_group_loses_nothing_on_the_way_back() -> None:
    for page in (CHOOSE, GROUP):
        assert params_of(link(page, EVERYTHING)) == query(EVERYTHING)


@given(choices=valid_choices, other=valid_choices)
def test_a_link_changes_what_it_is_asked_to_change_and_nothing_else(
    figures: Figures, choices: Choices, other: Choices
) -> None:
    # Without a municipality there is nobody whose they could be.
    names = set(PARAMETERS.values()) - (set() if choices.municipality else set(OWNED))
    for name in sorted(names):
        value = getattr(other, name)
        found, unknown = read(params_of(link(CHOOSE, choices, **{name: value})), figures)
        gone = dict.fromkeys(OWNED) if found.municipality != choices.municipality else {}
        assert (found, unknown) == (settled(replace(choices, **{name: value, **gone})), [])


@given(params=st.dictionaries(st.sampled_from(list(PARAMETERS)), st.text(max_size=80)))
def test_whatever_stands_in_the_address_can_be_read(figures: Figures, params: dict[str, str]) -> None:
    choices, unknown = read(params, figures)
    assert read(query(choices), figures) == (choices, [])
    assert len(unknown) <= len(params)


def test_defaults_leave_the_address_clean() -> None:
    assert query(Choices()) == {}
    for page in READING:
        assert link(page, Choices()) == page
    assert link(OVERVIEW, Choices(HUDDINGE)) == "/?kommun=0126"


def test_each_page_has_an_address_and_each_download_a_name_of_its_own() -> None:
    assert len(set(READING)) == len(READING)
    assert [download_path(page, "csv") for page in TABLES] == [
        "/ladda-ner/oversikt.csv",
        "/ladda-ner/omraden.csv",
        "/ladda-ner/jamfor.csv",
        "/ladda-ner/resurser.csv",
        "/ladda-ner/resultatindex.csv",
        "/ladda-ner/lar-av.csv",
        "/ladda-ner/indikator.csv",
        "/ladda-ner/mal.csv",
        "/ladda-ner/avvikelser.csv",
        "/ladda-ner/atgarder.csv",
        "/ladda-ner/uppdrag.csv",
        "/ladda-ner/aret.csv",
    ]


@pytest.mark.parametrize("written", ["0126", "Huddinge", "huddinge", " HUDDINGE "])
def test_a_municipality_is_known_by_code_or_name(figures: Figures, written: str) -> None:
    assert read({"kommun": written}, figures)[0].municipality == HUDDINGE


@pytest.mark.parametrize(
    ("written", "code"), [("örebro", "1880"), ("ÅNGE", "2260"), ("habo", "0643"), ("håbo", "0305")]
)
def test_letters_with_rings_and_dots_are_letters(figures: Figures, written: str, code: str) -> None:
    assert read({"kommun": written}, figures)[0].municipality == code


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("sodertorn", None),
        ("sodertorn-10", "sodertorn-10"),
        ("liknande", "liknande"),
        ("0126", "0126"),
        ("0136.0126.0127", "0126.0127.0136"),
        ("0127.0127.0126", "0126.0127"),
        (" 0126.0127 ", "0126.0127"),
        (".".join(reversed(IDS)), ".".join(sorted(IDS))),
    ],
)
def test_a_group_is_known_by_its_id_or_its_members_in_any_order(
    figures: Figures, written: str, group: str | None
) -> None:
    assert len(IDS) == MOST_CHOSEN
    choices, unknown = read({"grupp": written}, figures)
    assert (choices.group, unknown) == (group, [])


def test_the_first_group_is_the_one_without_having_chosen(figures: Figures) -> None:
    assert read({"grupp": "sodertorn"}, figures) == read({}, figures)


@pytest.mark.parametrize("written", ["namn", "-namn", "0126", "-0126", "lan", "-riket", "grupp"])
def test_a_sorting_is_known_by_its_column_with_a_minus_for_the_other_way(figures: Figures, written: str) -> None:
    assert read({"sortera": written}, figures)[0].sort == written


def offered(unknown: Unknown) -> str:
    """What the page says of UNKNOWN after its name."""
    listed = f"Det finns: {', '.join(unknown.known)}" if unknown.known else ""
    return f"{listed}{', ' if unknown.offers else '.'}{unknown.offers}" if listed else unknown.offers


@pytest.mark.parametrize(
    ("name", "given", "what", "offer"),
    [
        ("kommun", "9999", "Kommunen", "Välj till exempel Botkyrka, Haninge, Huddinge"),
        ("kommun", "0000", "Kommunen", "Välj till exempel"),
        ("omrade", "rymdfart", "Området", "Det finns: grundskola, aldreomsorg, fastighet."),
        ("visa", "allt", "Urvalet", "Välj på sidan."),
        ("jamfor", "G33612", "Jämförelsen", "Välj på sidan."),
        ("kon", "annat", "Könet", "Det finns: totalt, kvinnor, man."),
        ("kkik", "nej", "Filtret", "Det finns: ja."),
        ("ar", "1999", "Året", "Det finns siffror för 2014–2023."),
        ("ar", "tjugo", "Året", "Det finns siffror för 2014–2023."),
        ("ar", "²⁰²³", "Året", "Det finns siffror för 2014–2023."),
        ("fler", "1", "Urvalet", "Det finns: ja."),
        ("nyckeltal", "N00000", "Nyckeltalet", ""),
        ("nyckeltal", "trivsel", "Indikatorn", "Sök efter en indikator eller välj en i översikten."),
        ("grupp", "riket", "Gruppen", "Välj på sidan, eller högst 30 kommunkoder med punkt emellan."),
        ("grupp", "0126.9999", "Gruppen", "Välj på sidan, eller högst 30 "),
        ("grupp", "0126,0127", "Gruppen", "Välj på sidan, eller högst 30 "),
        ("grupp", "0126..0127", "Gruppen", "Välj på sidan, eller högst 30 "),
        ("grupp", ".", "Gruppen", "Välj på sidan, eller högst 30 "),
        ("vy", "tårta", "Vyn", "Det finns: tabell, diagram, karta."),
        ("sortera", "9999", "Sorteringen", "Det finns: namn, grupp, lan, kommuner, riket, eller en kommunkod."),
        ("sortera", "--namn", "Sorteringen", "Det finns: namn, grupp, lan, kommuner, riket, eller en kommunkod."),
        ("sortera", "-", "Sorteringen", "Det finns: namn, grupp, lan, kommuner, riket, eller en kommunkod."),
        ("utsnitt", "lan", "Utsnittet", "Det finns: riket."),
        ("linjer", "lan.mars", "Linjerna", "Välj på sidan, högst 3."),
        ("linjer", "lan.riket.0127.0136", "Linjerna", "Välj på sidan, högst 3."),
        ("fran", "1066", "Året", "Det finns siffror för 2014–2023."),
        ("favoriter", "N99999", "Favoriten", ""),
        ("par", f"{GRADES}-{COST}", "Paret", "Välj på sidan."),
        ("volym", "hundar", "Volymen", f"Det finns: {PUPILS.id}."),
        ("bas", "1066", "Året", "Det finns siffror för 2014–2023."),
        ("priser", "billiga", "Priserna", "Det finns: lopande, fasta."),
        ("modell", "egen", "Modellen", "Det finns: kkik, kkik-idag."),
        ("plan", "i år", "Planåret", f"Det finns planer för {LAST}."),
        ("plan", "1789", "Planåret", f"Det finns planer för {LAST}."),
        ("organ", "xx", "Organet", "Välj till exempel kf (Kommunfullmäktige) eller gn (Grundskolenämnden)."),
        ("mal", "xx", "Målet", "Välj det på sidan Mål."),
        ("avvikelse", "xx", "Avvikelsen", "Välj den på sidan Avvikelser."),
        ("atgard", "xx", "Åtgärden", "Välj den på sidan Åtgärder."),
        ("skede", "x", "Läget", "Det finns: ny, analys, forklarad, atgard, invantas, avslutad."),
        ("visar", "x", "Urvalet", "Det finns: alla, pagar, genomforda, forslag."),
        ("ansikte", "sur", "Ansiktet", "Det finns: nas, nastan, nas-inte, bedoms-inte."),
        ("perspektiv", "ekonomi", "Perspektivet", "Det finns: tillganglighet, trygghet, delaktighet,"),
    ],
)
def test_an_unknown_value_is_named_with_what_exists_and_the_rest_holds(
    figures: Figures, name: str, given: str, what: str, offer: str
) -> None:
    choices, unknown = read(query(EVERYTHING) | {name: given}, figures)
    owned = ("Organet", "Målet", "Avvikelsen", "Åtgärden")
    [only] = [one for one in unknown if one.what not in owned or name != "kommun"]
    assert (only.what, only.given) == (what, given)
    assert offered(only).startswith(offer)
    field = PARAMETERS[name]
    assert choices == settled(replace(EVERYTHING, **{field: getattr(Choices(), field)}))


def test_more_municipalities_than_can_be_compared_are_no_group(figures: Figures) -> None:
    everyone = [*IDS, "9999"]
    [unknown] = read({"grupp": ".".join(everyone)}, figures)[1]
    assert offered(unknown).endswith(f"eller högst {MOST_CHOSEN} kommunkoder med punkt emellan.")


def test_what_is_offered_exists_and_is_few_words(figures: Figures) -> None:
    told = []
    for name in PARAMETERS:
        [unknown] = read({"kommun": HUDDINGE, name: "?"}, figures)[1]
        told += [name] if unknown.known else []
        assert len(unknown.known) <= 8
        assert not re.search(r"\d{4}", " ".join(unknown.known)), name
        for value in unknown.known:
            assert read({name: value}, figures)[1] == [], (name, value)
    assert not {"visa", "jamfor", "grupp", "linjer", "par"} & set(told)
    assert {"omrade", "kon", "kkik", "vy", "utsnitt", "volym", "priser", "modell", "perspektiv"} <= set(told)


@pytest.mark.parametrize("written", ["N00003", "n00003", "U00003"])
def test_an_id_as_koladas_outside_the_chosen_ones_leads_to_utforska(figures: Figures, written: str) -> None:
    choices, [unknown] = read({"kommun": HUDDINGE, "nyckeltal": written}, figures)
    kpi = written.upper()
    assert choices.kpi is None
    assert unknown.words == (
        f"Nyckeltalet ”{kpi}” är inte bland de utvalda nyckeltalen. "
        f"Öppna Koladas nyckeltal {kpi} i Utforska: /utforska?kommun={HUDDINGE}&matt={kpi}"
    )
    assert unknown.way == (f"/utforska?kommun={HUDDINGE}&matt={kpi}", f"Öppna Koladas nyckeltal {kpi} i Utforska")
    for path in (INDICATOR, LEARN, COMPARE):
        assert f'href="/utforska?kommun={HUDDINGE}&amp;matt={kpi}"' in header(
            Visit(path, {"kommun": HUDDINGE, "nyckeltal": written}, figures)
        )


def test_without_a_municipality_the_way_to_utforska_is_an_address_too(figures: Figures) -> None:
    [unknown] = read({"nyckeltal": "N00003"}, figures)[1]
    assert unknown.way is not None
    assert unknown.way[0] == "/utforska?matt=N00003"


def test_several_unknown_values_are_all_named(figures: Figures) -> None:
    _, unknown = read(dict.fromkeys(PARAMETERS, "x"), figures)
    assert len(unknown) == len(PARAMETERS)
    _, unknown = read({"kommun": "x", "omrade": "y", "ar": "z"}, figures)
    assert [u.given for u in unknown] == ["x", "y", "z"]


def test_a_long_value_is_named_in_short(figures: Figures) -> None:
    for name in PARAMETERS:
        [unknown] = read({name: "x" * 5000}, figures)[1]
        assert unknown.given == "x" * 60


def test_a_draft_is_there_for_those_who_may_read_it_and_for_nobody_else(small_snapshot: Snapshot) -> None:
    books = BooksInMemory(goal_book(COUNCILS_PLAN), goal_book(COUNCILS_PLAN, SCHOOLS_PLAN))
    figures = Figures(small_snapshot, small_catalogue(), Entered(lambda: target_frame([]), lambda _: (), books), 0)
    params = {"kommun": HUDDINGE, "mal": CALM.id}
    manager = Person(1, "m", "M", Role.MANAGER, HUDDINGE)
    assert read(params, figures, manager)[0].goal == CALM.id
    for other in (Person(2, "n", "N", Role.MANAGER, "0127"), READER):
        choices, [unknown] = read(params, figures, other)
        assert (choices.goal, unknown.given) == (None, CALM.id)


def test_without_a_municipality_there_is_nothing_to_count_on() -> None:
    with pytest.raises(ValueError, match="municipality"):
        _ = Choices().choice
