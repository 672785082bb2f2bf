#!/bin/sh
# Resolves the dependencies of pyproject.toml for Python 3.11 and newer and writes requirements.lock.
# One lock for every supported Python and processor; no index address in it, so that a mirror can serve it.
# Then checks that each pinned version comes as a wheel everywhere: nobody who runs Atout needs a compiler.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-}
if [ -z "$uv" ]; then
    room=$(mktemp -d)
    trap 'rm -rf "$room"' EXIT
    python3 -m venv "$room"
    "$room/bin/pip" install --quiet --disable-pip-version-check "uv>=0.13"
    uv=$room/bin/uv
fi
"$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command "make lock" --extra build --extra dev --output-file requirements.lock "$@" pyproject.toml
# Optional extras have locks of their own; some of their packages do not come for every processor.
for extra in semantic whisper fuzz; do
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
        --custom-compile-command "make lock" --output-file "requirements-$extra.lock" "$@" - <<EOF
$(sed -n "/^$extra = \[/,/^\]/s/^ *\"\(.*\)\",/\1/p" pyproject.toml)
EOF
done
for platform in x86_64-manylinux_2_36 aarch64-manylinux_2_36; do
    for version in 3.11 3.12 3.13; do
        "$uv" pip compile --quiet --no-deps --only-binary :all: --python-platform "$platform" \
            --python-version "$version" requirements.lock >/dev/null
        echo "wheels for $platform, Python $version: all there"
    done
done
