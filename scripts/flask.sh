#!/usr/bin/env bash
# The product's commands where it is installed: as its user, with its settings, from any folder. docs/operations.md
# links it as /usr/local/sbin/flask, for root alone.
#
#   flask backup /var/backups/onboarding/today
#
# What goes in and comes out is passed on byte for byte, so that an export can be redirected into a file.
set -euo pipefail

user=onboarding home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
settings=/etc/onboarding.env owner=/etc/onboarding-owner.env
unit=onboarding-command-$$

if [ "$(id -u)" -ne 0 ]; then
    echo "flask: run this as root, or with sudo: it reads $settings." >&2
    exit 2
fi
[ "${1:-}" != --app ] || shift 2  # as the product's own messages write it

with=(--property=EnvironmentFile="$settings")
case ${1:-} in  # what changes tables needs the role that owns them, where there is such a role
    setup | db | restore | move | erasures) with+=(--property=EnvironmentFile=-"$owner") ;;
esac
# Whoever gives the command is recorded in the trail: before sudo or, without it, as they signed in.
by=${SUDO_USER:-$(logname 2>/dev/null || true)}
[ -z "$by" ] || with+=(--setenv=SUDO_USER="$by")

trap 'systemctl stop "$unit"' INT TERM  # the command runs apart from this terminal, and would go on
systemd-run --unit="$unit" --pipe --wait --collect --quiet --uid="$user" --working-directory="$home" \
    --property=UMask=0077 "${with[@]}" "$home/.venv/bin/flask" --app app "$@" <&0 &
wait $!
