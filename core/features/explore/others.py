"""The search among all of Kolada's KPIs, and the wait while one is fetched: drawn with Streamlit, as ``page``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from core.access.addresses import network
from core.cache.asked_errors import AskedError
from core.cache.asking import Progress, asked_kpis
from core.cache.kolada_list import FoundKpis
from core.cache.snapshot import Snapshot
from core.errors import NyckeltalError
from core.features.explore import words

_MOST_FOUND = 30
_LOOKS_AGAIN_SECONDS = 0.4


def draw_search(take: Callable[[str], None], uses: Mapping[str, str]) -> None:
    """The search; TAKE is called with the id of the KPI that is chosen. USES are what it can be used as, if any."""
    with st.expander("Andra nyckeltal i Kolada"):
        text = st.text_input(
            "Sök bland alla nyckeltal i Kolada",
            key="nk-other-text",
            max_chars=60,
            placeholder="Till exempel bibliotek, cykel eller N09805",
        )
        if not text.strip():
            st.text("De hämtas från Kolada när du väljer dem, och sparas med sitt datum vid sidan av de utvalda.")
            return
        found = asked_kpis().search(text, most=_MOST_FOUND)
        st.text(words.found_kpis(found, text))
        if found.fetched_at is None and found.problem is None:
            _wait(lambda: _is_awaited(text), lambda: None)
        if found.kpis:
            if uses:
                st.segmented_control(
                    "Använd det som",
                    list(uses),
                    format_func=uses.__getitem__,
                    key="nk-other-use",
                    default="kpi",
                    required=True,
                )
            _choose(found, take)


def _is_awaited(text: str) -> bool:
    """Whether Kolada's list is on its way; not where it could not be fetched, which the page then says."""
    found = asked_kpis().search(text, most=1)
    return found.fetched_at is None and found.problem is None


def _choose(found: FoundKpis, take: Callable[[str], None]) -> None:
    titles = {one.id: f"{one.title} ({one.id})" for one in found.kpis if one.is_of_municipalities}
    st.session_state["nk-other"] = None

    def chosen() -> None:
        if kpi := st.session_state["nk-other"]:
            take(kpi)

    st.selectbox(
        "Träffar",
        list(titles),
        format_func=titles.__getitem__,
        key="nk-other",
        on_change=chosen,
        placeholder="Välj ett nyckeltal",
        filter_mode="contains",
    )


def draw_fetch(kpis: Sequence[str], snapshot: Snapshot) -> None:
    """See to it that KPIS are fetched, and tell how far it has come; the page is drawn anew when they are there."""
    for kpi in kpis:
        progress = asked_kpis().progress(kpi)
        if progress is None:
            _begin(kpi, snapshot)
        elif progress.error:
            _tell(progress.error)
            st.button("Försök igen", key=f"nk-again-{kpi}", on_click=renew, args=([kpi], snapshot))
    if any((now := asked_kpis().progress(kpi)) and not now.error for kpi in kpis):
        _wait(lambda: any(_goes_on(kpi) for kpi in kpis), lambda: _show(kpis))


def renew(kpis: Sequence[str], snapshot: Snapshot) -> None:
    """Fetch those of KPIS that are not here or are old, without a word: what there is of them is shown meanwhile."""
    for kpi in kpis:
        try:
            asked_kpis().begin(kpi, snapshot, _asker())
        except NyckeltalError:
            return


def _begin(kpi: str, snapshot: Snapshot) -> None:
    try:
        asked_kpis().begin(kpi, snapshot, _asker())
    except AskedError as error:
        _tell(error)


def _asker() -> str:
    return network(st.context.ip_address or "")


def _tell(error: NyckeltalError) -> None:
    st.text(" ".join(filter(None, (error.message, error.advice))))


def _goes_on(kpi: str) -> bool:
    progress = asked_kpis().progress(kpi)
    return progress is not None and progress.error is None


def _show(kpis: Sequence[str]) -> None:
    for kpi in kpis:
        progress = asked_kpis().progress(kpi)
        if progress is not None and progress.error is None:
            st.progress(_share(progress), text=words.fetching(kpi, progress))


def _share(progress: Progress) -> float:
    return progress.done / progress.total if progress.total else 0.0


def _wait(goes_on: Callable[[], bool], show: Callable[[], None]) -> None:
    """SHOW again and again while it GOES ON, without holding anybody's turn; then draw the page anew."""

    @st.fragment(run_every=_LOOKS_AGAIN_SECONDS)
    def look() -> None:
        if goes_on():
            show()
        else:
            st.rerun()

    look()
