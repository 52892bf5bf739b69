"""Processes forked from one that has loaded the product and what the tests run in them: `forks.Process(target=...)`.

Python has one such process, whatever asks for it, and loads into it what was said last: so it is said here alone.
"""

import multiprocessing

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.loaded"])
