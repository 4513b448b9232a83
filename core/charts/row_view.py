"""One row of the signal table as the templates draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.svg import Spark, said, spark
from core.outcomes.comments import Comment, comment_on
from core.signals import Attainment, Gender, Reason, Standing, Trend, Verdict
from core.tabular.faults import cut
from core.words import labels, symbols
from core.words.formats import number
from core.words.sentences import Row, slow_words

BAR_WIDTH = 112
_LONGEST_COMMENT = 140


@dataclass(frozen=True)
class Face:
    """The first signal: a symbol, its words and its sentence."""

    symbol: str
    words: str
    sentence: str


@dataclass(frozen=True)
class Arrow:
    """The second: a symbol (none when silent), tone (a verdict), word, sentence and small line.

    ``slow`` is the change over ten years that a level arrow does not tell. ``is_unsure`` where another value that is as
    likely would have given another arrow. ``told`` are the line's values as assets/hover.js reads them, '' where it is
    only looked at.
    """

    symbol: str
    tone: str
    words: str
    sentence: str
    spark: Spark | None
    slow: str = ""
    is_unsure: bool = False
    told: str = ""


@dataclass(frozen=True)
class Square:
    """The third: a symbol, words, sentence, and the dot's place on the bar (None: no bar; plain: no bands).

    ``is_unsure`` where another value that is as likely would have given another square.
    """

    symbol: str
    words: str
    sentence: str
    place: float | None
    plain: bool
    is_unsure: bool = False


@dataclass(frozen=True)
class RowView:
    """A row. ``notes`` are the small words after the unit; ``outdated`` rows are grey.

    ``serves`` are the goals that its indicator serves: what each is ("Nämndmål"), its title, and its page.
    """

    kpi: str
    name: str
    address: str
    area_name: str
    value: str
    unit: str
    year: str
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    outdated: bool
    target: str
    face: Face
    arrow: Arrow
    square: Square
    summary: str
    comment: str = ""
    serves: tuple[tuple[str, str, str], ...] = ()


def row_view(
    row: Row,
    address: str,
    area_name: str,
    comments: Sequence[Comment] = (),
    *,
    gender: str = Gender.TOTAL,
    serves: tuple[tuple[str, str, str], ...] = (),
    has_spark: bool = True,
    is_told: bool = False,
) -> RowView:
    """The row of ``signal_rows`` as it is drawn, with what COMMENTS on the indicator say of its year.

    ADDRESS is the indicator's page, GENDER what was asked for, SERVES as the row has it; HAS_SPARK where its small
    line is drawn, IS_TOLD where that can be pointed at for its values.
    """
    face, square = face_of(row), square_of(row)
    arrow = arrow_of(row, has_spark=has_spark, is_told=is_told)
    return RowView(
        kpi=row["kpi"],
        name=row["name"],
        address=address,
        area_name=area_name,
        value=number(row["value"], row["decimals"]),
        unit=row["unit"],
        year="" if row["year"] != row["year"] else f"{row['year']:.0f}",  # NaN is not itself
        notes=_notes(row, gender),
        tags=labels.tags(row["category"], kkik=row["kkik"], is_own=row["is_own"]),
        outdated=row["outcome_reason"] != Reason.NONE,
        target=row["target_text"],
        face=face,
        arrow=arrow,
        square=square,
        summary=_summary(face, arrow, square),
        serves=serves,
        comment=_comment_words(comment_on(row, comments)),
    )


def _comment_words(comment: Comment | None) -> str:
    """The beginning of COMMENT; all of it stands on the indicator's page."""
    return "" if comment is None else cut(comment.why or comment.actions, _LONGEST_COMMENT)


def face_of(row: Row) -> Face:
    """The face and what it says."""
    attainment = Attainment(row["attainment"])
    words = labels.ATTAINMENT[attainment]
    if row["attainment_reason"] == Reason.NOT_DUE:
        words = f"ska nås {row['target_year']:.0f}"
    elif row["attainment_reason"] == Reason.NO_TARGET:
        words = "inget mål"
    return Face(symbols.face(attainment), words, row["attainment_text"])


def arrow_of(row: Row, *, has_spark: bool = True, is_told: bool = False) -> Arrow:
    """The arrow, its word and, where it HAS_SPARK, its line, with its values where they are TOLD."""
    verdict = Verdict(row["trend_verdict"])
    series = row["series"] if has_spark and isinstance(row["series"], list) else None
    return Arrow(
        symbol=symbols.arrow(Trend(row["trend"])),
        tone=verdict.value,
        words=labels.trend_word(row["trend"], verdict),
        sentence=row["trend_text"],
        spark=spark(
            series,
            row["trend_from_year"],
            row["step"],
            deadband=row["trend_deadband"],
            breaks=row["break_years"],
        ),
        slow=slow_words(row),
        is_unsure=bool(row.get("trend_uncertain")),
        told=said((year, number(value, row["decimals"])) for year, value in series or ()) if is_told else "",
    )


def square_of(row: Row) -> Square:
    """The square and the place from worst (left) to best (right), or from low to high without a direction."""
    reason, n = Reason(row["standing_reason"]), row["standing_n"]
    neutral = reason == Reason.NO_DIRECTION
    symbol = symbols.square(Standing(row["standing"]), reason)
    place = None
    if reason == Reason.NONE or neutral:
        below = row["standing_lower"] if neutral else row["standing_worse"]
        above = row["standing_higher"] if neutral else row["standing_better"]
        place = round(BAR_WIDTH * (below + (n - below - above - 1) / 2) / (n - 1), 1)
    is_unsure = bool(row.get("standing_uncertain"))
    return Square(symbol, row["standing_words"], row["standing_text"], place, neutral, is_unsure)


def _notes(row: Row, gender: str) -> tuple[str, ...]:
    notes = []
    if row["preliminary"]:
        notes.append("prel.")
    if gender != row["gender"]:
        notes.append("ej könsuppdelat")
    if row["outcome_reason"] == Reason.OUTDATED:
        notes.append("gammalt värde")
    if row["later_text"]:
        notes.append(row["later_text"])
    return tuple(notes)


def _summary(face: Face, arrow: Arrow, square: Square) -> str:
    """The signals that say something, in a few words."""
    judged = [face.words] if face.symbol not in ("face-not-judged",) else []
    if arrow.symbol:
        judged.append(_marked(arrow.words, arrow.is_unsure))
    if square.symbol not in ("square-none",):
        judged.append(_marked(square.words.lower(), square.is_unsure))
    return " · ".join(judged)


def _marked(words: str, is_unsure: bool) -> str:
    return f"{words} (osäker)" if is_unsure else words
