#!/usr/bin/env bash
# `make run`: set up, load the sample world, print a sign-in link for each role, and serve until Ctrl-C: the pages, and
# the clock that sends what waits. PORT=9000 chooses another port. Only this machine can reach the server.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=${PORT:-8000}
python=$(scripts/setup.sh python)

# Before anything else: a port that cannot be had is known now, not after the set-up.
"$python" - "$port" <<'PY'
import socket, sys

port = sys.argv[1]
if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
    sys.exit(f"PORT={port} is not a port: give a number from 1 to 65535, as in make run PORT=9000")
with socket.socket() as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself will
    try:
        server.bind(("127.0.0.1", int(port)))
        server.listen()
    except OSError as error:
        sys.exit(f"Port {port} cannot be used ({error.strerror}). Stop what uses it, or choose another: make run PORT=9000")
PY

scripts/setup.sh run

# Nothing that this machine is set up for otherwise is touched: not its database, not its mail.
for name in $(compgen -e ONBOARDING_ || true); do unset "$name"; done
unset FLASK_DEBUG FLASK_APP GUNICORN_CMD_ARGS
export ONBOARDING_MODE=sample ONBOARDING_INSTANCE=instance/sample ONBOARDING_BASE_URL="http://127.0.0.1:$port" PORT="$port"
flask=(.venv/bin/python -m flask --app app)

"${flask[@]}" setup
"${flask[@]}" sample load
printf '\nThe sample world, everything in it invented. Sign in as one of its people:\n\n'
"${flask[@]}" sample links
printf '\nAll of them: %s/sample\nServing %s (Ctrl-C stops it)\n\n' "$ONBOARDING_BASE_URL" "$ONBOARDING_BASE_URL"

# Both run until one of them ends or we are told to stop; then the other is stopped too.
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
if "${flask[@]}" clock --help >/dev/null 2>&1; then
    "${flask[@]}" clock & children+=($!)
fi
wait -n && status=0 || status=$?
printf '\nrun: a part of it ended by itself (exit status %s), so the rest is stopped.\n' "$status" >&2
[ "$status" -ne 0 ] || status=1
exit "$status"
