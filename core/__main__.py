"""``python -m core``: the commands."""

from __future__ import annotations

import signal
import sys

from core.cli import main

# Told to end, a command takes back what it had half done, as at Ctrl+C.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
sys.exit(main(sys.argv[1:]))
