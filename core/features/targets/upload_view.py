"""A file of targets before it is saved: what was understood, what is wrong, and how it would look."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.row_view import Face, face_of
from core.features.targets.preview import faces
from core.features.targets.view import group_options, page_address
from core.outcomes.figures import Figures
from core.targets.models import Target
from core.targets.planning import Plan, plan, read_hers
from core.targets.reading import TargetFile
from core.targets.setting import TargetSetting
from core.targets.words import asked_words, decision_words, when_words
from core.web.drafts import PendingWork, Work
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words
from core.words.formats import number

MOST_SHOWN = 200
_NO_FACE = Face("face-not-judged", "inget utfall", "Det finns inget utfall att jämföra med.")


@dataclass(frozen=True)
class PlannedView:
    """A target of the file: where, for what, what it asks for, what held before ('' for a new one), and its face."""

    place: str
    name: str
    about: str
    asks: str
    before: str
    rests_on: str
    face: Face


@dataclass(frozen=True)
class DoubtView:
    """A level to confirm: the file's row, whose it is, and why it is doubted."""

    row: int
    name: str
    about: str
    what: str


def upload_html(asked: Visit, setting: TargetSetting, pending: PendingWork, work: Work, area: str) -> str:
    """The file of WORK. Raises WorkGoneError."""
    upload = read_hers(setting, pending.content(work.id, by=asked.person), by=asked.person)
    planned = None if upload.faults else plan(setting, [target for _, target in upload.targets], by=asked.person)
    return render(
        "targets_upload.html",
        address=asked.address,
        notice=asked.notice,
        work=work,
        area=area,
        upload=upload,
        understood=understood_words(upload),
        faults=upload.faults[:MOST_SHOWN],
        more_faults=max(len(upload.faults) - MOST_SHOWN, 0),
        counts=plan_words(planned) if planned else "",
        has_changes=bool(planned and planned.changes),
        seal=planned.seal if planned else "",
        doubts=_doubts(setting, upload, planned)[:MOST_SHOWN] if planned else [],
        more_doubts=max(len(planned.doubts) - MOST_SHOWN, 0) if planned else 0,
        doubt_seal=planned.doubt_seal if planned else "",
        planned=_planned(asked.figures, setting, planned) if planned else [],
        more_planned=max(len(planned.changes) - MOST_SHOWN, 0) if planned else 0,
        back=page_address(work.subject, area),
        municipality=work.subject,
    )


def understood_words(upload: TargetFile) -> str:
    """How the file was read, in one line: "UTF-8 med BOM, semikolon mellan kolumnerna, 12 rader"."""
    parts = [upload.encoding, f"{upload.delimiter} mellan kolumnerna" if upload.delimiter else ""]
    parts.append(f"bladet {upload.sheet}" if upload.sheet else "")
    parts.append(f"{number(upload.rows)} {'rad' if upload.rows == 1 else 'rader'} under rubrikerna")
    return ", ".join(filter(None, parts))


def plan_words(planned: Plan) -> str:
    """What would be done: "12 nya, 3 ändrade, 40 som förut"."""
    counts = ((len(planned.added), "nya"), (len(planned.changed), "ändrade"), (planned.unchanged, "som förut"))
    return ", ".join(f"{number(n)} {words}" for n, words in counts)


def _planned(figures: Figures | None, setting: TargetSetting, planned: Plan) -> list[PlannedView]:
    targets = [*planned.added, *planned.changed][:MOST_SHOWN]
    rows = faces(figures, targets) if figures else [None] * len(targets)
    groups = dict(group_options(setting))
    return [
        PlannedView(
            place=setting.references.names.get(target.municipality, target.municipality),
            name=setting.catalogue.by_kpi[target.kpi].name,
            about=when_words(target),
            asks=asked_words(target, setting.catalogue, groups),
            before=_before(setting, planned, target, groups),
            rests_on=decision_words(target),
            face=face_of(row) if row else _NO_FACE,
        )
        for target, row in zip(targets, rows, strict=True)
    ]


def _doubts(setting: TargetSetting, upload: TargetFile, planned: Plan) -> list[DoubtView]:
    rows = {target.key: row for row, target in upload.targets}
    found = [
        DoubtView(
            row=rows[target.key],
            name=setting.catalogue.by_kpi[target.kpi].name,
            about=f"{setting.references.names.get(target.municipality, target.municipality)}, {when_words(target)}",
            what=doubt.what,
        )
        for target, doubt in planned.doubts
    ]
    return sorted(found, key=lambda doubt: doubt.row)


def _before(setting: TargetSetting, planned: Plan, target: Target, groups: dict[str, str]) -> str:
    version = planned.replaced.get(target.key)
    if version is None:
        return ""
    asked = asked_words(version.target, setting.catalogue, groups)
    return f"{asked} ({version.created_by}, {moment_words(version.created_at)})"
