#!/usr/bin/env bash
# Runs a command with a display for its windows: a virtual one where there is
# xvfb-run, so that tests neither need a screen nor disturb the one in use.
set -euo pipefail
if command -v xvfb-run >/dev/null; then
  exec xvfb-run --auto-servernum --server-args='-screen 0 1280x1024x24' "$@"
fi
exec "$@"
