"""Step 3 of the wizard: how a file was understood, and everything there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from core.features.own_indicators.models import Form, Understood, Upload
from core.features.own_indicators.progress import COLUMN, Progress
from core.features.own_indicators.reading.questions import Question, verdict
from core.features.own_indicators.words import CAUTION
from core.tabular.faults import Note, alike
from core.web.choices import DOWNLOADS
from core.words.formats import spans

FAULTS_FILE = f"{DOWNLOADS}/fel.csv"
# More than this on a page helps nobody; the file to download has them all.
MOST_FAULTS, MOST_SKIPPED, MOST_IN_QUESTION = 300, 200, 100
# Of what must be read before the verdict.
MOST_MATTERS = 6


_FILE_KIND = {"xlsx": "Excel (xlsx)", "ods": "LibreOffice (ods)", "csv": "CSV"}


def check_view(progress: Progress, members: Mapping[str, str]) -> dict[str, Any]:
    """What PROGRESS has come to, for an area with MEMBERS (id -> name), by the names of the template.

    Among ``sheets`` (name, whether it is read) and ``value_columns`` (letter, label, whether chosen) one can choose.
    ``matters`` are the notes that are read before the verdict, ``more_matters`` of them stand with the others.
    """
    upload = progress.upload or Upload("", None)
    read = upload.understood
    said, advice = _verdict(progress)
    faults = alike(upload.faults)
    matters = [_note(note) for note in (*progress.notes, *upload.notes) if note.matters]
    notes = [*matters[MOST_MATTERS:], *(_note(note) for note in upload.notes if not note.matters)]
    by_heading: dict[str, list[Question]] = {}
    for one in progress.questions:
        by_heading.setdefault(CAUTION[one.kind], []).append(one)
    return {
        "file_name": progress.work.file_name,
        "verdict": said,
        "advice": advice,
        "is_good": progress.has_values and not progress.unanswered,
        "facts": _facts(upload, read, members) if read else (),
        "columns": read.columns if read else (),
        "faults": faults[:MOST_FAULTS],
        "more_faults": sum(len(one.rows) for one in faults[MOST_FAULTS:]),
        "questions": by_heading,
        "most_in_question": MOST_IN_QUESTION,
        "confirmed": progress.confirmed,
        "matters": matters[:MOST_MATTERS],
        "more_matters": len(matters[MOST_MATTERS:]),
        "notes": notes[:MOST_SKIPPED],
        "skipped": upload.skipped[:MOST_SKIPPED],
        "more_skipped": max(0, len(upload.skipped) - MOST_SKIPPED),
        "faults_address": f"{FAULTS_FILE}?{urlencode({'arbete': progress.work.id})}",
        "sheets": [(name, name == read.sheet) for name in read.sheets] if read else (),
        "value_columns": [
            (one.letter, one.label, one.letter == progress.work.fields.get(COLUMN, ""))
            for one in (read.value_columns if read else ())
        ],
    }


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


def _note(note: Note) -> str:
    return f"Rad {note.row}: {note.what}" if note.row else note.what


def _facts(upload: Upload, read: Understood, members: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """How the file of UPLOAD was READ."""
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
