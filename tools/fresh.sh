#!/usr/bin/env bash
# The proof that two commands are enough: an empty Debian holding nothing but git, make and python3, the committed
# state of this checkout, `make run`, a conversation, the PDF, then `make test` as the integration machine runs it.
#
# usage: tools/fresh.sh [bookworm|trixie]     as root, with debootstrap; the log is .fresh/<suite>.log
#
# The empty system is a folder that is thrown away (KEEP=1 keeps it). Mirror, certificates, proxies and pip's settings
# are those of this machine: none is named here.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
port=${PORT:-8765}
here=$PWD
room=${ROOM:-${TMPDIR:-/tmp}/atout-fresh-$suite}
[ "$(id -u)" = 0 ] || { echo "Building a system needs root." >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "First: apt-get install debootstrap" >&2; exit 1; }

# All mounts live in a namespace of their own and are gone with it, whatever happens.
if [ -z "${FRESH_INSIDE:-}" ]; then
    mkdir -p .fresh
    export FRESH_INSIDE=1
    status=0
    unshare --mount --pid --fork --kill-child --propagation private "$0" "$suite" 2>&1 | tee ".fresh/$suite.log" || status=1
    [ -n "${KEEP:-}" ] || rm -rf --one-file-system "$room"
    exit "$status"
fi

step() { printf '\n=== %s (%s s)\n' "$*" "$SECONDS"; }
# env -i: nothing of this machine's environment, except how to get through a proxy.
enter=(env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
    ${http_proxy:+http_proxy=$http_proxy} ${https_proxy:+https_proxy=$https_proxy} ${no_proxy:+no_proxy=$no_proxy}
    chroot "$room")
inside() { "${enter[@]}" "$@"; }
copy() { for file in "$@"; do [ ! -e "$file" ] || install -D -m 0644 "$file" "$room$file"; done; }

step "an empty $suite: git, make, python3"
case $suite in noble | jammy) label=Ubuntu ;; *) label=Debian ;; esac
mirror=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Created-By: Packages' | awk -v l="$label" '$2 == l {print $1; exit}')
[ -n "$mirror" ] || { echo "No mirror of $label among apt's sources (apt-get update?)." >&2; exit 1; }
rm -rf "$room"
mkdir -p "$room"
debootstrap --variant=minbase --include=git,make,python3 "$suite" "$room" "$mirror" >"$here/.fresh/$suite.debootstrap.log" 2>&1 ||
    { tail -20 "$here/.fresh/$suite.debootstrap.log"; exit 1; }
copy /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt /usr/local/share/ca-certificates/*.crt /etc/pip.conf ~/.config/pip/pip.conf
printf '127.0.0.1\tlocalhost\n' >"$room/etc/hosts"  # an installed system has it, a folder that debootstrap made has not
grep -ls Proxy /etc/apt/apt.conf /etc/apt/apt.conf.d/* 2>/dev/null | while read -r file; do copy "$file"; done || true
mount -t proc proc "$room/proc"
mount --rbind /dev "$room/dev"
mount -t tmpfs tmpfs "$room/tmp"
inside sh -c '. /etc/os-release; echo "$PRETTY_NAME"; python3 --version; dpkg-query -W | wc -l'

step "the committed state of this checkout"
git clone --quiet --no-hardlinks "$here" "$room/srv/atout"
git -C "$room/srv/atout" log -1 --format='%h %s'
inside git config --global --add safe.directory /srv/atout

step "make install, not as root: names the one command and stops"
inside useradd --create-home somebody
inside chown -R somebody /srv/atout
if inside su somebody -c 'cd /srv/atout && make install'; then echo "It should have stopped."; exit 1; fi
inside chown -R root /srv/atout

step "make run"
(exec "${enter[@]}" sh -c "cd /srv/atout && ATOUT_PORT=$port exec make run") &
serving=$!
until inside python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/health', timeout=2)" 2>/dev/null; do
    kill -0 "$serving" 2>/dev/null || { echo "make run ended."; exit 1; }
    [ "$SECONDS" -lt 1200 ] || { echo "make run does not answer."; exit 1; }
    sleep 1
done
step "it answers: a conversation"
inside python3 /srv/atout/tools/converse.py "http://127.0.0.1:$port" /srv/cv.pdf
cp "$room/srv/cv.pdf" "$here/.fresh/$suite.pdf"
[ "$(head -c 4 "$room/srv/cv.pdf")" = "%PDF" ]
[ "$(stat -c %a "$room/root/.config/atout/master.key")" = 600 ]
[ -z "$(git -C "$room/srv/atout" status --porcelain)" ] || { echo "The checkout was written to."; exit 1; }

step "stopping"
began=$SECONDS
kill -TERM "$serving"
wait "$serving" || true
echo "stopped in $((SECONDS - began)) s"
[ $((SECONDS - began)) -le 6 ]

# With the reference data beside the checkout every test runs, and a skip is a failure; without them those tests skip.
strict=false
if [ -d ../shared ]; then
    mkdir -p "$room/srv/shared"
    mount --bind -o ro ../shared "$room/srv/shared"
    strict=true
fi
step "make test, CI=$strict"
inside sh -c "cd /srv/atout && CI=$strict make test"

step "$suite: all well"
