"""Own indicators: a convenor's file read and checked (pure), and kept in versions in the state database."""

from core.own.models import Context, Entry, Form, Key, Range, Understood, Upload
from core.own.outcome import YEAR_RULE_NAMES, YearOutcome, YearRule, year_outcomes
from core.own.reading import read_upload
from core.own.template import Template, template_csv, template_xlsx
from core.tabular.faults import Caution, CautionKind, Fault, Note, Skipped, SkipReason
from core.tabular.headings import Column, Role

__all__ = [
    "YEAR_RULE_NAMES",
    "Caution",
    "CautionKind",
    "Column",
    "Context",
    "Entry",
    "Fault",
    "Form",
    "Key",
    "Note",
    "Range",
    "Role",
    "SkipReason",
    "Skipped",
    "Template",
    "Understood",
    "Upload",
    "YearOutcome",
    "YearRule",
    "read_upload",
    "template_csv",
    "template_xlsx",
    "year_outcomes",
]
