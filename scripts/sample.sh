#!/usr/bin/env bash
# Load the sample world, print a sign-in link for each role, and serve it until Ctrl-C: the pages, and the clock that
# sends what waits. Needs a finished set-up. Only this machine can reach the server.
#
#   scripts/sample.sh PORT [FOLDER]    the folder of its database and keys is instance/sample, unless another is named
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/heed.sh

port=${1:?give a port} folder=${2:-instance/sample}

# Nothing that this machine is set up for otherwise is touched: not its database, not its mail.
for name in $(compgen -e ONBOARDING_ || true); do unset "$name"; done
unset FLASK_DEBUG FLASK_APP GUNICORN_CMD_ARGS
export ONBOARDING_MODE=sample ONBOARDING_INSTANCE="$folder" ONBOARDING_BASE_URL="http://127.0.0.1:$port" PORT="$port"
flask=(.venv/bin/python -m flask --app app)

"${flask[@]}" sample prepare
printf '\nAll of them: %s/sample\nServing %s (Ctrl-C stops it)\n\n' "$ONBOARDING_BASE_URL" "$ONBOARDING_BASE_URL"

# Both run until one of them ends or we are told to stop; then the other is stopped too. Each is in a process group of its
# own, so that Ctrl-C reaches this script alone: a part that heard it too could end first and be taken for broken.
set -m
children=()
stop() {
    trap - INT TERM EXIT
    [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null || true
    wait || true
}
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM
trap stop EXIT
.venv/bin/python -m gunicorn app:app & children+=($!)
"${flask[@]}" clock & children+=($!)
wait -n && status=0 || status=$?
printf '\nsample: a part of it ended by itself (exit status %s), so the rest is stopped.\n' "$status" >&2
[ "$status" -ne 0 ] || status=1
exit "$status"
