"""What the running server does, in numbers that tell of nobody: for the page Drift, and for a port of their own."""

from __future__ import annotations

import sys
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
MAKER_UP = Gauge("nyckeltal_page_maker_up", "1 while the process that makes pages is up, else 0", registry=NUMBERS)
MAKER_RESTARTS = Gauge(
    "nyckeltal_page_maker_restarts", "How often it was started again since the server started", registry=NUMBERS
)
MAKER_MEMORY = Gauge(
    "nyckeltal_page_maker_resident_memory_bytes", "Its memory; 0 where it is down or not known", registry=NUMBERS
)


class GivenOut:
    """The port of this machine where the numbers are given out; 0: nowhere."""

    port = 0


GIVEN_OUT = GivenOut()


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


def memory_of(process_id: int | None) -> float:
    """Bytes that this process of the machine holds; 0 where there is none, or the machine does not tell (not Linux)."""
    told = ProcessCollector(pid=lambda: process_id or "none", registry=None).collect()
    return next((one.samples[0].value for one in told if one.name == "process_resident_memory_bytes"), 0.0)


def is_well(process_id: int | None, *, is_up: bool) -> bool:
    """Whether what was last known to be up (IS_UP) lives: asked or not, what died has no memory."""
    return is_up and (sys.platform != "linux" or memory_of(process_id) > 0)


def open_sessions() -> int:
    """How many browsers have a page open here."""
    return round(NUMBERS.get_sample_value("nyckeltal_sessions") or 0)


def counted() -> tuple[int, int]:
    """How many acts and faults there have been since this process began."""
    acts = [NUMBERS.get_sample_value("nyckeltal_act_seconds_count", {"kind": kind}) for kind in KINDS]
    faults = [NUMBERS.get_sample_value("nyckeltal_errors_total", {"kind": kind}) for kind in KINDS]
    return round(sum(one or 0 for one in acts)), round(sum(one or 0 for one in faults))
