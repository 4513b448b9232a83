"""Made-up decks: an ordinary one, one of everything that is hard to draw, and a whole day's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.charts.description import Aim, LineChart, Series
from core.charts.scales import ticks
from core.charts.share_bars import YES, ShareChart, whole_bar
from core.documents.deck import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Content,
    Deck,
    Glance,
    GlanceCell,
    GlanceRow,
    Question,
    Signal,
    Slide,
    SlideKind,
    Story,
    Title,
    Told,
    Words,
)
from core.words.formats import number

EVENT = "Nyckeltalskonferens 26 oktober"
SOURCE = "Egen bearbetning av data från Kolada"
SEVEN = ("Botkyrka", "Haninge", "Huddinge", "Nynäshamn", "Salem", "Södertälje", "Tyresö")
EIGHT = (*SEVEN, "Nykvarn")
TEN = (*EIGHT, "Upplands Väsby", "Örnsköldsvik")
ATTACK = '"><iframe srcdoc="<script>alert(1)</script>"></iframe><base href=//x><style>*{}</style>\'&#39;</script>'
AREAS = (
    "Finansiella förhållanden",
    "Förskola",
    "Grundskola",
    "Gymnasieskola",
    "Individ- och familjeomsorg",
    "Äldreomsorg",
    "Funktionshinder",
    "Arbetet med nyanlända",
    "Kultur- och fritidsverksamhet",
    "Fastighet",
    "Miljö",
    "VA-verksamhet",
    "Gatuverksamhet",
    "Parkverksamhet",
)
NAMES = (
    "Väntetid till särskilt boende",
    "Brukarbedömning särskilt boende, helhetssyn",
    "Personalkontinuitet, antal personal som en hemtjänsttagare möter under 14 dagar, medelvärde",
    "Kostnad per brukare i hemtjänst",
    "Trygghet i boendet",
    "Sjukfrånvaro bland kommunalt anställd personal i äldreomsorg",
    "Fallskador bland personer 65 år och äldre, treårsmedelvärde per 1 000 invånare",
    "Utbildad personal",
    "Undernäring",
)

RED_FACE = Signal(
    symbol="face-not-reached",
    tone="bad",
    words="Målet nås inte",
    sentence="58 dagar, målnivå högst 45: 13 dagar ifrån.",
)
GREEN_FACE = Signal(
    symbol="face-reached", tone="good", words="Målet nås", sentence="41 dagar, målnivå högst 45: målet nås."
)
YELLOW_FACE = Signal(
    symbol="face-nearly", tone="near", words="Nästan", sentence="46 dagar, målnivå högst 45: 1 dag ifrån."
)
GREY_FACE = Signal(symbol="face-not-judged", tone="none", words="Kan inte bedömas", sentence="Inget mål är satt.")
WORSE = Signal(
    symbol="arrow-up",
    tone="bad",
    words="Försämras",
    sentence="+11 dagar sedan 2023. Ändringar upp till 4 dagar räknas som oförändrat. I landet −0,4 dagar.",
)
SILENT = Signal(
    symbol="",
    tone="none",
    words="Ingen trend",
    sentence="Ingen pil: det saknas ett värde två eller tre år tidigare.",
)
WORST = Signal(
    symbol="square-worst",
    tone="bad",
    words="Sämsta 25 %",
    sentence="226 av de 275 andra kommunerna i landet är bättre; 9 dagar till gränsen för de sämsta 25 %. "
    "Jämfört med andra, inte bra eller dåligt i sig.",
)
BEST = WORST.model_copy(update={"symbol": "square-best", "tone": "good", "words": "Bästa 25 %"})
MIDDLE = WORST.model_copy(update={"symbol": "square-middle", "tone": "near", "words": "Mittersta 50 %"})
NEUTRAL = WORST.model_copy(update={"symbol": "square-neutral", "tone": "neutral", "words": "Högre än 71 % av andra"})
NONE = WORST.model_copy(update={"symbol": "square-none", "tone": "none", "words": "Bedöms inte"})
SQUARES, FACES = (WORST, MIDDLE, BEST, NEUTRAL, NONE), (RED_FACE, GREEN_FACE, YELLOW_FACE, GREY_FACE, None)


def series(key: str, name: str, *values: float, first: int = 2021) -> Series:
    return Series(key=key, name=name, points=tuple((first + i, v) for i, v in enumerate(values)))


def chart(
    *lines: Series, aims: tuple[Aim, ...] = (), unit: str = "dagar", decimals: int = 0, step: int = 1
) -> LineChart:
    """A chart with the scale that the product gives it."""
    values = [v for line in lines for _, v in line.points] + [aim.level for aim in aims]
    rules = tuple(ticks(min(values), max(values))) if values else (0.0, 1.0)
    return LineChart(
        unit=unit, decimals=decimals, step=step, series=lines, aims=aims, low=rules[0], high=rules[-1], rules=rules
    )


AIM = Aim(year=2025, level=45, words="mål 2025: högst 45")
WAITING = chart(
    series("own", "Huddinge", 40, 44, 47, 52, 58),
    series("group", "Södertörn (medel av 7)", 46, 45, 47, 46, 45),
    series("county", "Länet (medel)", 50, 51, 52, 51, 50),
    aims=(AIM,),
)


def story(**changes: object) -> Story:
    usual = Story(
        kpi="U23401",
        municipality="0126",
        name="Huddinge",
        outcome="58 dagar",
        year="2025",
        change="+11 dagar 2023–2025",
        chart=WAITING,
        signals=(RED_FACE, WORSE, WORST),
    )
    return usual.model_copy(update=changes)


def glance(rows: int, columns: Sequence[str] = SEVEN, *, faces: bool = True, scale: float = 10) -> Glance:
    made = []
    for n in range(rows):
        cells = tuple(
            GlanceCell(
                value=number((n + 3) * scale + i * scale / 7, 0) if (n + i) % 11 else "–",
                year="2023" if (n, i) == (2, 3) else "",
                square=SQUARES[(n * 3 + i) % 5] if (n + i) % 11 else None,
                face=FACES[(n + i) % 5] if faces and (n + i) % 11 else None,
            )
            for i in range(len(columns))
        )
        unit = "kr/inv · 2025" if scale > 1000 else "dagar · 2025"
        made.append(GlanceRow(kpi=f"U{n}", name=NAMES[n % len(NAMES)], unit=unit, cells=cells))
    return Glance(columns=tuple(columns), rows=tuple(made))


def slide(id_: str, title: str, content: Content, **fields: str) -> Slide:
    return Slide(id=id_, title=title, content=content, **fields)


def words(kind: SlideKind, *paragraphs: str) -> Words:
    return Words.model_validate({"kind": kind, "paragraphs": paragraphs})


def asked(*answers: str, is_told: bool = False, few: bool = False) -> Question:
    """A question to the audience, with what the last one answered where it IS_TOLD; of a FEW nothing is shown."""
    bars = tuple(whole_bar(one, (n + 1) / len(answers), YES) for n, one in enumerate(answers))
    shown = None if few else ShareChart(bars, ())
    told = Told(when="26 oktober 2026, 43 svar", words="43 svar. Flest valde den sista, 100 %.", chart=shown)
    return Question(area="aldreomsorg", answers=answers, told=told if is_told else None)


def deck(*slides: Slide, name: str = "Äldreomsorg", **fields: object) -> Deck:
    return Deck(
        area="aldreomsorg", name=name, event=EVENT, figures_on=date(2026, 10, 1), is_frozen=True, slides=slides
    ).model_copy(update=fields)


def asking() -> Deck:
    """A question between two slides, with what another audience answered."""
    said = words(SlideKind.CONCLUSIONS, "Korta kön.")
    question = slide("fraga-1", "Vad först?", asked("Lärare", "Lokaler", is_told=True), subtitle="Fråga till publiken")
    return deck(
        slide("titel", "Äldreomsorg", Title(), notes="Hälsa."), question, slide("slutsatser", "Slutsatser", said)
    )


def ordinary(name: str = "Äldreomsorg", area: str = "aldreomsorg", **fields: object) -> Deck:
    """Six slides, as an area's deck usually is."""
    under = f"{name} · genomsnittlig väntetid i dagar från ansökan till erbjudet inflyttningsdatum"
    return deck(
        slide("titel", name, Title(), subtitle=EVENT, notes="Hälsa välkommen.\n\nPresentera gruppen."),
        slide(
            "oversikt",
            "Så ligger vi till",
            glance(8),
            subtitle=f"{name} · läget bland landets kommuner",
            source=SOURCE,
            notes="Börja med det röda.",
        ),
        slide(
            "u23401-0126",
            "Väntan på särskilt boende har ökat med 11 dagar på två år",
            story(),
            subtitle=under,
            source=f"{SOURCE} (U23401)",
            notes="Berätta om kön till boendet.",
        ),
        slide(
            "u23402-0138",
            "Tyresö: bland de bästa 25 % och målet nås",
            story(
                name="Tyresö",
                outcome="41 dagar",
                change="−3 dagar 2023–2025",
                chart=chart(
                    series("own", "Tyresö", 49, 46, 44, 42, 41),
                    series("county", "Länet (medel)", 50, 51, 52, 51, 50),
                    aims=(AIM,),
                ),
                signals=(
                    GREEN_FACE,
                    WORSE.model_copy(
                        update={
                            "symbol": "arrow-down",
                            "tone": "good",
                            "words": "Förbättras",
                            "sentence": "−3 dagar sedan 2023. I landet −0,4 dagar.",
                        }
                    ),
                    BEST,
                ),
            ),
            subtitle=under,
            source=f"{SOURCE} (U23402)",
        ),
        slide(
            "lart",
            "Det här lärde vi av andra",
            words(
                SlideKind.LEARNED,
                "Väntetid: Huddinge kan lära av Nacka, Solna och Täby, som är bland de bästa 25 % i landet.",
                "Nacka planerar boenden fem år i förväg och har en egen kösamordnare.",
            ),
            subtitle=name,
        ),
        slide(
            "slutsatser",
            "Slutsatser",
            words(
                SlideKind.CONCLUSIONS,
                "Väntetiden ökar i fyra av sju kommuner.",
                "Det går att vända: Tyresö har kortat väntan fyra år i rad.",
                "Vi föreslår en gemensam kösamordning från 2027.",
            ),
            subtitle=name,
        ),
        name=name,
        area=area,
        **fields,
    )


def _many_lines() -> LineChart:
    """Four lines that end in the same place, values that are wide, long names."""
    return chart(
        series("own", "Upplands Väsby kommun med ett mycket långt namn", 138_420, 139_100, 140_250),
        series("group", "Södertörnskommunerna (medel av 7)", 138_000, 139_000, 140_240),
        series("county", "Stockholms läns kommuner (ovägt medel)", 137_500, 139_050, 140_230),
        series("country", "Alla kommuner i landet (vägt medel)", 137_000, 139_000, 140_220),
        aims=(
            Aim(year=2022, level=139_500, words="mål 2022: minst 139 500"),
            Aim(year=2024, level=140_000.5, words="mål 2024: minst 140 000,5"),
            Aim(year=2027, level=140_235, words="mål 2027: minst 140 235 kronor per invånare och år"),
        ),
        unit="kr/inv",
    )


def extreme() -> Deck:
    """Everything that is hard to draw, a slide each."""
    long = ("Väntan på särskilt boende har ökat mer i våra kommuner än i landet i övrigt, och det beror på " * 3)[
        :LONGEST_TITLE
    ]
    wide = "W" * LONGEST_TITLE
    sentence = "Kommunen har öppnat två nya boenden och anställt en kösamordnare för att korta väntan. "
    text = (sentence * 40)[:LONGEST_TEXT]
    one = chart(Series(key="own", name="Salem", points=((2025, 12.5),)), decimals=1, unit="%")
    broken = Series(key="own", name="Salem", points=((2010, 3.0), (2011, 4.0), (2019, -2.0), (2025, 5.0)))
    return deck(
        slide("t-lang", long, Title(), subtitle=long),
        slide("t-bred", wide, Title()),
        slide("t-tom", "", Title()),
        slide(
            "g-9", "Så ligger vi till", glance(9), subtitle="Äldreomsorg · läget bland landets kommuner", source=SOURCE
        ),
        slide("g-9-lang", long, glance(9, EIGHT, scale=13842), subtitle=long, source=SOURCE),
        slide("g-9-tio", "Så ligger vi till", glance(9, TEN, scale=13842), source=SOURCE),
        slide("g-1", "Så ligger vi till", glance(1), subtitle="Äldreomsorg", source=SOURCE),
        slide("g-4", "Så ligger vi till", glance(4, faces=False), source=SOURCE),
        slide("g-0", "Så ligger vi till", Glance(columns=(), rows=()), source=SOURCE),
        slide("f-tva", "Vad ska vi prioritera?", asked("Fler lärare", "Bättre lokaler"), subtitle="Äldreomsorg"),
        slide("f-lang", long, asked(*[f"{n} {long}"[:80] for n in range(8)]), subtitle=long),
        slide("f-svar", long, asked(*[f"{n} {wide}"[:80] for n in range(8)], is_told=True), subtitle=long),
        slide(
            "s-lang",
            long,
            story(comment=text, lost="Värdet finns inte längre. Siffrorna är de senast frysta."),
            subtitle=long,
            source=f"{SOURCE} {long}",
        ),
        slide(
            "s-bred",
            wide,
            story(outcome="138 420 kronor per invånare", change="+12 345 kronor per invånare 2023–2025"),
            subtitle=wide,
            source=wide,
        ),
        slide("s-kommentar", "Väntan har ökat", story(comment=sentence * 2), source=SOURCE),
        slide("s-utan", "Väntan har ökat med elva dagar", story(chart=None), subtitle="Inget diagram", source=SOURCE),
        slide("s-tyst", "Ingen trend", story(signals=(SILENT, NONE), chart=one, change=""), source=SOURCE),
        slide("s-utan-allt", "Inga signaler", story(signals=(), chart=None, change="", outcome="–")),
        slide(
            "s-linjer",
            "Fyra linjer slutar i samma punkt",
            story(chart=_many_lines(), outcome="140 250 kr/inv"),
            source=SOURCE,
        ),
        slide("s-bruten", "En linje med uppehåll", story(chart=chart(broken, decimals=1)), source=SOURCE),
        slide("s-tom-linje", "Inga värden", story(chart=chart(Series(key="own", name="Salem", points=())))),
        slide("o-lang", "Slutsatser", words(SlideKind.CONCLUSIONS, *[sentence.strip()] * 23), subtitle="Äldreomsorg"),
        slide("o-manga", long, words(SlideKind.LEARNED, *["Kort rad"] * 120)),
        slide("o-ett", "Goda exempel", words(SlideKind.EXAMPLES, text)),
        slide("o-kort", "Goda exempel", words(SlideKind.EXAMPLES, "Tyresö.")),
        slide("o-bred", "Goda exempel", words(SlideKind.EXAMPLES, "W" * 600)),
        slide("o-tom", "Goda exempel", words(SlideKind.EXAMPLES)),
        is_example=True,
    )


def hostile() -> Deck:
    """An attack in every text that a person or a source can bring."""
    row = GlanceRow(
        kpi=ATTACK,
        name=ATTACK,
        unit=ATTACK,
        cells=(GlanceCell(value=ATTACK, year=ATTACK, square=WORST.model_copy(update={"words": ATTACK})),),
    )
    drawn = chart(series("own", ATTACK, 1, 2), aims=(Aim(year=2023, level=2, words=ATTACK),), unit=ATTACK)
    bad = Signal(symbol="face-reached", tone="good", words=ATTACK, sentence=ATTACK)
    told = story(name=ATTACK, outcome=ATTACK, year=ATTACK, change=ATTACK, chart=drawn, signals=(bad,), comment=ATTACK)
    fields = {"subtitle": ATTACK, "notes": ATTACK, "source": ATTACK}
    return deck(
        slide("titel", ATTACK, Title(), **fields),
        slide("g", ATTACK, Glance(columns=(ATTACK,), rows=(row,)), **fields),
        slide("s", ATTACK, told, **fields),
        slide("o", ATTACK, words(SlideKind.EXAMPLES, ATTACK, ATTACK), **fields),
        name=ATTACK,
        event=ATTACK,
    )


def whole_day() -> Deck:
    """All areas' slides in one deck: about 90."""
    slides = []
    for n, name in enumerate(AREAS):
        one = ordinary(name)
        extra = [slide("u3", f"{name}: kostnaden stiger", story(chart=_many_lines()), source=SOURCE)][: n % 2 + (n < 0)]
        slides += [s.model_copy(update={"id": f"{n}-{s.id}"}) for s in (*one.slides, *extra)]
    return deck(*slides, name="Hela dagen", area="")


def followers(one: Deck) -> dict[str, str]:
    """A link for every story of ONE."""
    return {
        s.id: f"https://nyckeltal.sodertorn.se/indikator?kommun=0126&nyckeltal={s.id}"
        for s in one.slides
        if s.content.kind == SlideKind.STORY
    }
