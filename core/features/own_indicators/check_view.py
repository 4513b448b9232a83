"""Step 3 of the wizard: how a file was understood, and everything there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from core.features.own_indicators.models import Form, Upload
from core.features.own_indicators.progress import COLUMN, Progress
from core.features.own_indicators.reading.questions import verdict
from core.features.own_indicators.words import CAUTION
from core.tabular.cells import letter
from core.tabular.faults import Caution, Note, alike, rows_named
from core.web.choices import DOWNLOADS
from core.words.formats import spans

FAULTS_FILE = f"{DOWNLOADS}/fel.csv"
# More than this on a page helps nobody; the file to download has them all.
MOST_FAULTS, MOST_SKIPPED, MOST_IN_QUESTION = 300, 200, 100
# Of what must be read before the verdict.
MOST_MATTERS = 6


_FILE_KIND = {"xlsx": "Excel (xlsx)", "ods": "LibreOffice (ods)", "csv": "CSV"}


@dataclass(frozen=True)
class ColumnView:
    """A column as it was read."""

    letter: str
    heading: str
    role: str
    is_read: bool


@dataclass(frozen=True)
class FaultView:
    """A line of the table of faults; ``row`` is what the screen calls it."""

    row: str
    column: str
    given: str
    what: str
    advice: str


@dataclass(frozen=True)
class QuestionView:
    """What is confirmed by one tick; ``more`` cautions are not shown. ``kept`` is the other answer, '' for none."""

    token: str
    kept: str
    cautions: tuple[Caution, ...]
    more: int
    is_confirmed: bool
    is_kept: bool


@dataclass(frozen=True)
class CheckView:
    """The step. ``verdict`` says in a few words how it stands; ``questions`` are by heading.

    Among ``sheets`` (name, whether it is read) and ``value_columns`` (letter, label, whether chosen) one can choose.
    ``matters`` are the notes that are read before it, ``more_matters`` of them stand with the others.
    """

    file_name: str
    verdict: str
    advice: str
    is_good: bool
    facts: tuple[tuple[str, str], ...]
    columns: tuple[ColumnView, ...]
    faults: tuple[FaultView, ...]
    more_faults: int
    questions: tuple[tuple[str, tuple[QuestionView, ...]], ...]
    matters: tuple[str, ...]
    more_matters: int
    notes: tuple[str, ...]
    skipped: tuple[tuple[int, str, str], ...]
    more_skipped: int
    faults_address: str
    keeps_values: bool
    sheets: tuple[tuple[str, bool], ...] = ()
    value_columns: tuple[tuple[str, str, bool], ...] = ()


def check_view(progress: Progress, members: Mapping[str, str]) -> CheckView:
    """What PROGRESS has come to, for an area with MEMBERS (id -> name)."""
    upload = progress.upload
    found = upload or Upload("", None)
    read = found.understood
    said, advice = _verdict(progress)
    faults = alike(found.faults)
    matters = tuple(_note(note) for note in (*progress.notes, *found.notes) if note.matters)
    return CheckView(
        file_name=progress.work.file_name,
        verdict=said,
        advice=advice,
        is_good=progress.has_values and not progress.unanswered,
        facts=_facts(upload, members) if upload else (),
        columns=_columns(upload),
        faults=tuple(
            FaultView(_rows(one.rows), one.first.column, one.first.given, one.first.what, one.first.advice)
            for one in faults[:MOST_FAULTS]
        ),
        more_faults=sum(len(one.rows) for one in faults[MOST_FAULTS:]),
        questions=_questions(progress),
        matters=matters[:MOST_MATTERS],
        more_matters=len(matters[MOST_MATTERS:]),
        notes=(*matters[MOST_MATTERS:], *(_note(note) for note in found.notes if not note.matters))[:MOST_SKIPPED],
        skipped=tuple((one.row, one.reason.value, one.detail) for one in found.skipped[:MOST_SKIPPED]),
        more_skipped=max(0, len(found.skipped) - MOST_SKIPPED),
        faults_address=f"{FAULTS_FILE}?{urlencode({'arbete': progress.work.id})}",
        keeps_values=upload is None and progress.before is not None,
        sheets=tuple((name, name == read.sheet) for name in read.sheets) if read else (),
        value_columns=tuple(
            (letter(one.place), one.label, letter(one.place) == progress.work.fields.get(COLUMN, ""))
            for one in (read.value_columns if read else ())
        ),
    )


def _verdict(progress: Progress) -> tuple[str, str]:
    upload, left = progress.upload, sum(len(question.cautions) for question in progress.unanswered)
    if upload is None:
        if progress.before:
            return "Värdena är de som redan finns.", "Välj en fil om även värdena ska ändras."
        return "Det finns ingen fil än.", "Välj den i steg 2."
    if not left and upload.is_usable and progress.before and progress.has_same_values:
        same = f"Värdena är desamma som i version {progress.before.version.number}."
        return same, "Inget ändras för läsarna om du inte har ändrat beskrivningen."
    return verdict(upload, left)


def _rows(rows: Sequence[int]) -> str:
    """ROWS with the same fault, the first of them by number."""
    return rows_named(rows).removeprefix("rad ") if rows[0] else "hela filen"


def _note(note: Note) -> str:
    return f"Rad {note.row}: {note.what}" if note.row else note.what


def _facts(upload: Upload, members: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """How the file was read; nothing where no table was found in it."""
    if upload.understood is None:
        return ()
    read = upload.understood
    places = {row.municipality for row in upload.rows}
    years = sorted({row.year for row in upload.rows})
    ours = len(places & members.keys())
    others = len(places - members.keys())
    count = f"{ours} av {len(members)} kommuner i området" + (f", och {others} utanför" if others else "")
    facts = [
        ("Filtyp", _FILE_KIND[read.kind]),
        ("Blad", read.sheet),
        ("Teckenkodning", read.encoding),
        ("Skiljetecken", read.delimiter),
        ("Decimaltecken", read.decimal_sign),
        ("Rubriker", f"rad {read.header_row}"),
        ("Upplägg", Form(read.form).value),
        ("Enhet", read.unit),
        ("Värden", str(len(upload.rows))),
        ("Kommuner", count if upload.rows else ""),
        ("År", spans(years)),
    ]
    return tuple((name, text) for name, text in facts if text)


def _columns(upload: Upload | None) -> tuple[ColumnView, ...]:
    if upload is None or upload.understood is None:
        return ()
    return tuple(
        ColumnView(letter(one.place), one.heading, one.role.value, one.role.name != "OTHER")
        for one in upload.understood.columns
    )


def _questions(progress: Progress) -> tuple[tuple[str, tuple[QuestionView, ...]], ...]:
    found: dict[str, list[QuestionView]] = {}
    for one in progress.questions:
        shown = one.cautions[:MOST_IN_QUESTION]
        view = QuestionView(
            token=one.token,
            kept=one.kept,
            cautions=shown,
            more=len(one.cautions) - len(shown),
            is_confirmed=one.token in progress.confirmed,
            is_kept=one.kept in progress.confirmed,
        )
        found.setdefault(CAUTION[one.kind], []).append(view)
    return tuple((title, tuple(views)) for title, views in found.items())
