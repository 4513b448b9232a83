"""Egna nyckeltal: what the feature brings to the site."""

from core.access.rights import Action, may_somewhere
from core.features.own_indicators.page import own_history_html, own_html
from core.features.own_indicators.routes import own_routes
from core.features.own_indicators.work_page import own_work_html
from core.web.choices import OWN, OWN_HISTORY, OWN_WORK
from core.web.pages import Door, Feature, MenuItem, personal

FEATURE = Feature(
    (
        personal(
            OWN,
            "Egna nyckeltal",
            "own.py",
            own_html,
            lambda person: may_somewhere(person, Action.READ_DRAFTS),
            door=Door.WORK,
            menu=(MenuItem(3),),
        ),
        personal(OWN_HISTORY, "Eget nyckeltal", "own_history.py", own_history_html, door=Door.WORK),
        personal(OWN_WORK, "Lägg in eget nyckeltal", "own_work.py", own_work_html, door=Door.WORK),
    ),
    own_routes,
)
