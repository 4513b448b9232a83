"""An area's report as it is worked on and given out: its texts in versions, filled from the deck and the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints
from sqlalchemy import Engine

from core.access.service import current_engine
from core.catalogue import Catalogue
from core.documents.area_versions import AreaVersion, AreaVersions, Kind
from core.documents.deck import Deck
from core.documents.entry import Written, cleaned
from core.documents.worked_on import Stamp, outdated
from core.features.reports.report import SECTION_TITLES, Report, Section
from core.features.reports.report_fill import filled_report
from core.features.reports.tables import ReportRow
from core.outcomes.figures import Figures
from core.tabular.fields import FieldsError, too_long

# Some three pages a section.
LONGEST_SECTION = 8_000


class ReportTexts(Written):
    """What is written of each section: a paragraph a line. Where nothing is, the deck's stands.

    ``written`` are the figures that each text belongs to (``core.documents.worked_on``).
    """

    texts: Mapping[Section, Annotated[str, StringConstraints(max_length=LONGEST_SECTION)]] = Field(default_factory=dict)
    written: Mapping[Section, Stamp] = Field(default_factory=dict)

    @classmethod
    def read(cls, typed: Mapping[str, str], area: str) -> ReportTexts:
        """AREA's report as it is TYPED, by ``Section``. Raises FieldsError."""
        texts = {section: cleaned(typed.get(section, "")) for section in Section}
        faults = [
            too_long(section, SECTION_TITLES[section], len(text), LONGEST_SECTION)
            for section, text in texts.items()
            if len(text) > LONGEST_SECTION
        ]
        if faults:
            raise FieldsError(faults)
        return cls(area=area, texts={section: text for section, text in texts.items() if text})

    @property
    def typed(self) -> dict[str, str]:
        """The texts as they would have been typed."""
        return {section.value: text for section, text in self.texts.items()}

    def stamped(self, before: ReportTexts, now: Stamp, *, is_sure: bool = False) -> ReportTexts:
        """The same, in which what differs from BEFORE is written of the figures NOW; all of it where IS_SURE."""
        kept = {} if is_sure else {one: of for one, of in before.written.items() if self._is_as(before, one)}
        return self.model_copy(update={"written": {one: kept.get(one, now) for one in self.texts}})

    def outdated(self, now: Stamp) -> Mapping[Section, str]:
        """What there is to say of the sections that were written of other figures than those NOW."""
        found = {one: outdated(self.written.get(one), now) for one in self.texts}
        return {one: why for one, why in found.items() if why}

    def _is_as(self, before: ReportTexts, section: Section) -> bool:
        return self.texts.get(section) == before.texts.get(section)


REPORTS = Kind(
    name="rapport",
    the_thing="Rapporten",
    freezes="gav ut",
    row=ReportRow,
    written=ReportTexts,
    frozen=Report,
    facts=lambda written: {"tecken": sum(map(len, written.texts.values()))},
)

ReportVersion = AreaVersion[ReportTexts, Report]


class Reports(AreaVersions[ReportTexts, Report]):
    """The reports of one database. A version that is given out is frozen: texts, charts and figures."""

    def __init__(self, engine: Engine, catalogue: Catalogue | None = None) -> None:
        super().__init__(engine, REPORTS, catalogue)


def current_reports(catalogue: Catalogue | None = None) -> Reports:
    """The process's own, by the settings in the environment."""
    return Reports(current_engine(), catalogue)


def report_of(figures: Figures, deck: Deck, written: ReportTexts) -> Report:
    """The report with what is WRITTEN, the area's DECK, and the figures of the day."""
    return filled_report(figures, deck, written.texts)
