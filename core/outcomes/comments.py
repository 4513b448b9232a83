"""What is said of an outcome (kommentar): why it is as it is, and what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.state.versions import who_had
from core.words.dates import moment_words
from core.words.formats import filled_lines
from core.words.sentences import Row


@dataclass(frozen=True)
class Comment:
    """One version of the comment on an outcome: municipality x indicator (Kolada's or an own one's id) x year.

    ``why`` and ``actions`` (what is done) are as they were typed; both are '' in the version that removed it.
    ``number`` counts from 1; ``created_by`` is the name as it was then.
    """

    municipality: str
    indicator: str
    year: int
    number: int
    why: str
    actions: str
    created_by_id: int | None
    created_by: str
    created_at: datetime

    @property
    def value(self) -> Comment | None:
        """What it says; None where it removed what was said."""
        return None if self.is_removed else self

    @property
    def is_removed(self) -> bool:
        """Whether nothing is said any more."""
        return not (self.why or self.actions)

    @property
    def said(self) -> str:
        """Who had changed it and when, to whoever comes after."""
        done = "tagit bort" if self.is_removed else "ändrat"
        return who_had(self.created_by, f"{done} kommentaren", self.created_at)


def comment_on(row: Row, comments: Sequence[Comment]) -> Comment | None:
    """What COMMENTS (on its indicator, newest year first) say of ROW's outcome: of its year, or one that repeats it."""
    return next((one for one in comments if row["year"] <= one.year <= row["repeated_to"]), None)


@dataclass(frozen=True)
class CommentView:
    """A comment as everybody sees it. Its two texts are in paragraphs, as they were typed: escape them."""

    year: int
    why: tuple[str, ...]
    actions: tuple[str, ...]
    written_at: str


def comment_views(comments: Sequence[Comment]) -> tuple[CommentView, ...]:
    """COMMENTS in their order. Who wrote them is for those who may sign in."""
    return tuple(
        CommentView(one.year, filled_lines(one.why), filled_lines(one.actions), moment_words(one.created_at))
        for one in comments
    )
