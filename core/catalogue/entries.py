"""What every block of the catalogue's file is, and the kinds of words and numbers in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# Where one writes or reads: what anything else says would run in the reader's name.
Address = Annotated[str, StringConstraints(pattern=r"^(mailto:[^\s@?&]+@[^\s@?&]+\.[^\s@?&]+|https?://\S+)$")]
Word = Annotated[str, StringConstraints(pattern=r"^\w+$")]
KpiId = Annotated[str, StringConstraints(pattern=r"^[NU]\d{5}$")]
OwnId = Annotated[str, StringConstraints(pattern=r"^E\d{5}$")]
MunicipalityId = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
KoladaGroupId = Annotated[str, StringConstraints(pattern=r"^G\d{4,6}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Year = Annotated[int, Field(ge=1990, le=2100)]


class Entry(BaseModel):
    """A block of the file: it has what it shall have, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")
