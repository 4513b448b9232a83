"""What a piece of work on an own indicator has come to, and what is left to do before it may be saved. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256

from core.errors import NyckeltalError
from core.features.own_indicators.indicators import OwnIndicator, description
from core.features.own_indicators.models import Entry, Upload
from core.features.own_indicators.reading.questions import Question
from core.features.own_indicators.versions import Comparison, Content, Version, compared
from core.tabular.faults import Note, cut
from core.tabular.fields import FieldFault
from core.web.drafts import Work

# What is kept of the work beside the fields of FORM.
PARENT, TRIED, CONFIRMED, NOTE, SHEET, COLUMN = "parent", "tried", "bekraftat", "note", "blad", "kolumn"


class UnfinishedError(NyckeltalError):
    """The work cannot be saved yet."""


@dataclass(frozen=True)
class Progress:
    """What a piece of work has come to.

    ``indicator`` is None as long as ``faults`` says what is wrong with the description. ``before`` is the version that
    a new one is made from, None for a new indicator; ``newest`` another one that has come since, else None. ``upload``
    is None where no file has come; then a version keeps the values of ``before``. ``rows`` are the values that would be
    kept: the file's, or those of ``before`` with the file's over them where ``is_adding``. ``notes`` tell what was
    hidden of the whole. ``share`` is how much of the file is read: until all is (1.0), nothing is known of it.
    """

    work: Work
    indicator: OwnIndicator | None
    faults: tuple[FieldFault, ...]
    before: Content | None
    newest: Version | None
    upload: Upload | None
    questions: tuple[Question, ...]
    rows: tuple[Entry, ...]
    is_adding: bool = False
    notes: tuple[Note, ...] = ()
    share: float = 1.0

    @property
    def confirmed(self) -> frozenset[str]:
        """The tokens that she has ticked; those of another file mean nothing."""
        return frozenset(self.work.fields.get(CONFIRMED, "").split())

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """What she has not confirmed yet."""
        return tuple(question for question in self.questions if not question.is_answered(self.confirmed))

    @property
    def confirmed_questions(self) -> tuple[Question, ...]:
        """What she has confirmed as it is: what is kept of the version before needs no confirming."""
        return tuple(one for one in self.questions if one.token in self.confirmed)

    @property
    def has_values(self) -> bool:
        """Whether there are values to look at: of a file without faults, or of the version before."""
        return self.upload.is_usable if self.upload else self.before is not None and self.share == 1

    @property
    def is_ready(self) -> bool:
        """Whether it may be saved."""
        return self.indicator is not None and self.has_values and not self.unanswered

    @property
    def has_same_values(self) -> bool:
        """Whether the values would be those of the version before."""
        return self.before is not None and self._values == self.before.values

    @property
    def _values(self) -> tuple[Entry, ...]:
        return tuple(sorted(self.rows, key=lambda value: value.key))

    @property
    def changes(self) -> Comparison | None:
        """What differs from the version before; None for a new indicator, or one that is not described."""
        if self.before is None or self.indicator is None:
            return None
        version = replace(self.before.version, indicator=self.indicator)
        return compared(self.before, Content(version, self._values))

    @property
    def seal(self) -> str:
        """Stands for all that would be saved, so that nothing else is saved than what was seen."""
        described = [str(value) for value in description(self.indicator).values()] if self.indicator else []
        values = [
            (one.municipality, one.year, one.period, one.gender, one.value, one.status, one.persons)
            for one in self.rows
        ]
        parent = self.work.fields.get(PARENT, "")
        return sha256(json.dumps((parent, described, values)).encode()).hexdigest()

    @property
    def area(self) -> str:
        """The area that it is for, '' as long as none is chosen; of an indicator that there is, its own."""
        return self.before.version.indicator.area if self.before else self.work.fields.get("area", "")

    @property
    def name(self) -> str:
        """What the work is called in a list; '' as long as it has no name."""
        return cut(self.work.fields.get("name", "").strip(), 150)


UNDESCRIBED = ("Beskrivningen har fält som saknas eller behöver rättas.", "Gå till steg 1.")


def both_have_values(progress: Progress, newest: Version) -> bool:
    """Whether a file has come for the work, and NEWEST has another than the version that it was begun from."""
    before = progress.before.version.upload.sha256 if progress.before else ""
    return progress.upload is not None and newest.upload.sha256 != before


def require_finished(progress: Progress, seen: str) -> None:
    """Raise UnfinishedError with the first thing that is left to do."""
    if progress.indicator is None:
        raise UnfinishedError(*UNDESCRIBED)
    if progress.upload is None and progress.before is None:
        raise UnfinishedError("Det finns ingen fil än.", "Gå till steg 2 och välj den.")
    if not progress.has_values:
        raise UnfinishedError("Filen har fel eller saknar värden.", "Gå till steg 3 och se vad som ska rättas.")
    if progress.unanswered:
        raise UnfinishedError("Det finns varningar som inte är bekräftade.", "Gå till steg 3 och kontrollera dem.")
    if progress.seal != seen:
        what = "Arbetet har ändrats sedan du såg förhandsvisningen, till exempel i en annan flik. Inget är sparat."
        raise UnfinishedError(what, "Se på den nya, och spara om den ska gälla.")
