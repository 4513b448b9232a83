"""What a report says around its texts, the same as PDF and as DOCX."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.description import EXAMPLE
from core.charts.looks import MARKS
from core.documents.deck import NO_TITLE, GlanceCell, said_of
from core.documents.entry import DRAFT_MARK
from core.features.reports.report import AppendixRow, Report, ReportStory
from core.words.formats import first_upper, listed
from core.words.sources import attribution

KIND = "Rapport om nyckeltal"
FIGURES = "Bilaga 1. Siffror"
DEFINITIONS = "Bilaga 2. Definitioner och källor"
OVERVIEW = "Alla kommuner i en blick"
INDICATOR = "Indikator"
UNWRITTEN = "Texten är inte skriven än."
NO_FIGURES = "Området har inga indikatorer med siffror."
# The marks of the tables, for whoever meets them first there.
KEY = (
    ("square-best", "good", "bland de bästa 25\N{NO-BREAK SPACE}% i landet"),
    ("square-middle", "near", "bland de mittersta 50\N{NO-BREAK SPACE}%"),
    ("square-worst", "bad", "bland de sämsta 25\N{NO-BREAK SPACE}%"),
    ("square-neutral", "neutral", "varken bra eller dåligt i sig"),
)
# A table of no more rows than this stands on one page.
ROWS_TOGETHER = 14
DRAFT_WORDS = f"{DRAFT_MARK}: inte utgiven."
EXAMPLE_WORDS = f"{EXAMPLE}: kommuner och siffror är påhittade."


def mark_words(report: Report) -> tuple[str, ...]:
    """What is said of a report that is not what readers have, and of one that is made up."""
    return tuple(filter(None, (DRAFT_WORDS if report.is_draft else "", EXAMPLE_WORDS if report.is_example else "")))


def title_of(report: Report) -> str:
    """What the file is called."""
    return f"{report.name} – {KIND.lower()}"


def cover_lines(report: Report) -> Iterator[str]:
    """Under the title on the cover."""
    if report.columns:
        yield f"Kommunerna: {listed(report.columns)}"
    if report.day:
        yield f"Till {report.day}"
    yield f"Siffror per {report.figures_on.isoformat()}"
    yield attribution(is_example=report.is_example)


def figures_line(report: Report) -> str:
    """Over the table of the appendix."""
    other = report.appendix_on != report.figures_on
    day = f"Siffror per {report.appendix_on.isoformat()}" + (
        f" (bildspelets siffror: {report.figures_on.isoformat()})" if other else ""
    )
    empty = [row.name for row in report.appendix if not row.year]
    without = f" Utan värden: {listed(empty)}." if empty else ""
    return f"{day}. Varje rad står i sitt år; en siffra från ett annat år har sitt år bredvid sig.{without}"


def figure_rows(report: Report) -> list[tuple[str, str, tuple[GlanceCell, ...]]]:
    """The rows of the appendix that have a value: name, unit with year, cells."""
    return [(row.name, f"{row.unit} · {row.year}".lstrip(" ·"), row.cells) for row in report.appendix if row.year]


def story_title(told: ReportStory) -> str:
    """A story's heading; never empty."""
    return told.title.strip() or NO_TITLE


def outcome_line(told: ReportStory) -> str:
    """The outcome and its change: "Storköping 2025: 58 dagar, +11 dagar 2023–2025"."""
    story = told.story
    return ", ".join(filter(None, (f"{story.name} {story.year}: {story.outcome}", story.change)))


def comment_lines(told: ReportStory) -> tuple[str, ...]:
    """What the municipality says of it: why, and what is done; none where it says nothing."""
    return tuple(f"{heading}: {text}" for heading, text in said_of(told.story))


def source_line(told: ReportStory) -> str:
    """The source under a story."""
    return first_upper(told.source.strip().replace(". (", " ("))


def mark_of(cell: GlanceCell) -> str:
    """The mark of a cell's standing; '' for none."""
    return MARKS.get(cell.square.symbol, "") if cell.square else ""


def facts(row: AppendixRow) -> str:
    """What stands under an indicator's definition: its unit, its year and where it comes from."""
    return " · ".join((f"Enhet: {row.unit}", f"År: {row.year}" if row.year else "Inga värden", row.source))
