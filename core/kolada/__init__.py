"""Kolada's web API, version 3. Nothing outside this package knows how it works."""

from core.kolada.batches import LIST_LIMIT, Batch
from core.kolada.client import NATION, KoladaClient
from core.kolada.errors import (
    KoladaBusy,
    KoladaError,
    KoladaProtocol,
    KoladaRefused,
    KoladaStopped,
    KoladaUnreachable,
    without_secrets,
)
from core.kolada.models import Answer, Group, KpiMeta, Municipality, Observation, Unit
from core.kolada.titles import unit_in
from core.kolada.transport import AWAITED, Transport

__all__ = [
    "AWAITED",
    "LIST_LIMIT",
    "NATION",
    "Answer",
    "Batch",
    "Group",
    "KoladaBusy",
    "KoladaClient",
    "KoladaError",
    "KoladaProtocol",
    "KoladaRefused",
    "KoladaStopped",
    "KoladaUnreachable",
    "KpiMeta",
    "Municipality",
    "Observation",
    "Transport",
    "Unit",
    "unit_in",
    "without_secrets",
]
