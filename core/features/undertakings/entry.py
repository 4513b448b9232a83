"""Mina åtaganden, handlingsplaner and Uppföljning: what the feature brings to the site."""

from __future__ import annotations

from core.features.undertakings.plan_page import action_plan_html
from core.features.undertakings.plan_routes import plan_routes
from core.web.choices import ACTION_PLAN
from core.web.pages import Door, Feature, personal

_PLAN = personal(ACTION_PLAN, "Handlingsplan", "action_plan.py", action_plan_html, door=Door.GOALS)
FEATURE = Feature((_PLAN,), plan_routes)
