#!/bin/sh
# Makes dist/neuvola-desk_VERSION_ARCHITECTURE.deb from this checkout, on Debian 12, in one go.
# Usage: build.sh [PYTHON]   The Python is carried in the package; it must be 3.11 or newer with a shared library.
# What is missing is installed by apt where that may be done, else it is named.
# COMPRESSION=zstd makes a larger package in a fraction of the time, to try it.
set -eu
cd "$(dirname "$0")/../.."
python=${1:-python3}
here=packaging/debian
environment=build/package-venv
stage=build/debian/neuvola-desk

tools="dpkg-dev binutils fakeroot python3-venv libpython3.11 desktop-file-utils"
missing=""
for name in $tools; do
    dpkg-query -W -f='${Status}\n' "$name" 2>/dev/null | grep -q "^install ok" || missing="$missing $name"
done
if [ -n "$missing" ]; then
    [ "$(id -u)" = 0 ] || { echo "Please run: sudo apt-get install$missing" >&2; exit 1; }
    echo "Installing:$missing" >&2
    apt-get install -y -q --no-install-recommends $missing >&2 ||
        { apt-get update -q >&2 && apt-get install -y -q --no-install-recommends $missing >&2; }
fi
sh packaging/system-packages.sh run  # the libraries of the system, by which the dependencies are told

if [ ! -x "$environment/bin/pip" ]; then
    rm -rf "$environment"
    "$python" -m venv "$environment"
fi
pip="$environment/bin/pip --disable-pip-version-check"
$pip install -q --require-hashes -r requirements/run.lock -r requirements/package.lock
$pip install -q --no-deps --no-build-isolation -e .
"$environment/bin/python" packaging/pyinstaller/build.py

version=$("$environment/bin/python" -c 'from importlib.metadata import version; print(version("neuvola-desk"))')
architecture=$(dpkg --print-architecture)
day=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}" +%F)

rm -rf build/debian
install -d "$stage/DEBIAN" "$stage/usr/bin" "$stage/usr/lib" "$stage/usr/share/applications" \
    "$stage/usr/share/icons/hicolor/scalable/apps" "$stage/usr/share/lintian/overrides"
cp -R dist/neuvola-desk "$stage/usr/lib/neuvola-desk"
ln -s ../lib/neuvola-desk/neuvola-desk "$stage/usr/bin/neuvola-desk"
find "$stage/usr/lib" -type d -exec chmod 755 {} +
find "$stage/usr/lib" -type f -exec chmod 644 {} +
chmod 755 "$stage/usr/lib/neuvola-desk/neuvola-desk"
# The program itself carries its code behind its end, where strip would cut it off; libraries carry none.
find "$stage/usr/lib" -type f -name '*.so*' -exec strip --strip-unneeded {} +

install -m 644 "$here/neuvola-desk.desktop" "$stage/usr/share/applications/"
desktop-file-validate "$stage/usr/share/applications/neuvola-desk.desktop"
sed 's/currentColor/#ffffff/g' resources/icons/neuvola.svg \
    >"$stage/usr/share/icons/hicolor/scalable/apps/neuvola-desk.svg"
"$environment/bin/python" "$here/pictures.py" "$stage/usr/share/icons/hicolor"
"$environment/bin/python" "$here/papers.py" "$stage" "$version" "$day"
install -m 644 "$here/lintian-overrides" "$stage/usr/share/lintian/overrides/neuvola-desk"
if command -v appstreamcli >/dev/null 2>&1; then
    appstreamcli validate --no-net "$stage/usr/share/metainfo/fi.neuvola.desk.metainfo.xml"
fi

# What the carried libraries need of the system, by the packages that have it.
install -d build/debian/debian
printf 'Source: neuvola-desk\n\nPackage: neuvola-desk\nArchitecture: any\n' >build/debian/debian/control
libraries=$(cd "$stage" && find usr/lib/neuvola-desk \( -name '*.so*' -o -name neuvola-desk \) -type f)
folders=$(cd "$stage" && find usr/lib/neuvola-desk -name '*.so*' -printf '%h\n' | sort -u | sed "s|^|-lneuvola-desk/|")
depends=$(cd build/debian && echo "$libraries" | sed 's|^|neuvola-desk/|' |
    xargs dpkg-shlibdeps -O --ignore-missing-info --warnings=0 $folders | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { echo "dpkg-shlibdeps named no libraries" >&2; exit 1; }

size=$(du -k -s --apparent-size --exclude=DEBIAN "$stage" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
    -e "s/@DEPENDS@/$depends/" "$here/control.in" >"$stage/DEBIAN/control"
(cd "$stage" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
package="dist/neuvola-desk_${version}_${architecture}.deb"
dpkg-deb --root-owner-group -Z"${COMPRESSION:-xz}" --build "$stage" "$package" >&2
dpkg-deb --field "$package" Package Version Installed-Size Depends >&2
ls -l "$package" >&2
if command -v lintian >/dev/null 2>&1; then
    lintian --tag-display-limit 4 --fail-on error "$package" >&2
fi
