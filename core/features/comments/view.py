"""What is said of an outcome, as the indicator's page draws it for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.features.comments.store import Comment
from core.words.dates import moment_words
from core.words.formats import filled_lines

# Where the page has the way to comment, for those who may (``core.site.site``).
EDIT_PLACE = '<span class="nk-edit"></span>'


@dataclass(frozen=True)
class CommentView:
    """A comment. Its two texts are in paragraphs, as they were typed: escape them."""

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
