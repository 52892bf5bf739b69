#!/usr/bin/env bash
# Serve the sample world until Ctrl-C: the pages, and the clock that sends what waits. Needs a finished set-up. Only this
# machine can reach the server.
#
#   scripts/sample.sh PORT [FOLDER]    the folder of its database and keys is instance/sample, unless another is named
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=${1:?give a port} folder=${2:-instance/sample}

# Nothing that this machine is set up for otherwise is touched: not its database, not its mail.
for name in $(compgen -e ONBOARDING_ || true); do unset "$name"; done
unset FLASK_DEBUG FLASK_APP GUNICORN_CMD_ARGS
export ONBOARDING_MODE=sample ONBOARDING_INSTANCE="$folder" ONBOARDING_BASE_URL="http://127.0.0.1:$port" PORT="$port"
exec .venv/bin/python -m flask --app app sample serve
