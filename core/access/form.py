"""What the sign-in form and the route behind it agree on."""

from __future__ import annotations

from urllib.parse import urlencode

SIGN_IN = "/logga-in"
OIDC = "/inloggning"
SIGN_OUT = "/logga-ut"
COOKIE = "nyckeltal"
# While one is on one's way to sign in elsewhere and back.
STATE_COOKIE = "nk-inloggning"
# By which a device is known again that its owner has signed in from.
DEVICE_COOKIE = "nyckeltal-enhet"
# By which the pages of an exercise that somebody answers are kept together, without an account.
ANSWERS_COOKIE = "nyckeltal-svar"

NAME_FIELD = "namn"
PASSWORD_FIELD = "losenord"  # noqa: S105 - a field's name
RETURN_FIELD = "till"
SESSION_FIELD = "inloggning"

FAULT_PARAM = "fel"
SECONDS_PARAM = "sekunder"
WRONG = "namn-eller-losenord"
WAIT = "vanta"
ELSEWHERE = "hos-kommunen"

LONGEST_ADDRESS = 2000


def local_address(text: str) -> str:
    """TEXT where it leads to a page of ours; else the first page. Never away from here, and never in a circle.

    Browsers read "//host" and "/\\host" as another server, and leave out tabs and line ends before they do.
    """
    is_local = text.startswith("/") and text[1:2] not in ("/", "\\") and text.isprintable()
    path = text.partition("?")[0].partition("#")[0].rstrip("/")
    if not is_local or len(text) > LONGEST_ADDRESS or path in (SIGN_IN, SIGN_OUT):
        return "/"
    return text


def refused(fault: str, return_to: str, seconds: int | None = None) -> str:
    """The address of the form again, with what was wrong; what was typed is not in it."""
    params = {FAULT_PARAM: fault}
    if seconds is not None:
        params[SECONDS_PARAM] = str(seconds)
    return f"{SIGN_IN}?{urlencode(params | {RETURN_FIELD: return_to})}"
