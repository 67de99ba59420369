#!/bin/sh
# Installs the system libraries that Qt and the tests need, or says exactly which are missing.
# Usage: system-packages.sh run|test
set -eu

run_packages="python3-venv libegl1 libgl1 libx11-6 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3
libglib2.0-0 libbrotli1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-randr0
libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxcb-xfixes0 libxcb-sync1 libxkbcommon-x11-0 libx11-xcb1"
test_packages="xvfb xauth dbus libatomic1 gnome-keyring poppler-utils postgresql haproxy
faketime fiu-utils chromium unicode-data at-spi2-core qpdf cups cups-ipp-utils cups-filters libglib2.0-bin"

wanted=$run_packages
[ "${1:-run}" = test ] && wanted="$run_packages $test_packages"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "Not a Debian system: make sure that Qt's libraries are there (the Debian names):" >&2
    echo "$wanted" | tr '\n' ' ' >&2
    echo >&2
    exit 0
fi

missing=""
for name in $wanted; do
    # A library may carry another name after a transition (libglib2.0-0t64): what provides it will do.
    if ! dpkg-query -W -f='${Status} ${Package} ${Provides}\n' 2>/dev/null \
        | grep -qE "^install ok installed (.*[ ,])?${name}( |,|$)"; then
        missing="$missing $name"
    fi
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root="sudo"
else
    echo "These system packages are missing and may not be installed from here. Please run:" >&2
    echo "    sudo apt-get install$missing" >&2
    exit 1
fi

echo "Installing system packages:$missing" >&2
if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2; then
    # The package lists may be old or empty.
    $as_root apt-get update -q >&2
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2
fi
