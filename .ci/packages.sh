#!/usr/bin/env bash
# packages.sh FOLDER DEST: what FOLDER/package.json names, installed with npm below DEST in exactly the versions of its
# lock file; the work tree stays as it is. Prints DEST.
set -euo pipefail
mkdir -p "$2"
cp "$1/package.json" "$1/package-lock.json" "$2/"
npm ci --prefix "$2" --no-audit --no-fund >&2
(cd "$2" && pwd)
