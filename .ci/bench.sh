#!/usr/bin/env bash
# bench.sh DIR [FLAG...]: Cortex beside the programs that cmd/bench/peers/package.json names, which npm installs below DIR.
# The banks stay there, too. The flags are those of cmd/bench: -o docs/performance.md writes the page of the manual. It needs
# Go, Node and npm, Linux on x86-64 for rumdl, and a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$1
shift
exec go run ./cmd/bench -peers "$(.ci/packages.sh cmd/bench/peers "$dir/peers")" -work "$dir/banks" "$@"
