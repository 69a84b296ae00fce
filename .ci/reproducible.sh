#!/usr/bin/env bash
# reproducible.sh VERSION DIR: builds the last commit of this repository twice, as whoever clones it would, in two folders with
# different names and ages, with two caches of Go, and demands that every byte is the same. The release is left in DIR. It takes minutes;
# with SHARED_CACHE=1 both share the cache of this machine, which is quicker and proves less. Flags of cmd/release go into RELEASE_FLAGS.
set -euo pipefail
version=$1
mkdir -p "$(dirname "$2")"
dest=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# build FOLDER DIR CACHE
build() {
	if [ "${SHARED_CACHE:-}" != 1 ]; then export GOCACHE=$3; fi
	# shellcheck disable=SC2086 # flags are words
	(cd "$1" && go run ./cmd/release ${RELEASE_FLAGS:-} "$version" "$2")
}
# Whoever commits meanwhile must not come between the two.
git clone --quiet --no-tags "$repository" "$work/one"
git clone --quiet --no-tags "$work/one" "$work/another/folder"
build "$work/one" "$dest" "$work/cache one"
(umask 077 && TZ=Asia/Tokyo build "$work/another/folder" "$work/again" "$work/cache two")
diff -rq "$dest" "$work/again"
echo "twice the same: $(wc -l <"$dest/checksums.txt") files"
