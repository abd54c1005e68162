#!/usr/bin/env bash
# Checks that Go is there and new enough for go.mod, and says how to get it.
set -euo pipefail
cd "$(dirname "$0")/.."
need=$(sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' go.mod)

advise() {
  echo "$1" >&2
  case "$(uname -s)" in
  Darwin) echo "Get it with  brew install go  or from https://go.dev/dl, then try again." >&2 ;;
  Linux)
    local arch
    case "$(uname -m)" in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac
    echo "Get it from https://go.dev/dl: download goX.Y.Z.linux-$arch.tar.gz, then" >&2
    echo "  sudo tar -C /usr/local -xzf goX.Y.Z.linux-$arch.tar.gz" >&2
    echo "  export PATH=/usr/local/go/bin:\$PATH" >&2
    echo "and try again. (The Go of Debian 12 and Ubuntu 24.04 is older than $need.)" >&2
    ;;
  *) echo "Get it from https://go.dev/dl, then try again." >&2 ;;
  esac
  exit 1
}

command -v go >/dev/null || advise "Inkling is built with Go $need or newer, and no Go was found on the PATH."
# Run in the module's folder: from 1.21 on a Go fetches the one that go.mod
# asks for, unless GOTOOLCHAIN=local forbids it.
version=$(go env GOVERSION 2>&1) || advise "Inkling is built with Go $need or newer. This Go says: $version"
have=$(sed -n 's/^go\([0-9]*\.[0-9]*\).*/\1/p' <<<"$version")
# A development version, "devel", is taken to be new.
if [ -n "$have" ] && [ "$(printf '%s\n%s\n' "$need" "$have" | sort -V | head -n 1)" != "$need" ]; then
  advise "Inkling is built with Go $need or newer, and this is Go $have. With Go 1.21 or newer,  export GOTOOLCHAIN=auto  lets it fetch the right one itself."
fi
