"""An exercise in municipalities that agree to be beside each other: sentences, pictures with tables, rows for files."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from core.catalogue.exercises import Kind, Picture
from core.charts.share_bars import EARLIER, OTHER, YES, ShareBar, ShareChart, whole_bar
from core.cycle.exercises import Way
from core.documents.results_view import (
    HIDDEN,
    MOST_PARTS,
    Figure,
    ResultsView,
    Table,
    counts_of,
    named,
    stacked,
    table_row,
)
from core.outcomes.exercise_comparison import EVERYBODY, LEAST, Beside, Comparison
from core.outcomes.exercises import Bar
from core.words.formats import listed
from core.words.formats import share as share_words

_UNSHOWN = "I ingen av kommunerna får det visas: färre än fem har svarat, eller så skulle det gå att räkna ut."


def comparison_view(found: Comparison, own: str) -> ResultsView:
    """FOUND as a page and a document show it, for the municipality OWN."""
    names = [name for name, _ in found.places.values()]
    when = [f"{name} {results.run.closed_on}" for name, results in found.places.values()]
    who = "" if found.group == EVERYBODY else f" Här: {dict(found.groups)[found.group].lower()}."
    alone = listed([name for name, results in found.places.values() if results.run.way is Way.ALONE])
    spoken = f" I {alone} har en person svarat för hela kommunen, inte anonymt." if alone else ""
    lead = f"{listed(names)} har sagt ja. Stängda: {', '.join(when)}.{who}{spoken}"
    sections = [
        (title, tuple(_figure(one, own, found.exercise.picture) for one in some)) for title, some in found.sections
    ]
    return ResultsView(_title(found), lead, tuple(sections))


def mean_words(one: Beside) -> str:
    """What the mean is of: "Medel av 3 kommuner"."""
    return f"Medel av {len(one.of.bars)} kommuner"


def _title(found: Comparison) -> str:
    """Where the municipalities lie furthest from each other."""
    every = [one for _, some in found.sections for one in some if len(one.of.bars) >= LEAST]
    most = max(every, key=lambda one: one.spread, default=None)
    if most is None or not most.spread:
        return f"{found.exercise.title}: {len(found.places)} kommuner bredvid varandra"
    shares = sorted(bar.share(most.of.high) for bar in most.of.bars)
    between = " till ".join(share_words(one, 1) for one in (shares[0], shares[-1]))
    return f"Störst skillnad mellan kommunerna: ”{most.of.question.text}” ({between})"


def _figure(one: Beside, own: str, picture: Picture) -> Figure:
    title, key = one.of.question.text, one.of.question.id
    if not one.of.bars:
        return Figure(title, _UNSHOWN, None, None, key=key)
    return Figure(title, " ".join(_words(one, own)), _chart(one, own, picture), _table(one), key=key)


def _words(one: Beside, own: str) -> Iterator[str]:
    mine = next((bar for bar in one.of.bars if bar.key == own), None)
    if one.of.high:
        yes = listed([f"”{list(one.of.options.values())[n].lower()}”" for n in one.of.high])
        shares = [f"{share_words(mine.share(one.of.high), 1)} i {mine.name}"] if mine else []
        if one.mean:
            shares.append(f"{share_words(one.mean_share(one.of.high), 1)} i medel av {len(one.of.bars)} kommuner")
        if shares:
            yield f"{listed(shares)} svarar {yes}."
    if one.hidden:
        yield f"{listed(one.hidden)} {HIDDEN}."


def _chart(one: Beside, own: str, picture: Picture) -> ShareChart:
    of, count = one.of, len(one.of.options)
    if of.question.kind is Kind.SEVERAL or (not of.high and count > MOST_PARTS):
        return ShareChart(tuple(_by_option(one, own)), _keys(one, own))
    if of.high and (picture in (Picture.GROUPED, Picture.COMPARED) or count > MOST_PARTS):
        bars = [_bar(bar, named(bar), bar.share(of.high), own) for bar in of.bars]
        if one.mean:
            bars.append(whole_bar(mean_words(one), one.mean_share(of.high), EARLIER))
        return ShareChart(tuple(bars), _keys(one, own))
    parts = [(named(bar), [bar.part(n, of.question) for n in range(count)], bar.key == own) for bar in of.bars]
    if one.mean:
        parts.append((mean_words(one), list(one.mean), False))
    return stacked(of, parts, is_diverging=picture is Picture.DIVERGING)


def _bar(bar: Bar, name: str, share: float, own: str, *, follows: bool = False) -> ShareBar:
    is_own = bar.key == own
    return whole_bar(name, share, YES if is_own else OTHER, is_strong=is_own, follows=follows)


def _by_option(one: Beside, own: str) -> Iterator[ShareBar]:
    """The municipalities under each answer, which the first of them names."""
    for n, option in enumerate(one.of.options.values()):
        for place, bar in enumerate(one.of.bars):
            name = bar.name if place else f"{option}: {bar.name}"
            yield _bar(bar, name, bar.part(n, one.of.question), own, follows=place > 0)
        if one.mean:
            yield whole_bar(mean_words(one), one.mean[n], EARLIER, follows=True)


def _keys(one: Beside, own: str) -> tuple[tuple[str, str], ...]:
    mine = [bar.name for bar in one.of.bars if bar.key == own]
    kinds = ((YES, next(iter(mine), "")), (OTHER, "De andra" if mine else "Kommunerna"), (EARLIER, mean_words(one)))
    return tuple(
        key for key, is_there in zip(kinds, (mine, len(one.of.bars) > len(mine), one.mean), strict=True) if is_there
    )


def _table(one: Beside) -> Table:
    rows = [table_row(bar, one.of) for bar in one.of.bars]
    if one.mean:
        rows.append((mean_words(one), "", *(share_words(share, 1) for share in one.mean)))
    return Table(("Kommun", "Svar", *one.of.options.values()), tuple(rows))


def comparison_frame(found: Comparison) -> pd.DataFrame:
    """FOUND as rows, one an answer: only what is shown. ``andel`` is a share from 0 to 1."""
    who, closed = dict(found.groups)[found.group], {key: one.run.closed_on for key, (_, one) in found.places.items()}
    rows: list[tuple[object, ...]] = []
    for section, some in found.sections:
        for one in some:
            about = (section, one.of.question.text, who)
            for bar in one.of.bars:
                rows += [
                    (*about, bar.name, str(closed[bar.key]), bar.count, *answer) for answer in counts_of(bar, one.of)
                ]
            options = one.of.options.values()
            rows += [
                (*about, mean_words(one), "", None, name, None, share)
                for name, share in zip(options, one.mean, strict=bool(one.mean))
            ]
    heads = ["avsnitt", "fråga", "vilka", "kommun", "stängd", "svarande", "svar", "antal", "andel"]
    # Whole numbers, though a mean has none.
    return pd.DataFrame(rows, columns=heads).astype({"svarande": "Int64", "antal": "Int64"})
