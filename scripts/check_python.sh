#!/usr/bin/env bash
# Says what is missing for a virtual environment, and the command that installs it.
set -u
python=${1:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Python saknas. Debian/Ubuntu: sudo apt install python3 python3-venv   macOS: brew install python@3.11" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 eller nyare behövs; här är $("$python" --version)." >&2
  echo "Debian/Ubuntu: sudo apt install python3.11 python3.11-venv   macOS: brew install python@3.11" >&2
  echo "Kör sedan: make run PYTHON=python3.11" >&2
  exit 1
fi
if ! command -v uv >/dev/null 2>&1 && ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "Pythons venv saknas. Debian/Ubuntu: sudo apt install python3-venv" >&2
  exit 1
fi
