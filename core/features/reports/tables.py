"""The table of reports."""

from __future__ import annotations

from core.documents.tables import AreaVersionRow


class ReportRow(AreaVersionRow):
    """A version of an area's report; one that is frozen is given out."""

    __tablename__ = "reports"
