#!/bin/sh
# Makes .venv from the pinned packages and puts the program into it, so that edits show at once.
# Usage: set-up.sh run|test PYTHON
set -eu
part=$1
python=$2

sh packaging/system-packages.sh "$part"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; '$python' is $("$python" --version 2>&1)." >&2
    echo "Install one and run for example: make PYTHON=python3.11 run" >&2
    exit 1
}
if [ ! -x .venv/bin/pip ]; then
    rm -rf .venv
    "$python" -m venv .venv
fi
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "requirements/$part.lock"
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
touch ".venv/.set-up-$part"
