#!/usr/bin/env bash
# `make run`: set up, then serve the sample world until Ctrl-C. PORT=9000 chooses another port.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/heed.sh

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

exec scripts/sample.sh "$port"
