"""What a confined process runs, handed to Python as text: it starts without anything of ours but this."""

# The process loads the function's module and what that imports, not the application: `onboarding` is a folder to it.
CHILD = """
import importlib, os, resource, sys, types
os.nice(10)  # whatever is run here comes after the pages that people wait for
package, target, memory, seconds = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_AS, (int(memory),) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
for none in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
    resource.setrlimit(none, (0, 0))
FORBIDDEN = ("socket.", "subprocess.", "pty.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")
def refuse(event, _):
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)
sys.addaudithook(refuse)
onboarding = types.ModuleType("onboarding")
onboarding.__path__ = [package]
sys.modules["onboarding"] = onboarding
try:
    module, name = target.split(":")
    answer = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read())
except MemoryError:
    sys.exit(3)
sys.stdout.buffer.writelines(answer if isinstance(answer, list) else [answer])
sys.stdout.buffer.flush()
"""
OUT_OF_MEMORY = 3
# The same for several questions, each with its length before it, as the answers have it; the time is that of each.
MANY = (
    CHILD.partition("try:\n")[0].replace("(int(seconds), int(seconds) + 1)", "(int(seconds), resource.RLIM_INFINITY)")
    + """
module, name = target.split(":")
function = getattr(importlib.import_module(module), name)
try:
    while head := sys.stdin.buffer.read(8):
        used = resource.getrusage(resource.RUSAGE_SELF)
        may = int(used.ru_utime + used.ru_stime) + int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (may, resource.RLIM_INFINITY))
        answer = function(sys.stdin.buffer.read(int.from_bytes(head, "big")))
        pieces = answer if isinstance(answer, list) else [answer]
        sys.stdout.buffer.write(sum(map(len, pieces)).to_bytes(8, "big"))
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
except MemoryError:
    sys.exit(3)
"""
)
LENGTH = 8  # bytes before a question and before an answer
