"""What the models of presentations share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """A part of what is kept: never changed, and nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AreaEntry(Entry):
    """The whole of what is kept for an area of the catalogue."""

    area: str
