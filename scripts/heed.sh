# For scripts that are stopped by Ctrl-C, read by them at their beginning: heed it also where it was ignored before, as
# under nohup or in the background of another script. A shell cannot trap what was ignored when it began, so it begins
# again, after something that can undo it.
if [ "$(trap -p INT)" = "trap -- '' SIGINT" ]; then
    exec "$(scripts/setup.sh python)" -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$BASH" "scripts/${0##*/}" "$@"
fi
