"""Whether the server at an address has figures to show: ends with 0 or 1, for a container's health check."""

from __future__ import annotations

import os
import sys
import urllib.request


def main(url: str) -> int:
    """Ask /halsa once."""
    try:
        with urllib.request.urlopen(f"{url}{os.environ.get('NYCKELTAL_BASE_PATH', '')}/halsa", timeout=4):
            return 0
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
