"""``python -m core``: the commands."""

from __future__ import annotations

import sys

from core.cli import main

sys.exit(main(sys.argv[1:]))
