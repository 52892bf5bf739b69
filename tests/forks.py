"""Processes forked from one that has loaded the product and what the tests run in them: `forks.Process(target=...)`."""

import multiprocessing

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.loaded"])
