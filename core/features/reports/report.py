"""An area's written report: its uniform form, whoever writes the file."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from core.documents.deck import Glance, GlanceCell, Story
from core.documents.entry import AreaDocument, Entry


class Section(StrEnum):
    """The parts that are written, in their order; the value is the key of the text."""

    SUMMARY = "sammanfattning"
    OBSERVATIONS = "iakttagelser"
    COMPARISONS = "jamforelser"
    CONCLUSIONS = "slutsatser"
    ACTED = "atgarder"
    EXAMPLES = "exempel"


SECTION_TITLES = {
    Section.SUMMARY: "Sammanfattning",
    Section.OBSERVATIONS: "Iakttagelser",
    Section.COMPARISONS: "Jämförelser",
    Section.CONCLUSIONS: "Slutsatser",
    Section.ACTED: "Vad gör vi åt det",
    Section.EXAMPLES: "Goda exempel",
}


class ReportSection(Entry):
    """A written part. No paragraphs: it is not written yet, and says so."""

    section: Section
    paragraphs: tuple[str, ...] = ()


class ReportStory(Entry):
    """One of the deck's stories, with its message and what stands under it."""

    title: str
    subtitle: str
    story: Story
    source: str


class AppendixRow(Entry):
    """An indicator with its definition, and each municipality's figure in ``year``, in the order of the columns."""

    kpi: str
    name: str
    definition: str
    unit: str
    source: str
    year: str
    cells: tuple[GlanceCell, ...]


class Report(AreaDocument):
    """A report. ``day`` is the seminar day in words; ``appendix_on`` the day of the appendix' figures.

    ``sections`` has every ``Section`` once, in order, but what is done only where something is; ``columns`` are the
    municipalities of the appendix.
    """

    day: str
    appendix_on: date
    sections: tuple[ReportSection, ...]
    stories: tuple[ReportStory, ...]
    glance: Glance | None
    columns: tuple[str, ...]
    appendix: tuple[AppendixRow, ...]

    def is_empty(self, part: ReportSection) -> bool:
        """Whether PART says nothing: the observations have the stories under them."""
        return not part.paragraphs and not (part.section == Section.OBSERVATIONS and self.stories)
