#!/bin/sh
# Proves the README's commands on a bare Debian 12: only git, make and python3 are there.
# Usage (as root): fresh-machine.sh FOLDER COMMAND...    for example: fresh-machine.sh /var/tmp/bare make test
# The mirror and the package client's settings are those of this machine; nothing of them is written down.
set -eu
folder=$1
shift
here=$(cd "$(dirname "$0")/.." && pwd)
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed -n -e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) bookworm .*/\2/p' -e 's/^URIs: *\([^ ]*\).*/\1/p' | head -n 1)

if [ ! -e "$folder/etc/debian_version" ]; then
    debootstrap --variant=minbase --include=git,make,python3,ca-certificates bookworm "$folder" "$mirror"
fi
cp /etc/resolv.conf /etc/hosts "$folder/etc/" 2>/dev/null || true
for settings in /etc/apt/apt.conf.d/* /etc/pip.conf; do
    case $settings in *docker* | *autoremove* | *packagekit* | *appstream* | *debconf) continue ;; esac
    [ -f "$settings" ] && install -D -m 644 "$settings" "$folder$settings"
done
for authority in "${PIP_CERT:-}" "${SSL_CERT_FILE:-}"; do
    [ -n "$authority" ] && [ -f "$authority" ] && install -D -m 644 "$authority" "$folder$authority"
done
mount --bind /proc "$folder/proc"
mount --bind /dev "$folder/dev"
trap 'umount "$folder/proc" "$folder/dev"' EXIT

rm -rf "$folder/srv/neuvola-desk"
git clone -q "$here" "$folder/srv/neuvola-desk"
status=0
chroot "$folder" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    PIP_CERT="${PIP_CERT:-}" SSL_CERT_FILE="${SSL_CERT_FILE:-}" \
    sh -c 'cd /srv/neuvola-desk && exec "$@"' sh "$@" || status=$?
exit "$status"
