#!/usr/bin/env bash
# Make this checkout ready: find a Python, install what the system lacks, fill .venv from the locks.
#
#   scripts/setup.sh run      what running the product needs (requirements.txt)
#   scripts/setup.sh dev      that, and what tests and checks need (requirements-dev.txt)
#   scripts/setup.sh python   print the Python that would be used, and do nothing
#
# Safe to repeat. A finished set-up leaves a stamp in .venv, and as long as the stamp fits the locks
# and the Python, nothing happens: no network, no apt. A set-up that was interrupted has no stamp and
# starts afresh. PYTHON=/path/to/python chooses an interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv_python=.venv/bin/python
no_server=/etc/postgresql-common/createcluster.d/onboarding-setup.conf

say() { printf '==> %s\n' "$*" >&2; }
die() { printf '\nset-up: %s\n' "$*" >&2; exit 1; }

find_python() {
    local candidate candidates=(python3 python3.14 python3.13 python3.12 python3.11)
    [ -z "${PYTHON:-}" ] || candidates=("$PYTHON")
    # The real file behind the name: a link into .venv would go when .venv is built anew.
    for candidate in "${candidates[@]}"; do
        "$candidate" -c 'import os, sys; sys.version_info >= (3, 11) or sys.exit(1); print(os.path.realpath(sys.executable))' \
            2>/dev/null && return
    done
    if [ -n "${PYTHON:-}" ]; then
        die "PYTHON=$PYTHON is not a Python 3.11 or newer."
    fi
    die "no Python 3.11 or newer was found ($(python3 --version 2>/dev/null || echo 'there is no python3')).
Install one, on Debian or Ubuntu with apt-get install python3 (or python3.11), or name yours: make PYTHON=/path/to/python3 ..."
}

# The Debian names of what is missing, found out by trying and not by asking dpkg.
missing_packages() {
    "$python" - "$purpose" <<'PY'
import ctypes, glob, os, shutil, subprocess, sys, zoneinfo

try:
    import ensurepip, venv
except ImportError:
    print("python%d.%d-venv" % sys.version_info[:2])

try:
    zoneinfo.ZoneInfo("America/Los_Angeles")
except zoneinfo.ZoneInfoNotFoundError:
    print("tzdata")

if sys.platform == "linux":  # elsewhere the import of WeasyPrint, at the end, tells
    libraries = [
        ("libpango-1.0.so.0", "libpango-1.0-0"),
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
    ]
    if sys.argv[1] == "dev":
        libraries.append(("libatomic.so.1", "libatomic1"))  # what Playwright's driver needs, and a small system lacks
    for library, package in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            print(package)
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
    kinds = ("ttf", "otf", "ttc")
    if not any(glob.glob(os.path.expanduser(f"{folder}/**/*.{kind}"), recursive=True) for folder in folders for kind in kinds):
        print("fonts-dejavu-core")
    browsers = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")  # the browser tests drive one
    without_windows = "chromium-headless-shell"  # the quickest, which not every system has
    if sys.argv[1] == "dev" and not any(map(shutil.which, (without_windows, *browsers))):
        known = subprocess.run(["apt-cache", "show", without_windows], capture_output=True).returncode == 0
        print(without_windows if known else "chromium")
    if sys.argv[1] == "dev" and not (shutil.which("postgres") or glob.glob("/usr/lib/postgresql/*/bin/postgres")):
        print("postgresql")  # the server: tests start one of their own
PY
}

install_packages() {
    local become=() packages=("$@")
    local install=(apt-get install -y --no-install-recommends)
    if [ "$(id -u)" -ne 0 ]; then
        become=(sudo -n)
    fi
    if ! command -v apt-get >/dev/null || ! "${become[@]}" true 2>/dev/null; then
        die "this system lacks packages that only an administrator can install. Run, or ask for:

    sudo apt-get update
    sudo ${install[*]} ${packages[*]}

then repeat the command. (These are the names on Debian and Ubuntu.)"
    fi
    say "Installing system packages: ${packages[*]}"
    install=(env DEBIAN_FRONTEND=noninteractive "${install[@]}" -qq -o DPkg::Lock::Timeout=120)
    case " ${packages[*]} " in *" postgresql "*)
        # Debian's package would make a server of its own and start it on port 5432; only the programs are wanted.
        "${become[@]}" mkdir -p "${no_server%/*}"
        printf 'create_main_cluster = false\n' | "${become[@]}" tee "$no_server" >/dev/null
        # shellcheck disable=SC2064  # as these are now
        trap "${become[*]} rm -f '$no_server'" EXIT ;;
    esac
    "${become[@]}" apt-get update -qq || say "apt-get update failed; trying with the lists that are here"
    "${become[@]}" "${install[@]}" "${packages[@]}" >&2 || die "apt-get could not install: ${packages[*]}"
}

require_system_packages() {
    local missing
    missing=$(missing_packages)
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086  # one word for each package
        (install_packages $missing)
        missing=$(missing_packages)
        [ -z "$missing" ] || die "still missing after apt-get installed it: $missing ($python)"
    fi
}

# What a stamp must say to hold: this Python, in this place, filled from these files by this script.
fingerprint() {
    local files=(scripts/setup.sh requirements-build.txt requirements.txt)
    [ "$1" = run ] || files+=(requirements-dev.txt)
    "$venv_python" - "${files[@]}" <<'PY'
import hashlib, sys

print(sys.version, sys.prefix)
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        print(path, hashlib.sha256(file.read()).hexdigest())
PY
}

ready() {
    [ -x "$venv_python" ] && [ -f ".venv/$1.stamp" ] && [ "$(fingerprint "$1" 2>/dev/null)" = "$(cat ".venv/$1.stamp")" ]
}

install_lock() {
    say "Installing $1 into .venv"
    # flask-principal is pure Python and comes as source only; nothing unpinned is fetched to build it.
    local what=(--quiet --require-hashes --only-binary :all: --no-binary flask-principal --no-build-isolation -r "$1")
    if [ -x .venv/bin/uv ]; then  # the first lock brings it; it takes a fifth of the time
        .venv/bin/uv pip install --python "$venv_python" --compile-bytecode "${what[@]}" >&2 && return
        say "uv could not. Trying with pip, which knows the mirrors that this machine is set to"
    fi
    "$venv_python" -m pip install --disable-pip-version-check --no-input "${what[@]}" >&2
}

build() {
    say "Making .venv with $python"
    rm -rf .venv
    "$python" -m venv .venv >&2
    install_lock requirements-build.txt
    install_lock requirements.txt
    "$venv_python" -c 'import weasyprint' >&2 || die "WeasyPrint is installed but does not load; see above."
}

purpose=${1:-run}
case $purpose in
    run | dev) ;;
    python) find_python; exit ;;
    *) die "no such purpose: $purpose (run, dev or python)" ;;
esac

python=$(find_python)
if command -v flock >/dev/null; then  # two set-ups at once take turns
    exec 9>.venv.lock
    flock 9
fi
if ready "$purpose"; then
    exit 0
fi

require_system_packages
trap '[ $? -eq 0 ] || printf "\nset-up: not finished. The same command, run again, starts afresh.\n" >&2' EXIT
if [ -f .venv/dev.stamp ] || ! ready run; then
    build
fi
rm -f .venv/run.stamp  # until all is in place, this .venv is half made
if [ "$purpose" = dev ]; then
    install_lock requirements-dev.txt
    fingerprint dev >.venv/dev.stamp
fi
fingerprint run >.venv/run.stamp
say "Ready: .venv"
