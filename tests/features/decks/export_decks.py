"""Made-up decks for what is taken away: a plain one, a whole day, and the extreme and hostile."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from typing import Any

from core.charts.description import Aim, Chart, Dot, DotChart, LineChart, Series
from core.documents.deck import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Deck,
    Glance,
    GlanceCell,
    GlanceRow,
    Signal,
    SlideKind,
    Story,
    Title,
    Words,
)
from core.features.reports.report import AppendixRow, Report, ReportSection, ReportStory, Section
from tests.features.decks import decks
from tests.features.decks.decks import AREAS, EVENT, deck, slide

BEST = Signal(symbol="square-best", tone="good", words="Bästa 25\xa0%", sentence="")
MIDDLE = Signal(symbol="square-middle", tone="near", words="Mittersta 50\xa0%", sentence="")
WORST = Signal(
    symbol="square-worst",
    tone="bad",
    words="Sämsta 25\xa0%",
    sentence="226 av de 275 andra kommunerna i landet är bättre; 13\xa0dagar till gränsen för de sämsta 25\xa0%. "
    "Jämfört med andra, inte bra eller dåligt i sig.",
)
FACE = Signal(
    symbol="face-not-reached",
    tone="bad",
    words="Nås inte",
    sentence="58\xa0dagar, målnivå högst 45: 13\xa0dagar ifrån.",
)
ARROW = Signal(
    symbol="arrow-up",
    tone="bad",
    words="Försämras",
    sentence="+11\xa0dagar sedan 2023. Ändringar upp till 5,2\xa0dagar räknas som oförändrat. I landet −0,4\xa0dagar.",
)
NEUTRAL = Signal(symbol="square-neutral", tone="neutral", words="Högre än 62\xa0% av andra", sentence="")
SOURCE = "Egen bearbetning av data från Kolada. (U23401)"
PLACES = ("Botkyrka", "Haninge", "Huddinge", "Nynäshamn", "Salem", "Södertälje", "Tyresö", "Nykvarn")


def chart(*lines: tuple[str, str, dict[int, float]], **more: Any) -> LineChart:
    """A chart of lines, each with its key, its name and its values by year."""
    named = (Series(key=key, name=name, points=tuple(points.items())) for key, name, points in lines)
    return decks.chart(*named, **more)


WAITING = chart(
    ("own", "Storköping", {2021: 40, 2022: 44, 2023: 47, 2024: 52, 2025: 58}),
    ("group", "Södertörn (medel av 7)", {2021: 46, 2022: 45, 2023: 47, 2024: 46, 2025: 45}),
    ("county", "Länet (medel av 26)", {2021: 50, 2022: 51, 2023: 52, 2024: 51, 2025: 50}),
    ("country", "Riket", {2021: 52, 2022: 52, 2023: 54, 2024: 53, 2025: 51}),
    aims=(Aim(year=2025, level=45, words="mål 2025: högst 45"),),
)
# Gaps, a value alone, decimals, values below zero, several targets of which one is ahead, a line that ends early.
GAPS = chart(
    ("own", "Huddinge", {2014: -1.25, 2015: 0.5, 2018: 1.25, 2020: 2.0, 2021: 2.5, 2022: 1.75, 2023: 3.25}),
    ("county", "Länet (medel av 26)", {2014: 1.0, 2015: 1.1, 2016: 1.2, 2017: 1.1, 2018: 1.4, 2019: 1.5, 2021: 1.3}),
    ("country", "Landets kommuner (medel av 290)", {year: 1 + (year - 2014) / 10 for year in range(2014, 2024)}),
    aims=(
        Aim(year=2020, level=2, words="mål 2020: 2,0"),
        Aim(year=2023, level=2.5, words="mål 2023: 2,5"),
        Aim(year=2026, level=3, words="mål 2026: 3,0"),
    ),
    decimals=1,
)
# Measured every second year, with two measurements missing.
SELDOM = chart(
    ("own", "Tyresö", {2013: 70.5, 2015: 71.0, 2021: 74.5, 2023: 76.25}),
    ("country", "Riket", {2013: 69.0, 2015: 70.0, 2017: 70.5, 2019: 71.0, 2021: 71.5, 2023: 72.0}),
    decimals=1,
    step=2,
)
LARGE = chart(("own", "Botkyrka", {2022: 123_456, 2023: 138_420, 2024: 141_007}))
# Two measurements are no line: the year's dots, with means and a target between them.
DOTS = DotChart(
    unit="%",
    decimals=1,
    year=2021,
    dots=(
        *(
            Dot(key="own" if name == "Salem" else "other", name=name, value=40.25 - 5 * n)
            for n, name in enumerate(PLACES)
        ),
        Dot(key="group", name="Södertörn (medel)", value=-2.5),
    ),
    aim=Aim(year=2024, level=30, words="mål 2024: 30,0"),
    low=-10,
    high=50,
    rules=(-10, 0, 10, 20, 30, 40, 50),
)
ONE = chart(("own", "Salem", {2024: 12.0}), aims=(Aim(year=2024, level=12, words="mål 2024: högst 12"),))


def story(
    name: str = "Storköping",
    chart_: Chart | None = WAITING,
    *,
    signals: tuple[Signal, ...] = (FACE, ARROW, WORST),
    comment: str = "",
    lost: str = "",
    outcome: str = "58\xa0dagar",
) -> Story:
    """A story that can be varied."""
    said = {"outcome": outcome, "change": "+11\xa0dagar 2023–2025", "comment": comment, "lost": lost}
    return decks.story(municipality="9001", name=name, chart=chart_, signals=signals, **said)


def glance(columns: tuple[str, ...] = PLACES, rows: int = 8, name: str = "Väntetid till särskilt boende") -> Glance:
    """A table with every kind of cell."""
    squares = cycle((BEST, MIDDLE, WORST, None, NEUTRAL, MIDDLE, WORST))
    values = cycle(("58", "12,4", "138\xa0420", "–", "−1,3", "99,9", "7"))
    years = cycle(("", "", "2023", "", ""))
    return Glance(
        columns=columns,
        rows=tuple(
            GlanceRow(
                kpi=f"U234{n:02}",
                name=name,
                unit="dagar · 2025",
                cells=tuple(GlanceCell(value=next(values), year=next(years), square=next(squares)) for _ in columns),
            )
            for n in range(rows)
        ),
    )


LEARNED = (
    "Väntetid till särskilt boende: Storköping kan lära av Mora, Habo och Älmhult, "
    "som är bland de bästa 25\xa0% i landet.",
    "Kontinuitet i hemtjänsten: Salem har arbetat med fasta team sedan 2022 – ”det är schemat som avgör”.",
    "Börja med de stora grupperna.",
)
SUB = "Äldreomsorg · genomsnittlig väntetid i dagar från ansökan till erbjudet inflyttningsdatum · totalt · 2025"
SOURCE_NAME = "siffror per 2026-10-01"


def plain_deck(name: str = "Äldreomsorg", *, is_example: bool = False) -> Deck:
    """An area's deck as it is made: six slides and a half."""
    return deck(
        slide("titel", name, Title(), subtitle=EVENT, notes="Hälsa välkommen.\nTack värden."),
        slide(
            "oversikt", "Så ligger vi till", glance(), subtitle=f"{name} · läget bland landets kommuner", source=SOURCE
        ),
        slide(
            "vantan",
            "Storköping: väntan på särskilt boende har ökat med 11 dagar på två år",
            story(),
            subtitle=SUB,
            notes="Fråga Haninge om korttidsplatserna.\n\nTa det lugnt här.",
            source=SOURCE,
        ),
        slide(
            "gap", "Huddinge: bäst i länet, men målet nås inte", story("Huddinge", GAPS), subtitle=SUB, source=SOURCE
        ),
        slide("lart", "Det här lärde vi av andra", Words(kind=SlideKind.LEARNED, paragraphs=LEARNED), subtitle=name),
        slide(
            "slutsatser",
            "Slutsatser",
            Words(
                kind=SlideKind.CONCLUSIONS,
                paragraphs=("Vi kortar väntan till 45 dagar före 2027.", "Vi följer upp i mars."),
            ),
            subtitle=name,
            notes="Avsluta i tid.",
        ),
        name=name,
        is_example=is_example,
    )


def whole_day() -> tuple[Deck, ...]:
    """Fourteen areas' decks, 91 slides with 42 charts."""
    more = (
        slide("seldom", "Tyresö: nöjdheten ökar sedan tio år", story("Tyresö", SELDOM), subtitle=SUB, source=SOURCE),
    )
    half = tuple(plain_deck(name) for name in AREAS)
    return tuple(
        one.model_copy(update={"slides": (*one.slides[:4], *more, *one.slides[4:])[: 7 if n % 2 else 6]})
        for n, one in enumerate(half)
    )


HOSTILE = '=HYPERLINK("http://x") <b>&amp;</b> \x00\x07\x1b {{7*7}} ’\u202e\u200d 🎉 漢字 A\u030a'
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 3
LONG = (
    "Individ- och familjeomsorgens väntetider för särskilt boende har ökat i nästan alla kommuner på Södertörn, " * 3
)[:LONGEST_TITLE]
TEXT = ("Vi har prövat att arbeta med fasta team i hemtjänsten sedan 2022, och det är schemat som avgör. " * 30)[
    :LONGEST_TEXT
]


def extreme_decks() -> tuple[Deck, ...]:
    """Everything that is too long, too many, missing or hostile."""
    wide = deck(
        slide("titel", LONG, Title(), subtitle=LONG),
        slide("o8", LONG, glance(name="Brukarbedömning hemtjänst äldreomsorg, helhetssyn och trygghet"), subtitle=LONG),
        slide("o10", "Så ligger vi till", glance((*PLACES, "Upplands-Bro", "Värmdö"), 8, LONG), source=SOURCE),
        slide("o1", "Så ligger vi till", glance(("Salem",), 1), subtitle="x", source=SOURCE),
        slide("o2", "Så ligger vi till", glance(PLACES, 2), subtitle="En indikator", source=SOURCE),
        slide(
            "lang",
            LONG,
            story(comment=TEXT, lost="Värdet finns inte längre. Siffrorna är de senast frysta."),
            subtitle=LONG,
            source=LONG + LONG,
        ),
        slide("tom", "", story(chart_=None, outcome="–", signals=()), subtitle=""),
        slide("utan", "Salem: inget diagram", story("Salem", None), subtitle=SUB, source=SOURCE),
        slide("tal", "Botkyrka: stora tal", story("Botkyrka", LARGE, signals=(NEUTRAL,)), subtitle=SUB, source=SOURCE),
        slide("en", "Salem: ett enda värde", story("Salem", ONE), subtitle=SUB, source=SOURCE),
        slide("glest", "Tyresö: mäts vartannat år", story("Tyresö", SELDOM), subtitle=SUB, source=SOURCE),
        slide("prickar", "Salem: två mätningar", story("Salem", DOTS), subtitle=SUB, source=SOURCE),
        slide("ord", "Slutsatser", Words(kind=SlideKind.CONCLUSIONS, paragraphs=(TEXT,)), subtitle="Äldreomsorg"),
        slide("rader", LONG, Words(kind=SlideKind.EXAMPLES, paragraphs=tuple(f"Rad {n}" for n in range(200)))),
        slide(
            "ensam", "Goda exempel", Words(kind=SlideKind.EXAMPLES, paragraphs=("En enda mening.",)), subtitle="Miljö"
        ),
        slide("olast", WORD[:LONGEST_TITLE], Words(kind=SlideKind.LEARNED, paragraphs=(WORD,)), subtitle=WORD),
        name=LONG,
        is_example=True,
    )
    hostile = deck(
        slide("h0", HOSTILE, Title(), subtitle=HOSTILE, notes=HOSTILE),
        slide(
            "h1",
            HOSTILE,
            glance(tuple(f"{n}{HOSTILE}" for n in range(8)), 8, HOSTILE),
            subtitle=HOSTILE,
            source=HOSTILE,
        ),
        slide(
            "h2",
            HOSTILE,
            story(HOSTILE, chart(("own", HOSTILE, {2020: 1.0, 2021: 2.0})), comment=HOSTILE, lost=HOSTILE),
            notes=HOSTILE,
        ),
        slide("h3", HOSTILE, Words(kind=SlideKind.LEARNED, paragraphs=(HOSTILE, HOSTILE)), notes=HOSTILE),
        name=HOSTILE,
    )
    return wide, hostile


def report(made: Deck | None = None, *, rows: int = 24, text: str = "", columns: tuple[str, ...] = PLACES) -> Report:
    """A report of MADE with an appendix of ROWS indicators."""
    made = made or plain_deck()
    table = glance(columns, rows)
    return Report(
        area=made.area,
        name=made.name,
        day=made.event,
        figures_on=made.figures_on,
        appendix_on=date(2026, 10, 2),
        is_example=made.is_example,
        sections=tuple(
            ReportSection(section=one, paragraphs=(text,) * 3 if text else LEARNED[: 3 if n % 2 else 0])
            for n, one in enumerate(Section)
        ),
        stories=tuple(
            ReportStory(title=one.title, subtitle=one.subtitle, story=one.content, source=one.source)
            for one in made.slides
            if isinstance(one.content, Story)
        ),
        glance=next((one.content for one in made.slides if isinstance(one.content, Glance)), None),
        columns=columns,
        appendix=tuple(
            AppendixRow(
                kpi=row.kpi,
                name=f"{row.name} {n}" if not text else text[:300],
                definition=text or "Antal dagar från ansökan till erbjudet inflyttningsdatum, medelvärde.",
                unit="dagar",
                source=text or "Egen bearbetning av data från Kolada (U23401)",
                year="2025",
                cells=row.cells,
            )
            for n, row in enumerate(table.rows)
        ),
    )
