"""The table where targets are set, as its template draws it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from core.catalogue import Direction, Indicator
from core.charts.row_view import Face, face_of
from core.features.targets.form import EARLIER_PARAM, HISTORY_PARAM, YES
from core.outcomes.rows import Choice
from core.targets.columns import HEADINGS
from core.targets.doubts import Doubt, advice_words, seal_of
from core.targets.lines import ReadLine, blank_texts, texts_of
from core.targets.models import KIND_RULES, NUMBER_COLUMNS
from core.targets.reading import WITHDRAWN_WORDS
from core.targets.setting import TargetSetting, takes_targets
from core.targets.versions import TargetVersion
from core.targets.words import asked_words, decision_words, when_words
from core.web.choices import INDICATOR, TARGETS
from core.web.visit import Visit
from core.words.formats import first_upper, number
from core.words.sentences import Row

# A milestone and a final target.
_BLANK_LINES = 2
_NO_FIGURES = Face("face-not-judged", "inget utfall", "Det finns inga siffror att jämföra med.")
# Where on a line a fault is shown that is about its key.
_SHOWN_AT = {"kpi": "year", "municipality": "year"}


@dataclass(frozen=True)
class KindOption:
    """A kind to choose. ``fields`` are those that it has, with a space between, for the script that shows them."""

    value: str
    words: str
    fields: str


@dataclass(frozen=True)
class LineView:
    """A line of the form. ``faults`` by field; ``seen`` is 0 for a new one.

    ``was`` are the texts of what holds now, which ``texts`` differ from where something is typed and not saved.
    ``doubt`` is what is to be confirmed, '' for nothing, by a tick that says ``seal``.
    """

    number: int
    seen: int
    title: str
    texts: Mapping[str, str]
    was: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    overtaken: str = ""
    is_removed: bool = False
    is_spare: bool = False
    doubt: str = ""
    seal: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True)
class IndicatorView:
    """An indicator with its outcome, its face, what holds now, what is to come, and its lines.

    ``withdrawn`` is what is said of an own indicator that readers see no more, '' for others.
    """

    kpi: str
    name: str
    unit: str
    value: str
    year: str
    address: str
    history: str
    face: Face
    holds: str
    holds_for: str
    rests_on: str
    coming: tuple[str, ...]
    kinds: tuple[KindOption, ...]
    lines: tuple[LineView, ...]
    earlier: int
    is_open: bool
    withdrawn: str = ""


@dataclass(frozen=True)
class Typed:
    """What somebody typed and could not save, by indicator."""

    lines: Mapping[str, tuple[ReadLine, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[ReadLine]) -> Typed:
        """LINES by indicator."""
        found: dict[str, list[ReadLine]] = {}
        for read in lines:
            found.setdefault(read.line.kpi, []).append(read)
        return cls({kpi: tuple(some) for kpi, some in found.items()})


def page_address(municipality: str, area: str, **params: str) -> str:
    """The address of the table, or with PARAMS of another view of the page."""
    known = {"kommun": municipality, "omrade": area} | params
    return f"{TARGETS}?{urlencode({name: text for name, text in known.items() if text})}"


def group_options(setting: TargetSetting) -> tuple[tuple[str, str], ...]:
    """The groups that a target may name: (id, name)."""
    return tuple(setting.references.groups.items())


def indicator_views(
    asked: Visit, setting: TargetSetting, municipality: str, area: str, typed: Typed
) -> tuple[IndicatorView, ...]:
    """The indicators of AREA that take targets, with MUNICIPALITY's, and what is TYPED and not saved."""
    rows: dict[str, Row] = {}
    if asked.figures and municipality in asked.figures.snapshot.municipalities:
        rows = {row["kpi"]: row for row in asked.figures.records_of(Choice(municipality), area)}
    held: dict[str, list[TargetVersion]] = {}
    for version in setting.current(municipality, by=asked.person):
        held.setdefault(version.target.kpi, []).append(version)
    numbers = count(1)
    has_earlier = asked.params.get(EARLIER_PARAM) == YES
    return tuple(
        _Drawn(setting, municipality, has_earlier, numbers).view(
            indicator, rows.get(indicator.kpi), held.get(indicator.kpi, []), typed.lines.get(indicator.kpi, ())
        )
        for indicator in setting.catalogue.indicators
        if indicator.area == area
        and takes_targets(indicator)
        # Of what readers do not see there is nothing to set; what was set can be seen and removed.
        and (indicator.kpi not in setting.withdrawn or indicator.kpi in held.keys() | typed.lines.keys())
    )


@dataclass(frozen=True)
class _Drawn:
    setting: TargetSetting
    municipality: str
    has_earlier: bool
    numbers: count[int]

    def view(
        self, indicator: Indicator, row: Row | None, held: Sequence[TargetVersion], typed: Sequence[ReadLine]
    ) -> IndicatorView:
        year = _outcome_year(row)
        is_gone = indicator.kpi in self.setting.withdrawn
        holding = _holding(held, year)
        earlier = [v for v in held if v not in holding and year and v.target.year <= year]
        shown = [v for v in held if self.has_earlier or v not in earlier or v.id in {t.now_seen for t in typed}]
        now = next((v for v in holding if v.target.gender in (None, "T")), None)
        coming = [v for v in held if v not in holding and v not in earlier]
        return IndicatorView(
            kpi=indicator.kpi,
            name=indicator.name,
            unit=indicator.unit,
            value=number(row["value"], row["decimals"]) if row else "–",
            year=str(year or ""),
            address=f"{INDICATOR}?{urlencode({'kommun': self.municipality, 'nyckeltal': indicator.kpi})}",
            history=page_address(self.municipality, indicator.area, nyckeltal=indicator.kpi, **{HISTORY_PARAM: YES}),
            face=face_of(row) if row else _NO_FIGURES,
            holds=self._words(now) if now else "",
            holds_for=str(now.target.year) if now else "",
            rests_on=decision_words(now.target) if now else "",
            coming=tuple(f"{when_words(v.target)}: {self._words(v)}" for v in [*_of_gender(holding), *coming]),
            kinds=_kinds(indicator),
            lines=self._lines(indicator, shown, typed),
            earlier=len(earlier),
            is_open=bool(typed),
            withdrawn=first_upper(f"nyckeltalet är tillbakadraget: {WITHDRAWN_WORDS}") if is_gone else "",
        )

    def _words(self, version: TargetVersion) -> str:
        return asked_words(version.target, self.setting.catalogue, dict(group_options(self.setting)))

    def _lines(
        self, indicator: Indicator, shown: Sequence[TargetVersion], typed: Sequence[ReadLine]
    ) -> tuple[LineView, ...]:
        by_version = {read.now_seen: read for read in typed if read.now_seen}
        lines = [self._line(version, by_version.get(version.id)) for version in shown]
        new = [read for read in typed if not read.now_seen]
        blank = blank_texts(indicator)
        lines += [self._typed(read, "Nytt mål", blank) for read in new]
        spare = 0 if indicator.kpi in self.setting.withdrawn else max(_BLANK_LINES - len(new), 1)
        lines += [
            LineView(next(self.numbers), 0, "Nytt mål", blank, blank, is_spare=bool(typed) or i > 0)
            for i in range(spare)
        ]
        return tuple(lines)

    def _line(self, version: TargetVersion, read: ReadLine | None) -> LineView:
        title = f"{first_upper(when_words(version.target))}: {self._words(version)}"
        was = texts_of(version.target)
        if read is not None:
            return self._typed(read, title, was)
        return LineView(next(self.numbers), version.id, title, was, was)

    def _typed(self, read: ReadLine, title: str, was: Mapping[str, str]) -> LineView:
        line, faults = read.line, shown_faults(read)
        return LineView(
            *(next(self.numbers), read.now_seen, title, line.texts, was, faults, read.overtaken, line.is_removed),
            doubt=doubt_words(read.doubts),
            seal=seal_of(read.doubts),
            is_confirmed=bool(read.doubts) and not read.is_doubted,
        )


def fault_links(rows: Iterable[IndicatorView]) -> tuple[tuple[str, str, str], ...]:
    """What is wrong in ROWS in their order: the id of the field, what it is called, and why it is wrong."""
    return tuple(
        (place, f"{row.name}, {label}", text)
        for row in rows
        for line in row.lines
        for place, label, text in _faults_of(line)
    )


def _faults_of(line: LineView) -> Iterator[tuple[str, str, str]]:
    if line.overtaken:
        yield f"rad-{line.number}", "ändrat av någon annan", line.overtaken
    for name, text in line.faults.items():
        yield f"falt-{line.number}-{name}", HEADINGS.get(name, name), text
    if line.doubt and not line.is_confirmed:
        yield f"falt-{line.number}-saker", "ovanlig nivå", line.doubt


def shown_faults(read: ReadLine) -> dict[str, str]:
    """What is wrong with a line, by the field where it is shown: the first of each."""
    faults: dict[str, str] = {}
    for fault in read.faults:
        faults.setdefault(_SHOWN_AT.get(fault.column, fault.column), fault.said)
    return faults


def doubt_words(found: Sequence[Doubt]) -> str:
    """What is said where a line has doubts; '' for none."""
    return " ".join([*(doubt.what for doubt in found), advice_words(found)]) if found else ""


def _outcome_year(row: Row | None) -> int | None:
    return int(row["year"]) if row and row["year"] == row["year"] else None  # NaN is not itself


def _holding(held: Sequence[TargetVersion], year: int | None) -> list[TargetVersion]:
    """Those of HELD, in order of year, that hold for the outcome of YEAR: the last fallen due of each gender."""
    due = [version for version in held if year and version.target.year <= year]
    return list({version.target.gender or "T": version for version in due}.values())


def _of_gender(held: Iterable[TargetVersion]) -> list[TargetVersion]:
    """Those for women or men, which stand beside the one for all."""
    return [version for version in held if version.target.gender in ("K", "M")]


def _kinds(indicator: Indicator) -> tuple[KindOption, ...]:
    """The kinds that INDICATOR may have targets of."""
    has_direction = indicator.direction is not Direction.NONE
    return tuple(
        KindOption(kind.value, rule.swedish, " ".join(c for c in NUMBER_COLUMNS if c in rule.needs | rule.may_have))
        for kind, rule in KIND_RULES.items()
        if has_direction or not rule.needs_direction
    )
