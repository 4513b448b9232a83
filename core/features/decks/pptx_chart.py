"""A story's chart as PowerPoint's own line chart: its figures can be edited there, its labels follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from core.charts.chart_plan import ChartPlan, Label
from core.charts.description import LineChart, Series
from core.charts.dot_plan import DotPlan
from core.charts.looks import AIM_LINE, AIM_TEXT, LINE, QUIET, STRONG, WHITE, LineLook, label_colour, line_look
from core.charts.scales import runs
from core.charts.text_fit import Fonts, plain
from core.documents.files import harmless
from core.features.decks.pptx_marks import add_marks
from core.features.decks.pptx_shapes import describe, place
from core.features.decks.pptx_theme import paint, points, solid, units
from core.features.decks.slide_parts import ChartPart
from core.words.formats import MINUS

LABEL_SIZE = 18
AIMS = "Mål"
_DOT = {True: 9, False: 6}
_DASHES: dict[tuple[float, float] | tuple[()], str] = {(9, 4): "dash", (8, 4): "sysDash", (2, 5): "sysDot"}


@dataclass(frozen=True)
class _Line:
    """A series as it stands in the chart; ``values`` has a place for each year of the axis."""

    name: str
    values: tuple[float | None, ...]
    look: LineLook
    colour: str
    label: Label | None
    is_written: bool
    dots: tuple[int, ...]
    dot_size: int
    is_aim: bool = False

    @property
    def last(self) -> int:
        """The place of the last value."""
        return max(n for n, value in enumerate(self.values) if value is not None)


def number_format(decimals: int) -> str:
    """Excel's format for figures with DECIMALS: Swedish, with a real minus sign."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f'[$-41D]{digits};"{MINUS}"{digits}'


def add_lines(slide: Any, holder: Any, part: ChartPart, drawn: LineChart, fonts: Fonts) -> None:
    """DRAWN in HOLDER, SLIDE's place for a chart, as PART in FONTS. Own line last: it lies on top."""
    plan = ChartPlan(drawn, part.box.w, part.box.h, fonts, LABEL_SIZE)
    lines = _lines(plan)
    make: Any = CategoryChartData
    data = make(number_format=number_format(drawn.decimals))
    data.categories = [str(year) for year in plan.years]
    for line in lines:
        data.add_series(harmless(plain(line.name)), line.values)
    frame = holder.insert_chart(XL_CHART_TYPE.LINE_MARKERS, data)
    place(frame, part.box)
    describe(frame, "Diagram", plain(part.words))
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    _axes(chart, plan)
    _frame(chart, plan)
    for line, series in zip(lines, chart.plots[0].series, strict=True):
        _style(series._element, line, plan)
    add_marks(slide, part.box, plan)


def _lines(plan: ChartPlan) -> list[_Line]:
    labels = {label.key: label for label in plan.labels}
    own_last = sorted(enumerate(plan.series), key=lambda one: (one[1].key == "own", -one[0]))
    aims = [_aim_line(plan, labels["aim"])] if plan.aims else []
    return aims + [part for n, line in own_last for part in _parts(plan, line, plan.labels[n])]


def _parts(plan: ChartPlan, line: Series, label: Label) -> Iterator[_Line]:
    """LINE as one series, or as several: programs differ in what they do with a line that is broken by hand.

    It is divided where no empty year would break it: at a change of method, and where lines go through missing years.
    """
    parts: list[list[tuple[int, float]]] = []
    for run in plan.runs_of(line):
        if not parts or _is_spanned(plan) or run[0][0] - parts[-1][-1][0] == 1:
            parts.append([])
        parts[-1] += run
    for part in parts:
        by_year, is_last = dict(part), part is parts[-1]
        yield _Line(
            name=line.name if is_last else f"{line.name} {part[0][0]}–{part[-1][0]}",
            values=tuple(by_year.get(year) for year in plan.years),
            look=line_look(line.key),
            colour=label_colour(line.key),
            label=label if is_last else None,
            # A line that ends before the others says so, and then its label is written, not worked out.
            is_written=line.points[-1][0] != plan.end_year or not label.text.startswith(plain(line.name)),
            dots=tuple(plan.years.index(year) for year, _ in plan.dotted(line) if year in by_year),
            dot_size=_DOT[line.key in STRONG],
        )


def _aim_line(plan: ChartPlan, label: Label) -> _Line:
    levels = dict(plan.aim_points)
    many = len(plan.aims) > 1
    return _Line(
        name=AIMS if many else plan.aims[0].words,
        values=tuple(levels.get(year) for year in plan.years),
        look=AIM_LINE,
        colour=AIM_TEXT,
        label=label,
        is_written=True,
        dots=tuple(n for n, year in enumerate(plan.years) if many and year in levels),
        dot_size=7,
        is_aim=True,
    )


def _axes(chart: Any, plan: ChartPlan) -> None:
    up, across = chart.value_axis, chart.category_axis
    up.minimum_scale, up.maximum_scale = plan.domain
    if len(plan.chart.rules) > 1:
        up.major_unit = round(plan.chart.rules[1] - plan.chart.rules[0], 10)
    up.has_major_gridlines, up.has_minor_gridlines = True, False
    paint(up.major_gridlines.format.line.color, LINE)
    up.major_gridlines.format.line.width = units(1)
    up.tick_labels.number_format = number_format(plan.rule_decimals)
    up.tick_labels.number_format_is_linked = False
    for axis in (up, across):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.format.line.fill.background()
    # The first year stands on the axis and the last at its end, as in the other drawings.
    between = "midCat" if len(plan.years) > 1 else "between"
    up._element.find(qn("c:crosses")).addnext(_xml(f'<c:crossBetween val="{between}"/>'))
    # Below the lowest value, where there are values below zero too.
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis in (up, across):
        axis.tick_labels.font.size = Pt(points(LABEL_SIZE))
    # Never slanting.
    across._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")
    element = across._element
    # The program counts from the first year: where the last would not be named, those two are all.
    span = len(plan.years) - 1
    every = span if span % plan.every else plan.every
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        element.find(qn("c:noMultiLvlLbl")).addprevious(_xml(f'<{tag} val="{every}"/>'))


def _frame(chart: Any, plan: ChartPlan) -> None:
    """The plot's place in the chart, the letters, and how gaps are drawn."""
    place_plot(chart, plan)
    blanks = chart._chartSpace.chart.find(qn("c:dispBlanksAs"))
    blanks.set("val", "span" if _is_spanned(plan) else "gap")
    chart.font.size = Pt(points(LABEL_SIZE))
    paint(chart.font.color, QUIET)


def place_plot(chart: Any, plan: ChartPlan | DotPlan) -> None:
    """The plot of CHART where PLAN has it."""
    inner = {
        "x": plan.left / plan.wide,
        "y": plan.top / plan.high,
        "w": (plan.right - plan.left) / plan.wide,
        "h": (plan.bottom - plan.top) / plan.high,
    }
    values = "".join(f'<c:{key} val="{value:.5f}"/>' for key, value in inner.items())
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{values}</c:manualLayout></c:layout>'
    )
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, layout)


def _is_spanned(plan: ChartPlan) -> bool:
    """Whether lines go through years without a value: where few years are measured, and between targets.

    The format has one answer for the whole chart, so a gap in a line counts for more than the dots of the targets.
    """
    has_gap = any(len(runs(line.points)) > 1 for line in plan.series)
    return plan.chart.step > 1 or (len(plan.aims) > 1 and not has_gap)


def _style(series: Any, line: _Line, plan: ChartPlan) -> None:
    """The look of LINE: its stroke, its dots and its label. The order of the elements is the format's."""
    for tag in ("c:spPr", "c:marker", "c:dPt", "c:dLbls"):
        for old in series.findall(qn(tag)):
            series.remove(old)
    at = list(series).index(series.find(qn("c:tx"))) + 1
    stroke = _stroke(line.look)
    added = [_xml(f"<c:spPr>{stroke}</c:spPr>"), _xml('<c:marker><c:symbol val="none"/></c:marker>')]
    added += [_dot(n, line, stroke) for n in line.dots]
    added.append(_label(line, plan))
    for n, one in enumerate(added):
        series.insert(at + n, one)
    smooth = series.find(qn("c:smooth"))
    if smooth is not None:
        smooth.set("val", "0")


def _xml(text: str) -> Any:
    """TEXT, an element without its name spaces."""
    return parse_xml(re.sub(r"[ />]", lambda found: f" {nsdecls('c', 'a')}{found[0]}", text, count=1))


def _stroke(look: LineLook) -> str:
    dash = f'<a:prstDash val="{_DASHES[look.dash]}"/>' if look.dash else ""
    return f'<a:ln w="{units(look.width)}" cap="rnd">{solid(look.colour)}{dash}<a:round/></a:ln>'


def _dot(n: int, line: _Line, stroke: str) -> Any:
    """The dot at place N, and the line that leads to it."""
    ground = WHITE if line.is_aim else line.look.colour
    mark = (
        f'<c:symbol val="circle"/><c:size val="{line.dot_size}"/>'
        f'<c:spPr>{solid(ground)}<a:ln w="{units(2)}">{solid(line.look.colour)}</a:ln></c:spPr>'
    )
    return _xml(
        f'<c:dPt><c:idx val="{n}"/><c:marker>{mark}</c:marker><c:bubble3D val="0"/><c:spPr>{stroke}</c:spPr></c:dPt>'
    )


_SILENT = "".join(
    f'<c:{show} val="0"/>'
    for show in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
)


def _label(line: _Line, plan: ChartPlan) -> Any:
    """The label at the line's end: its name and last value, moved to the column where labels keep apart."""
    if line.label is None:
        return _xml(f"<c:dLbls>{_SILENT}</c:dLbls>")
    last = line.last
    x, y = plan.at(plan.years[last], line.values[last] or 0)
    across, down = (plan.right - x) / plan.wide, (line.label.y - y) / plan.high
    letters = (
        f'<a:defRPr sz="{round(points(LABEL_SIZE) * 100)}" b="{int(not line.is_aim and line.dot_size == _DOT[True])}">'
        f"{solid(line.colour)}</a:defRPr>"
    )
    body = '<a:bodyPr wrap="none" lIns="38100" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:spAutoFit/></a:bodyPr>'
    text = f'<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>{letters}</a:pPr><a:endParaRPr lang="sv-SE"/></a:p></c:txPr>'
    shown = _SILENT.replace('showVal val="0"', 'showVal val="1"').replace('showSerName val="0"', 'showSerName val="1"')
    label = _xml(
        f'<c:dLbls><c:dLbl><c:idx val="{last}"/><c:layout><c:manualLayout><c:x val="{across:.5f}"/>'
        f'<c:y val="{down:.5f}"/></c:manualLayout></c:layout>{_written(line, body, letters)}'
        f'<c:numFmt formatCode="{_escaped(number_format(plan.chart.decimals))}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}"
        f'<c:dLblPos val="r"/>{shown}<c:separator> </c:separator></c:dLbl>{_SILENT}'
        '<c:showLeaderLines val="0"/></c:dLbls>'
    )
    for t in label.iter(qn("a:t")):
        t.text = line.label.text
    return label


def _written(line: _Line, body: str, letters: str) -> str:
    """Words in place of the figure: those of a target, and of a line that ends early or has a long name."""
    if not line.is_written:
        return ""
    run = letters.replace("defRPr", "rPr").replace("<a:rPr ", '<a:rPr lang="sv-SE" ', 1)
    return f"<c:tx><c:rich>{body}<a:lstStyle/><a:p><a:pPr>{letters}</a:pPr><a:r>{run}<a:t/></a:r></a:p></c:rich></c:tx>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
