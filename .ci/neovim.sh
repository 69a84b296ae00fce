#!/usr/bin/env bash
# neovim.sh DEST: a current Neovim for the editor tests, on a Debian machine whose
# own release has one too old for vim.lsp.enable (0.11). It is taken from Debian
# testing with all its libraries and unpacked below DEST: the machine's package
# sources, libraries and package state stay as they are. Prints the path of nvim.
set -euo pipefail
dest=$1
nvim=$dest/bin/nvim
if [ -x "$nvim" ]; then echo "$nvim"; exit; fi

command -v patchelf >/dev/null || { apt-get -qq update; apt-get -qq install -y patchelf; } >&2

apt=$dest/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$dest/bin"
: >"$apt/status" # an empty state: apt then fetches every dependency, libc included
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
[ -n "$mirror" ] || mirror=$(awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }' /etc/apt/sources.list)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror testing main" >"$apt/sources.list"
options=(
	-qq -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
	-o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o "Dir::State::status=$apt/status"
	-o APT::Install-Recommends=false -o Acquire::Languages=none -o Debug::NoLocking=1
)
apt-get "${options[@]}" update >&2
apt-get "${options[@]}" -y --download-only install neovim >&2 </dev/null
for package in "$apt"/cache/archives/*.deb; do dpkg -x "$package" "$dest"; done
rm -rf "$apt"

patchelf --set-interpreter "$dest/usr/lib64/ld-linux-x86-64.so.2" \
	--force-rpath --set-rpath "$dest/usr/lib/x86_64-linux-gnu" "$dest/usr/bin/nvim"
cat >"$nvim" <<EOF
#!/bin/sh
VIM=$dest/usr/share/nvim VIMRUNTIME=$dest/usr/share/nvim/runtime exec $dest/usr/bin/nvim "\$@"
EOF
chmod +x "$nvim"
echo "$nvim"
