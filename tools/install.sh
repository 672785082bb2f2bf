#!/bin/sh
# Makes a virtual environment and installs what requirements.lock names, then this project, editable.
# Does nothing when neither the lock nor pyproject.toml nor the Python changed since the last time.
set -eu
cd "$(dirname "$0")/.."
venv=${1:-.venv}
python=${PYTHON:-python3}
need="python3-venv ca-certificates"

say() { printf '%s\n' "$*" >&2; }

command -v "$python" >/dev/null || { say "No $python here: Atout needs Python 3.11 or newer."; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Atout needs Python 3.11 or newer; $python is $("$python" -c 'import platform; print(platform.python_version())')."
    exit 1
}

state() { "$python" -c 'import sys; print(sys.version, sys.prefix)'; cat requirements.lock pyproject.toml atout/__init__.py; }
mark=$(state | cksum)
if [ -x "$venv/bin/atout" ] && [ "$(cat "$venv/.installed" 2>/dev/null)" = "$mark" ]; then exit 0; fi

# Debian and Ubuntu ship Python without the part that puts pip into a new environment.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if ! command -v apt-get >/dev/null; then
        say "This Python cannot make a virtual environment (no ensurepip)."
        exit 1
    elif [ "$(id -u)" = 0 ]; then
        say "Installing $need ..."
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
    else
        say "One thing is missing. Run this, then try again:"
        say "  sudo apt-get install $need"
        exit 1
    fi
fi

say "Installing into $venv; the first time takes a minute or two ..."
rm -f "$venv/.installed"
# A half-made environment, or one whose Python is gone or has another version, is made anew.
here=$("$python" -c 'import sys; print(sys.version)')
[ "$("$venv/bin/python" -c 'import pip, sys; print(sys.version)' 2>/dev/null)" = "$here" ] || rm -rf "$venv"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
pip="$venv/bin/python -m pip -qq --disable-pip-version-check --no-input"
$pip install --require-hashes -r requirements.lock
$pip install --no-deps --no-build-isolation -e .
printf '%s\n' "$mark" > "$venv/.installed"
