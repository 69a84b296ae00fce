#!/usr/bin/env bash
# editors.sh DEST: current editors for the tests below editors/, on a Debian machine: Neovim, Helix, Vim with ALE, Emacs with lsp-mode,
# and tmux, which is a terminal for those that need one. They are taken from Debian testing with all their libraries and unpacked below
# DEST: the machine's package sources, libraries and package state stay as they are. Prints the folder to put on the PATH.
set -euo pipefail
mkdir -p "$1"
dest=$(cd "$1" && pwd)
bin=$dest/bin
if [ -d "$bin" ]; then echo "$bin"; exit; fi

command -v patchelf >/dev/null || { apt-get -qq update; apt-get -qq install -y patchelf; } >&2

apt=$dest/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
: >"$apt/status" # an empty state: apt then fetches every dependency, libc included
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
[ -n "$mirror" ] || mirror=$(awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }' /etc/apt/sources.list)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror testing main" >"$apt/sources.list"
options=(
	-qq -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
	-o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o "Dir::State::status=$apt/status"
	-o APT::Install-Recommends=false -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=3 -o Debug::NoLocking=1
)
apt-get "${options[@]}" update >&2
apt-get "${options[@]}" -y --download-only install \
	neovim hx vim vim-ale emacs-nox elpa-markdown-mode elpa-lsp-mode tmux >&2 </dev/null
for package in "$apt"/cache/archives/*.deb; do dpkg -x "$package" "$dest"; done
rm -rf "$apt"

programs=$dest/usr/bin share=$dest/usr/share
for program in nvim hx vim.basic emacs-nox tmux; do
	patchelf --set-interpreter "$dest/usr/lib64/ld-linux-x86-64.so.2" \
		--force-rpath --set-rpath "$dest/usr/lib/x86_64-linux-gnu" "$programs/$program"
done

# The folders that Emacs would find by itself in its place; below site-lisp/elpa are the packages.
version=$(basename "$share"/emacs/[0-9]*)
lisp=$(find "$share/emacs/$version/lisp" -type d ! -name obsolete ! -name term -printf '%p:')
library=$(echo "$dest"/usr/libexec/emacs/"$version"/*-linux-gnu)
dump=$(echo "$library"/emacs-*.pdmp)
ln -sfn elpa-src "$share/emacs/site-lisp/elpa"

# wrap NAME PROGRAM VARIABLES...: what starts a program that is not in its place.
wrap() {
	local name=$1 program=$2
	shift 2
	printf '#!/bin/sh\n%s exec %s "$@"\n' "$*" "$programs/$program" >"$dest/new/$name"
	chmod +x "$dest/new/$name"
}
mkdir -p "$dest/new"
wrap nvim nvim "VIM=$share/nvim VIMRUNTIME=$share/nvim/runtime"
wrap hx hx
wrap vim vim.basic "VIM=$share/vim VIMRUNTIME=$(echo "$share"/vim/vim[0-9]*)"
# Without its compiler it must not try to compile.
wrap emacs "emacs-nox --dump-file=$dump --eval='(setq native-comp-jit-compilation nil native-comp-enable-subr-trampolines nil)'" \
	"EMACSLOADPATH=${lisp}$share/emacs/site-lisp EMACSPATH=$library" \
	"EMACSDATA=$share/emacs/$version/etc EMACSDOC=$share/emacs/$version/etc"
wrap tmux tmux
mkdir -p "$share/vim/vimfiles/pack/debian/start"
ln -sfn "$share/vim-ale" "$share/vim/vimfiles/pack/debian/start/ale"
mv "$dest/new" "$bin"
echo "$bin"
