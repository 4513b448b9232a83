"""A closed exercise as it is read: sentences, pictures with their tables, and the same as rows for files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import Engine

from core.catalogue import Catalogue
from core.catalogue.exercises import Kind, Picture
from core.charts.charts import NARROW, SIZE, WIDE
from core.charts.screen_fonts import SCREEN
from core.charts.share_bars import (
    EARLIER,
    YES,
    Part,
    ShareBar,
    ShareChart,
    SharePlan,
    colours,
    diverging_colours,
    share_plan,
    whole_bar,
)
from core.cycle.exercises import Run, Way, shown_to_all
from core.outcomes.exercises import Answered, Bar, Results, results_of
from core.words.formats import counted, first_upper, listed, per_cent
from core.words.formats import share as share_words

# More answers than these are read as bars of their own, not as parts of one.
MOST_PARTS = 5
_UNSHOWN = "Färre än fem har svarat, så svaren visas inte."
# As it is said of a group, a municipality or a goal.
HIDDEN = "visas inte: färre än fem har svarat, eller så skulle det gå att räkna ut"
RULE = (
    "Det som visas är alltid minst fem personers svar, och det gäller också varje skillnad mellan två tabeller: "
    "den här och förra gångens, alla och en grupp, med och utan en kommun."
)


@dataclass(frozen=True)
class Table:
    """A table beside a picture: its heads, and rows that begin with whose the answers are.

    ``across`` is what its columns are of.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    across: str = "Svar"


@dataclass(frozen=True)
class Figure:
    """A picture of one question or of several: what it says in words, its chart and its table.

    ``texts`` are what was answered in words. Without chart and texts ``words`` say why.
    ``key`` is its (first) question.
    """

    title: str
    words: str
    chart: ShareChart | None
    table: Table | None
    texts: tuple[str, ...] = ()
    key: str = ""

    @property
    def plans(self) -> tuple[tuple[str, SharePlan], ...]:
        """The chart for a window and for a phone, each with its class."""
        if self.chart is None:
            return ()
        return tuple(
            (name, share_plan(self.chart, wide, SCREEN, SIZE))
            for name, wide in (("only-wide", float(WIDE)), ("only-phone", float(NARROW)))
        )


@dataclass(frozen=True)
class ResultsView:
    """A closed exercise: its title is a sentence made of the answers."""

    title: str
    lead: str
    sections: tuple[tuple[str, tuple[Figure, ...]], ...]


def results_view(found: Results, by: str = "") -> ResultsView:
    """FOUND as a page and a document show it, its pictures with the groups of the choice BY (its id; '' the first)."""
    groups = found.exercise.groups
    chosen = by if by in groups else next(iter(groups), "")
    run, lead = found.run, _lead(found)
    if found.is_hidden:
        return ResultsView(f"För få har svarat på ”{run.title}”", lead, ())
    sections = tuple((title, tuple(_figures(found, title, some, chosen))) for title, some in found.sections)
    return ResultsView(_title(found), lead, sections)


def _lead(found: Results) -> str:
    run, count = found.run, found.count
    said = f"{first_upper(counted(count, 'en person', 'personer'))} har svarat."
    if run.way is Way.ALONE:
        who = "Besvarad för hela kommunen, inte anonymt." if count else "Ingen har svarat."
    else:
        who = f"{said} Resultatet visas först när minst fem har svarat." if found.is_hidden else said
    last = f" Förra gången stängdes {found.last.closed_on}." if found.last else ""
    filled = " Det programmet vet gäller där ingen har svarat annat." if run.filled else ""
    return f"{found.exercise.title}. Öppen {run.started_on} till {run.closed_on}. {who}{last}{filled}"


def _title(found: Results) -> str:
    """What is most and least agreed with among the questions that have a yes."""
    asked = [one for _, some in found.sections for one in some if one.bars and one.high and one.low]
    if len(asked) < 2:
        return found.run.title
    ranked = sorted(asked, key=lambda one: -one.bars[0].share(one.high))
    most, least = ranked[0], ranked[-1]
    return f"Högst: ”{most.question.text}” ({_percent(most)}). Lägst: ”{least.question.text}” ({_percent(least)})"


def _percent(one: Answered) -> str:
    return share_words(one.bars[0].share(one.high), 1)


def _figures(found: Results, title: str, some: Sequence[Answered], by: str) -> Iterator[Figure]:
    picture = found.exercise.picture
    if picture is Picture.GROUPED:
        yield replace(_grouped(title, [one for one in some if one.bars]), key=some[0].question.id)
        return
    for one in some:
        yield replace(_figure(_of(one, by), one, picture), key=one.question.id)


def _of(one: Answered, by: str) -> Answered:
    """ONE with the groups of the choice BY alone."""
    return replace(one, groups=tuple(group for group in one.groups if group.by == by))


def _figure(one: Answered, whole: Answered, picture: Picture) -> Figure:
    """ONE drawn, with the table of the WHOLE."""
    title = one.question.text
    if not one.bars:
        return Figure(title, _UNSHOWN, None, None)
    if one.question.kind is Kind.TEXT:
        said = counted(one.bars[0].count, "en person har skrivit", "personer har skrivit")
        return Figure(title, f"{first_upper(said)}. Texterna står i bokstavsordning.", None, None, one.texts)
    if picture is Picture.COMPARED and (one.earlier or one.high):
        return Figure(title, _words(one), _compared(one), _table(whole))
    if one.question.kind is Kind.SEVERAL or len(one.options) > MOST_PARTS:
        return Figure(title, _words(one), _by_option(one), _table(whole))
    return Figure(title, _words(one), _stacked(one, is_diverging=picture is Picture.DIVERGING), _table(whole))


def _words(one: Answered) -> str:
    everybody = one.bars[0]
    told = [f"{counted(everybody.count, '1 svar', 'svar')}."]
    if one.high:
        yes = listed([f"”{list(one.options.values())[n].lower()}”" for n in one.high])
        told.append(f"{share_words(everybody.share(one.high), 1)} svarar {yes}.")
    elif everybody.counts and sum(everybody.counts):
        place = max(range(len(everybody.counts)), key=lambda n: everybody.counts[n])
        share = share_words(everybody.part(place, one.question), 1)
        told.append(f"Vanligast är ”{list(one.options.values())[place]}” ({share}).")
    if one.last is not None and one.high:
        told.append(f"Förra gången {share_words(one.last.share(one.high), 1)} av {one.last.count} svar.")
    if earlier := (one.earlier or {}).get(("", "")):
        told.append(f"{earlier.when} var andelen {per_cent(earlier.high)}.")
    if hidden := [name for group in one.groups for name in group.hidden]:
        told.append(f"{listed(hidden)} {HIDDEN}.")
    if one.unseen:
        told.append(f"{first_upper(counted(one.unseen, 'en rad', 'rader'))} {HIDDEN}.")
    return " ".join(told)


def _bars_of(one: Answered) -> list[Bar]:
    """All, each group, what it is about, and the last time."""
    groups = [bar for group in one.groups for bar in group.bars]
    return [*one.bars, *groups, *one.about, *([one.last] if one.last else [])]


def named(bar: Bar) -> str:
    """BAR with how many have answered."""
    return f"{bar.name}, {bar.count} svar"


def _stacked(one: Answered, *, is_diverging: bool) -> ShareChart:
    places = range(len(one.options))
    bars = [(named(bar), [bar.share([n]) for n in places], bar is one.bars[0]) for bar in _bars_of(one)]
    return stacked(one, bars, is_diverging=is_diverging)


def stacked(
    one: Answered, bars: Iterable[tuple[str, Sequence[float], bool]], *, is_diverging: bool = False
) -> ShareChart:
    """BARS (name, share by option, whether it is strong) of ONE's answers, each of parts: of a whole, or diverging."""
    names, count = list(one.options.values()), len(one.options)
    is_diverging = is_diverging and bool(one.low)
    tints = (
        diverging_colours(count, one.low, one.high)
        if is_diverging
        else colours(count, one.low, one.high, is_ordered=one.question.kind is Kind.SCALE)
    )
    # From a middle, what is neither is left aside.
    places = [*one.low, *one.high] if is_diverging else range(count)
    made = tuple(
        ShareBar(
            name,
            tuple(Part(shares[n], tints[n], f"{names[n]}: {share_words(shares[n], 1)}") for n in places),
            before=len(one.low) if is_diverging else 0,
            is_strong=is_strong,
        )
        for name, shares, is_strong in bars
    )
    return ShareChart(made, tuple((tints[n], names[n]) for n in places), has_middle=is_diverging)


def _by_option(one: Answered) -> ShareChart:
    everybody, keys = one.bars[0], [(YES, "Alla")]
    bars = []
    for n, name in enumerate(one.options.values()):
        share = everybody.counts[n] / everybody.count if everybody.count else 0.0
        bars.append(whole_bar(name, share, YES, is_strong=True))
        if one.last is not None and one.last.count:
            share = one.last.counts[n] / one.last.count
            bars.append(whole_bar("Förra gången", share, EARLIER, words=name, follows=True))
    if one.last is not None:
        keys.append((EARLIER, one.last.name))
    return ShareChart(tuple(bars), tuple(keys))


def _compared(one: Answered) -> ShareChart:
    """The share of yes this time and before, of all and of each group; of several answers that of each."""
    earlier = one.earlier or {}
    bars: list[ShareBar] = []

    def add(name: str, share: float, key: tuple[str, str], *, is_strong: bool) -> None:
        bars.append(whole_bar(name, share, YES, is_strong=is_strong))
        if before := earlier.get(key):
            bars.append(whole_bar(before.when, before.high / 100, EARLIER, words=name, follows=True))

    if one.question.kind is Kind.SEVERAL or not one.high:
        everybody = one.bars[0]
        for n, (option, name) in enumerate(one.options.items()):
            add(name, everybody.counts[n] / everybody.count if everybody.count else 0, ("", option), is_strong=True)
    else:
        for bar in [*one.bars, *(bar for group in one.groups for bar in group.bars)]:
            add(named(bar), bar.share(one.high), (bar.key, ""), is_strong=bar is one.bars[0])
        if one.last is not None:
            add(named(one.last), one.last.share(one.high), ("?", ""), is_strong=False)
    whens = dict.fromkeys(before.when for before in earlier.values())
    return ShareChart(tuple(bars), ((YES, "Den här gången"), *((EARLIER, when) for when in whens)))


def _grouped(title: str, some: Sequence[Answered]) -> Figure:
    """One picture of a section: the share of yes to each question."""
    bars: list[ShareBar] = []
    for one in some:
        share = one.bars[0].share(one.high)
        bars.append(whole_bar(one.question.text, share, YES, is_strong=True))
        if one.last is not None:
            bars.append(whole_bar("Förra gången", one.last.share(one.high), EARLIER, follows=True))
    keys = [(YES, "Andel ja"), *([(EARLIER, "Förra gången")] if any(one.last for one in some) else [])]
    heads = ("Fråga", *(bar.name for bar in some[0].about), "Andel ja") if some else ()
    rows = tuple(
        (one.question.text, *(share_words(bar.share(one.high), 1) for bar in one.about), _percent(one)) for one in some
    )
    if not some:
        return Figure(title, _UNSHOWN, None, None)
    ranked = sorted(some, key=lambda one: one.bars[0].share(one.high))
    words = f"Lägst: {ranked[0].question.text} {_percent(ranked[0])} av målen."
    return Figure(title, words, ShareChart(tuple(bars), tuple(keys)), Table(heads, rows, "Mål"))


def _table(one: Answered) -> Table:
    rows = tuple(table_row(bar, one) for bar in _bars_of(one))
    return Table(("Vilka", "Svar", *one.options.values()), rows)


def table_row(bar: Bar, one: Answered) -> tuple[str, ...]:
    """BAR's line in the table of ONE: whose it is, how many, and the share of each answer."""
    shares = (share_words(bar.part(n, one.question), 1) if sum(bar.counts) else "–" for n in range(len(bar.counts)))
    return bar.name, str(bar.count), *shares


def shown_results(engine: Engine, municipality: str, catalogue: Catalogue) -> Iterator[tuple[Run, Figure]]:
    """The pictures of MUNICIPALITY's exercises that everybody may see, the newest run first. Raises StateError."""
    for run, given in shown_to_all(engine, municipality):
        if run.of is None or run.is_live:
            continue
        view = results_view(results_of(run, run.of, given, catalogue))
        yield from ((run, one) for _, figures in view.sections for one in figures if one.chart)


def counts_of(bar: Bar, one: Answered) -> Iterator[tuple[str, int, float | None]]:
    """Each answer to ONE, how many of BAR gave it, and their share (0-1; None where nobody answered)."""
    for n, name in enumerate(one.options.values()):
        yield name, bar.counts[n], bar.part(n, one.question) if sum(bar.counts) else None


def results_frame(found: Results) -> pd.DataFrame:
    """FOUND as rows, one an answer: only what is shown. ``andel`` is a share from 0 to 1."""
    rows: list[tuple[str | float | None, ...]] = []
    for section, some in [] if found.is_hidden else found.sections:
        for one in some:
            about = (section, one.question.text)
            rows += [(*about, "Alla", len(one.texts), text, 1, None) for text in one.texts]
            for bar in [] if one.texts else _bars_of(one) if one.bars else []:
                rows += [(*about, bar.name, bar.count, *answer) for answer in counts_of(bar, one)]
            rows += [
                (
                    *about,
                    before.when + (f", {key}" if key else ""),
                    None,
                    one.options.get(option, "ja"),
                    None,
                    before.high / 100,
                )
                for (key, option), before in (one.earlier or {}).items()
            ]
    return pd.DataFrame(rows, columns=["avsnitt", "fråga", "vilka", "svarande", "svar", "antal", "andel"])
