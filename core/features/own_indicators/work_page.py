"""The wizard in which an own indicator is put in: four steps of one piece of work, which the address names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any
from urllib.parse import urlencode

from core.access.rights import Action, NotAllowedError, may_somewhere
from core.features.own_indicators.check_view import check_view
from core.features.own_indicators.history_view import described
from core.features.own_indicators.indicators import FORM
from core.features.own_indicators.models import Form
from core.features.own_indicators.outcome import YearRule
from core.features.own_indicators.progress import NOTE, TRIED, Progress
from core.features.own_indicators.shared import explained, places_of, wizard_of
from core.features.own_indicators.store import current_own
from core.features.own_indicators.values_view import changes_view, signal_table, value_table
from core.features.own_indicators.words import HELP, PERIOD_KINDS, field_words, options_of
from core.features.own_indicators.work import LONGEST_OWN_NOTE, areas_of, participants
from core.state.merging import theirs_in
from core.tabular.fields import MISSING, FieldFault, counted_words
from core.tabular.limits import LEAST_PERSONS, MOST_BYTES
from core.web.choices import OWN_HISTORY, OWN_WORK
from core.web.notices import Notice, place_of
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words
from core.words.formats import share
from core.words.numbers import number_in

_YEARS_IN_TEMPLATE = 5
# So many seconds a page waits for a file to be read, before it says how far that has come.
PATIENCE: float | None = 0.5
_ROWS = {"definition": 5, "purpose": 3, "measured": 3, "quality_note": 3, "source": 2}
_GROUPS = (
    ("Vad som mäts", ("area", "name", "unit", "decimals", "definition")),
    ("Hur det ska läsas", ("category", "direction")),
    ("Bakgrund", ("purpose", "source", "measured", "contact_role", "quality_note")),
)
# Most indicators need none of these.
_USUAL = {"year_rule": YearRule.LAST.value, "least_persons": str(LEAST_PERSONS)}
_FURTHER = ("break_years", "year_rule", "least_persons", "lowest", "highest")


class Step(IntEnum):
    """The steps, by their number on the screen."""

    DESCRIBE = 1
    FILE = 2
    CHECK = 3
    PREVIEW = 4

    @property
    def words(self) -> str:
        """Its name on the screen."""
        return ("Beskriv", "Fil", "Kontroll", "Förhandsvisning")[self - 1]


@dataclass(frozen=True)
class StepLink:
    """A step in the row of steps; ``note`` says how it stands."""

    number: int
    words: str
    address: str
    is_here: bool
    is_done: bool
    note: str


@dataclass(frozen=True)
class FieldView:
    """A field of the description. ``options`` are (what is sent, words, help) where one chooses."""

    name: str
    label: str
    typed: str
    help: str
    longest: int | None
    rows: int
    is_needed: bool
    options: tuple[tuple[str, str, str], ...]


@explained
def own_work_html(asked: Visit) -> str:
    """A step of the work that the address names. Raises NotAllowedError for who may put in nothing."""
    if not may_somewhere(asked.person, Action.UPLOAD):
        raise NotAllowedError(asked.person, Action.UPLOAD)
    number = number_in(asked.params.get("arbete", ""))
    if not number:
        return render("work_begin.html", address=asked.address, notice=asked.notice)
    progress = wizard_of(asked.person, asked.catalogue, asked.figures, datetime.now(UTC)).progress(number, PATIENCE)
    step = _step(asked, progress)
    return render(
        "work.html",
        address=asked.address,
        notice=asked.notice,
        step=step,
        steps=[_link(one, step, progress) for one in Step],
        number=number,
        title=progress.name or "Nytt eget nyckeltal",
        before=progress.before.version.number if progress.before else 0,
        history_address=f"{OWN_HISTORY}?{urlencode({'id': progress.work.subject})}" if progress.before else "",
        overtaken=_overtaken(progress),
        reading=reading_words(progress) if progress.share < 1 else "",
        share=progress.share,
        **_CONTENT[step](asked, progress),
    )


def step_address(number: int, step: Step) -> str:
    """Where STEP of the work NUMBER is."""
    return f"{OWN_WORK}?{urlencode({'arbete': number, 'steg': int(step)})}"


def _step(asked: Visit, progress: Progress) -> Step:
    """The step in the address; else the first that is not done."""
    wanted = number_in(asked.params.get("steg", ""))
    if wanted in list(Step):
        return Step(wanted)
    return next((step for step in Step if not _is_done(step, progress)), Step.PREVIEW)


def _is_done(step: Step, progress: Progress) -> bool:
    if step is Step.DESCRIBE:
        return progress.indicator is not None
    if step is Step.FILE:
        return progress.work.has_file or progress.before is not None
    if step is Step.CHECK:
        return progress.has_values and not progress.unanswered
    return False


def _link(step: Step, here: Step, progress: Progress) -> StepLink:
    is_done = _is_done(step, progress)
    return StepLink(
        number=int(step),
        words=step.words,
        address=step_address(progress.work.id, step),
        is_here=step is here,
        is_done=is_done,
        note="klart" if is_done else "du är här" if step is here else "inte klart",
    )


def reading_words(progress: Progress) -> str:
    """How far the reading of PROGRESS's file has come."""
    return f"{share(progress.share, 1)} är läst" if progress.share else "den väntar på sin tur"


def _overtaken(progress: Progress) -> tuple[str, str, int] | None:
    """Who has saved another version since the work began, and when."""
    newest = progress.newest
    return (newest.created_by, moment_words(newest.created_at), newest.number) if newest else None


def _describe(asked: Visit, progress: Progress) -> dict[str, Any]:
    fields = progress.work.fields
    faults = tuple((place_of(one.field), one.label, _fault_words(one)) for one in progress.faults if TRIED in fields)
    wrong = Notice(f"{counted_words(len(faults))}. Det du har skrivit är kvar.", is_good=False, faults=faults)
    areas = tuple((id_, asked.catalogue.area_by_id[id_].name, "") for id_ in areas_of(asked.person, asked.catalogue))
    views = {name: _field(name, fields, areas) for name in FORM}
    if progress.before:
        del views["area"]
    further = [views[name] for name in _FURTHER]
    return {
        "groups": [(title, [views[name] for name in names if name in views]) for title, names in _GROUPS],
        "further": further,
        "theirs": {name: _in_words(name, text) for name, text in theirs_in(fields).items()},
        "further_open": any(
            wrong.why(field.name) or field.typed not in ("", _USUAL.get(field.name)) for field in further
        ),
        "wrong": wrong if faults else None,
        "area_name": field_words("area", progress.area, asked.catalogue) if progress.before else "",
    }


def _in_words(name: str, typed: str) -> str:
    """What is TYPED in the field NAME as it stands on the page: of a choice, the choice's words."""
    return next((words for sent, words, _ in options_of(name) if sent == typed), typed)


def _fault_words(fault: FieldFault) -> str:
    """FAULT at its field; where one chooses, the choices stand there already."""
    is_unchosen = fault.what == MISSING and (fault.field == "area" or options_of(fault.field))
    return "Välj ett av alternativen." if is_unchosen else f"{fault.what} {fault.advice}"


def _field(name: str, fields: Mapping[str, str], areas: tuple[tuple[str, str, str], ...]) -> FieldView:
    field = FORM[name]
    return FieldView(
        name=name,
        label=field.label,
        typed=fields.get(name, "") or (_USUAL.get(name, "") if options_of(name) else ""),
        help=HELP[name],
        longest=field.longest,
        rows=_ROWS.get(name, 0),
        is_needed=field.is_needed,
        options=areas if name == "area" else options_of(name),
    )


def _file(asked: Visit, progress: Progress) -> dict[str, Any]:
    upload = progress.upload
    last = datetime.now(UTC).year - 1
    return {
        "file_name": progress.work.file_name,
        "is_usable": bool(upload and upload.is_usable),
        "members": ", ".join(participants(asked.catalogue, progress.area).values()),
        "most": MOST_BYTES // 1_000_000,
        "first_year": last - _YEARS_IN_TEMPLATE + 1,
        "last_year": last,
        "period_kinds": PERIOD_KINDS,
        "forms": [(form.name.lower(), form.value) for form in Form],
    }


def _check(asked: Visit, progress: Progress) -> dict[str, Any]:
    members = participants(asked.catalogue, progress.area)
    return {"check": check_view(progress, members), "most": MOST_BYTES // 1_000_000}


def _preview(asked: Visit, progress: Progress) -> dict[str, Any]:
    indicator = progress.indicator
    if indicator is None or not progress.has_values:
        return {"values": None, "missing": len(progress.faults), "is_ready": False}
    places = places_of(asked.figures, asked.catalogue)
    members = participants(asked.catalogue, indicator.area)
    figures, changes = asked.figures, progress.changes
    return {
        "values": value_table(progress.rows, indicator.decimals, places, members),
        "signals": signal_table(figures, indicator, progress.rows, members) if figures else None,
        "facts": described(indicator, asked),
        "is_ready": progress.is_ready,
        "changes": changes_view(changes, asked) if changes else None,
        "seal": progress.seal,
        "count": len(progress.rows),
        "unanswered": len(progress.unanswered),
        "sends": current_own(asked.catalogue).publishing.needs_approval(indicator.area),
        "note": progress.work.fields.get(NOTE, ""),
        "longest_note": LONGEST_OWN_NOTE,
        "confirmed": [caution.what for one in progress.confirmed_questions for caution in one.cautions][:20],
        "is_adding": progress.is_adding,
        "keeps_values": progress.upload is None,
    }


_CONTENT = {Step.DESCRIBE: _describe, Step.FILE: _file, Step.CHECK: _check, Step.PREVIEW: _preview}
