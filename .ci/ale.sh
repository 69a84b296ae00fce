#!/usr/bin/env bash
# ale.sh DEST: ALE for the test with Vim, from Debian's package, unpacked below DEST: nothing is installed. Prints its folder.
set -euo pipefail
mkdir -p "$1"
dest=$(cd "$1" && pwd)
if [ ! -d "$dest/usr/share/vim-ale" ]; then
	cd "$dest"
	apt-get download vim-ale >&2 || { apt-get update >&2 && apt-get download vim-ale >&2; }
	dpkg -x vim-ale_*.deb .
fi
echo "$dest/usr/share/vim-ale"
