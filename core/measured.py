"""What the running server does, in numbers that tell of nobody: for the page Drift, and for a port of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

# A click on a page, a page's first paint, a form, a file or another address.
CLICK, PAINT, FORM, OTHER = "click", "paint", "form", "other"
KINDS = (CLICK, PAINT, FORM, OTHER)
_SECONDS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 3.0, 10.0)

# Ours alone: in the one that all of a process share, a name that somebody else has taken is a fault.
NUMBERS = CollectorRegistry()
ProcessCollector(registry=NUMBERS)
ACTS = Histogram(
    "nyckeltal_act_seconds", "How long what was asked took, by kind", ("kind",), buckets=_SECONDS, registry=NUMBERS
)
ERRORS = Counter(
    "nyckeltal_errors", "What could not be answered over a fault of ours, by kind", ("kind",), registry=NUMBERS
)
SESSIONS = Gauge("nyckeltal_sessions", "Browsers that have a page open in Streamlit", registry=NUMBERS)
SAVES = Gauge("nyckeltal_saves", "The state's revision: it grows with every save that readers see", registry=NUMBERS)
FIGURES_AGE = Gauge(
    "nyckeltal_figures_age_seconds", "Since the figures were fetched; -1 where there are none", registry=NUMBERS
)


@contextmanager
def acted(kind: str) -> Iterator[None]:
    """Measure what is done inside, of KIND."""
    began = time.perf_counter()
    try:
        yield
    except Exception:
        ERRORS.labels(kind).inc()
        raise
    finally:
        ACTS.labels(kind).observe(time.perf_counter() - began)


def failed(kind: str) -> None:
    """Count a fault of ours that is told in words."""
    ERRORS.labels(kind).inc()


def open_sessions() -> int:
    """How many browsers have a page open here."""
    return round(NUMBERS.get_sample_value("nyckeltal_sessions") or 0)


def counted() -> tuple[int, int]:
    """How many acts and faults there have been since this process began."""
    acts = [NUMBERS.get_sample_value("nyckeltal_act_seconds_count", {"kind": kind}) for kind in KINDS]
    faults = [NUMBERS.get_sample_value("nyckeltal_errors_total", {"kind": kind}) for kind in KINDS]
    return round(sum(one or 0 for one in acts)), round(sum(one or 0 for one in faults))
