"""Comments on an outcome: why it is as it is, and what is done. In versions; nothing is overwritten."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, insert, or_, select, update
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, require
from core.access.service import current_engine
from core.catalogue import Catalogue
from core.errors import NyckeltalError
from core.features.comments.tables import CommentRow
from core.outcomes.comments import Comment
from core.state.audit import Change, differing, record
from core.state.database import reading, writing
from core.state.versions import OvertakenError
from core.tabular.fields import checked_fields, has_content, text_field, whole_field
from core.tabular.limits import FIRST_YEAR

LONGEST_COMMENT = 2000
LAST_YEAR = 2200
KIND = "kommentar"


class CommentError(NyckeltalError):
    """A comment cannot be made as it was asked for."""


_COLUMNS = tuple(getattr(CommentRow, field.name) for field in fields(Comment))


class Comments:
    """The comments of one database. All raise StateError."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._catalogue = catalogue

    def comments(self, municipality: str) -> tuple[Comment, ...]:
        """What MUNICIPALITY's outcomes are commented with now, newest year first; for everybody.

        Removed ones are left out, and those on what is no indicator, as an own one is while it is not published.
        """
        if municipality not in self._municipalities:
            return ()
        row = CommentRow
        order = (row.indicator, row.year.desc())
        conditions = (row.municipality == municipality, row.superseded_at.is_(None), _says_something())
        return tuple(one for one in self._read(*conditions, order=order) if one.indicator in self._catalogue.by_kpi)

    def history(self, municipality: str, indicator: str, year: int, *, by: Person) -> tuple[Comment, ...]:
        """All versions of one comment, newest first. Raises NotAllowedError for who may not read drafts there."""
        area = self._area(indicator)
        require(by, Action.READ_DRAFTS, area=area)
        if area is None or municipality not in self._municipalities or not FIRST_YEAR <= year <= LAST_YEAR:
            return ()
        row = CommentRow
        wanted = (row.municipality == municipality, row.indicator == indicator, row.year == year)
        return self._read(*wanted, order=(row.number.desc(),))

    def save(
        self,
        municipality: str,
        indicator: str,
        year: int,
        *,
        why: str,
        actions: str,
        seen: int,
        by: Person,
        now: datetime,
    ) -> Comment | None:
        """Let WHY and ACTIONS be said of an outcome from now on; where both are blank it is removed.

        SEEN is the number of the version that BY saw, 0 where there was none. Gives what holds afterwards (a removed
        one too); None where nothing was ever said. The same texts again make no version. Raises NotAllowedError;
        FieldsError; CommentError for what is unknown; OvertakenError where another version has come since SEEN.
        """
        area = self._area(indicator)
        require(by, Action.COMMENT, area=area, municipality=municipality)
        self._check_place(area, municipality)
        texts = _checked(year, why, actions, now)
        with writing(self._engine) as session:
            current = _current(session, municipality, indicator, year)
            if texts == ((current.why, current.actions) if current else ("", "")):
                return current
            if current is not None and current.number != seen and not (seen == 0 and current.is_removed):
                advice = "Läs den som finns nu, och spara igen om din ska gälla."
                raise OvertakenError(current.said, advice, newest=current)
            number = current.number + 1 if current else 1
            comment = Comment(municipality, indicator, year, number, *texts, by.id, by.name, now)
            _put(session, comment)
            record(session, by, now, _change(current, comment))
            return comment

    @property
    def _municipalities(self) -> frozenset[str]:
        return frozenset(participant.id for participant in self._catalogue.participants)

    def _area(self, indicator: str) -> str | None:
        """The area of INDICATOR, Kolada's or a published own one; never what a client says."""
        known = self._catalogue.by_kpi.get(indicator)
        return known.area if known else None

    def _check_place(self, area: str | None, municipality: str) -> None:
        if area is None:
            raise CommentError("Nyckeltalet finns inte bland indikatorerna.", "Kontrollera adressen.")
        if municipality not in self._municipalities:
            raise CommentError("Kommunen är inte med i samarbetet.", "Välj en kommun som är med.")

    def _read(self, *conditions: ColumnElement[bool], order: tuple[Any, ...]) -> tuple[Comment, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(*_COLUMNS).where(*conditions).order_by(*order))
            return tuple(Comment(*row) for row in rows)


def _checked(year: int, why: str, actions: str, now: datetime) -> tuple[str, str]:
    """The two texts, '' where there is nothing to see. Raises FieldsError."""
    form = {
        "year": whole_field("År", FIRST_YEAR, now.year + 1),
        "why": text_field("Varför", LONGEST_COMMENT, is_needed=False, has_lines=True),
        "actions": text_field("Vad som görs", LONGEST_COMMENT, is_needed=False, has_lines=True),
    }
    found = checked_fields(form, year=year, why=why, actions=actions)
    kept = [found[name] if has_content(found[name]) else "" for name in ("why", "actions")]
    return kept[0], kept[1]


def _current(session: Session, municipality: str, indicator: str, year: int) -> Comment | None:
    row = CommentRow
    mine = (row.municipality == municipality, row.indicator == indicator, row.year == year)
    found = session.execute(select(*_COLUMNS).where(*mine, row.superseded_at.is_(None))).one_or_none()
    return Comment(*found) if found else None


def _put(session: Session, comment: Comment) -> None:
    row = CommentRow
    mine = (row.municipality == comment.municipality, row.indicator == comment.indicator, row.year == comment.year)
    session.execute(update(row).where(*mine, row.superseded_at.is_(None)).values(superseded_at=comment.created_at))
    session.execute(insert(row).values(**asdict(comment)))


def _change(before: Comment | None, after: Comment) -> Change:
    """What the log tells."""
    action = "tog bort" if after.is_removed else "ändrade" if before and not before.is_removed else "skrev"
    old, new = differing(_facts(before) if before else {}, _facts(after))
    return Change(action, KIND, f"{after.municipality} {after.indicator} {after.year}", old or None, new)


def _facts(comment: Comment) -> dict[str, str]:
    return {"varför": comment.why, "vad som görs": comment.actions}


def _says_something() -> ColumnElement[bool]:
    return or_(CommentRow.why != "", CommentRow.actions != "")


def current_comments(catalogue: Catalogue) -> Comments:
    """The process's own, by the settings in the environment; CATALOGUE is that of the figures in use."""
    return Comments(current_engine(), catalogue)
