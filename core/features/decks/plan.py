"""What a convenor has chosen to show: slides without figures, which ``core.features.decks.resolve`` puts in."""

from __future__ import annotations

from pydantic import Field

from core.documents.deck import LONGEST_TEXT, LONGEST_TITLE, SlideKind
from core.documents.entry import Entry, Written
from core.documents.worked_on import Stamp

MOST_SLIDES = 60
# The slide of what is done, which a deck has once.
ACTED_ID = "atgarder"
# What a slide's texts are called in a form, and whether several answers may be chosen.
FIELDS = {"title": "titel", "text": "text", "notes": "anteckning"}
SEVERAL = "flera"
# What a new slide is asked for by, and the beginning of a question's id.
QUESTION_ID = "fraga"
# The same of an exercise's result, which its municipality, run and question follow.
RESULT_ID = "resultat"


def result_key(run: str, question: str) -> str:
    """What a picture of an exercise is called: the ids of its RUN and QUESTION."""
    return f"{run}/{question}"


class SlidePlan(Entry):
    """One slide as it was chosen. ``title`` '' is the automatic one; ``text`` has a paragraph on each line.

    ``kpi`` and ``municipality`` say which finding a story tells of. What is not ``is_shown`` is kept, but not drawn.
    Of a question the title is what is asked, the text its answers, and ``is_several`` whether one may choose more.
    ``result`` is which exercise's picture (``result_key``) of the ``municipality`` is shown.
    ``is_suggested``: the text is what the figures write, until somebody writes another. ``written`` are the figures
    that the title or text belongs to (``core.features.decks.written``).
    """

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    kind: SlideKind
    kpi: str = Field(default="", max_length=16)
    municipality: str = Field(default="", max_length=16)
    title: str = Field(default="", max_length=LONGEST_TITLE)
    text: str = Field(default="", max_length=LONGEST_TEXT)
    notes: str = Field(default="", max_length=LONGEST_TEXT)
    is_shown: bool = True
    is_suggested: bool = False
    is_several: bool = False
    result: str = Field(default="", max_length=80)
    written: Stamp | None = None

    @property
    def shows_picks(self) -> bool:
        """Whether it has the good examples that are picked for the day: until somebody writes about others."""
        return self.kind is SlideKind.EXAMPLES and not self.text.strip()


class DeckPlan(Written):
    """The slides of an area, in order."""

    slides: tuple[SlidePlan, ...] = Field(max_length=MOST_SLIDES)

    @property
    def typed(self) -> dict[str, str]:
        """It as somebody would have typed it, by slide and field ("titel.text"): reading that gives the same."""
        return {
            f"{one.id}.{field}": text
            for n, one in enumerate(self.slides, start=1)
            for field, text in (
                ("plats", str(n)),
                ("visas", "ja" if one.is_shown else ""),
                *([(SEVERAL, "ja" if one.is_several else "")] if one.kind is SlideKind.QUESTION else []),
                *((field, getattr(one, name)) for name, field in FIELDS.items()),
            )
        }
