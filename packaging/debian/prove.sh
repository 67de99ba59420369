#!/bin/sh
# Proves the package on a bare Debian 12: installed by apt, started, searched, printed, removed; what is left is listed.
# Usage (as root): prove.sh PACKAGE.deb FOLDER   FOLDER becomes the bare system and is removed at the end.
# Pictures and papers that were made are kept beside the package, in proof/. The machine needs debootstrap and xvfb.
# The mirror and the package client's settings are those of this machine; nothing of them is written down.
set -eu
package=$(readlink -f "$1")
bare=$2
proof=$(dirname "$package")/proof
user=kaija
[ ! -e "$bare" ] || { echo "$bare is there already: name another folder" >&2; exit 2; }

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed -n -e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) bookworm .*/\2/p' -e 's/^URIs: *\([^ ]*\).*/\1/p' | head -n 1)
xserver=""
clear_away() {
    [ -z "$xserver" ] || kill "$xserver" 2>/dev/null || true
    for place in tmp/.X11-unix proc dev; do
        mountpoint -q "$bare/$place" && umount "$bare/$place"
    done
    mountpoint -q "$bare/proc" || mountpoint -q "$bare/dev" || rm -rf "$bare"
}
trap clear_away EXIT
trap 'exit 130' INT TERM

say "A bare system"
debootstrap --variant=minbase bookworm "$bare" "$mirror" >/dev/null
cp /etc/resolv.conf /etc/hosts "$bare/etc/" 2>/dev/null || true
for settings in /etc/apt/apt.conf.d/*; do
    case $settings in *docker* | *autoremove* | *packagekit* | *appstream* | *debconf) continue ;; esac
    [ -f "$settings" ] && install -D -m 644 "$settings" "$bare$settings"
done
mount --bind /proc "$bare/proc"
mount --bind /dev "$bare/dev"
mkdir -p /tmp/.X11-unix "$bare/tmp/.X11-unix"
chmod 1777 /tmp/.X11-unix
mount --bind /tmp/.X11-unix "$bare/tmp/.X11-unix"

as_root() {
    chroot "$bare" /usr/bin/env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}
# The user has no network at all: what the desk does on its first day it does by itself.
as_user() {
    timeout 300 unshare --net chroot --userspec="$user:$user" "$bare" /usr/bin/env -i HOME="/home/$user" USER="$user" \
        PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY="$display" "$@"
}
listing() { (cd "$bare" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp \) -prune -o -print | sort); }

as_root apt-get update -q >/dev/null
as_root useradd --create-home "$user"
cp "$package" "$bare/srv/"
install -d "$proof"
listing >"$proof/files-before.txt"
as_root sh -c 'dpkg-query -W -f="\${Package}\n"' | wc -l | sed 's/$/ packages before/'

say "apt install ./$(basename "$package")   (no recommended packages: the named dependencies must do)"
as_root sh -c "cd /srv && apt-get install -y -q --no-install-recommends ./$(basename "$package")" >"$proof/apt.log" 2>&1 ||
    { tail -n 20 "$proof/apt.log"; fail "apt install"; }
grep -E '^(Need to get|After this operation|Setting up neuvola)' "$proof/apt.log" || true
as_root dpkg-query -W -f='${Package} ${Version} ${Status}, ${Installed-Size} KiB\n' neuvola-desk

say "Libraries that are not found"
missing=$(as_root sh -c 'find /usr/lib/neuvola-desk -name "*.so*" -type f -exec ldd {} + 2>/dev/null' |
    grep 'not found' | sort -u) || true
[ -z "$missing" ] && echo none || fail "$missing"

say "Menu entry, icon, man page, metadata"
for file in applications/neuvola-desk.desktop icons/hicolor/scalable/apps/neuvola-desk.svg \
    icons/hicolor/128x128/apps/neuvola-desk.png metainfo/fi.neuvola.desk.metainfo.xml; do
    [ -s "$bare/usr/share/$file" ] || fail "$file is missing"
    echo "/usr/share/$file"
done
if [ -e "$bare/usr/lib/neuvola-desk/_internal/neuvola_server" ]; then fail "the server is in the package"; fi

say "The window, as $user, without a network"
# Without a reset: after each last client it would be deaf for a while.
Xvfb -displayfd 3 -noreset -screen 0 1280x800x24 -nolisten tcp -ac 3>"$proof/display" >"$proof/xvfb.log" 2>&1 &
xserver=$!
waited=0
until [ -s "$proof/display" ]; do  # it names its number when it listens
    [ "$waited" -lt 600 ] || fail "Xvfb did not start"
    sleep 0.1
    waited=$((waited + 1))
done
display=":$(cat "$proof/display")"
rm "$proof/display"
for turn in first second; do
    begun=$(date +%s%N)
    as_user neuvola-desk --screenshot "/home/$user/window.png" || {
        cat "$proof/xvfb.log"
        kill -0 "$xserver" || echo "Xvfb has ended"
        ls -l /tmp/.X11-unix "$bare/tmp/.X11-unix"
        fail "the window did not open"
    }
    echo "$turn start, first search answered and picture taken: $((($(date +%s%N) - begun) / 1000000)) ms"
done
cp "$bare/home/$user/window.png" "$proof/window.png"

say "Search: tili tyhjä"
as_user neuvola-desk --json search "tili tyhjä" --limit 3 >"$proof/search.json"
cut -c 1-220 "$proof/search.json"
service=$(sed -n 's/^.*"hits":\[{"id":"\([^"]*\)".*$/\1/p' "$proof/search.json")
[ -n "$service" ] || fail "nothing was found"

say "Leaflets"
for language in fi sv ar; do
    as_user neuvola-desk leaflet "$service" --language "$language" --output "/home/$user/leaflet-$language.pdf"
    cp "$bare/home/$user/leaflet-$language.pdf" "$proof/"
done

say "A visit in the encrypted record (a passphrase, for there is no keyring here)"
as_user sh -c 'for command in "visit add --need velat" "visit list"; do
    printf "tyynen jarven ranta\n" | NEUVOLA_PASSPHRASE_FD=0 neuvola-desk $command || exit 1
done' || fail "the record"

say "doctor and about"
as_user sh -c 'printf "tyynen jarven ranta\n" | NEUVOLA_PASSPHRASE_FD=0 neuvola-desk doctor' || true
as_user neuvola-desk about >"$proof/about.txt"
head -n 2 "$proof/about.txt"
as_root neuvola-desk --version  # root may write into the program's folder, and leaves nothing there either

say "apt purge, with what came along"
as_root apt-get purge -y -q --auto-remove neuvola-desk >>"$proof/apt.log" 2>&1 || fail "apt purge"
listing >"$proof/files-after.txt"
as_root sh -c 'dpkg-query -W -f="\${Package}\n"' | wc -l | sed 's/$/ packages after/'

say "Files that are left, but for apt's and dpkg's own books"
comm -13 "$proof/files-before.txt" "$proof/files-after.txt" |
    grep -vE '^\./(var/(lib/(dpkg|apt)|cache/(apt|debconf|ldconfig))|var/log)(/|$)' >"$proof/files-left.txt" || true
cat "$proof/files-left.txt"
theirs=$(grep -vE "^\./home/$user/(window\.png|leaflet-..\.pdf|\.local(/share(/neuvola-desk(/.*)?)?)?)\$" \
    "$proof/files-left.txt") || true
if [ -n "$theirs" ]; then
    say "NOT the user's:"
    echo "$theirs"
    fail "something is left behind"
fi
say "Only the user's data is left."
