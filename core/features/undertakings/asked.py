"""What the addresses and forms of undertakings name: a plan, one of its activities, and what is done."""

from __future__ import annotations

from urllib.parse import urlencode

from core.web.choices import ACTION_PLAN
from core.web.forms import Form
from core.web.typed import DEED

PLAN_PARAM, MEASURE_PARAM, ACTIVITY = "handlingsplan", "atgard", "aktivitet"


def page_of(municipality: str, plan: str, activity: str = "") -> str:
    """The address of PLAN's page, with ACTIVITY open."""
    params = {"kommun": municipality, PLAN_PARAM: plan, ACTIVITY: activity}
    return f"{ACTION_PLAN}?{urlencode({name: text for name, text in params.items() if text})}"


def deed_in(form: Form) -> str:
    """What FORM does."""
    return form.get(DEED, "")[:16]
