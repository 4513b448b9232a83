"""All tables: each room's are its own, and whoever needs every one asks for them here."""

from __future__ import annotations

import core.access.tables
import core.documents.tables
import core.features.comments.tables
import core.features.decks.tables
import core.features.own_indicators.tables
import core.features.reminders.tables
import core.features.reports.tables
import core.features.usage.tables
import core.state.ballots
import core.state.entries
import core.state.notes
import core.targets.tables
import core.web.tables  # noqa: F401 - each registers its own
from core.state.tables import Base

# Those first that others refer to.
TABLES = tuple(Base.metadata.sorted_tables)
