"""Övningar: what the feature brings to the site."""

from __future__ import annotations

from core.features.exercises.answer_routes import answer_routes
from core.features.exercises.page import exercise_html, exercises_html
from core.features.exercises.routes import exercise_routes
from core.web.choices import EXERCISE, EXERCISES
from core.web.pages import Door, Feature, MenuItem, Page, personal

_LIST = Page(EXERCISES, "Övningar", "exercises.py", exercises_html, door=Door.WORK, menu=(MenuItem(4),))
_ONE = personal(EXERCISE, "En övning", "exercise.py", exercise_html, door=Door.WORK)
FEATURE = Feature((_LIST, _ONE), lambda: [*exercise_routes(), *answer_routes()])
