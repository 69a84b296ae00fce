#!/usr/bin/env bash
# conformance.sh [DIR]: the suites of the protocol's authors against the MCP server: their conformance tests in both
# generations of the protocol over HTTP, and their inspector over stdio and HTTP. Everything must pass, and exactly as
# many checks as mcp/conformance_test.go says. DIR keeps what npm installs; it needs Go, Node and npm.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in node npm; do
	if ! command -v "$tool" >/dev/null; then
		echo "conformance.sh: needs $tool" >&2
		exit 1
	fi
done
dir=${1:-}
if [ -z "$dir" ]; then
	dir=$(mktemp -d)
	trap 'rm -rf "$dir"' EXIT
fi
CORTEX_SUITES=$(.ci/packages.sh mcp/clients/suites "$dir")
export CORTEX_SUITES

go vet -tags conformance ./mcp
go test -tags conformance -count=1 -v -run TestConformance ./mcp
go test -count=1 -v -run TestInspector ./mcp/clients
