"""Drift: what the feature brings to the site."""

from __future__ import annotations

from core.access.rights import Action, may
from core.features.operation.page import operation_html
from core.web.choices import OPERATION
from core.web.pages import Door, Feature, MenuItem, personal

_LAST = 9


FEATURE = Feature(
    (
        personal(
            OPERATION,
            "Drift",
            "operation.py",
            operation_html,
            lambda person: may(person, Action.REFRESH),
            door=Door.ONES_OWN,
            menu=(MenuItem(_LAST),),
        ),
    )
)
