#!/bin/sh
# Installs the system packages that tests look through: a browser, a PDF reader, a word processor, dictionaries, one font,
# a voice, a network of one's own, a PostgreSQL server; the Redis server that `atout bench` compares with, and the C
# compiler for the power that it cuts.
# As root it installs what is missing; otherwise it prints the one command and goes on: a test whose tool
# is missing is skipped and says so (with CI=true such a skip is a failure).
set -eu
wanted="chromium poppler-utils libreoffice-writer-nogui hunspell hunspell-fr hunspell-en-us hunspell-uk hunspell-ar fonts-dejavu-core redis-server postgresql espeak-ng iproute2 util-linux gcc libc6-dev"

command -v dpkg-query >/dev/null || { echo "Not a Debian: please install by hand what matches: $wanted"; exit 0; }
missing=""
for package in $wanted; do
    [ "$package" != postgresql ] || ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || continue
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
    echo "Some tests will be skipped. To run them all:  sudo apt-get install --no-install-recommends$missing"
    exit 0
fi
echo "Installing$missing ..."
apt-get update -qq
known=""
for package in $missing; do
    case $(apt-cache policy "$package" | sed -n 's/^ *Candidate: //p') in
        "" | "(none)") echo "No package $package on this system: the tests that need it are skipped." ;;
        *) known="$known $package" ;;
    esac
done
export DEBIAN_FRONTEND=noninteractive
case "$known" in
    *postgresql*) # its programs are wanted, and no server that runs from then on
        apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
        sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf ;;
esac
[ -z "$known" ] || apt-get install -y -qq --no-install-recommends $known >/dev/null
