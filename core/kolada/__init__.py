"""Kolada's web API, version 3. Nothing outside this package knows how it works."""

from core.kolada.batches import Batch
from core.kolada.client import KoladaClient
from core.kolada.errors import (
    KoladaBusy,
    KoladaError,
    KoladaProtocol,
    KoladaRefused,
    KoladaStopped,
    KoladaUnreachable,
)
from core.kolada.models import Answer, Group, KpiMeta, Municipality, Observation, Unit
from core.kolada.transport import Transport

__all__ = [
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
]
